"""The words and examples of the API's description: nothing is left without, and nothing outlives what it speaks of."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError
from stdnum.cn import uscc

from marketplace.web import api_glossary
from marketplace.web.api_choices import LABELS
from marketplace.web.api_examples import example
from marketplace.web.api_glossary import CHINESE, described_names, key_of, load_glossary
from marketplace.web.api_names import operations, own_parameters, properties, slug_of
from marketplace.web.api_samples import load_samples
from marketplace.web.apidoc import describe
from tests.permissions.matrix import mounted

HAN = re.compile("[一-鿿]")
WEB = Path(api_glossary.__file__).parent


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return describe(mounted())


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from chain.from_iterable(map(texts, value.values()))
    elif isinstance(value, list):
        yield from chain.from_iterable(map(texts, value))
    elif isinstance(value, str):
        yield value


def models(kind: type[BaseModel] = BaseModel) -> Iterator[tuple[tuple[str, frozenset[str]], type[BaseModel]]]:
    for one in kind.__subclasses__():
        yield (one.__name__, frozenset(info.alias or name for name, info in one.model_fields.items())), one
        yield from models(one)


def test_every_field_and_parameter_is_described_in_both_languages(document: dict[str, Any]) -> None:
    told = [(f"{owner}.{name}", said.get("description", "")) for owner, name, said in described_names(document)]

    assert [name for name, words in told if not HAN.search(words)] == []
    assert all(HAN.search(one.chinese) and re.search("[a-z]", one.english) for one in load_glossary().values())


def test_no_entry_outlives_its_field_or_stands_twice(document: dict[str, Any]) -> None:
    used = {key_of(owner, name) for owner, name, said in described_names(document) if CHINESE in said}
    given = {
        *(f"{owner}.{name}" for owner, name, _ in described_names(document)),
        *(name for _, name, _ in described_names(document)),
    }

    assert set(load_glossary()) == used
    assert sorted(set(load_samples()) - given) == []
    for folder, entries in (("glossary", load_glossary()), ("examples", load_samples())):
        lines = [line for file in (WEB / folder).iterdir() for line in file.read_text().splitlines()]
        assert len(entries) == sum(bool(re.match(r"\w", line)) for line in lines), folder


def test_every_example_fits_its_schema(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        made = example(schema, schemas=schemas)
        checked = Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": document["components"]})
        assert [f"{name}: {one.message}" for one in checked.iter_errors(made)] == []
        holds_files = "binary" in texts(schema)
        assert holds_files or "…" not in texts(made), name
    for name, field, said in properties(document):
        if "uscc" in field and (given := said.get("examples", [""])[0]):
            assert uscc.is_valid(given), name


def test_every_example_of_a_body_is_taken_by_the_model_that_reads_it(document: dict[str, Any]) -> None:
    known, schemas, seen = dict(models()), document["components"]["schemas"], set()
    for _, _, operation in operations(document):
        schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        if schema is None:
            continue
        name = schema["$ref"].rsplit("/", 1)[1]
        reader = known[name, frozenset(schemas[name].get("properties", ()))]
        try:
            reader.model_validate(example(schema, schemas=schemas))
        except ValidationError as error:
            pytest.fail(f"{name}: {error}")
        seen.add(name)
    assert len(seen) > 80


def test_closed_sets_name_their_values(document: dict[str, Any]) -> None:
    sets = {name: one for name, one in document["components"]["schemas"].items() if "enum" in one}
    unnamed = {name for name, one in sets.items() if LABELS not in one and not all(map(HAN.search, one["enum"]))}

    assert unnamed == {"Deployment", "TextKind"}  # Words of trade, and parts of the API's own.
    assert sets["ProviderKindName"]["enum"][0] == "总承包商"
    assert sets["MilestoneState"][LABELS]["done"] in sets["MilestoneState"]["description"]


def test_every_parameter_of_an_address_has_an_example(document: dict[str, Any]) -> None:
    missing = [
        f"{slug_of(method, path)}.{one['name']}"
        for path, method, operation in operations(document)
        for one in own_parameters(operation)
        if one["in"] == "path"
        and one["schema"].get("type") == "string"
        and not {"example", "enum"} & {*one, *one["schema"]}
    ]

    assert missing == []
