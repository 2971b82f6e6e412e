"""Explanations: they add up, agree with the ranking, and name what speaks for a candidate."""

from dataclasses import replace

import numpy as np
import pytest

from matching.errors import UnknownCandidateError
from matching.library import Library
from matching.linking import Linker
from matching.ranking import CandidateIndex, CaseEvidence, NeedEvidence, build_index, explain, explain_many, rank
from matching.ranking.scoring.features import GENTLE, log_scale
from matching.types import (
    Candidate,
    CaseRecord,
    Industry,
    ModuleOffer,
    Must,
    Preferences,
    ProblemText,
    ProviderKind,
    Query,
)


def dye_house() -> Query:
    return Query(
        ref="E1",
        name="某印染厂",
        county="柯桥区",
        city="绍兴市",
        industry=Industry(gbt_code="1713"),
        problems=(
            ProblemText(text="仓库账实不符，盘点要停工三天", priority=1),
            ProblemText(text="食堂饭菜太咸", priority=3),
        ),
    )


def warehouse_firm(*, regions: tuple[str, ...] = ()) -> Candidate:
    module = ModuleOffer(ref="P1-M1", name="WMS仓库管理", summary="扫码出入库，盘点不停工，账实相符。")
    case = CaseRecord(enterprise="某染厂", industry=24, scenarios=("仓库管理",), outcome="盘点快了")
    return Candidate(ref="P1", name="甲仓软件", regions=regions, modules=(module,), cases=(case,))


@pytest.mark.timeout(300)
def test_explain_every_pair_adds_up_and_agrees_with_rank(index: CandidateIndex, queries: list[Query]) -> None:
    for query in queries:
        ranking = rank(query, index)
        explanations = explain_many(query, index, [place.ref for place in ranking.places])
        for place, explanation in zip(ranking.places, explanations, strict=True):
            assert (explanation.rank, explanation.score) == (place.rank, place.score)
            total = sum(one.contribution for one in explanation.contributions)
            assert total == pytest.approx(explanation.score, abs=1e-9)


def test_explain_solved_problem_names_module_scenario_and_words(library: Library, linker: Linker) -> None:
    index = build_index([warehouse_firm()], library=library, linker=linker)

    explanation = explain(dye_house(), index, "P1")

    cover = next(one for one in explanation.contributions if one.feature == "scenario_cover")
    evidence = cover.evidence[0]
    assert isinstance(evidence, NeedEvidence)
    assert (evidence.number, evidence.module_ref, evidence.scenario) == (1, "P1-M1", "wms")
    assert "盘点" in {match.need_word for match in evidence.words}


def test_explain_spans_point_at_the_word_in_the_problem(library: Library, linker: Linker) -> None:
    index = build_index([warehouse_firm()], library=library, linker=linker)

    cover = next(one for one in explain(dye_house(), index, "P1").contributions if one.feature == "scenario_cover")

    evidence = cover.evidence[0]
    assert isinstance(evidence, NeedEvidence)
    for match in evidence.words:
        start, end = match.need_span
        assert evidence.text[start:end] == match.need_word


def test_explain_unanswered_problem_is_named(library: Library, linker: Linker) -> None:
    index = build_index([warehouse_firm()], library=library, linker=linker)

    assert explain(dye_house(), index, "P1").unsolved_problems == (2,)


def test_explain_case_of_the_trade_is_evidence(library: Library, linker: Linker) -> None:
    index = build_index([warehouse_firm()], library=library, linker=linker)

    case = next(one for one in explain(dye_house(), index, "P1").contributions if one.feature == "case")

    assert [one.case.enterprise for one in case.evidence] == ["某染厂"]  # type: ignore[union-attr]


def test_explain_case_is_told_as_sure_as_it_counts(index: CandidateIndex, queries: list[Query]) -> None:
    for query in queries[::8]:
        for place in rank(query, index, top=5).places:
            case = next(one for one in explain(query, index, place.ref).contributions if one.feature == "case")
            surest = max((one.share for one in case.evidence if isinstance(one, CaseEvidence)), default=None)
            if surest is not None:
                assert log_scale(np.array(surest), steepness=GENTLE) == pytest.approx(case.raw, abs=1e-5)


def test_explain_depth_names_the_need_that_reaches_deepest(library: Library, linker: Linker) -> None:
    secrets = ModuleOffer(
        ref="P1-M2", name="师傅经验沉淀", summary="老师傅的诀窍拍成短视频，按工序归好，新人扫码学，带徒有记录。"
    )
    firm = warehouse_firm()
    index = build_index([replace(firm, modules=(*firm.modules, secrets))], library=library, linker=linker)
    problems = (
        ProblemText(text="库存数字不准", priority=1),
        ProblemText(text="老师傅的诀窍没有记录，新人学不会", priority=3),
    )

    told = explain(Query(ref="E1", name="某厂", problems=problems), index, "P1").contributions

    named = {one.feature: [piece.number for piece in one.evidence if isinstance(piece, NeedEvidence)] for one in told}
    assert named["breadth"] == [1, 2]  # The urgent one first, though it is answered less.
    assert named["scenario_depth"] == named["text_depth"] == named["answer_depth"] == [2]


def test_explain_excluded_candidate_has_no_rank_and_says_why(library: Library, linker: Linker) -> None:
    index = build_index([warehouse_firm(regions=("广东省",))], library=library, linker=linker)
    query = dye_house()
    strict = Query(
        ref=query.ref,
        name=query.name,
        county=query.county,
        city=query.city,
        preferences=Preferences(must=(Must.REGION,)),
    )

    explanation = explain(strict, index, "P1")

    assert (explanation.rank, explanation.excluded) == (None, (Must.REGION,))


def test_explain_partner_answer_of_a_contractor_names_the_partner(library: Library, linker: Linker) -> None:
    contractor = Candidate(ref="P0", name="总包", kind=ProviderKind.GENERAL_CONTRACTOR, partners=("P1",))
    index = build_index([contractor, warehouse_firm()], library=library, linker=linker)

    named = {
        one.feature: [(piece.module_of, piece.number) for piece in one.evidence if isinstance(piece, NeedEvidence)]
        for one in explain(dye_house(), index, "P0").contributions
    }

    assert named.pop("team_cover") == [("P1", 1)]
    assert not any(named.values())  # Nothing else counts what partners bring.


def test_explain_unknown_candidate_is_refused(index: CandidateIndex, queries: list[Query]) -> None:
    with pytest.raises(UnknownCandidateError):
        explain(queries[0], index, "nobody")
