"""The class that callers use; engines fill in how commits and snapshots are made."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from search_index.analyzer import Texts, Tokens, analyzer_for
from search_index.errors import InvalidQueryError, PageOutOfRangeError
from search_index.lexicon import Lexicon
from search_index.normalize import fold
from search_index.parser import Clause, parse
from search_index.plan import Constant, Every, Field, Node, Some, Term
from search_index.planner import Plan, Planner
from search_index.pool import AnalysisPool
from search_index.relaxing import Relaxer, VocabularyCache
from search_index.snapshot import Row, Snapshot, stand_together
from search_index.snippets import Highlighter
from search_index.storage import Analyse, CommitRecord, facet_token, fingerprint
from search_index.tokens import compact, han_runs
from search_index.types import MAX_PER_PAGE, DocKey, Document, FacetCount, Hit, Results, SearchQuery, Suggestion
from search_index.typing_ahead import TitlePlanner
from search_index.words import Words

MAX_FACET_VALUES = 200
MAX_FILTER_VALUES = 100
EMPTY_RESULTS = Results(total=0, hits=(), facets={})


class SearchIndex(ABC):
    """A full-text index in one folder. See README.md for the contract that both engines keep."""

    def __init__(self, folder: str, *, lexicon: Lexicon, tie_seed: str) -> None:
        self._folder = folder
        self._tie_seed = tie_seed
        self._fingerprint = fingerprint(lexicon, tie_seed=tie_seed)
        self._analyzer = analyzer_for(lexicon)
        self._synonyms = _synonym_table(lexicon)
        self._vocabulary = VocabularyCache(lexicon)

    @abstractmethod
    def apply(
        self,
        *,
        upserts: Iterable[Document],
        deletes: Iterable[DocKey],
        cursor: int,
        analyse: Analyse | None = None,
    ) -> None:
        """Commit deletions, then documents (the last one of a key wins), and the caller's position, all or nothing.

        `analyse` is an `analysis_pool` for very many documents. Raises IndexBusyError while another writer holds the
        folder, InvalidDocumentError for a bad document.
        """

    def tidy(self) -> bool:
        """Merge what commits left in pieces, one bounded step; return whether there was something to merge.

        For moments without anything to write. An engine that merges as it commits has nothing left to do. Raises
        IndexBusyError.
        """
        return False

    @abstractmethod
    def close(self) -> None:
        """Let go of files."""

    @abstractmethod
    def _snapshot(self) -> Snapshot:
        """Return the newest state."""

    @abstractmethod
    def _commit_record(self) -> CommitRecord | None:
        """Return the record of the last commit; None in a new index."""

    def cursor(self) -> int:
        """Return the position stored by the last commit; 0 in a new index."""
        record = self._commit_record()
        return record.cursor if record else 0

    @property
    def outdated(self) -> bool:
        """Tell whether the folder was written with another lexicon, schema or tie seed and must be rebuilt."""
        record = self._commit_record()
        return record is not None and record.fingerprint != self._fingerprint

    def ids_and_digests(self) -> Mapping[DocKey, str]:
        """Return the digest of every document, for a comparison with the source."""
        return self._snapshot().digests()

    def search(self, query: SearchQuery) -> Results:
        """Return a page of hits with facets, marked texts and perhaps a better spelling.

        Raises PageOutOfRangeError for a page beyond the end, InvalidQueryError for an impossible page size or filter.
        """
        _check(query)
        clauses = parse(query.text)
        if query.text.strip() and not clauses:
            return _empty_page(query.page)
        snapshot = self._snapshot()
        scope = _Scope(query)
        plan = Planner(self._words(snapshot)).strict(clauses)
        by_key = all(c.negative for c in clauses)
        total, rows = self._page(snapshot, node=scope.within(plan.node), query=query, by_key=by_key)
        relaxer = self._relaxer(snapshot)
        if total or by_key:
            _check_page(query, total=total)
            meant = relaxer.meant_by_sound(clauses, within=scope.within, page=query.page)
            return self._results(snapshot, plan=plan, scope=scope, total=total, rows=rows, did_you_mean=meant)
        near = relaxer.relax(clauses, within=scope.within)
        if near is None:
            return _empty_page(query.page)
        total, rows = self._page(snapshot, node=scope.within(near.plan.node), query=query, by_key=False)
        _check_page(query, total=total)
        meant = near.did_you_mean or relaxer.meant_by_titles(clauses, titles=[r.title for r in rows], page=query.page)
        return self._results(
            snapshot, plan=near.plan, scope=scope, total=total, rows=rows, did_you_mean=meant, relaxed=total > 0
        )

    def suggest(self, prefix: str, *, limit: int = 8, kinds: tuple[str, ...] = ()) -> tuple[Suggestion, ...]:
        """Return titles that hold what was typed so far: characters, pinyin, initials or the beginning of a word."""
        clauses = tuple(c for c in parse(prefix) if not c.negative)
        if not clauses:
            return ()
        snapshot, scope = self._snapshot(), _Scope(SearchQuery(kinds=kinds))
        bounded = max(1, min(limit, MAX_PER_PAGE))
        plan, rows = self._titles(snapshot, scope, clauses=clauses, limit=bounded * 3)
        if not rows and (sounded := self._relaxer(snapshot).corrected(clauses)) != clauses:
            plan, rows = self._titles(snapshot, scope, clauses=sounded, limit=bounded * 3)
        typed = compact(fold(prefix))
        first = sorted(rows, key=lambda r: not compact(fold(r.title)).startswith(typed))[:bounded]
        titles = Highlighter(plan.marks, analyzer=self._analyzer).titles([r.title for r in first])
        shown = zip(first, titles, strict=True)
        return tuple(Suggestion(kind=r.kind, id=r.id, text=r.title, spans=title) for r, title in shown)

    def familiarity(self, text: str) -> float:
        """Return the share of neighbouring characters of a text that stand side by side in some document, too.

        Texts about other things than the documents have next to none. 0 without two Chinese characters.
        """
        snapshot = self._snapshot()
        pairs = [a + b for run in han_runs(fold(text)) for a, b in pairwise(run)]
        return sum(stand_together(snapshot, pair) for pair in pairs) / max(1, len(pairs))

    def analysis_pool(self, *, processes: int) -> AnalysisPool:
        """Return a pool that analyzes for this index in processes of its own; each takes half a second to start."""
        return AnalysisPool(self._analyzer.lexicon, processes=processes)

    def _analyse(self, batches: Iterable[Texts]) -> Iterator[list[Tokens]]:
        return map(self._analyzer.documents, batches)

    def _titles(
        self, snapshot: Snapshot, scope: "_Scope", *, clauses: tuple[Clause, ...], limit: int
    ) -> tuple[Plan, list[Row]]:
        plan = TitlePlanner(self._words(snapshot)).plan(clauses)
        return plan, snapshot.rows(scope.within(plan.node), offset=0, limit=limit, by_key=False)[1]

    def _relaxer(self, snapshot: Snapshot) -> Relaxer:
        return Relaxer(lambda: self._words(snapshot), snapshot=snapshot, vocabulary=self._vocabulary)

    def _words(self, snapshot: Snapshot) -> Words:
        return Words(self._analyzer, synonyms=self._synonyms, statistics=snapshot)

    def _page(self, snapshot: Snapshot, *, node: Node, query: SearchQuery, by_key: bool) -> tuple[int, list[Row]]:
        offset = (query.page - 1) * query.per_page
        # Offsets beyond every document are not handed to an engine: numbers there are limited.
        at = offset if offset < snapshot.doc_count else 0
        return snapshot.rows(node, offset=at, limit=query.per_page, by_key=by_key)

    def _results(
        self,
        snapshot: Snapshot,
        *,
        plan: Plan,
        scope: "_Scope",
        total: int,
        rows: list[Row],
        did_you_mean: str | None = None,
        relaxed: bool = False,
    ) -> Results:
        marker = Highlighter(plan.marks, analyzer=self._analyzer)
        titles, snippets = marker.titles([r.title for r in rows]), marker.snippets([r.body for r in rows])
        hits = tuple(
            Hit(kind=r.kind, id=r.id, title=r.title, score=r.score, title_spans=title, snippet=snippet)
            for r, title, snippet in zip(rows, titles, snippets, strict=True)
        )
        facets = scope.facets(snapshot, plan.matching) if total or scope.filtered else {}
        return Results(total=total, hits=hits, facets=facets, did_you_mean=did_you_mean, relaxed=relaxed)


class _Scope:
    """Filters of one query, as nodes that don't change the score."""

    def __init__(self, query: SearchQuery) -> None:
        groups = {name: values for name, values in (("kind", query.kinds), *query.filters.items()) if values}
        self._groups = {name: _any_of(name, values) for name, values in groups.items()}
        self.filtered = bool(groups)

    def within(self, node: Node, *, without: str = "") -> Node:
        """Return the node narrowed by every filter except the one on facet `without`."""
        groups = tuple(g for name, g in self._groups.items() if name != without)
        return Every((node, *groups)) if groups else node

    def facets(self, snapshot: Snapshot, node: Node) -> dict[str, tuple[FacetCount, ...]]:
        """Count the values of every facet, each facet with its own filter lifted."""
        counts = _by_facet(snapshot.facets(self.within(node)))
        for name in self._groups:
            lifted = _by_facet(snapshot.facets(self.within(node, without=name)))
            counts[name] = lifted.get(name, [])
        return {name: tuple(found[:MAX_FACET_VALUES]) for name, found in counts.items()}


