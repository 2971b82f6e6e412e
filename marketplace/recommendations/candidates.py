"""Candidates of the database: confirmed providers with their published modules, as the engine's values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from marketplace.catalog.models import Module
from marketplace.catalog.rows import load_provider_rows, load_rankable_ids
from marketplace.core.changes import Changed
from marketplace.recommendations.mapping import to_candidate
from matching.types import Candidate

BATCH = 500  # Ids in one statement; SQLite and PostgreSQL take far more.


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A candidate with the id of its provider."""

    provider_id: int
    candidate: Candidate


def load_candidates(session: Session, *, ids: Sequence[int]) -> list[Known]:
    """Return candidates in the order of ``ids``; a ref that an earlier provider bears is told apart by its id."""
    found: list[Known] = []
    taken: set[str] = set()
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        for provider_id, row in zip(part, load_provider_rows(session, ids=part), strict=True):
            candidate = to_candidate(row)
            if candidate.ref in taken:
                candidate = replace(candidate, ref=f"{candidate.ref}~{provider_id}")
            taken.add(candidate.ref)
            found.append(Known(provider_id=provider_id, candidate=candidate))
    return found


def load_all_candidates(session: Session) -> list[Known]:
    """Return every provider that may be ranked."""
    return load_candidates(session, ids=load_rankable_ids(session))


def touched_providers(session: Session, *, changes: Sequence[Changed]) -> set[int]:
    """Return ids of the providers that changes concern; bodies of other kinds may be among them."""
    touched = {change.object_id for change in changes if change.kind in {"provider", "organisation"}}
    modules = {change.object_id for change in changes if change.kind == "module"}
    if modules:
        touched |= set(session.exec(select(Module.provider_id).where(col(Module.id).in_(modules))))
    return touched
