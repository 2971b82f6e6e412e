"""The profile form: raw values from a stored profile, empty rows, and names of the gazetteer."""

from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz import fuzz, process

from marketplace.core.errors import InvalidError
from marketplace.exchange.labels import PROVIDER_KIND_NAME_LABELS
from marketplace.exchange.meanings import PROVIDER_KIND_NAME_MEANINGS
from marketplace.providers.queries import Profile
from marketplace.providers.schemas import CaseIn, ProfileIn
from marketplace.providers.typed import split_words
from marketplace.web.forms import BoundForm, Schema

LABELS = {
    "name": "单位名称",
    "uscc": "统一社会信用代码",
    "kind": "类别",
    "city": "设区市",
    "county": "县（市、区）",
    "description": "简介",
    "qualifications": "资质",
    "service_center": "创新服务中心名称",
    "center_place": "中心地址",
    "center_services": "中心做什么",
    "center_county_code": "挂钩的县（市、区）",
    "regions": "服务区域",
    "industries": "细分行业",
    "cases": "案例",
    "email": "邮箱",
    "display_name": "怎么称呼您",
    "password": "密码",
}
KINDS = [(kind.value, label, PROVIDER_KIND_NAME_MEANINGS[kind]) for kind, label in PROVIDER_KIND_NAME_LABELS.items()]
WORD_FIELDS = ("regions", "scenarios")
SPARE_ROWS = 2
NEAR_ENOUGH = 50.0  # rapidfuzz points of 100: half of a short name.
SUGGESTIONS = 10


def raw_profile(profile: Profile) -> dict[str, Any]:
    """Return a stored profile as its form would send it."""
    provider = profile.provider
    return {
        "kind": provider.kind.value if provider.kind else "",
        "city": provider.city,
        "county": provider.county,
        "description": provider.description,
        "qualifications": provider.qualifications,
        "service_center": provider.service_center,
        "center_place": provider.center_place,
        "center_services": provider.center_services,
        "center_county_code": provider.center_county_code,
        "regions": "、".join(provider.regions),
        "industries": [str(number) for number in provider.industries],
        "cases": [
            {
                "enterprise": case.enterprise,
                "industry": str(case.catalog_no or ""),
                "scenarios": "、".join(case.scenarios),
                "outcome": case.outcome,
            }
            for case in profile.cases
        ],
    }


def typed_fields(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form holds as a draft keeps it: absent ticks as empty lists, blank rows left out."""
    cases = [{name: str(row.get(name) or "") for name in CaseIn.model_fields} for row in raw.get("cases") or ()]
    lists = {
        "industries": [str(number) for number in raw.get("industries") or ()],
        "cases": [{**row, "scenarios": _joined(row["scenarios"])} for row in cases if any(row.values())],
    }
    texts = {name: str(raw.get(name) or "") for name in ProfileIn.model_fields if name not in {*lists, "version"}}
    return {**texts, "regions": _joined(texts["regions"]), **lists}


def _joined(words: str) -> str:
    """Return words told apart in one way, so that two ways of writing a list are no contradiction."""
    return "、".join(split_words(words))


def shown(form: BoundForm[Schema]) -> BoundForm[Schema]:
    """Prepare what was typed for showing it again.

    Fields of several words become the one text that was typed. Rows left empty go, because they were not counted
    when the rows were checked, and errors must stand beside their rows.
    """
    for name in WORD_FIELDS:
        typed = form.raw.get(name)
        if isinstance(typed, list):
            form.raw[name] = "、".join(typed)
    rows = form.raw.get("cases")
    if isinstance(rows, list):
        form.raw["cases"] = [row for row in rows if any(row.values())]
    return form


def count_rows(form: BoundForm[Schema], name: str, *, most: int) -> int:
    """Return how many rows of a list the page shows: those filled in and some to fill."""
    rows = form.raw.get(name)
    return min(most, (len(rows) if isinstance(rows, list) else 0) + SPARE_ROWS)


def check_regions(names: Iterable[str], *, known: frozenset[str]) -> None:
    """Raise when a name is not in the gazetteer, since it would count as not serving; offer the nearest one."""
    for name in names:
        if known and name not in known:
            near = process.extractOne(name, sorted(known), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
            offer = (
                f"是不是“{near[0].split('/')[-1]}”？" if near else "请写省、市、县的名称，或全国、长三角这样的通称。"
            )
            raise InvalidError(fields={"regions": [f"没有找到地区“{name}”。{offer}"]})


def suggest_regions(typed: str, *, known: frozenset[str]) -> list[Mapping[str, str]]:
    """Return names for the last word of a list being typed; each value is the whole list with that name."""
    *before, last = typed.replace("，", "、").replace(",", "、").split("、")
    plain = (name for name in known if "/" not in name)
    found = sorted(
        (name for name in plain if last.strip() and last.strip() in name), key=lambda name: (len(name), name)
    )
    return [
        {"value": "、".join([*before, name]), "label": "、".join([*before, name]), "note": ""}
        for name in found[:SUGGESTIONS]
    ]
