"""For one enterprise that has asked: who is in front in what, what would help there, and what a change has brought."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from marketplace.catalog.earlier import load_modules_at, load_published_since
from marketplace.catalog.rows import load_provider_rows
from marketplace.core.wording import day_text
from marketplace.insights.mends import GROUP_MENDS
from marketplace.recommendations.labels import FEATURE_GROUP_LABELS
from marketplace.recommendations.mapping import to_candidate
from marketplace.recommendations.ranker import Held
from marketplace.recommendations.standing import place_of, stand
from marketplace.recommendations.survey import Asked
from marketplace.taxonomy.knowledge import KNOWLEDGE
from matching.counterfactual import module_effect
from matching.types import Query

LEAST_LAG = 0.005
MOST_TRIED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LagAt:
    """What the first three have more of here, in points of a hundred, and how that is mended."""

    label: str
    points: float
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectAt:
    """The place here with one more published, reviewed module of median text for a scenario."""

    code: str
    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The place with the modules as they were at the first enquiry; ``since`` are (name, when) of later ones."""

    place: int | None
    asked_at: datetime
    since: tuple[tuple[str, datetime], ...]

    @property
    def modules(self) -> str:
        """Return the modules published since, in words."""
        return "、".join(f"“{name}”（{day_text(when)}）" for name, when in self.since)


def lags_at(held: Held, *, ref: str, asked: Asked) -> tuple[tuple[LagAt, ...], tuple[str, ...]]:
    """Return what those in front have more of, the most first, and the scenarios asked for that are still open."""
    standing = stand(held.index, ref, asked, weights=held.weights)
    behind = sorted(standing.behind.items(), key=lambda item: -item[1])
    lags = tuple(
        LagAt(label=FEATURE_GROUP_LABELS[group], points=round(value * 100, 1), mend=GROUP_MENDS[group])
        for group, value in behind
        if value >= LEAST_LAG
    )
    return lags, tuple(code for code in standing.wants if code not in standing.solved)


def effects_at(
    session: Session, held: Held, *, ref: str, query: Query, scenarios: tuple[str, ...]
) -> tuple[EffectAt, ...]:
    """Return what a module for each of some scenarios would do, the greatest gain first."""
    library = KNOWLEDGE.library(session)
    names = {one.code: one.name for one in library.scenarios}
    found = []
    for code in scenarios[:MOST_TRIED]:
        effect = module_effect(
            [query],
            held.index,
            provider=ref,
            scenario=code,
            library=library,
            weights=held.weights,
            enquiry_sent=True,
        )
        before, after = effect.changes[0].before, effect.changes[0].after
        if before is not None and after is not None:
            found.append(EffectAt(code=code, name=names[code], before=before, after=after))
    return tuple(sorted(found, key=lambda one: (one.after, one.code)))


def earlier_at(
    session: Session, held: Held, *, provider_id: int, ref: str, query: Query, asked_at: datetime
) -> Earlier | None:
    """Return the place before the modules that were published since; None where there are none.

    Only the provider's own modules are put back: all others stand as they are today, so that the difference is its own.
    """
    since = load_published_since(session, provider_id=provider_id, moment=asked_at)
    if not since:
        return None
    row = load_provider_rows(session, ids=[provider_id])[0]
    modules = load_modules_at(session, provider_id=provider_id, moment=asked_at)
    former = replace(to_candidate(replace(row, modules=modules)), ref=ref)
    place = place_of(query, held.index.updated(former), ref, weights=held.weights)
    return Earlier(place=place, asked_at=asked_at, since=tuple(since))
