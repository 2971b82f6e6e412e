"""Facts of the bodies of a project, for the check of conflicts: a supervisor belongs to neither side."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlmodel import Session, col, or_, select

from marketplace.accounts.models import Membership, Organisation
from marketplace.providers.models import Partnership
from marketplace.reviews.conflicts import Conflict, PartyFacts, conflicts
from marketplace.reviews.labels import ConflictKind

REASONS: dict[ConflictKind, str] = {
    ConflictKind.SAME_BODY: "有人同时在两边任职",
    ConflictKind.CREDIT_CODE: "统一社会信用代码相同",
    ConflictKind.NAME: "单位名称相同",
    ConflictKind.PARTNERSHIP: "是服务商确认过的合作伙伴",
}


def load_party_facts(session: Session, *, organisation_id: int) -> PartyFacts:
    """Return what is known of a body: itself, the other bodies its people act for, and its confirmed partners."""
    own_people = select(Membership.user_id).where(
        Membership.organisation_id == organisation_id, col(Membership.ended_at).is_(None)
    )
    bodies = session.exec(
        select(Membership.organisation_id).where(
            col(Membership.user_id).in_(own_people), col(Membership.ended_at).is_(None)
        )
    ).all()
    ids = frozenset({organisation_id, *bodies})
    rows = session.exec(select(Organisation.uscc, Organisation.name_key).where(col(Organisation.id).in_(ids))).all()
    return PartyFacts(
        organisation_ids=ids,
        credit_codes=frozenset(code for code, _ in rows if code),
        name_keys=frozenset(key for _, key in rows),
        partner_ids=_partners(session, ids=ids),
    )


def together(parties: Sequence[PartyFacts]) -> PartyFacts:
    """Return the facts of several bodies as those of one: ties to any of them are ties to all."""
    merged = {
        field.name: frozenset[Any]().union(*(getattr(one, field.name) for one in parties))
        for field in fields(PartyFacts)
    }
    return PartyFacts(**merged)


def find_supervisor_conflicts(session: Session, *, supervisor_id: int, side_ids: Sequence[int]) -> list[Conflict]:
    """Return the conflicts between a supervisor's firm and any of the bodies on the two sides of a project."""
    supervisor = load_party_facts(session, organisation_id=supervisor_id)
    return [
        one
        for side in dict.fromkeys(side_ids)
        for one in conflicts(supervisor, load_party_facts(session, organisation_id=side))
    ]


def conflict_text(found: Sequence[Conflict]) -> str:
    """Return why a firm may not supervise, in words."""
    return "、".join(dict.fromkeys(REASONS.get(one.kind, "有利益关系") for one in found))


def _partners(session: Session, *, ids: frozenset[int]) -> frozenset[int]:
    rows = session.exec(
        select(Partnership.provider_id, Partnership.partner_id)
        .where(or_(col(Partnership.provider_id).in_(ids), col(Partnership.partner_id).in_(ids)))
        .where(col(Partnership.confirmed_at).is_not(None))
    )
    return frozenset(one for pair in rows for one in pair) - ids
