"""Answers of a tantivy searcher."""

from itertools import groupby
from typing import Any

from tantivy import Occur, Order, Query

from search_index.normalize import clean
from search_index.plan import EVERYTHING, Boosted, Every, Field, Node
from search_index.snapshot import Row
from search_index.storage import META_KEY, tie_number
from search_index.tantivy_layout import STORED
from search_index.tantivy_queries import to_query, with_bonus
from search_index.types import DocKey, Document

# Ten times the weight is what the `rank` field multiplies a score with (see rank_value).
WEIGHT_SCALE = 10.0
TIE_SPREAD = 0.004
_MAX_BUCKETS = 20_000
_EXTRA = 8
_MOST_MADE = 32
_PART = ";"


def dump_stored(document: Document) -> bytes:
    """Return what a hit shows, as the bytes that are stored."""
    texts = [document.kind, document.id, document.title, document.digest, document.body]
    try:
        return _dumped(texts)
    except UnicodeEncodeError:
        return _dumped([clean(text) for text in texts])


def _dumped(texts: list[str]) -> bytes:
    # Lengths first, then the texts as they are: three times quicker than JSON both ways.
    return f"{','.join([str(len(t)) for t in texts])}{_PART}{''.join(texts)}".encode()


def load_stored(stored: bytes) -> list[str]:
    """Return kind, id, title, digest and body."""
    head, _, whole = stored.decode().partition(_PART)
    out, start = [], 0
    for size in head.split(","):
        end = start + int(size)
        out.append(whole[start:end])
        start = end
    return out


def rank_value(*, weight: float, key: str, seed: str) -> float:
    """Return v so that log2(2 + v), the factor tantivy applies, is ten times the weight, moved up to 0.4 % by the tie.

    Without it thousands of equal scores would be ordered by where a merge happened to put them.
    """
    share = tie_number(key, seed=seed) / 2**64
    factor = WEIGHT_SCALE * weight * (1 + TIE_SPREAD * (1 - share))
    return float(2**factor - 2)


class TantivySnapshot:
    """One searcher, which sees one commit."""

    def __init__(self, searcher: Any, *, schema: Any, generation: object, tie_seed: str) -> None:
        self._searcher = searcher
        self._schema = schema
        self._tie_seed = tie_seed
        self._made: dict[int, tuple[Node, Any]] = {}
        self.generation = generation
        self.doc_count = int(searcher.doc_freq(str(Field.ALL), "1"))

    def df(self, field: Field, token: str) -> int:
        return int(self._searcher.doc_freq(str(field), token))

    def terms(self, field: Field, *, prefix: str, limit: int) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = self._searcher.terms_with_prefix(str(field), prefix, None, limit)
        return found

    def rows(self, node: Node, *, offset: int, limit: int, by_key: bool) -> tuple[int, list[Row]]:
        query = self._query(node)
        if by_key:
            found = self._searcher.search(query, limit, offset=offset, order_by_field="key", order=Order.Asc)
            return int(found.count), [self._row(address, score=1.0) for _, address in found.hits]
        total, scored = self._scored(query, wanted=offset + limit)
        page = self._ordered(scored, offset=offset, limit=limit)
        return total, [self._row(address, score=round(score / WEIGHT_SCALE, 4)) for score, address in page]

    def _scored(self, query: Any, *, wanted: int) -> tuple[int, list[tuple[float, Any]]]:
        """Fetch the best ones and everything that ties with the last one wanted."""
        fetch = wanted + _EXTRA
        while True:
            found = self._searcher.search(query, fetch, weight_by_field="rank")
            hits = found.hits
            if len(hits) < fetch or hits[-1][0] < hits[wanted - 1][0]:
                return int(found.count), hits
            fetch *= 2

    def _ordered(self, scored: list[tuple[float, Any]], *, offset: int, limit: int) -> list[tuple[float, Any]]:
        out: list[tuple[float, Any]] = []
        place = 0
        for _, group in groupby(scored, key=lambda hit: hit[0]):
            members = list(group)
            if len(members) > 1 and place < offset + limit and place + len(members) > offset:
                members.sort(key=lambda hit: self._tie(hit[1]))
            out += members
            place += len(members)
        return out[offset : offset + limit]

    def _tie(self, address: Any) -> tuple[int, str]:
        key = str(self._searcher.doc(address).get_first("key"))
        return tie_number(key, seed=self._tie_seed), key

    def facets(self, node: Node) -> dict[str, int]:
        wanted = {"facets": {"terms": {"field": str(Field.FACET), "size": _MAX_BUCKETS}}}
        found = self._searcher.aggregate(self._query(node), wanted)
        return {b["key"]: b["doc_count"] for b in found["facets"]["buckets"]}

    def _query(self, node: Node) -> Any:
        """Return the query of a tree; hits and counts of one question share its parts, so the last ones are kept."""
        known = self._made.get(id(node))
        if known is not None and known[0] is node:
            return known[1]
        if isinstance(node, Every):
            query = Query.boolean_query([(Occur.Must, self._query(part)) for part in node.nodes])
        elif isinstance(node, Boosted) and not node.never:
            query = with_bonus(self._query(node.must), node.bonus, schema=self._schema)
        else:
            query = to_query(node, schema=self._schema)
        if len(self._made) >= _MOST_MADE:
            self._made.clear()
        self._made[id(node)] = (node, query)  # The node is held, so its id stays its own.
        return query

    def digests(self) -> dict[DocKey, str]:
        if not self.doc_count:
            return {}
        found = self._searcher.search(to_query(EVERYTHING, schema=self._schema), self.doc_count, count=False)
        documents = (self._stored(address) for _, address in found.hits)
        return {DocKey(kind, id_): digest for kind, id_, _, digest, _ in documents}

    def meta(self) -> str:
        """Return the record of the commit; empty in a new index."""
        query = Query.term_query(self._schema, "key", META_KEY, "basic")
        hits = self._searcher.search(query, 1, count=False).hits
        return bytes(self._searcher.doc(hits[0][1]).get_first(STORED)).decode() if hits else ""

    def _row(self, address: Any, *, score: float) -> Row:
        kind, id_, title, _, body = self._stored(address)
        return Row(kind=kind, id=id_, title=title, body=body, score=score)

    def _stored(self, address: Any) -> list[str]:
        return load_stored(self._searcher.doc(address).get_first(STORED))
