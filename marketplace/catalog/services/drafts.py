"""What a provider does with its modules: draft, save, submit, withdraw, revise."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from marketplace.catalog import policies
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleLink, ModuleVersion
from marketplace.catalog.policies import Step
from marketplace.catalog.services.content import ModuleContent, content_of_version, write_content
from marketplace.catalog.services.links import LinkTexts, infer_links, replace_links
from marketplace.catalog.services.publication import note_module
from marketplace.core.actor import Actor
from marketplace.core.conflicts import AlreadyExistsError
from marketplace.core.errors import InvalidError, NotFoundError, VersionMovedError
from marketplace.core.locks import locked


def create_draft(session: Session, *, actor: Actor, content: ModuleContent, now: datetime) -> ModuleVersion:
    """Begin a module with its first draft, for the actor's own provider.

    A draft equal to one that stands open already is that one: a second press of the button adds nothing.
    """
    twin = _find_equal_draft(session, provider_id=actor.organisation_id, content=content)
    if twin is not None:
        return twin
    module = Module(
        provider_id=actor.organisation_id, external_ref=_next_ref(session, actor.organisation_id), created_at=now
    )
    session.add(module)
    session.flush()  # The version points to the module.
    return _add_version(session, actor=actor, module_id=module.id or 0, number=1, content=content, now=now)


def save_draft(
    session: Session, *, actor: Actor, version_id: int, content: ModuleContent, seen_edit: int, now: datetime
) -> ModuleVersion:
    """Replace what a draft says; raises VersionMovedError when it was saved elsewhere since ``seen_edit``."""
    version = load_own(session, actor=actor, version_id=version_id)
    if version.state is VersionState.IN_REVIEW and content_of_version(version) == content:
        return version  # A second press of save-and-submit.
    version.state = policies.next_state(version.state, step=Step.SAVE, role=actor.role)
    if version.edit != seen_edit:
        raise VersionMovedError
    if content_of_version(version) != content:
        write_content(version, content)
        version.edit += 1
        note_module(session, actor=actor, version=version, action="module.saved", now=now)
    return version


def submit(
    session: Session, *, actor: Actor, version_id: int, seen_edit: int, link_texts: LinkTexts, now: datetime
) -> ModuleVersion:
    """Hand a draft in for review, with the scenarios that its text seems to mean."""
    version = load_own(session, actor=actor, version_id=version_id)
    if version.state is VersionState.IN_REVIEW and version.edit == seen_edit:
        return version  # A second press of the button.
    target = policies.next_state(version.state, step=Step.SUBMIT, role=actor.role)
    if version.edit != seen_edit:
        raise VersionMovedError
    missing = policies.missing_for_review(version)
    if missing:
        raise InvalidError(fields=missing)
    infer_links(session, version=version, link_texts=link_texts)
    version.state, version.submitted_at, version.submitted_by_id = target, now, actor.user_id
    note_module(session, actor=actor, version=version, action="module.submitted", now=now)
    return version


def withdraw(session: Session, *, actor: Actor, version_id: int, now: datetime) -> ModuleVersion:
    """Take a version back from review to go on with it."""
    version = load_own(session, actor=actor, version_id=version_id)
    version.state = policies.next_state(version.state, step=Step.WITHDRAW, role=actor.role)
    version.submitted_at, version.submitted_by_id = None, None
    version.edit += 1
    note_module(session, actor=actor, version=version, action="module.withdrawn", now=now)
    return version


def revise(session: Session, *, actor: Actor, module_id: int, now: datetime) -> ModuleVersion:
    """Draft the next version from the newest one; the published one stays public meanwhile.

    Raises ConflictError while another version is a draft or in review.
    """
    versions = _load_own_versions(session, actor=actor, module_id=module_id)
    if not policies.can_revise(frozenset(version.state for version in versions)):
        raise AlreadyExistsError("这个模块已经有一版在起草或审核，请先处理完那一版。")
    newest = versions[0]
    content = content_of_version(newest)
    version = _add_version(
        session, actor=actor, module_id=module_id, number=newest.number + 1, content=content, now=now
    )
    confirmed = session.exec(
        select(ModuleLink.scenario_code).where(ModuleLink.version_id == newest.id, col(ModuleLink.confirmed))
    ).all()
    replace_links(session, version_id=version.id or 0, confirmed=confirmed)
    return version


def load_own(session: Session, *, actor: Actor, version_id: int) -> ModuleVersion:
    """Return a version of the actor's own module, locked for writing; another's does not exist for them."""
    row = session.exec(
        locked(
            select(ModuleVersion)
            .join(Module, col(Module.id) == ModuleVersion.module_id)
            .where(ModuleVersion.id == version_id, Module.provider_id == actor.organisation_id)
        )
    ).first()
    if row is None:
        raise NotFoundError
    return row


def _load_own_versions(session: Session, *, actor: Actor, module_id: int) -> list[ModuleVersion]:
    rows = session.exec(
        locked(
            select(ModuleVersion)
            .join(Module, col(Module.id) == ModuleVersion.module_id)
            .where(Module.id == module_id, Module.provider_id == actor.organisation_id)
            .order_by(col(ModuleVersion.number).desc())
        )
    ).all()
    if not rows:
        raise NotFoundError
    return list(rows)


def _add_version(
    session: Session, *, actor: Actor, module_id: int, number: int, content: ModuleContent, now: datetime
) -> ModuleVersion:
    version = ModuleVersion(
        module_id=module_id, number=number, name=content.name, state=VersionState.DRAFT, created_at=now
    )
    write_content(version, content)
    session.add(version)
    session.flush()  # The journal names the new row by its id.
    note_module(session, actor=actor, version=version, action="module.drafted", now=now)
    return version


def _find_equal_draft(session: Session, *, provider_id: int, content: ModuleContent) -> ModuleVersion | None:
    drafts = session.exec(
        select(ModuleVersion)
        .join(Module, col(Module.id) == ModuleVersion.module_id)
        .where(Module.provider_id == provider_id, ModuleVersion.state == VersionState.DRAFT)
        .where(ModuleVersion.name == content.name)
    ).all()
    return next((draft for draft in drafts if content_of_version(draft) == content), None)


def _next_ref(session: Session, provider_id: int) -> str:
    taken = set(session.exec(select(Module.external_ref).where(Module.provider_id == provider_id)))
    total = session.exec(select(func.count()).select_from(Module).where(Module.provider_id == provider_id)).one()
    return next(ref for ref in (f"M{number}" for number in range(total + 1, 2 * total + 3)) if ref not in taken)
