"""An index that was changed one candidate at a time ranks as one built anew, and stays in few segments."""

from dataclasses import replace

import pytest

from matching.errors import UnknownCandidateError
from matching.linking import Linker
from matching.ranking import CandidateIndex, build_index, rank
from matching.ranking.candidates import index as index_module
from matching.types import Candidate, Query
from seed.reference import load_library

RECENT = 3
CHANGES = 11  # Three full segments of recent ones, and two more.


@pytest.fixture
def changed(index: CandidateIndex, candidates: list[Candidate], monkeypatch: pytest.MonkeyPatch) -> CandidateIndex:
    """Change candidates one by one, the second twice, the last to a new one, and take two of them away again."""
    monkeypatch.setattr(index_module, "RECENT", RECENT)
    grown = index
    for candidate in (*candidates[:CHANGES], candidates[1]):
        grown = grown.updated(replace(candidate, description=f"{candidate.description}另做上门服务。"))
        assert len(grown.segments) <= 3
    grown = grown.updated(replace(candidates[0], ref="ZZ-NEW"))
    return grown.without(candidates[2].ref).without(candidates[-1].ref)


def test_changed_index_ranks_and_is_named_as_one_built_anew(
    changed: CandidateIndex, queries: list[Query], linker: Linker
) -> None:
    built = build_index(
        reversed(changed.candidates()), library=load_library(), linker=linker, statistics=changed.statistics
    )

    assert changed.digest == built.digest
    for query in queries[:5]:
        assert rank(query, changed) == rank(query, built)
        assert rank(query, changed, top=3).places == rank(query, built).places[:3]


def test_changed_candidates_are_found_and_removed_ones_are_not(
    changed: CandidateIndex, candidates: list[Candidate]
) -> None:
    assert changed.candidate(candidates[1].ref).description.endswith("另做上门服务。")
    assert changed.candidate("ZZ-NEW").modules == candidates[0].modules
    for gone in (candidates[2].ref, candidates[-1].ref):
        with pytest.raises(UnknownCandidateError):
            changed.candidate(gone)
        with pytest.raises(UnknownCandidateError):
            changed.number_of(gone)


def test_candidate_that_is_changed_again_and_again_leaves_nothing_behind(
    index: CandidateIndex, candidates: list[Candidate], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "RECENT", 1)
    grown = index
    for turn in range(6):
        grown = grown.updated(replace(candidates[0], description=f"第{turn}次修改。"))

        assert sum(len(segment.order) for segment in grown.segments[1:]) <= 2
        assert len(grown.visible) == len(grown) == len(index)
