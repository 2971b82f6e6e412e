"""Rows of what a bureau's programs do with calls and applications; the objects are those of the pages."""

from marketplace.lists.call_office_schemas import WholeCallBody
from tests.fixtures.whole import whole
from tests.permissions.matrix import Row, ids, values
from tests.permissions.rows_lists import ABOVE, CRITERIA, REASON

CRITERIA_SENT = [{"key": one.key, "label": one.label, "points": one.points} for one in CRITERIA]
CALL = {"title": "数字化总承包商征集", "closes_on": "2026-12-20", "criteria": CRITERIA_SENT}
OPENED = ids(application_id="screening_call_application")
OTHER_OPENED = ids(application_id="other_screening_call_application")


def _call(name: str, *, ok: int | None = None, **sent: object) -> Row:
    """Return the row of a step of a call at a stage."""
    return Row(own=ids(call_id=name), other=ids(call_id=f"other_{name}"), data=values(**sent), ok=ok)


ROWS = {
    "list_calls_api.list_calls": Row(),
    "list_calls_api.get_call": Row(
        own=ids(call_id="closed_call"), other=ids(call_id="other_closed_call"), reaches_other=ABOVE
    ),
    "list_calls_api.create": Row(data=values(**CALL), ok=201),
    "list_calls_api.save": _call("draft_call", **whole(WholeCallBody, **CALL, version=1)),
    "list_calls_api.publish": _call("draft_call", version=1),
    "list_calls_api.withdraw": _call("open_call", **REASON),
    "list_calls_api.unseal": _call("closed_call"),
    "list_calls_api.review": _call("screened_call", ok=201),
    "list_calls_api.advise": _call("screened_call"),
    "list_calls_api.draft": _call("reviewed_call"),
    "list_applications_api.get_application": Row(
        own=ids(application_id="reviewed_call_application"),
        other=ids(application_id="other_reviewed_call_application"),
        reaches_other=ABOVE,
    ),
    "list_applications_api.put_screening": Row(own=OPENED, other=OTHER_OPENED, data=values(verdict="pass")),
}
