"""Why an offer stands before one that solves more: in one sentence, from the parts of both scores."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from marketplace.recommendations.labels import Fit

if TYPE_CHECKING:
    from marketplace.recommendations.page import Offer

FIRST = 3
MAIN_PARTS = 2


def with_reasons(offers: Sequence["Offer"]) -> list["Offer"]:
    """Return the offers; each of the first three that stands before one that solves more says why."""
    told = [replace(one, ahead=why_ahead(one, after=offers[n + 1 :])) for n, one in enumerate(offers[:FIRST])]
    return [*told, *offers[FIRST:]]


def why_ahead(offer: "Offer", *, after: Sequence["Offer"]) -> str:
    """Return what puts an offer before the one below it that solves most; empty when none below solves more."""
    fullest = max(after, key=_solved, default=offer)
    if _solved(fullest) <= _solved(offer):
        return ""
    other = dict(fullest.shown.parts)
    gains = sorted(((value - other[label], label) for label, value in offer.shown.parts), reverse=True)
    main = "、".join(f"“{label}”（多 {gain:.3f}）" for gain, label in gains[:MAIN_PARTS] if gain > 0)
    if not main:
        return ""
    tied = "两家并列，先后不说明好坏。" if fullest.place in offer.tied_with else ""
    return f"第 {fullest.place} 名{fullest.summary}，比它多；它排在前面，是因为{main}得分更高。{tied}"


def _solved(offer: "Offer") -> int:
    return offer.states.count(Fit.YES)
