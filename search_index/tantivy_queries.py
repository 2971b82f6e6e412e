"""Trees as queries of tantivy."""

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


def to_query(node: Node, *, schema: Any) -> Any:  # noqa: PLR0911  # One for each node.
    """Return the query that matches and scores as the tree says."""
    match node:
        case Term(field, token, boost):
            found = Query.term_query(schema, str(field), token, index_option(field))
            return found if boost == 1 else Query.boost_query(found, boost)
        case Phrase():
            return _phrase(node, schema=schema)
        case Every(nodes):
            return Query.boolean_query([(Occur.Must, to_query(n, schema=schema)) for n in nodes])
        case Some(nodes, least):
            parts = [(Occur.Should, to_query(n, schema=schema)) for n in nodes]
            return Query.boolean_query(parts, minimum_number_should_match=least)
        case Best(nodes):
            return Query.disjunction_max_query([to_query(n, schema=schema) for n in nodes])
        case Constant(inner, score):
            return Query.const_score_query(to_query(inner, schema=schema), score)
        case Boosted(must, bonus, never):
            parts = [(Occur.Must, to_query(must, schema=schema))]
            parts += [(Occur.Should, to_query(n, schema=schema)) for n in bonus]
            parts += [(Occur.MustNot, to_query(n, schema=schema)) for n in never]
            return Query.boolean_query(parts)


def _phrase(node: Phrase, *, schema: Any) -> Any:
    anchors: list[str | tuple[int, str]] = list(node.anchors)
    parts = []
    for field, weight in ((Field.TITLE_GRAMS, 3.0), (Field.BODY_GRAMS, 1.0)):
        if len(anchors) == 1:
            found = Query.term_query(schema, str(field), node.anchors[0][1], index_option(field))
        else:
            found = Query.phrase_query(schema, str(field), anchors)
        parts.append(Query.boost_query(found, weight * node.boost))
    return Query.disjunction_max_query(parts)
