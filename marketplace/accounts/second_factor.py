"""The second factor: six digits of an authenticator (RFC 6238), or a recovery code when the telephone is lost."""

import secrets
import unicodedata
from datetime import datetime

import pyotp
from sqlmodel import Session, col, delete, func, select

from marketplace.accounts import policies
from marketplace.accounts.models import RecoveryCode, SecondFactor, User
from marketplace.accounts.passwords import token_digest
from marketplace.accounts.sealing import Seal
from marketplace.accounts.services import close_all_sessions
from marketplace.core.actor import Actor, System
from marketplace.core.conflicts import AlreadyDoneError
from marketplace.core.errors import ConflictError, InvalidError, NotFoundError, TooManyRequestsError
from marketplace.core.jobs import enqueue
from marketplace.core.journal import record
from marketplace.core.locks import locked

ISSUER = "中小企业数字化改造服务平台"
STEP_SECONDS = 30
# Clocks of telephones go wrong by seconds: one half minute before and after counts, too.
SLACK = (-1, 0, 1)
TICKET_SECONDS = 900
CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # Nothing that looks like something else.
_GROUPS, _LENGTH = 4, 4
WRONG_CODE = "验证码不对。请看验证器现在显示的 6 位数字；手机时间要准。"
SYSTEM = System(name="accounts")


def new_ticket(seal: Seal, *, user_id: int, now: datetime) -> str:
    """Return a new secret for one person, sealed for the quarter of an hour in which it is set up."""
    return seal.close(f"{user_id}:{pyotp.random_base32()}", moment=int(now.timestamp()))


def secret_in(ticket: str, *, seal: Seal, user_id: int, now: datetime) -> str | None:
    """Return the secret of a person's own ticket; None when it is another's, too old or no ticket."""
    text = seal.open_fresh(ticket, moment=int(now.timestamp()), seconds=TICKET_SECONDS)
    owner, _, secret = (text or "").partition(":")
    return secret if owner == str(user_id) and secret else None


def address_of(secret: str, *, account: str) -> str:
    """Return what the QR code says to an authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def find_factor(session: Session, *, user_id: int) -> SecondFactor | None:
    """Return a person's second factor."""
    return session.get(SecondFactor, user_id)


def count_codes(session: Session, *, user_id: int) -> int:
    """Return how many recovery codes are left."""
    unused = select(func.count()).select_from(RecoveryCode)
    return session.exec(unused.where(RecoveryCode.user_id == user_id, col(RecoveryCode.used_at).is_(None))).one()


def enrol(session: Session, *, user_id: int, secret: str, code: str, seal: Seal, now: datetime) -> tuple[str, ...]:
    """Bind an authenticator whose first code fits; return the recovery codes, which are shown this once."""
    if session.get(SecondFactor, user_id) is not None:
        raise AlreadyDoneError("第二步验证已经开通。要换手机，请先停用，或联系平台运营重置。")
    step = _step_of(secret, code=_digits(code), after=-1, now=now)
    if step is None:
        raise InvalidError(fields={"code": [WRONG_CODE]})
    sealed = seal.close(secret, moment=int(now.timestamp()))
    session.add(SecondFactor(user_id=user_id, sealed_secret=sealed, enrolled_at=now, last_step=step))
    _tell(session, user_id=user_id, what="开通了第二步验证", now=now)
    record(session, actor=SYSTEM, action="second_factor.enrolled", subject=f"user:{user_id}", now=now)
    return _new_codes(session, user_id=user_id)


def check_code(session: Session, *, user_id: int, code: str, seal: Seal, now: datetime) -> bool:
    """Say whether a code fits, and count a failure; the caller commits in both cases.

    A code that was accepted once is refused for ever. Raises TooManyRequestsError while locked.
    """
    statement = locked(select(SecondFactor).where(SecondFactor.user_id == user_id))
    factor = session.exec(statement).first()
    if factor is None:
        return False
    if policies.is_locked(factor.locked_until, now=now):
        raise TooManyRequestsError("验证码连续输错多次，暂时锁定。请过几分钟再试。")
    if _fits(session, factor, code=code, seal=seal, now=now):
        factor.failed_count, factor.locked_until = 0, None
        return True
    factor.failed_count += 1
    pause = policies.lock_time(factor.failed_count)
    factor.locked_until = now + pause if pause else None
    return False


