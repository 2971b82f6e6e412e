"""Templates of criteria and of the declaration, as data: 100 points over four fields, after drafts of other cities."""

from collections.abc import Mapping, Sequence

from marketplace.lists.labels import Rule, YesNo
from marketplace.reviews.criteria import Criterion, Scheme
from marketplace.reviews.labels import Verdict

FULL_POINTS = 100
MINIMUM_TOTAL = 60
CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        key="strength",
        label="企业实力",
        points=20,
        guide="经营和财务状况、专业人员、资质和标准、在本省的服务力量。",
    ),
    Criterion(
        key="product",
        label="产品与方案",
        points=40,
        guide="对本行业难题的针对性、模块是否小而精、接口是否开放、价格和付费方式是否适合中小企业。",
    ),
    Criterion(
        key="cases",
        label="案例与成效",
        points=25,
        guide="同行业已验收的案例、成效的数字和证明、可以复制的程度。",
    ),
    Criterion(
        key="service",
        label="服务保障",
        points=15,
        guide="实施周期、响应时间、培训、数据安全、退出时的数据交接。",
    ),
)
QUESTIONS: tuple[dict[str, str], ...] = (
    {"key": "q1", "text": "近三年有没有因违法经营受过刑事处罚或较大数额罚款？", "wanted": YesNo.NO, "rule": Rule.FAIL},
    {"key": "q2", "text": "是否被列入严重失信主体名单？", "wanted": YesNo.NO, "rule": Rule.FAIL},
    {
        "key": "q3",
        "text": "本单位或负责人与县（市、区）经信部门的人员有没有亲属、持股或任职关系？",
        "wanted": YesNo.NO,
        "rule": Rule.DISCRETIONARY,
    },
    {
        "key": "q4",
        "text": "是否承诺不指定、不捆绑销售，企业可以自由选择模块和服务商？",
        "wanted": YesNo.YES,
        "rule": Rule.FAIL,
    },
    {
        "key": "q5",
        "text": "合同结束时，是否把企业的数据完整交还企业？",
        "wanted": YesNo.YES,
        "rule": Rule.DISCRETIONARY,
    },
)


def questions_of_template() -> list[dict[str, str]]:
    """Return the questions of the template as they are stored."""
    return [{name: str(value) for name, value in question.items()} for question in QUESTIONS]


def scheme_of_template() -> Scheme:
    """Return the criteria of the template."""
    return Scheme(criteria=CRITERIA, minimum_total=MINIMUM_TOTAL)


def verdicts_of(questions: Sequence[Mapping[str, str]], answers: Mapping[str, str]) -> dict[str, Verdict]:
    """Return what the rules say of each answer; an answer that is missing counts as unwanted."""
    found = {}
    for question in questions:
        wanted = answers.get(question["key"]) == question["wanted"]
        unwanted = Verdict.FAIL if question["rule"] == Rule.FAIL else Verdict.DISCRETIONARY
        found[question["key"]] = Verdict.PASS if wanted else unwanted
    return found


def verdict_of(questions: Sequence[Mapping[str, str]], answers: Mapping[str, str]) -> Verdict:
    """Return what the rules say of a whole declaration: the worst of its answers."""
    found = set(verdicts_of(questions, answers).values())
    return next((verdict for verdict in (Verdict.FAIL, Verdict.DISCRETIONARY) if verdict in found), Verdict.PASS)
