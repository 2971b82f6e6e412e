"""Rows as readers give them, for round trips."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from marketplace.exchange import (
    CaseRow,
    Deployment,
    EnterpriseRow,
    IndustryRef,
    ModuleRow,
    Must,
    NeedKind,
    Payment,
    PreferencesRow,
    ProblemRow,
    ProviderKindName,
    ProviderRow,
    ScenarioRow,
)
from marketplace.exchange.identity import EXAMPLE_REF
from marketplace.exchange.text import clean_code, clean_line, clean_ref, clean_text

# Characters that formats, spreadsheets and separators make something of, beside ordinary ones.
_TRICKY = "=+-@＝＋'\"\\、,，;；\t\n\r\u3000\u00a0\u200b\ufeff\u2028_x000D_<>&#%{}[]!*\x07😀𠮷印染车间 1a\uff21\uff11"
_text = st.text(st.sampled_from(_TRICKY) | st.characters(exclude_categories=["Cs"]), max_size=12)
FORMULA_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}


def _cleaned(clean, *, least=0):
    return _text.map(clean).filter(
        lambda text: len(text) >= least and "\ufffd" not in text and text not in FORMULA_ERRORS
    )


lines = _cleaned(clean_line)
names = _cleaned(clean_line, least=1)
texts = _cleaned(clean_text)
refs = _cleaned(clean_ref, least=1).filter(lambda ref: ref != EXAMPLE_REF and len(ref) < 60)
codes = _cleaned(clean_code, least=1).filter(lambda code: len(code) < 30)
wan = st.integers(1, 10**12).map(lambda millionths: round(millionths / 10**6, 6))


def lists(items, *, most=3):
    return st.lists(items, max_size=most, unique=True).map(tuple)


payments = lists(st.sampled_from(Payment))
deployments = st.none() | st.sampled_from(Deployment)
catalog = st.integers(1, 39)
industries = st.one_of(
    st.just(IndustryRef()),
    st.builds(IndustryRef, catalog_no=catalog),
    st.builds(IndustryRef, gbt_code=st.integers(13, 43).map(lambda number: f"C{number}")),
    st.builds(IndustryRef, text=names),
)
divisions = st.sampled_from([("", ""), ("柯桥区", "绍兴市"), ("", "杭州市"), ("西湖区", "杭州市")])
problems = st.builds(ProblemRow, text=_cleaned(clean_text, least=1), priority=st.integers(1, 3), links=lists(codes))
scenarios = st.builds(ScenarioRow, name=names, kind=st.none() | st.sampled_from(NeedKind), links=lists(codes))
preferences = st.builds(
    PreferencesRow,
    payment=payments,
    budget_wan=st.none() | wan,
    deployment=deployments,
    must=lists(st.sampled_from(Must)),
)
modules = st.builds(
    ModuleRow,
    ref=st.just("") | refs,
    name=names,
    summary=texts,
    scenarios=lists(names),
    industries=lists(catalog),
    payment=payments,
    price_wan=st.none() | wan,
    deployment=deployments,
    published_on=st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    links=lists(codes),
)
cases = st.builds(
    CaseRow, enterprise=lines, industry=st.none() | catalog, scenarios=lists(names), outcome=texts
).filter(lambda case: case != CaseRow())
_enterprise = st.builds(
    EnterpriseRow,
    ref=refs,
    name=names,
    uscc=st.sampled_from(["", "91110000600037341L"]),
    industry=industries,
    description=texts,
    employees=st.none() | st.integers(0, 10**6),
    revenue_wan=st.none() | wan,
    problems=st.lists(problems, max_size=2).map(tuple),
    scenarios=st.lists(scenarios, max_size=2).map(tuple),
    preferences=preferences,
)


@st.composite
def enterprises(draw):
    """One enterprise with a division, which is drawn as a pair."""
    county, city = draw(divisions)
    return replace(draw(_enterprise), county=county, city=city)


providers = st.builds(
    ProviderRow,
    ref=refs,
    name=names,
    kind=st.none() | st.sampled_from(ProviderKindName),
    county=lines,
    city=lines,
    regions=lists(names),
    industries=lists(catalog),
    description=texts,
    partners=lists(refs),
    modules=st.lists(modules, max_size=2, unique_by=lambda module: module.ref or module).map(tuple),
    cases=st.lists(cases, max_size=2).map(tuple),
).filter(lambda row: not row.county.isdigit() and "绍兴" not in row.city)


def sets_of(rows):
    """Rows of one file: no number and no code twice."""
    return st.lists(rows, max_size=2, unique_by=(lambda row: row.ref, lambda row: row.uscc or row.ref))
