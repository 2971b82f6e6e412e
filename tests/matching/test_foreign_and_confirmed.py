"""Businesses outside manufacturing are seen as such; links that a person confirmed are believed."""

from dataclasses import replace

import pytest

from matching.library import Library
from matching.linking import Linker
from matching.ranking import CandidateIndex, build_index, explain, rank
from matching.types import Candidate, Industry, ModuleOffer, ProblemText, Query

FOREIGN = [
    ("医院设备管理", "住院部和门诊的医疗设备台账、点检保养、维修派单，科室扫码报修。"),
    ("餐饮进销存", "餐厅门店点餐、后厨领料、盘点和供应商对账，连锁餐饮都能用。"),
    ("物流车队调度", "货运车队的车辆派车、司机结算、油耗统计和在途跟踪，物流公司专用。"),
    ("酒店能耗管理", "酒店客房和后厨的水电气分项计量，节能空调控制。"),
]


def dye_house() -> Query:
    return Query(
        ref="E1",
        name="某印染厂",
        industry=Industry(gbt_code="1713"),
        problems=(
            ProblemText(text="设备坏了才修，点检本是补的"),
            ProblemText(text="仓库账实不符，盘点要停工三天"),
            ProblemText(text="电费气费一年几百万，说不清用在哪"),
        ),
    )


@pytest.mark.parametrize(("name", "summary"), FOREIGN, ids=[name for name, _ in FOREIGN])
def test_rank_module_for_another_business_stays_behind_a_plain_one(
    name: str, summary: str, library: Library, linker: Linker
) -> None:
    plain = ModuleOffer(ref="P-1", name="设备、仓库与能源管理", summary="设备点检保养维修，仓库盘点，水电气计量。")
    foreign = ModuleOffer(ref="F-1", name=name, summary=summary)
    index = build_index(
        [
            Candidate(ref="F", name="甲方科技", modules=(foreign,)),
            Candidate(ref="P", name="乙方科技", modules=(plain,)),
        ],
        library=library,
        linker=linker,
    )

    scores = {place.ref: place.score for place in rank(dye_house(), index).places}

    assert index.segments[0].figures.foreign[0] > 0.2
    assert index.segments[0].figures.foreign[1] == 0
    assert scores["F"] < scores["P"]


def test_explain_confirmed_link_outweighs_what_the_text_says(
    index: CandidateIndex, queries: list[Query], library: Library
) -> None:
    vague = ProblemText(text="那个事情一直没弄好")
    asked = Query(ref="E1", name="某厂", problems=(vague,))
    confirmed = replace(asked, problems=(replace(vague, links=("wms",)),))
    keeper = next(
        candidate.ref
        for segment in index.segments
        for candidate in segment.candidates
        if any(name == "仓库管理" for offer in candidate.modules for name in offer.scenarios)
    )

    assert explain(asked, index, keeper).unsolved_problems == (1,)
    assert explain(confirmed, index, keeper).unsolved_problems == ()
    assert explain(confirmed, index, keeper).score > explain(asked, index, keeper).score
