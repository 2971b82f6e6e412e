"""Delivery of queued mails: by SMTP when it is configured, else into files that a developer can open."""

import secrets
import smtplib
import ssl
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlmodel import Session

from marketplace.accounts.models import User
from marketplace.core.jobs import Errand
from marketplace.settings import Settings

TIMEOUT_SECONDS = 20


def mail_errand(settings: Settings) -> Errand[EmailMessage, None]:
    """Return the errand that sends one mail; a person who left gets none."""

    def read(session: Session, payload: Mapping[str, Any], _now: datetime) -> EmailMessage | None:
        user = session.get(User, payload["user_id"])
        if user is None or user.disabled_at is not None:
            return None
        return compose(settings, to=user.email, payload=payload)

    return Errand(
        read=read,
        send=lambda mail, now: deliver(settings, mail, now=now),
        note=lambda _session, _answer, _now: None,
    )


def compose(settings: Settings, *, to: str, payload: Mapping[str, Any]) -> EmailMessage:
    """Return the mail as plain text with the link at its end."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = settings.mail_from, to, payload["subject"]
    link = f"\n\n{settings.base_url}{payload['url']}" if payload.get("url") else ""
    mail.set_content(f"{payload['body']}{link}\n\n—— 中小企业数字化改造服务平台")
    return mail


def deliver(settings: Settings, mail: EmailMessage, *, now: datetime) -> None:
    """Send by SMTP, or write an .eml file into the data folder when no server is configured."""
    if not settings.smtp_url:
        _write_file(settings.data_dir / "mail", mail, now=now)
        return
    parts = urlsplit(settings.smtp_url)
    host, port = parts.hostname or "localhost", parts.port or (465 if parts.scheme == "smtps" else 25)
    context = ssl.create_default_context()
    server = (
        smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context)
        if parts.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    )
    with server:
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail)


def _write_file(folder: Path, mail: EmailMessage, *, now: datetime) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    # Several mails may leave in one moment; none may overwrite another.
    (folder / f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.eml").write_bytes(mail.as_bytes())
