"""A questionnaire as a browser sends it."""

from marketplace.assessments.answers import SCENE
from marketplace.assessments.scheme import load_scheme
from tests.fixtures.web import Person

SCHEME = load_scheme()
JSON = {"Accept": "application/json"}


def filled(*, depth: str = "1", **changed: object) -> dict[str, object]:
    """Return the second answer of every single choice, the first two of every other, and one depth for all scenes."""
    sent: dict[str, object] = {"version": "1", "draft_version": "0", "purpose": "self"}
    for one in SCHEME.indicators:
        keys = [option.key for option in one.options]
        sent[one.key] = keys[:2] if one.multiple else keys[1]
    sent |= {f"{SCENE}{one.code}": depth for one in SCHEME.scenes}
    return {**sent, **changed}


def told(**changed: object) -> dict[str, object]:
    """Return the same answers as a program sends them."""
    sent = filled(**changed)
    depths = {key.removeprefix(SCENE): int(str(value)) for key, value in sent.items() if key.startswith(SCENE)}
    options = {one.key: _ticked(sent[one.key]) for one in SCHEME.indicators}
    return {"options": options, "depths": depths, "purpose": sent["purpose"]}


def _ticked(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def best(*, depth: str) -> dict[str, object]:
    """Return everything that can be ticked, and one depth for all scenes, from 1: the level is as deep."""
    ticked: dict[str, object] = {}
    for one in SCHEME.indicators:
        keys = [option.key for option in one.options]
        ticked[one.key] = keys if one.multiple else keys[-1]
    return filled(depth=depth, **ticked)


def address(person: Person, path: str = "") -> str:
    return f"/enterprises/{person.actor.organisation_id}/assessments{path}"
