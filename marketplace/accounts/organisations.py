"""Writes on bodies: creation without duplicates, confirmation, invitation, rename and merge."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, select

from marketplace.accounts import policies, services
from marketplace.accounts.labels import Origin
from marketplace.accounts.models import Invitation, Membership, Organisation, User
from marketplace.accounts.naming import name_key
from marketplace.accounts.passwords import new_token, token_digest
from marketplace.accounts.queries import find_by_name, find_by_uscc, find_invitation, load_organisation
from marketplace.core.actor import Actor, Role, System
from marketplace.core.changes import log_change
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.journal import record

DUPLICATE = "organisation.duplicate"
CODE_TAKEN = "这个统一社会信用代码已经登记过。如果是贵单位，请用邀请链接加入，或联系主管部门。"


def create_organisation(
    session: Session,
    *,
    actor: Actor | System,
    name: str,
    uscc: str | None = None,
    county_code: str = "",
    origin: Origin = Origin.REGISTERED,
    confirmed: bool = False,
    allow_same_name: bool = False,
    now: datetime,
) -> Organisation:
    """Add a body unless its code or its name is already there; the message says which one it meets."""
    _refuse_duplicate(session, name=name, uscc=uscc, allow_same_name=allow_same_name)
    organisation = Organisation(
        name=name,
        name_key=name_key(name),
        uscc=uscc,
        county_code=county_code,
        origin=origin,
        created_at=now,
        confirmed_at=now if confirmed else None,
    )
    session.add(organisation)
    session.flush()  # Roles of the body share its id.
    subject = f"organisation:{organisation.id}"
    record(
        session, actor=actor, action="organisation.created", subject=subject, now=now, details={"origin": origin.value}
    )
    return organisation


def _refuse_duplicate(session: Session, *, name: str, uscc: str | None, allow_same_name: bool) -> None:
    if uscc and find_by_uscc(session, uscc=uscc) is not None:
        raise InvalidError(fields={"uscc": [CODE_TAKEN]}, code=DUPLICATE)
    twins: Sequence[Organisation] = () if allow_same_name else find_by_name(session, name=name)
    if twins:
        message = (
            f"已有名称相同的单位“{twins[0].name}”。如果是同一家，请用邀请链接加入；如果不是，请补充统一社会信用代码。"
        )
        raise InvalidError(fields={"name": [message]}, code=DUPLICATE)


def confirm_organisation(
    session: Session, *, actor: Actor, organisation_id: int, is_provider: bool, now: datetime
) -> Organisation:
    """Confirm that a self-registered body is what it says; unconfirmed providers are not ranked."""
    organisation = load_organisation(session, organisation_id=organisation_id)
    if not policies.can_confirm(actor, county_code=organisation.county_code, is_provider=is_provider):
        raise ForbiddenError
    if organisation.confirmed_at is None:
        organisation.confirmed_at = now
        organisation.version += 1
        record(
            session, actor=actor, action="organisation.confirmed", subject=f"organisation:{organisation_id}", now=now
        )
        if is_provider:  # Enterprises are nothing public.
            log_change(session, kind="provider", object_id=organisation_id, now=now)
    return organisation


def invite(
    session: Session, *, actor: Actor, organisation_id: int, role: Role, area_prefix: str = "", now: datetime
) -> str:
    """Return the secret token of an invitation link into a body.

    ``area_prefix`` is that of a bureau, empty for any other body: an officer without an area would govern nothing.
    """
    organisation = load_organisation(session, organisation_id=organisation_id)
    _check_invitation(actor, organisation, role=role, area_prefix=area_prefix)
    token = new_token()
    invitation = Invitation(
        token_digest=token_digest(token),
        organisation_id=organisation_id,
        role=role,
        area_prefix=area_prefix,
        invited_by_id=actor.user_id,
        created_at=now,
        expires_at=now + timedelta(days=policies.INVITATION_DAYS),
    )
    session.add(invitation)
    session.flush()  # The journal names the new row by its id.
    subject = f"organisation:{organisation_id}"
    record(session, actor=actor, action="invitation.created", subject=subject, now=now, details={"role": role.value})
    return token


def _check_invitation(actor: Actor, organisation: Organisation, *, role: Role, area_prefix: str) -> None:
    organisation_id, area = organisation.id or 0, organisation.county_code or area_prefix
    if not policies.knows_body(actor, organisation_id=organisation_id, area=area):
        raise NotFoundError
    if not policies.can_invite(actor, organisation_id=organisation_id, area=area, role=role):
        raise ForbiddenError("您不能邀请别人以这个身份加入这个单位。")
    if role in policies.BUREAUS and not area_prefix:
        raise InvalidError(fields={"role": ["这个单位不是这一级的主管部门，不能邀请主管部门人员加入。"]})


def accept_invitation(session: Session, *, token: str, user: User, now: datetime) -> Membership:
    """Join the body that a link names; the link works once, and claims an imported body."""
    found = find_invitation(session, token=token, now=now)
    if found is None:
        raise NotFoundError("这个邀请链接已用过或已过期，请向发出邀请的单位再要一个。")
    invitation, organisation = found
    user_id = user.id or 0
    invitation.accepted_at, invitation.accepted_by_id = now, user_id
    return services.add_membership(
        session,
        user_id=user_id,
        organisation_id=organisation.id or 0,
        role=invitation.role,
        area_prefix=invitation.area_prefix,
        now=now,
        actor=System(name="invitation"),
    )


def rename_organisation(
    session: Session,
    *,
    actor: Actor,
    organisation_id: int,
    name: str,
    reason: str,
    seen_version: int,
    allow_same_name: bool = False,
    now: datetime,
) -> Organisation:
    """Give a body its new registered name; the old one stays in the journal as a digest, the reason as text.

    A name that another body bears is refused until ``allow_same_name`` says that both are meant to bear it.
    """
    organisation = load_organisation(session, organisation_id=organisation_id)
    if name.strip() and organisation.name == name:
        return organisation  # The same form sent twice: what was asked for is so.
    if organisation.version != seen_version:
        raise VersionMovedError
    if not name.strip():
        raise InvalidError(fields={"name": ["请填写新的名称。"]})
    if not allow_same_name:
        _refuse_twin(session, name=name, own_id=organisation_id)
    organisation.name, organisation.name_key = name, name_key(name)
    organisation.version += 1
    subject = f"organisation:{organisation_id}"
    record(session, actor=actor, action="organisation.renamed", subject=subject, now=now, details={"reason": reason})
    log_change(session, kind="organisation", object_id=organisation_id, now=now)
    return organisation


def _refuse_twin(session: Session, *, name: str, own_id: int) -> None:
    twin = next((one for one in find_by_name(session, name=name) if one.id != own_id), None)
    if twin is not None:
        code = f"统一社会信用代码 {twin.uscc}" if twin.uscc else "没有登记信用代码"
        message = (
            f"已有名称相同的单位“{twin.name}”（{code}）。是同一家，请并入另一个单位；"
            "确实是两家，请确认“知道重名，仍然更名”（same_name）。"
        )
        raise InvalidError(fields={"name": [message]}, code=DUPLICATE)


def merge_organisations(
    session: Session, *, actor: Actor, kept_id: int, merged_id: int, reason: str, now: datetime
) -> Organisation:
    """Fold a duplicate into the body that is kept: its members move, its id leads on to the other."""
    if kept_id == merged_id:
        raise ConflictError("不能把一个单位并入它自己。")
    kept = load_organisation(session, organisation_id=kept_id)
    merged = session.get(Organisation, merged_id)
    if merged is None or merged.merged_into_id is not None:
        raise NotFoundError
    _move_members(session, kept_id=kept_id, merged_id=merged_id, actor=actor, now=now)
    if kept.uscc is None and merged.uscc is not None:
        code, merged.uscc = merged.uscc, None
        session.flush()  # The unique code must be free before the kept body takes it.
        kept.uscc = code
    merged.merged_into_id = kept_id
    kept.version += 1
    details = {"merged_id": merged_id, "reason": reason}
    record(
        session, actor=actor, action="organisation.merged", subject=f"organisation:{kept_id}", now=now, details=details
    )
    log_change(session, kind="organisation", object_id=kept_id, now=now)
    log_change(session, kind="organisation", object_id=merged_id, now=now)
    return kept


def _move_members(session: Session, *, kept_id: int, merged_id: int, actor: Actor, now: datetime) -> None:
    for membership in session.exec(select(Membership).where(Membership.organisation_id == merged_id)):
        membership.ended_at = now
        services.add_membership(
            session,
            user_id=membership.user_id,
            organisation_id=kept_id,
            role=membership.role,
            area_prefix=membership.area_prefix,
            now=now,
            actor=actor,
        )
