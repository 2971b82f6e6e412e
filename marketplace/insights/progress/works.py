"""Who does the works and what came of them: shares of contractors, levels before and after, effects."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.insights.measures import first_three_ratio, gini
from marketplace.insights.progress.counting import Entries, placed_firms
from marketplace.insights.suppression import LEAST
from marketplace.projects.labels import Better, Decision
from marketplace.projects.models import Acceptance, Effect, Project

LEVELS = 5
MOST_EFFECTS, MOST_CONTRACTORS = 8, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Contractor:
    """A provider with its contracts of a region; ``price_fen`` is what they come to."""

    provider_id: int
    name: str
    projects: int
    price_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contractors:
    """Everybody who has contracts, most first, and how evenly they are shared out."""

    lines: tuple[Contractor, ...]
    first_three_ratio: float
    gini: float
    projects: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectLine:
    """A figure that several works changed: the median change in percent, better ones first."""

    name: str
    works: int
    better: int
    change: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What accepted works changed; ``levels`` are (before, after) counts from level 0 to 4."""

    works: int
    risen: int
    levels: tuple[tuple[int, int], ...]
    lines: tuple[EffectLine, ...]


def load_contractors(session: Session, *, prefix: str, industry: int | None) -> Contractors:
    """Return how signed contracts are shared out: one statement, and one for the catalogue."""
    placed = placed_firms(prefix=prefix)
    firm: tuple[Any, ...] = (placed.c.stated, placed.c.code)
    wanted: tuple[Any, ...] = (*firm, Project.provider_id, Organisation.name, func.count(), func.sum(Project.price_fen))
    rows = session.execute(
        select(*wanted)
        .join(Project, col(Project.enterprise_id) == placed.c.firm_id)
        .join(Organisation, col(Organisation.id) == Project.provider_id)
        .where(
            col(Project.signed_at).is_not(None), col(Project.ended_at).is_(None) | col(Project.accepted_at).is_not(None)
        )
        .group_by(*firm, col(Project.provider_id), col(Organisation.name))
    )
    names: dict[int, str] = {}
    projects, prices = Counter[int](), Counter[int]()
    for key, name, count, price in _of_industry(session, rows, industry=industry):
        names[key] = name
        projects[key] += count
        prices[key] += int(price or 0)
    most = sorted(names, key=lambda key: (-projects[key], -prices[key], key))[:MOST_CONTRACTORS]
    counts = list(projects.values())
    return Contractors(
        lines=tuple(
            Contractor(provider_id=key, name=names[key], projects=projects[key], price_fen=prices[key]) for key in most
        ),
        first_three_ratio=first_three_ratio(counts),
        gini=gini(counts),
        projects=sum(counts),
    )


def load_effects(session: Session, *, prefix: str, industry: int | None) -> Effects:
    """Return what the accepted works of an area changed: two statements, and two for the catalogue."""
    placed = placed_firms(prefix=prefix)
    passed = (Acceptance.decision == Decision.PASSED, col(Project.accepted_at).is_not(None))
    works = (
        select(placed.c.stated, placed.c.code, col(Acceptance.level_before), col(Acceptance.level_after))
        .join(Project, col(Project.enterprise_id) == placed.c.firm_id)
        .join(Acceptance, col(Acceptance.project_id) == Project.id)
        .where(*passed)
    )
    pairs = list(_of_industry(session, session.execute(works), industry=industry))
    told: tuple[Any, ...] = (Effect.name, Effect.before_milli, Effect.after_milli, Effect.better)
    changed = (
        select(placed.c.stated, placed.c.code, *told)
        .join(Project, col(Project.enterprise_id) == placed.c.firm_id)
        .join(Acceptance, col(Acceptance.project_id) == Project.id)
        .join(Effect, col(Effect.acceptance_id) == Acceptance.id)
        .where(*passed)
    )
    before, after = Counter(pair[0] for pair in pairs), Counter(pair[1] for pair in pairs)
    return Effects(
        works=len(pairs),
        risen=sum(now > then for then, now in pairs),
        levels=tuple((before[level], after[level]) for level in range(LEVELS)),
        lines=effect_lines(_of_industry(session, session.execute(changed), industry=industry)),
    )


def _of_industry(session: Session, rows: Iterable[Any], *, industry: int | None) -> Iterator[tuple[Any, ...]]:
    """Take from each row what a firm states of its industry, and leave out firms of others."""
    entries = Entries(session)
    for stated, code, *rest in rows:
        if industry is None or entries.of(stated, code) == industry:
            yield tuple(rest)


def effect_lines(changes: Iterable[tuple[Any, ...]]) -> tuple[EffectLine, ...]:
    """Return the median change of each figure that three works and more report, most reported first."""
    found: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for name, before, after, better in changes:
        if before:
            is_better = after != before and (after > before) is (better is Better.HIGHER)
            found[name].append(((after - before) / abs(before), is_better))
    lines = [
        EffectLine(
            name=name,
            works=len(rows),
            better=sum(is_better for _, is_better in rows),
            change=round(median(change for change, _ in rows) * 100, 1),
        )
        for name, rows in found.items()
        if len(rows) >= LEAST
    ]
    return tuple(sorted(lines, key=lambda line: (-line.works, line.name))[:MOST_EFFECTS])
