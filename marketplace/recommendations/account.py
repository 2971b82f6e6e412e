"""One contractor's score in full: every feature with its value, weight and product, and how firmly the head stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marketplace.core.errors import NotFoundError
from marketplace.exchange.rows import EnterpriseRow
from marketplace.recommendations.labels import FEATURE_GROUP_LABELS, words_of
from marketplace.recommendations.mapping import to_query
from marketplace.recommendations.ranker import Held
from marketplace.recommendations.sums import most_possible
from marketplace.recommendations.terms import exclusion_words
from matching.ranking import Explanation, explain
from matching.sensitivity import weight_sensitivity
from matching.types import Query

MOST_BROUGHT, MOST_LOST = 3, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One line of the sum; the numbers are decimal text, exact."""

    group: str
    name: str
    meaning: str
    raw: str
    weight: str
    contribution: str

    @property
    def lost(self) -> float:
        """Return how much more the term could have brought."""
        return float(self.weight) - float(self.contribution)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The whole sum; ``rank`` is None for one that a must excludes."""

    provider_id: int
    name: str
    rank: int | None
    total: int
    excluded: str
    score: str
    scaled: float
    most: str
    terms: tuple[Term, ...]
    first_names: tuple[str, ...]
    members_hold_ratio: float
    order_holds_ratio: float

    @property
    def in_words(self) -> str:
        """Return what brought most and what most was lost by, for readers who don't reckon."""
        return said_of(self.terms)


def said_of(terms: Sequence[Term]) -> str:
    """Return the greatest gains and losses of terms, the greatest gain first; none is named as both."""
    brought = [term for term in terms[:MOST_BROUGHT] if float(term.contribution) > 0]
    lost = [term for term in sorted(terms, key=lambda term: -term.lost)[:MOST_LOST] if term.lost > 0]
    both = [f"“{term.name}”本来还能多得 {term.lost:.3f}" for term in brought if term in lost]
    others = [term for term in lost if term not in brought]
    said = [f"得分最多的是{_named(brought)}" + (f"（{'，'.join(both)}）" if both else "")] if brought else []
    said += [f"{'此外' if both else ''}丢分最多的是{_named(others)}"] if others else []
    return f"{'；'.join(said)}。" if said else ""


def _named(terms: list[Term]) -> str:
    return "".join(f"“{term.name}”" for term in terms)


def account_of(row: EnterpriseRow, held: Held, *, provider_id: int) -> Account:
    """Return the account of one pair; raises NotFoundError for a provider that isn't ranked."""
    ref = next((ref for ref, found in held.ids.items() if found == provider_id), None)
    if ref is None:
        raise NotFoundError
    query = to_query(row)
    told = _told(query, held, ref=ref)
    firm = weight_sensitivity(query, held.index, weights=held.weights)
    terms = [
        Term(
            group=FEATURE_GROUP_LABELS[words_of(item.feature)[0]],
            name=words_of(item.feature)[1],
            meaning=words_of(item.feature)[2],
            raw=f"{item.raw:.6f}",
            weight=f"{item.weight:.3f}",
            contribution=f"{item.contribution:.9f}",
        )
        for item in told.contributions
    ]
    return Account(
        provider_id=provider_id,
        name=held.index.candidate(ref).name,
        rank=told.rank,
        total=len(held.index),
        excluded=exclusion_words([must.value for must in told.excluded]),
        score=f"{told.score:.9f}",
        scaled=round(told.score / most_possible(held.weights), 4),
        most=f"{most_possible(held.weights):.3f}",
        terms=tuple(sorted(terms, key=lambda term: -float(term.contribution))),
        first_names=tuple(held.index.candidate(first).name for first in firm.first),
        members_hold_ratio=firm.members_hold_ratio,
        order_holds_ratio=firm.order_holds_ratio,
    )


def _told(query: Query, held: Held, *, ref: str) -> Explanation:
    """Return the explanation; for one that a must excludes, the score that it would have without any must."""
    told = explain(query, held.index, ref, weights=held.weights)
    if not told.excluded:
        return told
    soft = replace(query, preferences=replace(query.preferences, must=()))
    return replace(explain(soft, held.index, ref, weights=held.weights), rank=None, excluded=told.excluded)
