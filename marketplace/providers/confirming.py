"""The operator confirms a provider that registered itself."""

from datetime import datetime

from sqlmodel import Session

from marketplace.accounts.models import Organisation
from marketplace.accounts.organisations import confirm_organisation
from marketplace.core.actor import Actor
from marketplace.notify.services import notify_organisation
from marketplace.providers.queries import load_profile


def confirm_provider(session: Session, *, actor: Actor, provider_id: int, now: datetime) -> Organisation:
    """Confirm that a provider is what it says, and tell its people: from now on it is listed and ranked."""
    load_profile(session, provider_id=provider_id)
    body = confirm_organisation(session, actor=actor, organisation_id=provider_id, is_provider=True, now=now)
    notify_organisation(
        session,
        organisation_id=provider_id,
        subject="贵单位已通过确认",
        body="从现在起，贵单位会出现在公开目录里，已发布的模块参加排序。",
        url=f"/providers/{provider_id}",
        now=now,
    )
    return body
