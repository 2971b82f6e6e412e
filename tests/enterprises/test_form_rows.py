"""What a form shows is what it saves."""

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from marketplace.enterprises.form_rows import edited_row, raw_form
from marketplace.enterprises.schemas import EnterpriseForm
from marketplace.exchange.labels import Deployment, Must, NeedKind, Payment
from marketplace.exchange.rows import EnterpriseRow, IndustryRef, PreferencesRow, ProblemRow, ScenarioRow
from marketplace.exchange.text import clean_line, clean_text
from marketplace.web.forms import BoundForm, clean
from tests.fixtures.reference import SMALL_LIBRARY

LETTERS = st.text(st.sampled_from("缸急单 abc\uff11\uff12，。（）😀𠮷&<>\"'\n"), max_size=30)
LINES = LETTERS.map(lambda text: clean_line(clean(text)))
TEXTS = LETTERS.map(lambda text: clean_text(clean(text)))
AMOUNTS = st.none() | st.integers(1, 10**12).map(lambda fen: fen / 10**6)
INDUSTRIES = st.one_of(
    st.integers(1, 39).map(lambda number: IndustryRef(catalog_no=number)),
    st.sampled_from(["C1713", "C171", "C38"]).map(lambda code: IndustryRef(gbt_code=code)),
    LINES.map(lambda text: IndustryRef(text=text)),
)
PROBLEMS = st.lists(
    st.builds(ProblemRow, text=TEXTS.filter(bool), priority=st.integers(1, 3), links=st.just(("mes",))),
    max_size=5,
    unique_by=lambda row: row.text,
).map(tuple)
NEEDS = st.lists(
    st.builds(ScenarioRow, name=LINES.filter(bool), kind=st.none() | st.sampled_from(NeedKind)),
    max_size=5,
    unique_by=lambda row: row.name,
).map(tuple)
WISHES = st.builds(
    PreferencesRow,
    payment=st.lists(st.sampled_from(Payment), unique=True).map(tuple),
    budget_wan=AMOUNTS,
    deployment=st.none() | st.sampled_from(Deployment),
    must=st.sampled_from([(), (Must.REGION,)]),
)
ROWS = st.builds(
    EnterpriseRow,
    ref=st.just("E1"),
    name=st.just("某厂"),
    industry=INDUSTRIES,
    description=TEXTS,
    employees=st.none() | st.integers(0, 1_000_000),
    revenue_wan=AMOUNTS,
    problems=PROBLEMS,
    scenarios=NEEDS,
    preferences=WISHES,
)


def sent(row: EnterpriseRow) -> MultiDict[str, str]:
    """Return what a browser sends when a form is shown and sent back untouched."""
    fields: MultiDict[str, str] = MultiDict()
    for name, value in raw_form(row, version=1).items():
        if name in {"problems", "scenarios"}:
            for index, listed in enumerate(value):
                for field, typed in listed.items():
                    fields.add(f"{name}-{index}-{field}", str(typed))
        elif isinstance(value, list):
            for one in value:
                fields.add(name, str(one))
        else:
            fields.add(name, str(value).replace("\n", "\r\n"))
    return fields


@given(ROWS)
def test_form_sent_back_untouched_states_the_same_row(row: EnterpriseRow) -> None:
    form = BoundForm.bind(EnterpriseForm, sent(row))

    assert form.field_errors == {}
    assert edited_row(row, entered=form.require(), library=SMALL_LIBRARY) == row
