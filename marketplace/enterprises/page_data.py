"""What the pages of an enterprise show: options of fields, labels, and the parts of its own page."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from sqlmodel import Session

from marketplace.accounts.policies import can_confirm, can_invite
from marketplace.core.actor import Actor, Role
from marketplace.enterprises.labels import URGENCY_LABELS, Urgency, urgency_words
from marketplace.enterprises.policies import can_edit
from marketplace.enterprises.queries import EnterpriseView
from marketplace.exchange.labels import (
    DEPLOYMENT_LABELS,
    MUST_LABELS,
    PAYMENT_LABELS,
    NeedKind,
)
from marketplace.exchange.meanings import DEPLOYMENT_MEANINGS, PAYMENT_MEANINGS
from marketplace.exchange.rows import IndustryRef, ProblemRow
from marketplace.taxonomy.industries import entries_holding
from marketplace.taxonomy.labels import NEED_KIND_LABELS
from marketplace.taxonomy.linking import TextKind, guess_scenarios
from marketplace.taxonomy.queries import (
    find_edition,
    industry_names,
    load_counties,
    load_industries,
    load_marks,
    scenario_names,
)

FORM_LABELS = {
    "industry_text": "做什么产品",
    "gbt_code": "行业代码",
    "catalog_no": "细分行业目录",
    "description": "企业简介",
    "employees": "员工人数",
    "revenue_wan": "上年营业收入",
    "problems": "问题清单",
    "scenarios": "场景清单",
    "payment": "付费方式",
    "budget_wan": "首年预算",
    "deployment": "部署方式",
    "must": "必须满足",
}
REGISTER_LABELS = FORM_LABELS | {
    "name": "企业全称",
    "uscc": "统一社会信用代码",
    "county_code": "所在县（市、区）",
    "email": "邮箱",
    "display_name": "怎么称呼您",
    "password": "密码",
}
MOST_TAKEN, TAKEN_FROM = 2, 0.4  # As the page of recommendations names them.
Options = list[tuple[str, Any]]


def county_options(session: Session) -> Options:
    """Return divisions grouped by city, for a select."""
    rows = load_counties(session)
    return [(city, [(row.code, row.name) for row in group]) for city, group in groupby(rows, key=lambda row: row.city)]


def industry_options(session: Session) -> Options:
    """Return the 39 entries grouped by the industry above them, for a select."""
    rows = sorted(load_industries(session), key=lambda row: (row.level1, row.catalog_no))
    return [
        (level1, [(row.catalog_no, row.level2) for row in group])
        for level1, group in groupby(rows, key=lambda row: row.level1)
    ]


def urgency_options() -> list[tuple[str, str]]:
    """Return how urgent a problem may be; the usual is what an empty choice stands for."""
    return [(one.value, label) for one, label in URGENCY_LABELS.items() if one is not Urgency.MIDDLE]


def form_options(session: Session) -> dict[str, Any]:
    """Return the options of every choice of the form."""
    return {
        "industries": industry_options(session),
        "urgencies": urgency_options(),
        "kinds": [(kind.value, label) for kind, label in NEED_KIND_LABELS.items()],
        "payments": [(one, label, PAYMENT_MEANINGS[one]) for one, label in PAYMENT_LABELS.items()],
        "deployments": [
            *((one, label, DEPLOYMENT_MEANINGS[one]) for one, label in DEPLOYMENT_LABELS.items()),
            ("", "不限", "说不准就选这个"),
        ],
        "musts": list(MUST_LABELS.items()),
    }


def field_words(session: Session) -> Callable[[str, str], str]:
    """Return a function that says a field's typed value as people read it: names of choices instead of their codes."""
    known: dict[str, dict[str, str]] = {
        "catalog_no": {str(row.catalog_no): row.level2 for row in load_industries(session)},
        "county_code": {row.code: f"{row.city}{row.name}" for row in load_counties(session)},
        "deployment": {str(value): label for value, label in DEPLOYMENT_LABELS.items()},
    }
    return lambda name, value: known.get(name, {}).get(value, value)


def show_context(session: Session, *, view: EnterpriseView, actor: Actor) -> dict[str, Any]:
    """Return what the page of an enterprise shows to an actor."""
    names, marks = scenario_names(session), county_marks(session, view=view)
    taken_for = _taken_for(session, problems=view.row.problems)
    return {
        "view": view,
        "industry": industry_text(session, view.row.industry),
        "problems": [
            (one.text, urgency_words(one.priority), [names.get(code, code) for code in one.links], taken_for[one.text])
            for one in view.row.problems
        ],
        "needs": [
            (one.name, kind_text(one.kind, links=one.links, marks=marks), [names.get(code, code) for code in one.links])
            for one in view.row.scenarios
        ],
        "musts": [MUST_LABELS[must] for must in view.row.preferences.must],
        "is_own": actor.organisation_id == view.enterprise_id,
        "can_edit": can_edit(actor, enterprise_id=view.enterprise_id, county_code=view.county_code),
        "can_confirm": not view.is_confirmed and can_confirm(actor, county_code=view.county_code, is_provider=False),
        "can_invite": can_invite(
            actor, organisation_id=view.enterprise_id, area=view.county_code, role=Role.ENTERPRISE
        ),
    }


def _taken_for(session: Session, *, problems: Sequence[ProblemRow]) -> dict[str, list[str]]:
    """Return by its text what each problem is taken for in the ranking, as long as nobody has confirmed anything."""
    open_texts = [one.text for one in problems if not one.links]
    known = find_edition(session) is not None
    found = guess_scenarios(session, texts=open_texts, kind=TextKind.PROBLEM, most=MOST_TAKEN) if known else []
    names = [[guess.name for guess in guesses if guess.confidence >= TAKEN_FROM] for guesses in found]
    return {one.text: [] for one in problems} | dict(zip(open_texts, names, strict=known))


def county_marks(session: Session, *, view: EnterpriseView) -> dict[str, NeedKind]:
    """Return the county's own marks for the enterprise's industry, by scenario."""
    return industry_marks(session, industry=view.row.industry, county_code=view.county_code)


def industry_marks(session: Session, *, industry: IndustryRef, county_code: str) -> dict[str, NeedKind]:
    """Return a county's marks for the catalogue entry that an industry belongs to, by scenario."""
    number = industry.catalog_no
    if number is None and industry.gbt_code:
        holding = entries_holding(load_industries(session), code=industry.gbt_code)
        number = holding[0].catalog_no if holding else None
    return load_marks(session, county_code=county_code, catalog_no=number) if number else {}


def kind_text(kind: NeedKind | None, *, links: tuple[str, ...], marks: dict[str, NeedKind]) -> str:
    """Return N or X in words: the county's mark wins over what the sender said."""
    marked = next((marks[code] for code in links if code in marks), None)
    if marked is not None:
        return f"{NEED_KIND_LABELS[marked]}，县里标记"
    return NEED_KIND_LABELS[kind] if kind else ""


def industry_text(session: Session, industry: IndustryRef) -> str:
    """Return an industry in words."""
    if industry.gbt_code:
        name = industry_names(session, gbt_codes=[industry.gbt_code]).get(industry.gbt_code, "")
        return f"{name}（{industry.gbt_code}）" if name else industry.gbt_code
    if industry.catalog_no:
        return industry_names(session).get(str(industry.catalog_no), "")
    return industry.text or "还没有填"
