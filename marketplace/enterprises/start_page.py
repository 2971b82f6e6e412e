"""What each step of a start shows: its form as typed, and what the platform makes of it."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from marketplace.enterprises.page_data import FORM_LABELS, county_options, form_options, industry_marks
from marketplace.enterprises.start_rows import fields_of, industry_of_answers, started_row, text_key
from marketplace.enterprises.start_schemas import SCHEMAS, STEP_LABELS, Step
from marketplace.exchange.labels import NeedKind
from marketplace.exchange.rows import EnterpriseRow, IndustryRef
from marketplace.taxonomy.industries import guess_industries
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.labels import NEED_KIND_LABELS
from marketplace.taxonomy.linking import TextKind, guess_scenarios
from marketplace.taxonomy.models import County
from marketplace.taxonomy.queries import scenario_names
from marketplace.taxonomy.typical import typical_problems
from marketplace.web.forms import BoundForm
from marketplace.web.messages_zh import field_messages

START_LABELS = FORM_LABELS | {
    "problems": "难题",
    "county_code": "所在县（市、区）",
    "uscc": "统一社会信用代码",
    "scenarios": "自己想做的场景",
}
MOST_INDUSTRIES = 4
EMPTY_ROWS = 2


def step_form(content: Mapping[str, Any], *, step: Step) -> BoundForm[Any]:
    """Return a step's form as typed, with what is wrong in it and some empty rows to write on."""
    raw = fields_of(content, step=step)
    form: BoundForm[Any] = BoundForm(raw=raw, labels=START_LABELS)
    try:
        form.valid = SCHEMAS[step].model_validate({name: value for name, value in raw.items() if value not in ("", [])})
    except ValidationError as error:
        form.field_errors = field_messages(error.errors())
    if step is Step.TROUBLES:
        form.raw["problems"] = [*raw["problems"], *({"text": ""} for _ in range(EMPTY_ROWS))]
    if step is Step.CHECK:
        form.raw["scenarios"] = [*raw["scenarios"], *({"name": ""} for _ in range(EMPTY_ROWS))]
    return form


def step_context(session: Session, *, step: Step, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a step's page shows beside its form."""
    if step is Step.TROUBLES:
        return {"counties": county_options(session)}
    if step is Step.WISHES:
        return form_options(session)
    return _check_context(session, content=content)


def _check_context(session: Session, *, content: Mapping[str, Any]) -> dict[str, Any]:
    library = KNOWLEDGE.library(session)
    industry = industry_of_answers(content, library=library)
    said = [one["text"] for one in fields_of(content, step=Step.TROUBLES)["problems"]]
    chosen = set(content.get("typical", []))
    meant = guess_industries(session, text=industry.text, most=MOST_INDUSTRIES) if industry.text else []
    # Peers' troubles are worth showing for the likeliest industry too: the reader ticks only what is true.
    peers = IndustryRef(gbt_code=meant[0].code) if meant else industry
    typical = [*typical_problems(library, industry=peers)]
    typical += [text for text in content.get("typical", []) if text not in typical]
    return {
        "heard": _heard(session, said=said, content=content),
        "industry_words": industry.text,
        "industries": meant,
        "typical": [(text, text) for text in typical if text not in said or text in chosen],
        "county_list": _county_list(session, content=content),
    }


def _heard(session: Session, *, said: list[str], content: Mapping[str, Any]) -> list[dict[str, Any]]:
    ticked, asked = set(content.get("links", [])), set(content.get("asked", []))
    guessed = guess_scenarios(session, texts=said, kind=TextKind.PROBLEM)
    return [
        {
            "key": text_key(text),
            "text": text,
            "guesses": [
                {
                    "value": f"{text_key(text)}:{guess.code}",
                    "name": guess.name,
                    "note": "很可能" if guess.is_sure else "有可能",
                    # What was shown before keeps the reader's ticks; what is new is ticked when it is sure.
                    "on": f"{text_key(text)}:{guess.code}" in ticked if text_key(text) in asked else guess.is_sure,
                }
                for guess in guesses
            ],
        }
        for text, guesses in zip(said, guessed, strict=True)
    ]


def _county_list(session: Session, *, content: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    marks, names = marks_of(session, content=content), scenario_names(session)
    order = {NeedKind.COMMON: 0, NeedKind.INDIVIDUAL: 1}
    known = [(code, kind) for code, kind in marks.items() if code in names]
    return [
        (code, names[code], NEED_KIND_LABELS[kind])
        for code, kind in sorted(known, key=lambda pair: (order[pair[1]], pair[0]))
    ]


def marks_of(session: Session, *, content: Mapping[str, Any]) -> dict[str, NeedKind]:
    """Return the marks of the county for the industry, both as answered."""
    industry = industry_of_answers(content, library=KNOWLEDGE.library(session))
    return industry_marks(session, industry=industry, county_code=str(content.get("county_code", "")))


def row_of(session: Session, *, content: Mapping[str, Any]) -> EnterpriseRow:
    """Return a draft as an exchange row."""
    county = session.get(County, str(content.get("county_code", "")))
    return started_row(
        content,
        library=KNOWLEDGE.library(session),
        place=(county.name, county.city) if county else ("", ""),
        marks=marks_of(session, content=content),
        name=str(content.get("name", "")),
    )


def progress(*, now: Step | None) -> list[tuple[str, str, str]]:
    """Return the steps as the macro takes them; None stands for the results."""
    steps = list(Step)
    here = steps.index(now) if now else len(steps)
    told = [
        (STEP_LABELS[step], "", "done" if number < here else "now" if number == here else "")
        for number, step in enumerate(steps)
    ]
    return [*told, ("看推荐", "", "" if now else "now")]


def next_step(step: Step) -> Step | None:
    """Return the step after one, None after the last."""
    steps = list(Step)
    return steps[steps.index(step) + 1] if step is not steps[-1] else None
