"""What experts state of themselves, and the facts that follow from it and from their memberships."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select
from stdnum.cn import uscc as uscc_number

from marketplace.accounts.models import Membership, Organisation, User
from marketplace.accounts.naming import name_key
from marketplace.core.actor import Actor, Role
from marketplace.core.errors import InvalidError, VersionMovedError
from marketplace.core.journal import record
from marketplace.core.locks import find, find_locked
from marketplace.reviews.conflicts import PartyFacts
from marketplace.reviews.models import ExpertProfile
from marketplace.reviews.schemas import BodyIn, ProfileIn


def profile_of(session: Session, *, user_id: int, lock: bool = False) -> ExpertProfile | None:
    """Return an expert's statement, None before there is one; locked against writers when asked for."""
    return find(session, ExpertProfile, user_id, lock=lock)


def save_profile(session: Session, *, actor: Actor, entered: ProfileIn, now: datetime) -> ExpertProfile:
    """Keep an expert's own statement; the journal says that it changed, not what it says."""
    _check_codes(entered)
    profile = find_locked(session, ExpertProfile, actor.user_id)
    if entered.version != (profile.version if profile else 0):
        raise VersionMovedError
    if profile is None:
        profile = ExpertProfile(user_id=actor.user_id, version=0, updated_at=now)
        session.add(profile)
    profile.field, profile.title = entered.field, entered.title
    profile.employer_name, profile.employer_uscc = entered.employer_name, entered.employer_uscc
    profile.past_employers = [body.model_dump() for body in entered.past]
    profile.holdings = [body.model_dump() for body in entered.holdings]
    profile.version, profile.updated_at = profile.version + 1, now
    record(session, actor=actor, action="expert.stated", subject=f"user:{actor.user_id}", now=now)
    return profile


def load_expert_facts(session: Session, *, user_ids: Sequence[int]) -> dict[int, PartyFacts]:
    """Return the facts of several experts by user: two statements. Ended memberships count as past employment."""
    stated = session.exec(select(ExpertProfile).where(col(ExpertProfile.user_id).in_(user_ids)))
    profiles = {row.user_id: row for row in stated}
    rows = session.exec(
        select(Membership.user_id, Membership.ended_at, Organisation)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(col(Membership.user_id).in_(user_ids))
    ).all()
    current: dict[int, list[Organisation]] = {user_id: [] for user_id in user_ids}
    past: dict[int, list[Organisation]] = {user_id: [] for user_id in user_ids}
    for user_id, ended_at, organisation in rows:
        (past if ended_at is not None else current)[user_id].append(organisation)
    return {user_id: _facts(current[user_id], past[user_id], profiles.get(user_id)) for user_id in user_ids}


def load_experts(session: Session) -> list[tuple[User, Organisation]]:
    """Return everybody who may sit on a panel, with their body, by name."""
    rows = session.exec(
        select(User, Organisation)
        .join(Membership, col(Membership.user_id) == User.id)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(Membership.role == Role.EXPERT, col(Membership.ended_at).is_(None), col(User.disabled_at).is_(None))
        .order_by(col(User.display_name), col(User.id))
    )
    return list(rows)


def is_expert(session: Session, *, user_id: int) -> bool:
    """Say whether somebody holds the role of an expert now."""
    found = session.exec(
        select(Membership.id).where(
            Membership.user_id == user_id, Membership.role == Role.EXPERT, col(Membership.ended_at).is_(None)
        )
    )
    return found.first() is not None


def _facts(current: Sequence[Organisation], past: Sequence[Organisation], profile: ExpertProfile | None) -> PartyFacts:
    codes = {row.uscc for row in current if row.uscc}
    keys = {row.name_key for row in current}
    past_codes = {row.uscc for row in past if row.uscc}
    past_keys = {row.name_key for row in past}
    holding_codes, holding_keys = set[str](), set[str]()
    if profile is not None:
        codes |= _nonempty([profile.employer_uscc])
        keys |= _nonempty([name_key(profile.employer_name)])
        past_codes |= _nonempty([body["uscc"] for body in profile.past_employers])
        past_keys |= _nonempty([name_key(body["name"]) for body in profile.past_employers])
        holding_codes |= _nonempty([body["uscc"] for body in profile.holdings])
        holding_keys |= _nonempty([name_key(body["name"]) for body in profile.holdings])
    return PartyFacts(
        organisation_ids=frozenset(row.id or 0 for row in current),
        credit_codes=frozenset(codes),
        name_keys=frozenset(keys),
        past_codes=frozenset(past_codes),
        past_name_keys=frozenset(past_keys),
        holding_codes=frozenset(holding_codes),
        holding_name_keys=frozenset(holding_keys),
    )


def _nonempty(values: Sequence[str]) -> set[str]:
    return {value for value in values if value}


def _check_codes(entered: ProfileIn) -> None:
    fields: dict[str, list[str]] = {}
    wrong = ["统一社会信用代码不对，请核对 18 位代码；没有可以不填。"]
    if entered.employer_uscc and not uscc_number.is_valid(entered.employer_uscc):
        fields["employer_uscc"] = wrong
    for name, bodies in (("past", entered.past), ("holdings", entered.holdings)):
        for number, body in enumerate(bodies):
            if _is_wrong(body):
                fields[f"{name}.{number}.uscc"] = wrong
    if fields:
        raise InvalidError(fields=fields)


def _is_wrong(body: BodyIn) -> bool:
    return bool(body.uscc) and not uscc_number.is_valid(body.uscc)
