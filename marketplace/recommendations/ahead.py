"""What an order alone doesn't tell: why an offer stands before one that solves more, who solves what is most urgent."""

from collections.abc import Sequence
from dataclasses import replace

from marketplace.recommendations.labels import Fit
from marketplace.recommendations.page_values import Offer

FIRST = 3
MAIN_PARTS = 2


def with_reasons(offers: Sequence[Offer]) -> list[Offer]:
    """Return the offers; each of the first three that stands before one that solves more says why."""
    told = [replace(one, ahead=why_ahead(one, after=offers[n + 1 :])) for n, one in enumerate(offers[:FIRST])]
    return [*told, *offers[FIRST:]]


def why_ahead(offer: Offer, *, after: Sequence[Offer]) -> str:
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


def urgent_note(urgent: Sequence[int], offers: Sequence[Offer]) -> str:
    """Return who solves the most urgent trouble, by its number, that the first offer doesn't; empty when it does."""
    for number in urgent:
        solvers = [offer for offer in offers if offer.states[number - 1] is Fit.YES]
        if solvers and offers[0] not in solvers:
            first = "只能部分解决" if offers[0].states[number - 1] is Fit.PART else "没有对口的模块"
            who = f"第 {solvers[0].place} 名{solvers[0].name}能解决"
            return f"最急的第 {number} 条，第 {offers[0].place} 名{first}；{who}，先看它，或者两家配着用。"
    return ""


def _solved(offer: Offer) -> int:
    return offer.states.count(Fit.YES)
