"""A PUT that leaves something out is refused: nothing is lost because nobody spoke of it."""

import pytest
from pydantic import ValidationError

from marketplace.enterprises.api_schemas import ListsBody
from marketplace.web.api_examples import REF
from marketplace.web.apidoc import describe
from marketplace.web.whole_bodies import COMPARED
from tests.permissions.matrix import mounted


def test_what_is_left_out_is_asked_for_by_its_name() -> None:
    with pytest.raises(ValidationError) as refused:
        ListsBody.model_validate({"version": 1, "problems": []})

    assert [(error["type"], error["loc"]) for error in refused.value.errors()] == [("missing", ("scenarios",))]


def test_empty_lists_that_are_told_are_taken() -> None:
    assert ListsBody.model_validate({"version": 1, "problems": [], "scenarios": []}).problems == []


def test_every_put_of_what_can_be_read_wants_all_of_it() -> None:
    document = describe(mounted())
    loose = {}
    for path, item in document["paths"].items():
        content = item.get("put", {}).get("requestBody", {}).get("content", {}).get("application/json")
        if content is None or "get" not in item:
            continue
        schema = document["components"]["schemas"][content["schema"]["$ref"].removeprefix(REF)]
        left_out = set(schema["properties"]) - set(schema.get("required", ())) - COMPARED
        if left_out:
            loose[path] = left_out

    assert loose == {}
