"""Writes of links between a module's version and the scenario library."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleLink, ModuleVersion
from marketplace.catalog.services.publication import refresh_facets
from marketplace.core.changes import log_change
from marketplace.core.errors import InvalidError
from marketplace.taxonomy.models import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class InferredLink:
    """A scenario that a text seems to mean; ``confidence`` is above 0 and at most 1."""

    code: str
    confidence: float


# Texts in, links per text out; the caller brings the engine, so that this area need not know it.
LinkTexts = Callable[[Sequence[str]], Sequence[Sequence[InferredLink]]]


def linking_text(version: ModuleVersion) -> str:
    """Return the text of a version that links are inferred from."""
    return "。".join([version.name, *version.scenarios, version.summary])


def replace_links(
    session: Session,
    *,
    version_id: int,
    confirmed: Iterable[str] = (),
    inferred: Iterable[InferredLink] = (),
) -> None:
    """Write the links of a version anew; a scenario that a person confirmed needs no inferred link beside it."""
    codes = tuple(dict.fromkeys(confirmed))
    require_known(session, codes=codes)
    session.exec(delete(ModuleLink).where(col(ModuleLink.version_id) == version_id))
    session.add_all(
        ModuleLink(version_id=version_id, scenario_code=code, confidence=1.0, confirmed=True) for code in codes
    )
    best: dict[str, float] = {}
    for link in inferred:
        best[link.code] = max(link.confidence, best.get(link.code, 0.0))
    session.add_all(
        ModuleLink(version_id=version_id, scenario_code=code, confidence=confidence)
        for code, confidence in best.items()
        if code not in codes
    )


def infer_links(session: Session, *, version: ModuleVersion, link_texts: LinkTexts) -> None:
    """Infer the links of a version from its text, keeping those that a person confirmed."""
    kept = session.exec(
        select(ModuleLink.scenario_code).where(ModuleLink.version_id == version.id, col(ModuleLink.confirmed))
    ).all()
    inferred = link_texts([linking_text(version)])[0]
    replace_links(session, version_id=version.id or 0, confirmed=kept, inferred=inferred)


def link_unlinked(session: Session, *, link_texts: LinkTexts, limit: int = 500, now: datetime) -> int:
    """Infer links for published versions that came in files without any, and return how many were looked at.

    A caller repeats this with growing progress until fewer than ``limit`` come back.
    """
    linked = select(ModuleLink.version_id).where(ModuleLink.version_id == ModuleVersion.id)
    rows = session.exec(
        select(ModuleVersion, Module)
        .join(Module, col(Module.id) == ModuleVersion.module_id)
        .where(ModuleVersion.state == VersionState.PUBLISHED, ~linked.exists())
        .order_by(col(ModuleVersion.id))
        .limit(limit)
    ).all()
    found = link_texts([linking_text(version) for version, _ in rows])
    for (version, module), inferred in zip(rows, found, strict=True):
        replace_links(session, version_id=version.id or 0, inferred=inferred)
        log_change(session, kind="module", object_id=module.id or 0, now=now)
    session.flush()  # Facets are read from the links.
    for provider_id in sorted({module.provider_id for _, module in rows}):
        refresh_facets(session, provider_id=provider_id)
    return len(rows)


def require_known(session: Session, *, codes: Sequence[str]) -> None:
    """Raise InvalidError unless the library holds every code."""
    if not codes:
        return
    known = set(session.exec(select(Scenario.code).where(col(Scenario.code).in_(codes))))
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise InvalidError(fields={"links": [f"场景库里没有编码“{'、'.join(unknown)}”。"]})
