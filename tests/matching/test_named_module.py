"""Of a provider's modules the one that does what the plant asks for is named, not its neighbour in the same trade."""

import pytest

from matching.library import Library
from matching.linking import Linker
from matching.ranking import CandidateIndex, NeedEvidence, build_index, explain
from matching.types import Candidate, Industry, ModuleOffer, ProblemText, Query

# By provider: what it says of itself, and its modules with names, texts and the scenarios that they name.
PROVIDERS = {
    "doors": (
        "创始人做了九年木门厂拆单主管，只做木门这一行的软件，按樘数收费。",
        (
            (
                "木门拆单云",
                (
                    "按墙厚、开向、门型自动把一樘门拆成门扇、门套、套线和五金孔位，左右开、子母门、双包单包都有规则，"
                    "有冲突的尺寸会停下来让人确认。"
                ),
                ("木门拆单", "订单审核"),
            ),
            (
                "门套套线齐套看板",
                "每樘门一个樘号，门扇、门套、套线各贴一张码，过一道工序扫一次，包装工位扫樘号就知道缺哪一根。",
                ("木门套线配套", "齐套检查"),
            ),
        ),
    ),
    "cabinets": (
        "做木门和柜子软件的小公司。",
        (
            (
                "门墙柜一体拆单",
                "图纸读进来，木门、衣柜、橱柜、护墙板一次拆清楚，五金孔位一起带出来，尺寸打架就停下。",
                ("拆单",),
            ),
            ("衣柜板件分拣", "衣柜板件封边打孔后扫码，分拣架亮灯，一户的板齐了打包。", ("板件分拣", "拆单")),
        ),
    ),
    "dyeing": (
        "做了十二年染整厂的软件。",
        (
            (
                "排缸助手",
                "针织、梭织、印花、纱线都能排，按颜色深浅和缸型排顺序，插急单时提示多洗几次缸。",
                ("染缸排程",),
            ),
            ("染缸看板", "染厂每只染缸洗到第几道、还要多久，大屏上看。", ("染缸排程", "缸况看板")),
        ),
    ),
    "moulds": (
        "做模具行业软件。",
        (
            (
                "电极管理",
                "注塑、压铸、冲压模的电极都贴芯片，上机前扫一下核对图号，放在哪一格屏上亮。",
                ("电极管理", "模具项目管理"),
            ),
            ("模具进度看板", "模具做到哪一步，模仁在哪台机上，一看就知道。", ("模具项目管理",)),
        ),
    ),
    "socks": (
        "做袜子、内衣、针织行业软件。",
        (
            (
                "袜机联网",
                "袜机、横机、圆机停机和断针实时上屏，针织、内衣、袜子都能接，停超过五分钟叫挡车工。",
                ("设备联网", "织机监控"),
            ),
            (
                "袜子筐号计件",
                "袜子缝头、翻袜、定型按筐号扫码，袜机挡车工的工资当天看到。",
                ("计件工资", "织机监控"),
            ),
        ),
    ),
}

# The plant's code and words, what it complains of, and the module that answers.
CASES = [
    (
        "doors",
        ("2032", "做实木复合套装门，开料、压板、封边、油漆、包装都在自己厂里。"),
        "经销商发手写单子，墙厚、开向、锁孔写得五花八门，三个人从早拆到晚，左开拆成右开的每个月都有，返工连门套一起重做",
        "木门拆单云",
    ),
    (
        "doors",
        ("2032", "做实木复合套装门，开料、压板、封边、油漆、包装都在自己厂里。"),
        "一樘门的门扇、门套、套线分三条线走，到包装才发现少一根套线，整樘门压在那里等",
        "门套套线齐套看板",
    ),
    (
        "cabinets",
        ("2110", "做板式衣柜和橱柜，一天两百来张板。"),
        "门店传来的图纸每家画法不同，三个人拆单拆到半夜，尺寸拆错现场装不上",
        "门墙柜一体拆单",
    ),
    (
        "dyeing",
        ("1713", "针织布染色，也做印花。"),
        "急单一插后面的缸全乱，染深染浅来回洗缸，全靠老师傅拿本子排",
        "排缸助手",
    ),
    (
        "moulds",
        ("3525", "注塑模和压铸模。"),
        "电极谁用谁拿，找一根电极翻半天，拿错一根模仁就报废",
        "电极管理",
    ),
    (
        "socks",
        ("1821", "织袜厂，三百台袜机。"),
        "袜机断针没人知道，挡车工一个人看四十台，织了一筐次品才发现",
        "袜机联网",
    ),
]


@pytest.fixture(scope="module")
def market(library: Library, linker: Linker) -> CandidateIndex:
    candidates = [
        Candidate(
            ref=ref,
            name="某软件公司",
            description=description,
            modules=tuple(
                ModuleOffer(ref=f"{ref}-{number}", name=name, summary=summary, scenarios=scenarios)
                for number, (name, summary, scenarios) in enumerate(modules)
            ),
        )
        for ref, (description, modules) in PROVIDERS.items()
    ]
    return build_index(candidates, library=library, linker=linker)


@pytest.mark.parametrize(("provider", "plant", "problem", "module"), CASES, ids=[case[3] for case in CASES])
def test_explain_names_the_module_whose_function_and_object_are_asked_for(
    provider: str, plant: tuple[str, str], problem: str, module: str, market: CandidateIndex
) -> None:
    code, description = plant
    query = Query(
        ref="E",
        name="某厂",
        county="",
        city="",
        industry=Industry(gbt_code=code),
        description=description,
        problems=(ProblemText(text=problem, priority=1),),
    )

    explanation = explain(query, market, provider)

    cover = next(one for one in explanation.contributions if one.feature == "scenario_cover")
    named = [one.module_name for one in cover.evidence if isinstance(one, NeedEvidence)]
    assert named[:1] == [module]


def test_fit_of_a_module_that_names_kin_of_its_trade_is_whole(library: Library, linker: Linker) -> None:
    one_trade = ModuleOffer(ref="M1", name="袜厂看板", summary="袜机停了就上屏。")
    kin = ModuleOffer(ref="M2", name="针织看板", summary="袜机、横机、圆机停了都上屏，针织、内衣、袜子都能接。")
    index = build_index(
        [Candidate(ref=one.ref, name="某软件公司", modules=(one,)) for one in (one_trade, kin)],
        library=library,
        linker=linker,
    )
    query = Query(
        ref="E", name="某袜厂", industry=Industry(gbt_code="1821"), problems=(ProblemText(text="袜机停了没人知道"),)
    )

    fits = {
        ref: next(one.raw for one in explain(query, index, ref).contributions if one.feature == "trade_fit")
        for ref in ("M1", "M2")
    }

    assert fits["M2"] == pytest.approx(fits["M1"], abs=0.05)
