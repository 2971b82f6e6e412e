"""Search for programs."""

from flask import Response

from marketplace.search.asking import ask, suggest
from marketplace.search.labels import Facet
from marketplace.search.meaning import what_is_meant
from marketplace.search.presentation import ValueLabels, load_cards
from marketplace.search.process import search_node
from marketplace.search.schemas import (
    FacetOut,
    HitOut,
    MeantOut,
    SearchApiIn,
    SearchOut,
    SpanOut,
    SuggestIn,
    SuggestionOut,
    SuggestionsOut,
)
from marketplace.search.sources import SOURCES, SOURCES_BY_KIND
from marketplace.web.api import answer, api_blueprint
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.state import state
from search_index import FacetCount

bp = api_blueprint("search", tag="搜索")


@bp.get("/search", summary="搜索", responses={200: SearchOut})
@requires(Permission.PUBLIC)
def search(query: SearchApiIn) -> Response:
    """Search every public kind of thing; words are all required, near matches are given when nothing holds them all."""
    session = read_session()
    asked = query.query(page=query.page, per_page=query.per_page)
    found = ask(state().database, session, node=search_node(), query=asked)
    labels = ValueLabels(session)
    meant = what_is_meant(
        state().database, session, node=search_node(), wanted=query, results=found.results, page=query.page
    )
    hits = [
        HitOut(
            kind=shown.hit.kind,
            id=shown.hit.id,
            title=shown.hit.title,
            score=round(shown.hit.score, 4),
            url=shown.card.url,
            snippet=[SpanOut(text=span.text, marked=span.marked) for span in shown.hit.snippet],
        )
        for shown in load_cards(session, found.results.hits)
    ]
    return answer(
        SearchOut(
            total=found.results.total,
            page=query.page,
            per_page=query.per_page,
            hits=hits,
            facets={
                name: [FacetOut(value=one.value, label=_label(labels, name, one), count=one.count) for one in counts]
                for name, counts in sorted(found.results.facets.items())
            },
            did_you_mean=found.results.did_you_mean,
            relaxed=found.results.relaxed,
            meant=[MeantOut(code=one.code, name=one.name, modules=one.modules) for one in meant or ()],
            state=found.state,
        )
    )


def _label(labels: ValueLabels, name: str, one: FacetCount) -> str:
    return SOURCES_BY_KIND[one.value].label if name == "kind" else labels.label(Facet(name), one.value)


@bp.get("/search/suggestions", summary="边写边提示", responses={200: SuggestionsOut})
@requires(Permission.PUBLIC)
def suggestions(query: SuggestIn) -> Response:
    """Return titles that hold what was typed so far: characters, pinyin or initials."""
    session = read_session()
    found = suggest(state().database, session, node=search_node(), prefix=query.q, limit=query.limit)
    cards = {
        source.kind: source.cards(session, keys)
        for source in SOURCES
        if (keys := [one.id for one in found if one.kind == source.kind])
    }
    items = [
        SuggestionOut(kind=one.kind, id=one.id, text=one.text, url=cards[one.kind][one.id].url)
        for one in found
        if one.id in cards[one.kind]
    ]
    return answer(SuggestionsOut(items=items))
