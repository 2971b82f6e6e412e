"""Rows of applications and rounds for programs: the county's own application, the province's own round."""

from marketplace.core.actor import Role
from marketplace.programme.labels import ApplicationPart
from marketplace.programme.office_api_schemas import RoundBody
from marketplace.programme.plan import PART_FIELDS
from tests.fixtures.whole import whole
from tests.permissions.matrix import Row, both, ids, values
from tests.permissions.rows_programme import (
    ABOVE,
    INDUSTRY,
    OPINION,
    OTHER,
    OTHER_DRAFT,
    OTHER_ROUND,
    ROUND,
    a_round,
    an_application,
    screening,
)
from tests.permissions.world import World
from tests.programme.world import CRITERIA_FIELDS, content, scan

NEW = {
    **{name: int(text) if text.isdecimal() else text for name, text in ROUND.items() if name not in CRITERIA_FIELDS},
    "criteria": [{"label": "细分行业基础", "points": 40, "minimum": 20}, {"label": "目标与任务", "points": 60}],
}
TYPED = content(**INDUSTRY)
FORM = {name: TYPED[name] for name in PART_FIELDS[ApplicationPart.FORM]}
PAGE = {"text": OPINION["text"], "signed_on": OPINION["signed_on"]}
DRAFT = ids(round_id="draft_round")


def sealed_page(_world: World, _role: Role | None) -> dict[str, object]:
    return {**PAGE, "page": scan()}


def verdicts(world: World, role: Role | None) -> dict[str, object]:
    """Return the page's answers as a program sends them."""
    given = screening(world, role)
    keys = [name.removeprefix("verdict_") for name in given if name.startswith("verdict_")]
    decided = [{"key": key, "verdict": given[f"verdict_{key}"], "note": given[f"note_{key}"]} for key in keys]
    return {"is_qualified": True, "reason": given["reason"], "conditions": decided}


def removal(world: World, _role: Role | None) -> dict[str, object]:
    return {"application_id": world.ids["noticed_application"], "rationale": "产值不实，不符合条件的要求。"}


ROWS = {
    "pilot_applications_api.list_round_applications": Row(own=a_round("listed")),
    "pilot_applications_api.post_round_application": Row(own=a_round("typed"), ok=201),
    "pilot_applications_api.get_pilot_application": (
        Row(own=an_application("listed"), other=OTHER, reaches_other=ABOVE),
        Row(own=an_application("judged")),
    ),
    "pilot_applications_api.put_part": Row(
        own=both(an_application("typed"), values(part="form")),
        other=both(OTHER, values(part="form")),
        data=values(content=FORM, version=5),
    ),
    "pilot_applications_api.post_finalisation": Row(own=an_application("typed"), other=OTHER, data=values(version=5)),
    "pilot_applications_api.post_reopening": Row(own=an_application("final"), other=OTHER),
    "pilot_applications_api.post_government_opinion": Row(own=an_application("final"), other=OTHER, data=sealed_page),
    "pilot_applications_api.post_pilot_submission": Row(
        own=an_application("sealed"), other=OTHER, data=values(declared=True)
    ),
    "pilot_applications_api.post_city_opinion": Row(
        own=an_application("submitted"), other=OTHER, data=values(**PAGE, decision="agree")
    ),
    "pilot_screenings_api.get_screening": Row(own=an_application("endorsed"), other=OTHER),
    "pilot_screenings_api.put_screening": Row(own=an_application("endorsed"), other=OTHER, data=verdicts),
    "pilot_screenings_api.put_paper": Row(
        own=an_application("endorsed"), other=OTHER, data=values(paper_copies=5, paper_received_on="2026-11-20")
    ),
    "round_office_api.post_round": Row(data=values(**NEW), ok=201),
    "round_office_api.get_office": Row(own=DRAFT, other=OTHER_DRAFT),
    "round_office_api.put_office": Row(own=DRAFT, other=OTHER_DRAFT, data=values(**whole(RoundBody, **NEW, version=1))),
    "round_office_api.post_round_publication": Row(own=DRAFT, other=OTHER_DRAFT),
    "round_office_api.post_competition": Row(own=a_round("qualified"), other=OTHER_ROUND),
    "round_office_api.get_ranking": Row(own=a_round("judged"), other=OTHER_ROUND),
    "round_office_api.post_proposal": Row(own=a_round("judged"), other=OTHER_ROUND),
    "round_office_api.post_amendment": Row(own=a_round("noticed"), other=OTHER_ROUND, data=removal),
    "round_office_api.post_list": Row(own=a_round("noticed"), other=OTHER_ROUND),
}
