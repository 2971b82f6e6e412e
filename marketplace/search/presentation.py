"""Answers in words for pages and programs: labels of facet values, addresses of other questions, cards of hits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from marketplace.search.asking import Answer
from marketplace.search.labels import (
    FACET_LABELS,
    HAS_CASE_LABELS,
    PRICE_BAND_LABELS,
    Facet,
    HasCase,
    IndexState,
    PriceBand,
)
from marketplace.search.schemas import MOST_READ, SearchIn
from marketplace.search.sources import SOURCES, SOURCES_BY_KIND, Card
from marketplace.taxonomy.queries import load_industries, scenario_names
from search_index import FacetCount, Hit, SearchQuery

MOST_OPTIONS = 8
Address = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHit:
    """A hit with the card of what it leads to."""

    hit: Hit
    kind_label: str
    card: Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A value of a facet, or a kind; ``url`` asks the same with the value chosen, or without it when it is ``on``."""

    value: str
    label: str
    count: int
    url: str
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetGroup:
    """A facet with its most frequent values, chosen ones always among them."""

    label: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """Everything that a page of results shows."""

    total: int
    page: int
    last_page: int
    hits: Sequence[ShownHit]
    kinds: Sequence[Option]
    facets: Sequence[FacetGroup]
    chosen: Sequence[tuple[str, str]]
    here: str
    did_you_mean: str
    did_you_mean_url: str
    relaxed: bool
    was_cut: bool
    state: IndexState


class ValueLabels:
    """Labels of facet values: names of industries and scenarios come from the database, two statements."""

    def __init__(self, session: Session) -> None:
        self._labels: dict[Facet, Mapping[str, str]] = {
            Facet.INDUSTRY: {str(row.catalog_no): row.level2 for row in load_industries(session)},
            Facet.SCENARIO: scenario_names(session),
            Facet.PRICE: {band.value: PRICE_BAND_LABELS[band] for band in PriceBand},
            Facet.HAS_CASE: {value.value: HAS_CASE_LABELS[value] for value in HasCase},
        }

    def label(self, facet: Facet, value: str) -> str:
        """Return the label of a value; most values are words already."""
        return self._labels.get(facet, {}).get(value, value)


def load_cards(session: Session, hits: Sequence[Hit]) -> list[ShownHit]:
    """Return hits with their cards; what is not public any more is left out, one or two statements for each kind."""
    cards = {
        source.kind: source.cards(session, keys)
        for source in SOURCES
        if (keys := [hit.id for hit in hits if hit.kind == source.kind])
    }
    return [
        ShownHit(hit=hit, kind_label=SOURCES_BY_KIND[hit.kind].label, card=cards[hit.kind][hit.id])
        for hit in hits
        if hit.id in cards.get(hit.kind, {})
    ]


def make_result_page(
    session: Session,
    *,
    wanted: SearchIn,
    asked: SearchQuery,
    answer: Answer,
    labels: ValueLabels,
    address: Address,
) -> ResultPage:
    """Return the page for an answer; ``address`` gives the address of a question."""
    results = answer.results
    meant = results.did_you_mean or ""
    return ResultPage(
        total=results.total,
        page=asked.page,
        last_page=max(1, -(-results.total // asked.per_page)),
        hits=load_cards(session, results.hits),
        kinds=_kinds(wanted, counts=results.facets.get("kind", ()), address=address),
        facets=_groups(wanted, counts=results.facets, labels=labels, address=address),
        chosen=_chosen(wanted, labels=labels, address=address),
        here=address(wanted.address()),
        did_you_mean=meant,
        did_you_mean_url=address({**wanted.address(), "q": meant}) if meant else "",
        relaxed=results.relaxed,
        was_cut=len(wanted.q) > MOST_READ,
        state=answer.state,
    )


def describe(session: Session, *, wanted: SearchIn) -> str:
    """Return a question in words, such as “排产”，模块，余姚市."""
    labels = ValueLabels(session)
    parts = [f"“{wanted.q}”"] if wanted.q else []
    parts += [SOURCES_BY_KIND[kind].label for kind in wanted.kind]
    parts += [labels.label(Facet(name), value) for name, values in wanted.filters().items() for value in values]
    return "，".join(parts) or "全部"


def _kinds(wanted: SearchIn, *, counts: Sequence[FacetCount], address: Address) -> list[Option]:
    """Return the kinds that something was found of, chosen ones always among them."""
    by_kind = {one.value: one.count for one in counts}
    rest = {name: value for name, value in wanted.address().items() if name != "kind"}
    everything = Option(value="", label="全部", count=sum(by_kind.values()), url=address(rest), on=not wanted.kind)
    return [
        everything,
        *(
            Option(
                value=source.kind,
                label=source.label,
                count=by_kind.get(source.kind, 0),
                url=address({**rest, "kind": [source.kind]}),
                on=wanted.kind == [source.kind],
            )
            for source in SOURCES
            if source.kind in by_kind or source.kind in wanted.kind
        ),
    ]


def _groups(
    wanted: SearchIn, *, counts: Mapping[str, Sequence[FacetCount]], labels: ValueLabels, address: Address
) -> list[FacetGroup]:
    groups = []
    for facet in Facet:
        chosen = wanted.filters().get(facet.value, ())
        found = counts.get(facet.value, ())
        shown = [one for place, one in enumerate(found) if place < MOST_OPTIONS or one.value in chosen]
        options = [
            Option(
                value=one.value,
                label=labels.label(facet, one.value),
                count=one.count,
                url=address(_toggled(wanted, facet=facet, value=one.value)),
                on=one.value in chosen,
            )
            for one in shown
        ]
        groups += [FacetGroup(label=FACET_LABELS[facet], options=options)] if options else []
    return groups


def _chosen(wanted: SearchIn, *, labels: ValueLabels, address: Address) -> list[tuple[str, str]]:
    """Return (label, address without it) of every filter that is set."""
    return [
        (labels.label(Facet(name), value), address(_toggled(wanted, facet=Facet(name), value=value)))
        for name, values in wanted.filters().items()
        for value in values
    ]


def _toggled(wanted: SearchIn, *, facet: Facet, value: str) -> dict[str, Any]:
    before = [str(one) for one in wanted.address().get(facet.value, ())]
    after = [one for one in before if one != value] if value in before else [*before, value]
    return {**wanted.address(), facet.value: after}
