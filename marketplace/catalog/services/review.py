"""What the operator decides: accept or reject with a written reason; and retirement."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.accounts.models import Membership
from marketplace.catalog import policies
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleVersion
from marketplace.catalog.policies import Step
from marketplace.catalog.services.links import replace_links
from marketplace.catalog.services.publication import announce, note_module, supersede
from marketplace.core.actor import Actor, Role
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import WrongStateError
from marketplace.core.errors import ForbiddenError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.locks import locked
from marketplace.notify.services import notify_organisation

REASON_LIMIT = 1000


def accept(
    session: Session,
    *,
    actor: Actor,
    version_id: int,
    codes: Iterable[str],
    reason: str,
    seen_edit: int,
    now: datetime,
) -> ModuleVersion:
    """Publish a version with the scenarios that the reviewer confirmed; the version before becomes an old one."""
    version, module = _load_for_review(session, actor=actor, version_id=version_id, seen_edit=seen_edit)
    policies.next_state(version.state, step=Step.ACCEPT, role=actor.role)
    replace_links(session, version_id=version_id, confirmed=codes)
    others = session.exec(select(ModuleVersion).where(ModuleVersion.module_id == module.id)).all()
    supersede(others, version=version, now=now)
    version.published_on = shanghai_day(now)
    version.decided_by_id, version.decision_reason = actor.user_id, _reason(reason, required=False)
    announce(session, module_ids=[module.id or 0], provider_id=module.provider_id, now=now)
    note_module(session, actor=actor, version=version, action="module.published", now=now, reason=reason)
    _tell(session, module=module, version=version, subject="模块已通过审核并发布", now=now)
    return version


def reject(
    session: Session, *, actor: Actor, version_id: int, reason: str, seen_edit: int, now: datetime
) -> ModuleVersion:
    """Send a version back with a reason that says what to mend."""
    version, module = _load_for_review(session, actor=actor, version_id=version_id, seen_edit=seen_edit)
    target = policies.next_state(version.state, step=Step.REJECT, role=actor.role)
    version.decision_reason = _reason(reason, required=True)
    version.state, version.decided_at, version.decided_by_id = target, now, actor.user_id
    note_module(session, actor=actor, version=version, action="module.rejected", now=now, reason=reason)
    _tell(session, module=module, version=version, subject="模块被退回，请看审核意见", now=now)
    return version


def retire(session: Session, *, actor: Actor, module_id: int, reason: str = "", now: datetime) -> ModuleVersion:
    """Take a module off the market; its versions are kept. The operator has to give a reason."""
    module = session.get(Module, module_id)
    is_own = module is not None and policies.can_edit(actor, provider_id=module.provider_id)
    if module is None or not (is_own or actor.role is Role.OPERATOR):
        raise NotFoundError
    version = session.exec(
        locked(
            select(ModuleVersion).where(
                ModuleVersion.module_id == module_id, ModuleVersion.state == VersionState.PUBLISHED
            )
        )
    ).first()
    if version is None:
        raise WrongStateError("这个模块现在没有公开的版本，不用下架。")
    version.state = policies.next_state(version.state, step=Step.RETIRE, role=actor.role)
    version.decision_reason = _reason(reason, required=actor.role is Role.OPERATOR)
    version.decided_at, version.decided_by_id = now, actor.user_id
    announce(session, module_ids=[module_id], provider_id=module.provider_id, now=now)
    note_module(session, actor=actor, version=version, action="module.retired", now=now, reason=reason)
    if actor.role is Role.OPERATOR:
        _tell(session, module=module, version=version, subject="模块已被平台下架，请看理由", now=now)
    return version


def load_members(session: Session, *, provider_id: int) -> frozenset[int]:
    """Return the people who act, or acted, for a provider."""
    return frozenset(session.exec(select(Membership.user_id).where(Membership.organisation_id == provider_id)))


def _load_for_review(
    session: Session, *, actor: Actor, version_id: int, seen_edit: int
) -> tuple[ModuleVersion, Module]:
    row = session.exec(
        locked(
            select(ModuleVersion, Module)
            .join(Module, col(Module.id) == ModuleVersion.module_id)
            .where(ModuleVersion.id == version_id)
        )
    ).first()
    if row is None:
        raise NotFoundError
    version, module = row
    members = load_members(session, provider_id=module.provider_id)
    if not policies.can_review(actor, members=members, submitted_by_id=version.submitted_by_id):
        raise ForbiddenError("您属于提交这个模块的单位，请由其他运营人员审核。")
    if version.edit != seen_edit:
        raise VersionMovedError
    return version, module


def _reason(reason: str, *, required: bool) -> str:
    written = reason.strip()
    if required and not written:
        raise InvalidError(fields={"reason": ["请写明理由，让服务商知道怎么改。"]})
    if len(written) > REASON_LIMIT:
        raise InvalidError(fields={"reason": [f"最多 {REASON_LIMIT} 个字，请缩短一些。"]})
    return written


def _tell(session: Session, *, module: Module, version: ModuleVersion, subject: str, now: datetime) -> None:
    notify_organisation(
        session,
        organisation_id=module.provider_id,
        subject=subject,
        body=f"“{version.name}”第 {version.number} 版。{version.decision_reason}",
        url=f"/providers/{module.provider_id}/modules/{module.id}",
        now=now,
    )