def renew_codes(session: Session, *, user_id: int, now: datetime) -> tuple[str, ...]:
    """Return new recovery codes; the old ones end."""
    codes = _new_codes(session, user_id=user_id)
    record(session, actor=SYSTEM, action="second_factor.codes_renewed", subject=f"user:{user_id}", now=now)
    return codes


def remove(session: Session, *, user_id: int, now: datetime) -> None:
    """Take the second factor off a person's account at their own wish."""
    _forget(session, user_id=user_id)
    _tell(session, user_id=user_id, what="停用了第二步验证", now=now)
    record(session, actor=SYSTEM, action="second_factor.removed", subject=f"user:{user_id}", now=now)


def reset(session: Session, *, actor: Actor, user_id: int, reason: str, now: datetime) -> None:
    """Let a person who lost telephone and codes begin anew: the factor goes, and every session ends."""
    if user_id == actor.user_id:
        raise ConflictError("不能重置自己的第二步验证，请由另一位平台运营人员办理。")
    if session.get(SecondFactor, user_id) is None:
        raise NotFoundError("这个人没有开通第二步验证，不需要重置。")
    _forget(session, user_id=user_id)
    close_all_sessions(session, user_id=user_id, now=now)
    _tell(session, user_id=user_id, what="由平台运营重置了第二步验证，所有设备都已退出", now=now)
    subject, details = f"user:{user_id}", {"reason": reason}
    record(session, actor=actor, action="second_factor.reset", subject=subject, now=now, details=details)


def _fits(session: Session, factor: SecondFactor, *, code: str, seal: Seal, now: datetime) -> bool:
    digits = _digits(code)
    if not digits:
        return _use_recovery_code(session, user_id=factor.user_id, code=code, now=now)
    secret = seal.open(factor.sealed_secret)
    step = _step_of(secret, code=digits, after=factor.last_step, now=now) if secret else None
    if step is None:
        return False
    factor.last_step = step
    return True


def _step_of(secret: str, *, code: str, after: int, now: datetime) -> int | None:
    """Return the half minute whose code this is, if it comes after the last one that counted."""
    present, totp = int(now.timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
    fitting = [
        present + offset for offset in SLACK if secrets.compare_digest(totp.at((present + offset) * STEP_SECONDS), code)
    ]
    return next((step for step in fitting if step > after), None)


def _digits(code: str) -> str:
    """Return the six digits that were typed, empty when it is something else; wide digits and blanks are fine."""
    typed = "".join(unicodedata.normalize("NFKC", code).split())
    return typed if len(typed) == 6 and typed.isascii() and typed.isdigit() else ""  # noqa: PLR2004 - as RFC 6238 has it


def _use_recovery_code(session: Session, *, user_id: int, code: str, now: datetime) -> bool:
    unused = select(RecoveryCode).where(
        RecoveryCode.user_id == user_id,
        RecoveryCode.code_digest == _code_digest(user_id, code),
        col(RecoveryCode.used_at).is_(None),
    )
    found = session.exec(locked(unused)).first()
    if found is None:
        return False
    found.used_at = now
    _tell(session, user_id=user_id, what="用恢复码登录了一次", now=now)
    record(session, actor=SYSTEM, action="second_factor.recovery_used", subject=f"user:{user_id}", now=now)
    return True


def _new_codes(session: Session, *, user_id: int) -> tuple[str, ...]:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user_id))
    codes = tuple(
        "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(_GROUPS))
        for _ in range(CODES)
    )
    session.add_all(RecoveryCode(user_id=user_id, code_digest=_code_digest(user_id, code)) for code in codes)
    return codes


def _code_digest(user_id: int, code: str) -> str:
    typed = "".join(char for char in unicodedata.normalize("NFKC", code).lower() if char.isalnum())
    return token_digest(f"{user_id}:{typed}")


def _forget(session: Session, *, user_id: int) -> None:
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user_id))
    session.exec(delete(SecondFactor).where(col(SecondFactor.user_id) == user_id))


def _tell(session: Session, *, user_id: int, what: str, now: datetime) -> None:
    """Mail the person: who didn't do it should hear of it."""
    session.get_one(User, user_id)
    body = f"您的账号刚刚{what}。如果不是您本人办理，请马上重新设置密码，并联系平台运营。"
    payload = {"user_id": user_id, "subject": "账号安全提醒", "body": body, "url": "/account"}
    enqueue(session, kind="mail", payload=payload, now=now)
