"""Trees as queries of tantivy."""

from collections.abc import Callable
from typing import Any

from tantivy import Occur, Query

from search_index.plan import Best, Boosted, Constant, Every, Field, Node, Phrase, Some, Term

_POSITIONS = frozenset((Field.TITLE_GRAMS, Field.BODY_GRAMS))
_RAW = frozenset((Field.FACET, Field.ALL, Field.TITLE_EXACT))


def index_option(field: Field) -> str:
    """Return what is stored with each posting: nothing, frequencies, or positions too."""
    if field in _RAW:
        return "basic"
    return "position" if field in _POSITIONS else "freq"


def to_query(node: Node, *, schema: Any) -> Any:
    """Return the query that matches and scores as the tree says."""
    return _MAKERS[type(node)](node, schema)


def with_bonus(found: Any, bonus: tuple[Node, ...], *, schema: Any) -> Any:
    """Return the query with what only adds to the score of its matches."""
    for node in bonus:
        # One inside the other: side by side they would be a union, which is read whole and not only where it counts.
        found = Query.boolean_query([(_MUST, found), (_SHOULD, to_query(node, schema=schema))])
    return found


def _term(node: Term, schema: Any) -> Any:
    found = Query.term_query(schema, *_leaf(node.field, node.token))
    return found if node.boost == 1 else Query.boost_query(found, node.boost)


def _every(node: Every, schema: Any) -> Any:
    return Query.boolean_query([(_MUST, _MAKERS[type(n)](n, schema)) for n in node.nodes])


def _some(node: Some, schema: Any) -> Any:
    parts = [(_SHOULD, _MAKERS[type(n)](n, schema)) for n in node.nodes]
    return Query.boolean_query(parts, minimum_number_should_match=node.least)


def _best(node: Best, schema: Any) -> Any:
    return Query.disjunction_max_query([_MAKERS[type(n)](n, schema) for n in node.nodes])


def _constant(node: Constant, schema: Any) -> Any:
    return Query.const_score_query(to_query(node.node, schema=schema), node.score)


def _boosted(node: Boosted, schema: Any) -> Any:
    found = to_query(node.must, schema=schema)
    if node.never:
        found = Query.boolean_query([(_MUST, found), *[(_NEVER, to_query(n, schema=schema)) for n in node.never]])
    return with_bonus(found, node.bonus, schema=schema)


def _phrase(node: Phrase, schema: Any) -> Any:
    anchors: list[str | tuple[int, str]] = list(node.anchors)
    parts = []
    for field, weight in ((Field.TITLE_GRAMS, 3.0), (Field.BODY_GRAMS, 1.0)):
        if len(anchors) == 1:
            found = Query.term_query(schema, *_leaf(field, node.anchors[0][1]))
        else:
            found = Query.phrase_query(schema, field.value, anchors)
        parts.append(Query.boost_query(found, weight * node.boost))
    return Query.disjunction_max_query(parts)


def _leaf(field: Field, token: str) -> tuple[str, str, str]:
    name, option = _NAMED[field]
    return name, token, option


_MUST, _SHOULD, _NEVER = Occur.Must, Occur.Should, Occur.MustNot
_NAMED = {field: (field.value, index_option(field)) for field in Field}
# A tree has some thirty nodes: looking its kind up is several times quicker than matching one class after another.
_MAKERS: dict[type, Callable[[Any, Any], Any]] = {
    Term: _term,
    Phrase: _phrase,
    Every: _every,
    Some: _some,
    Best: _best,
    Constant: _constant,
    Boosted: _boosted,
}