def _any_of(name: str, values: tuple[str, ...]) -> Node:
    terms = tuple(Term(Field.FACET, facet_token(name, value)) for value in dict.fromkeys(values))
    return Constant(terms[0] if len(terms) == 1 else Some(terms), 0.0)


def _by_facet(counts: Mapping[str, int]) -> dict[str, list[FacetCount]]:
    """Return the counted values of each facet, the most frequent first, equal ones by value."""
    out: dict[str, list[FacetCount]] = defaultdict(list)
    # Tokens begin with the facet's name, so their order is that of the values within a facet.
    for token in sorted(sorted(counts), key=counts.__getitem__, reverse=True):
        name, value = _parted(token)
        out[name].append(FacetCount(value, counts[token]))
    return out


@lru_cache(maxsize=4096)
def _parted(token: str) -> tuple[str, str]:
    """Return name and value of a facet's token; the same ones come with every answer."""
    name, _, value = token.partition("=")
    return name, value


def _empty_page(page: int) -> Results:
    if page > 1:
        raise PageOutOfRangeError(page, pages=1)
    return EMPTY_RESULTS


def _check_page(query: SearchQuery, *, total: int) -> None:
    if query.page > 1 and (query.page - 1) * query.per_page >= total:
        raise PageOutOfRangeError(query.page, pages=max(1, -(-total // query.per_page)))


def _check(query: SearchQuery) -> None:
    if not 1 <= query.per_page <= MAX_PER_PAGE:
        raise InvalidQueryError(f"per_page {query.per_page} is not in 1..{MAX_PER_PAGE}")
    if query.page < 1:
        raise PageOutOfRangeError(query.page, pages=1)
    if "kind" in query.filters:
        raise InvalidQueryError("use `kinds` for the kind")
    groups = (query.kinds, *query.filters.values())
    if any(not isinstance(values, tuple) or len(values) > MAX_FILTER_VALUES for values in groups):
        raise InvalidQueryError(f"a filter takes a tuple of at most {MAX_FILTER_VALUES} values")


def _synonym_table(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    table: dict[str, dict[str, None]] = {}
    for group in lexicon.synonyms:
        folded = [fold(word).strip() for word in group]
        for word in folded:
            others = {other: None for other in folded if compact(other) != compact(word)}
            table.setdefault(compact(word), {}).update(others)
    return {word: tuple(others) for word, others in table.items() if others}
