"""What goes along when a duplicate body is folded into another: its modules, cases and partners."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from marketplace.catalog.models import Module
from marketplace.catalog.services.publication import refresh_facets
from marketplace.core.actor import Actor
from marketplace.core.changes import log_change
from marketplace.providers.models import Case, Partnership, Provider
from marketplace.providers.services import copy_provider, replace_own_facets


def follow_merge(session: Session, *, actor: Actor, kept_id: int, merged_id: int, now: datetime) -> None:
    """Move what a merged provider has to the body that is kept; the kept provider's own words stay."""
    merged = session.get(Provider, merged_id)
    if merged is None:
        return
    kept = session.get(Provider, kept_id)
    if kept is None:
        kept = copy_provider(session, actor=actor, provider=merged, organisation_id=kept_id, now=now)
    _move_modules(session, kept_id=kept_id, merged_id=merged_id, now=now)
    _move_cases(session, kept_id=kept_id, merged_id=merged_id)
    _move_partnerships(session, kept_id=kept_id, merged_id=merged_id)
    session.flush()  # Facets are read from the modules that moved.
    replace_own_facets(session, provider=kept)
    for provider_id in (kept_id, merged_id):
        refresh_facets(session, provider_id=provider_id)
        log_change(session, kind="provider", object_id=provider_id, now=now)


def _move_modules(session: Session, *, kept_id: int, merged_id: int, now: datetime) -> None:
    taken = set(session.exec(select(Module.external_ref).where(Module.provider_id == kept_id)))
    for module in session.exec(select(Module).where(Module.provider_id == merged_id)).all():
        if module.external_ref in taken:
            # A number stands once among a provider's modules; the id makes it unique for good.
            module.external_ref = f"{module.external_ref[:50]}-{module.id}"
        module.provider_id = kept_id
        log_change(session, kind="module", object_id=module.id or 0, now=now)


def _move_cases(session: Session, *, kept_id: int, merged_id: int) -> None:
    last = session.exec(select(func.coalesce(func.max(Case.position), 0)).where(Case.provider_id == kept_id)).one()
    rows = session.exec(select(Case).where(Case.provider_id == merged_id).order_by(col(Case.position))).all()
    for position, row in enumerate(rows, start=last + 1):
        row.provider_id, row.position = kept_id, position


def _move_partnerships(session: Session, *, kept_id: int, merged_id: int) -> None:
    ends = (col(Partnership.provider_id) == merged_id) | (col(Partnership.partner_id) == merged_id)
    mine = (col(Partnership.provider_id) == kept_id) | (col(Partnership.partner_id) == kept_id)
    known = {frozenset((row.provider_id, row.partner_id)) for row in session.exec(select(Partnership).where(mine))}
    for row in session.exec(select(Partnership).where(ends)).all():
        provider_id = kept_id if row.provider_id == merged_id else row.provider_id
        partner_id = kept_id if row.partner_id == merged_id else row.partner_id
        pair = frozenset((provider_id, partner_id))
        if len(pair) == 1 or pair in known:
            session.delete(row)
            continue
        known.add(pair)
        row.provider_id, row.partner_id = provider_id, partner_id
