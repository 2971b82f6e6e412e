"""Ranking: the candidate index, the order of candidates for an enterprise, and the reasons."""

from matching.ranking.batch import rank_many
from matching.ranking.corpus import fit_candidate_statistics
from matching.ranking.eligibility import Exclusion
from matching.ranking.evidence import CaseEvidence, Evidence, FactEvidence, NeedEvidence, WordMatch
from matching.ranking.explain import Explanation, LinkedNeed, explain, explain_many
from matching.ranking.features import FEATURES
from matching.ranking.index import CandidateIndex, build_index
from matching.ranking.needs import NeedKind
from matching.ranking.pair import Contribution
from matching.ranking.rank import Place, Ranking, rank

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
