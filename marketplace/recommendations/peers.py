"""Simple peers of the engine on the same values: BM25, TF-IDF and fuzzy comparison of whole profiles.

Each answers every enterprise with an order of all providers, ties by ref. Their packages belong to the development
set: ask :func:`missing_packages` first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.text import Tokenizer, char_grams, fold
from matching.types import Candidate, Query

Scores = NDArray[np.floating]
Cut = Callable[[str], list[str]]


PACKAGES = ("bm25s", "sparse_dot_topn")


def missing_packages() -> list[str]:
    """Return the packages of peers that are not installed here."""
    return [name for name in PACKAGES if find_spec(name) is None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """Everything that each enterprise and each provider says, names and cases among it, one folded text each."""

    queries: tuple[str, ...]
    candidates: tuple[str, ...]


def profiles_of(queries: Sequence[Query], candidates: Sequence[Candidate]) -> Profiles:
    """Return the whole texts, in the order of the values."""
    return Profiles(
        queries=tuple(fold(_query_text(query)) for query in queries),
        candidates=tuple(fold(_candidate_text(candidate)) for candidate in candidates),
    )


def _query_text(query: Query) -> str:
    needs = [*(one.text for one in query.problems), *(one.name for one in query.scenarios)]
    return "。".join((query.name, query.industry.text, query.description, *needs))


def _candidate_text(candidate: Candidate) -> str:
    modules = ["。".join((one.name, *one.scenarios, one.summary)) for one in candidate.modules]
    cases = ["。".join((one.enterprise, one.outcome, *one.scenarios)) for one in candidate.cases]
    return "。".join((candidate.name, candidate.description, *modules, *cases))


def bm25(profiles: Profiles, *, cut: Cut) -> Scores:
    """Return enterprises × providers scores of BM25 (Lucene's, k1 1.5, b 0.75), an enterprise's text as the query."""
    import bm25s  # Of the development set: not there in every installation.

    peer = bm25s.BM25()
    peer.index([cut(text) or ["-"] for text in profiles.candidates], show_progress=False)
    known = peer.vocab_dict
    rows = [[term for term in cut(text) if term in known] for text in profiles.queries]
    nothing = np.zeros(len(profiles.candidates), np.float32)
    return np.stack([peer.get_scores(row) if row else nothing for row in rows])


def tf_idf(profiles: Profiles) -> Scores:
    """Return the cosines of character pairs, counts on a logarithmic scale, by rarity among the providers."""
    peer = TfidfVectorizer(analyzer=_pairs, sublinear_tf=True)
    candidates = peer.fit_transform(profiles.candidates)
    return np.asarray((peer.transform(profiles.queries) @ candidates.T).toarray(), np.float64)


def fuzzy(profiles: Profiles, *, cut: Cut) -> Scores:
    """Return rapidfuzz's token_set_ratio, with words as tokens: Chinese has no spaces."""
    queries = [" ".join(cut(text)) for text in profiles.queries]
    candidates = [" ".join(cut(text)) for text in profiles.candidates]
    return np.asarray(process.cdist(queries, candidates, scorer=fuzz.token_set_ratio), np.float64)


def _pairs(text: str) -> list[str]:
    return char_grams(text, lengths=(2,))


def peers_of() -> Mapping[str, Callable[[Profiles], Scores]]:
    """Return the peers by the name that the table gives them; words are jieba's, which know nothing of the domain."""
    words = Tokenizer().words
    return {
        "rapidfuzz token_set（词）": partial(fuzzy, cut=words),
        "BM25（词）": partial(bm25, cut=words),
        "BM25（字对）": partial(bm25, cut=_pairs),
        "TF-IDF（字对）": tf_idf,
    }


def order_of(scores: Scores, refs: Sequence[str]) -> list[str]:
    """Return the refs of one enterprise's scores, best first."""
    return [refs[number] for number in sorted(range(len(refs)), key=lambda number: (-scores[number], refs[number]))]
