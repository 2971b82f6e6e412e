"""Writes of partnerships: one side asks, the other confirms or declines; either may end it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from marketplace.core.actor import Actor, System
from marketplace.core.changes import log_change
from marketplace.core.conflicts import AlreadyDoneError, AlreadyExistsError
from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.notify.services import notify_organisation
from marketplace.providers.labels import PartnershipState
from marketplace.providers.models import Partnership, Provider


def request_partner(session: Session, *, actor: Actor, partner_id: int, now: datetime) -> Partnership:
    """Ask another provider to confirm that it works with the actor's; a declined request may be repeated."""
    provider_id = actor.organisation_id
    if partner_id == provider_id:
        raise InvalidError(fields={"partner_id": ["不能把自己列为合作伙伴。"]})
    if session.get(Provider, partner_id) is None:
        raise NotFoundError
    known = _find_between(session, provider_id=provider_id, partner_id=partner_id)
    if known is not None and known.state is not PartnershipState.DECLINED:
        raise AlreadyExistsError("已经和这家服务商有合作记录，请在合作伙伴的列表里查看状态。")
    if known is not None:
        session.delete(known)
        session.flush()  # A pair stands once, so the declined request must go before the new one comes.
    asked = Partnership(provider_id=provider_id, partner_id=partner_id, requested_at=now)
    session.add(asked)
    _note(session, actor=actor, partnership=asked, action="partnership.requested", now=now)
    notify_organisation(
        session,
        organisation_id=partner_id,
        subject="有服务商想把贵单位列为合作伙伴",
        body="请在“服务商资料”的合作伙伴里确认或谢绝；双方确认后才会显示在公开页面上。",
        url=f"/providers/{partner_id}/partners",
        now=now,
    )
    return asked


def answer_partner(session: Session, *, actor: Actor, partnership_id: int, accepts: bool, now: datetime) -> Partnership:
    """Confirm or decline a request that was sent to the actor's provider."""
    asked = find_locked(session, Partnership, partnership_id)
    if asked is None or asked.partner_id != actor.organisation_id:
        raise NotFoundError
    if asked.state is not PartnershipState.REQUESTED:
        raise AlreadyDoneError("这个合作请求已经处理过了。")
    if accepts:
        asked.confirmed_at = now
    else:
        asked.declined_at = now
    action = "partnership.confirmed" if accepts else "partnership.declined"
    _note(session, actor=actor, partnership=asked, action=action, now=now)
    notify_organisation(
        session,
        organisation_id=asked.provider_id,
        subject="合作伙伴已确认" if accepts else "合作请求没有被接受",
        body="双方已确认合作，公开页面会列出。" if accepts else "对方没有同意列为合作伙伴，公开页面不会显示。",
        url=f"/providers/{asked.provider_id}/partners",
        now=now,
    )
    return asked


def end_partner(session: Session, *, actor: Actor, partnership_id: int, now: datetime) -> None:
    """Take a partnership or an open request off, by either side."""
    found = session.get(Partnership, partnership_id)
    if found is None or actor.organisation_id not in {found.provider_id, found.partner_id}:
        raise NotFoundError
    _note(session, actor=actor, partnership=found, action="partnership.ended", now=now)
    session.delete(found)


def connect_partners(
    session: Session,
    *,
    actor: Actor | System,
    partners: Mapping[int, Sequence[str]],
    ids: Mapping[str, int],
    confirmed: bool,
    now: datetime,
) -> list[str]:
    """Enter the partners that files name, after all providers are in; return the numbers that nobody holds.

    ``partners`` maps a provider's id to its partners' numbers, ``ids`` maps numbers of the same file to ids; other
    numbers are looked up among the providers known. With ``confirmed`` both sides count as having agreed.
    """
    found = {**_ids_of(session, refs=[ref for refs in partners.values() for ref in refs if ref not in ids]), **ids}
    known = {(row.provider_id, row.partner_id): row for row in _rows_of(session, provider_ids=list(partners))}
    for provider_id, refs in partners.items():
        for partner_id in dict.fromkeys(found[ref] for ref in refs if ref in found):
            if partner_id == provider_id:
                continue
            row = known.setdefault(
                (provider_id, partner_id),
                Partnership(provider_id=provider_id, partner_id=partner_id, requested_at=now),
            )
            row.confirmed_at = row.confirmed_at or (now if confirmed else None)
            session.add(row)
        if refs:
            subject = f"provider:{provider_id}"
            record(session, actor=actor, action="partnership.entered", subject=subject, now=now)
            log_change(session, kind="provider", object_id=provider_id, now=now)
    return sorted({ref for refs in partners.values() for ref in refs if ref not in found})


def _ids_of(session: Session, *, refs: Sequence[str]) -> dict[str, int]:
    if not refs:
        return {}
    return dict(
        session.exec(
            select(Provider.external_ref, Provider.organisation_id).where(col(Provider.external_ref).in_(set(refs)))
        ).all()
    )


def _rows_of(session: Session, *, provider_ids: Sequence[int]) -> Sequence[Partnership]:
    return session.exec(select(Partnership).where(col(Partnership.provider_id).in_(provider_ids))).all()


def _find_between(session: Session, *, provider_id: int, partner_id: int) -> Partnership | None:
    ends = {(provider_id, partner_id), (partner_id, provider_id)}
    pair = tuple_(col(Partnership.provider_id), col(Partnership.partner_id))
    return session.exec(select(Partnership).where(pair.in_(ends))).first()


def _note(session: Session, *, actor: Actor | System, partnership: Partnership, action: str, now: datetime) -> None:
    details = {"partner_id": partnership.partner_id}
    subject = f"provider:{partnership.provider_id}"
    record(session, actor=actor, action=action, subject=subject, now=now, details=details)
    log_change(session, kind="provider", object_id=partnership.provider_id, now=now)
