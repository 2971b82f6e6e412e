"""The engine beats the best simple peer on the judged collection, and not by chance."""

import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.evaluation import evaluate, parse_qrels
from matching.fit import cross_validate, judged_runs
from matching.intervals import bootstrap_interval, randomisation_test
from matching.ranking import CandidateIndex
from matching.types import Candidate, Query
from tests.matching import judged

pytestmark = pytest.mark.slow


def whole(query: Query) -> str:
    told = [one.text for one in query.problems] + [one.name for one in query.scenarios]
    return " ".join([query.name, query.industry.text, query.description, *told])


def offered(candidate: Candidate) -> str:
    modules = [" ".join([one.name, one.summary, *one.scenarios]) for one in candidate.modules]
    cases = [" ".join([one.enterprise, one.outcome, *one.scenarios]) for one in candidate.cases]
    return " ".join([candidate.name, candidate.description, *modules, *cases])


def peer_run(queries: list[Query], candidates: list[Candidate]) -> dict[str, list[str]]:
    """Order candidates by TF-IDF over pairs of characters, profile by profile: the best of the simple systems."""
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), sublinear_tf=True)
    texts = vectorizer.fit_transform([offered(candidate) for candidate in candidates])
    likeness = (vectorizer.transform([whole(query) for query in queries]) @ texts.T).toarray()
    return {
        query.ref: [candidates[number].ref for number in (-row).argsort(kind="stable")]
        for query, row in zip(queries, likeness, strict=True)
    }


@pytest.mark.timeout(300)
def test_cross_validated_ranking_beats_the_best_simple_peer(
    index: CandidateIndex, queries: list[Query], candidates: list[Candidate]
) -> None:
    qrels = parse_qrels(judged.lines("qrels.tsv"))
    ours = cross_validate(judged_runs(queries, index, qrels=qrels), folds=8).queries
    theirs = evaluate(peer_run(queries, candidates), qrels).queries

    refs = sorted(ref for ref in ours if ours[ref]["ndcg@10"] is not None)
    mine = [ours[ref]["ndcg@10"] or 0.0 for ref in refs]
    other = [theirs[ref]["ndcg@10"] or 0.0 for ref in refs]
    gain = bootstrap_interval([left - right for left, right in zip(mine, other, strict=True)])

    assert gain is not None
    assert gain.low > 0.1
    assert sum(other) / len(other) > 0.5  # The peer is a real one.
    assert randomisation_test(mine, other) < 0.001
