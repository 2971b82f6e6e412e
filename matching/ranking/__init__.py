"""Ranking: the candidate index, the order of candidates for an enterprise, and the reasons."""

from matching.ranking.batch import rank_many
from matching.ranking.candidates.corpus import fit_candidate_statistics
from matching.ranking.candidates.index import CandidateIndex, build_index
from matching.ranking.explanation.evidence import CaseEvidence, Evidence, FactEvidence, NeedEvidence, WordMatch
from matching.ranking.explanation.explain import Explanation, LinkedNeed, explain, explain_many
from matching.ranking.explanation.pair import Contribution
from matching.ranking.query.needs import NeedKind
from matching.ranking.rank import Place, Ranking, rank
from matching.ranking.scoring.eligibility import Exclusion
from matching.ranking.scoring.features import FEATURES

__all__ = [
    "FEATURES",
    "CandidateIndex",
    "CaseEvidence",
    "Contribution",
    "Evidence",
    "Exclusion",
    "Explanation",
    "FactEvidence",
    "LinkedNeed",
    "NeedEvidence",
    "NeedKind",
    "Place",
    "Ranking",
    "WordMatch",
    "build_index",
    "explain",
    "explain_many",
    "fit_candidate_statistics",
    "rank",
    "rank_many",
]
