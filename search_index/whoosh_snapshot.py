"""Evaluates trees over the segments of a Whoosh index: dense arrays, BM25."""

from functools import cached_property
from itertools import islice
from typing import Any, TypeAlias

import numpy as np

from search_index.plan import Best, Boosted, Constant, Every, Field, Node, Phrase, Some, Term
from search_index.snapshot import Row
from search_index.storage import tie_number
from search_index.types import DocKey
from search_index.whoosh_codec import Values
from search_index.whoosh_segment import Mask, Segment

K1, B = 1.2, 0.75
# Matches and scores of one node for all documents of all segments.
Evaluated: TypeAlias = tuple[Mask, Values]
_UNSCORED = (Field.FACET, Field.ALL)
_MAX_CACHED = 64


class WhooshSnapshot:
    """One generation of the index."""

    def __init__(self, reader: Any, *, segments: list[Segment], tie_seed: str) -> None:
        self._reader = reader
        self._segments = segments
        self._tie_seed = tie_seed
        self._live = np.concatenate([s.live() for s in segments]) if segments else np.zeros(0, dtype=np.bool_)
        self._bases = np.cumsum([0, *(s.size for s in segments)])
        self._cache: dict[Node, Evaluated] = {}
        self.generation: object = reader.generation()
        self.doc_count = int(self._live.sum())

    @cached_property
    def _keys(self) -> list[str]:
        return [key for s in self._segments for key in s.keys]

    @cached_property
    def _weights(self) -> Values:
        return np.concatenate([s.weights for s in self._segments])

    @cached_property
    def _norms(self) -> dict[Field, Values]:
        """BM25's part that depends on the document alone: k1 · (1 - b + b · length / mean)."""
        norms: dict[Field, Values] = {}
        for field in self._segments[0].lengths:
            lengths = np.concatenate([s.lengths[field] for s in self._segments])
            mean = float(lengths[self._live].mean()) or 1.0
            norms[field] = (K1 * (1 - B + B * lengths / mean)).astype(np.float32)
        return norms

    def df(self, field: Field, token: str) -> int:
        return int(self._reader.doc_frequency(str(field), token.encode()))

    def terms(self, field: Field, *, prefix: str, limit: int) -> list[tuple[str, int]]:
        found = ((t.decode(), self.df(field, t.decode())) for t in self._reader.expand_prefix(str(field), prefix))
        return list(islice(found, limit))

    def rows(self, node: Node, *, offset: int, limit: int, by_key: bool) -> tuple[int, list[Row]]:
        if not self.doc_count:
            return 0, []
        mask, scores = self.evaluate(node)
        matches = np.flatnonzero(mask)
        weighted = np.round(scores[matches] * self._weights[matches], 4)
        order = self._by_key(matches) if by_key else self._by_score(matches, scores=weighted, wanted=offset + limit)
        page = order[offset : offset + limit]
        return len(matches), [self._row(int(matches[i]), score=float(weighted[i])) for i in page]

    def _by_key(self, matches: "np.ndarray[Any, np.dtype[np.intp]]") -> list[int]:
        keys = self._keys
        return sorted(range(len(matches)), key=lambda i: keys[matches[i]])

    def _by_score(self, matches: "np.ndarray[Any, np.dtype[np.intp]]", *, scores: Values, wanted: int) -> list[int]:
        """Sort the best ones only: those at least as good as the last one wanted, ties included."""
        if len(matches) > wanted:
            least = -np.partition(-scores, wanted - 1)[wanted - 1]
            chosen = np.flatnonzero(scores >= least)
        else:
            chosen = np.arange(len(matches))
        keys = self._keys

        def place(i: int) -> tuple[float, int, str]:
            key = keys[matches[i]]
            return -float(scores[i]), tie_number(key, seed=self._tie_seed), key

        return sorted((int(i) for i in chosen), key=place)

    def facets(self, node: Node) -> dict[str, int]:
        if not self.doc_count:
            return {}
        mask, _ = self.evaluate(node)
        counts: dict[str, int] = {}
        for base, segment in zip(self._bases, self._segments, strict=False):
            here = mask[base : base + segment.size]
            found = np.bincount(segment.facet_values[here[segment.facet_owners]], minlength=len(segment.facet_names))
            for index in np.flatnonzero(found):
                name = segment.facet_names[index]
                counts[name] = counts.get(name, 0) + int(found[index])
        return counts

    def digests(self) -> dict[DocKey, str]:
        found = (self._stored(int(number)) for number in np.flatnonzero(self._live))
        return {DocKey(document[0], document[1]): document[4] for document in found}

    def _stored(self, number: int) -> tuple[Any, ...]:
        at = int(np.searchsorted(self._bases, number, side="right")) - 1
        return self._segments[at].stored(number - int(self._bases[at]))

    def _row(self, number: int, *, score: float) -> Row:
        document = self._stored(number)
        return Row(kind=document[0], id=document[1], title=document[2], body=document[3], score=score)

    def evaluate(self, node: Node) -> Evaluated:
        """Return matches and scores; shared parts of one query are computed once."""
        cached = self._cache.get(node)
        if cached is None:
            cached = self._evaluate(node)
            if len(self._cache) > _MAX_CACHED:
                self._cache.clear()
            self._cache[node] = cached
        return cached

    def _evaluate(self, node: Node) -> Evaluated:  # noqa: PLR0911  # One for each node.
        match node:
            case Term():
                return self._term(node)
            case Phrase():
                return self._phrase(node)
            case Every(nodes):
                parts = [self._evaluate(n) for n in nodes]
                mask = np.logical_and.reduce([m for m, _ in parts])
                return mask, np.where(mask, np.add.reduce([s for _, s in parts]), 0)
            case Some(nodes, least):
                return self._some(nodes, least=least)
            case Best(nodes):
                parts = [self._evaluate(n) for n in nodes]
                return np.logical_or.reduce([m for m, _ in parts]), np.maximum.reduce([s for _, s in parts])
            case Constant(inner, score):
                mask = self._evaluate(inner)[0]
                return mask, mask * np.float32(score)
            case Boosted():
                return self._boosted(node)

    def _term(self, node: Term) -> Evaluated:
        size = len(self._live)
        if node.field is Field.ALL:
            return (self._live, self._live.astype(np.float32)) if node.token == "1" else self._nothing()  # noqa: S105  # A search token.
        mask, scores = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.float32)
        for base, segment in zip(self._bases, self._segments, strict=False):
            ids, counts = segment.postings(node.field, node.token)
            mask[ids + base] = True
            scores[ids + base] = counts
        mask &= self._live
        if node.field in _UNSCORED:
            return mask, mask.astype(np.float32)
        found = int(mask.sum())
        idf = np.log(1 + (self.doc_count - found + 0.5) / (found + 0.5))
        hit = np.flatnonzero(mask)
        counts = scores[hit]
        scores[:] = 0
        scores[hit] = node.boost * idf * counts * (K1 + 1) / (counts + self._norms[node.field][hit])
        return mask, scores

    def _phrase(self, node: Phrase) -> Evaluated:
        fields = (Field.TITLE_GRAMS, 3.0), (Field.BODY_GRAMS, 1.0)
        tokens = list(dict.fromkeys(token for _, token in node.anchors))
        held = [np.logical_or.reduce([self._term(Term(f, t))[0] for f, _ in fields]) for t in tokens]
        mask = np.logical_and.reduce(held)
        for number in np.flatnonzero(mask):
            at = int(np.searchsorted(self._bases, number, side="right")) - 1
            mask[number] = self._segments[at].holds_phrase(int(number - self._bases[at]), node)
        scores = [self._term(Term(f, t, node.boost * w))[1] for f, w in fields for t in tokens]
        return mask, np.where(mask, np.add.reduce(scores) / len(tokens), 0).astype(np.float32)

    def _some(self, nodes: tuple[Node, ...], *, least: int) -> Evaluated:
        parts = [self._evaluate(n) for n in nodes]
        mask = np.add.reduce([m.astype(np.int16) for m, _ in parts]) >= least
        return mask, np.where(mask, np.add.reduce([s for _, s in parts]), 0)

    def _boosted(self, node: Boosted) -> Evaluated:
        mask, scores = self._evaluate(node.must)
        for bonus in node.bonus:
            scores = scores + self._evaluate(bonus)[1]
        for never in node.never:
            mask = mask & ~self._evaluate(never)[0]
        return mask, np.where(mask, scores, 0)

    def _nothing(self) -> Evaluated:
        return np.zeros_like(self._live), np.zeros(len(self._live), dtype=np.float32)
