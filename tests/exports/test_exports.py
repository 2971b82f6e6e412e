"""Tables for everybody: what pages and API show, in three forms, without ways to reach a person."""

import csv
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlmodel import select

from marketplace.catalog.models import ModuleLink, ModuleVersion
from marketplace.core.contacts import MASK
from marketplace.core.db import Database
from marketplace.exports import pieces
from marketplace.exports.tables import TABLES, TABLES_BY_KEY
from marketplace.exports.writing import WIDEST, Format
from marketplace.lists.labels import ENTRY_STATE_LABELS
from tests.directory.test_provider_directory import MODULE
from tests.exports.reading import listed, taken
from tests.fixtures.offers import make_provider, write_reference
from tests.fixtures.web import StatementCount
from tests.permissions.world import World

FORMULA = '=HYPERLINK("http://example.invalid","点我")'
CALL_ME = "有意请打 13800000000 或写信 boss@example.com。"


@pytest.mark.parametrize(
    ("key", "path", "own", "theirs"),
    [
        ("providers", "/api/v1/providers", ("id", "name", "uscc"), ("id", "name", "uscc")),
        ("modules", "/api/v1/modules", ("id", "name", "price_wan"), ("id", "name", "price_wan")),
        ("notices", "/api/v1/notices", ("id", "number", "last_on"), ("id", "number", "last_on")),
        ("samples", "/api/v1/samples", ("id", "title", "digest"), ("id", "title", "digest")),
    ],
)
def test_table_holds_what_the_api_lists(
    everywhere: World, key: str, path: str, own: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    rows, api_rows = taken(everywhere, key), listed(everywhere, path)

    assert rows
    ours = [[row[name] or None for name in own] for row in rows]
    assert ours == [[row[name] or None for name in theirs] for row in api_rows]


def test_module_names_the_scenarios_of_the_library_that_it_is_linked_to(
    client: FlaskClient, any_database: Database, app: Flask
) -> None:
    app.extensions["marketplace"].database = any_database
    write_reference(any_database)
    make_provider(any_database, modules=(MODULE,))
    with any_database.transaction() as session:
        version = session.exec(select(ModuleVersion.id)).one() or 0
        session.add(ModuleLink(version_id=version, scenario_code="energy", confidence=0.9))

    linked = json.loads(client.get("/exports/modules.jsonl").text)

    told = client.get(f"/api/v1/modules/{linked['id']}").get_json()["links"]
    assert linked["scenario_codes"] == ["energy", "report"]
    assert sorted(one["code"] for one in told) == linked["scenario_codes"]


def test_everybody_on_a_published_list_has_a_row(everywhere: World) -> None:
    expected = [
        (kept["id"], entry["provider_id"], entry["name"])
        for kept in listed(everywhere, "/api/v1/lists")
        for entry in everywhere.call(
            None, f"/api/v1/lists/{kept['id']}/editions/{kept['edition']}", method="GET"
        ).get_json()["entries"]
    ]

    rows = taken(everywhere, "lists")

    assert expected
    assert [(row["list_id"], row["provider_id"], row["provider"]) for row in rows] == expected
    assert {row["state"] for row in rows} <= set(ENTRY_STATE_LABELS.values())


def test_calls_and_library_are_whole(everywhere: World) -> None:
    calls = taken(everywhere, "calls")

    assert calls
    assert all(everywhere.call(None, f"/calls/{row['id']}", method="GET").status_code == 200 for row in calls)
    industries = listed(everywhere, "/api/v1/industries")
    assert [row["catalog_no"] for row in taken(everywhere, "industries")] == [row["catalog_no"] for row in industries]
    codes = [row["code"] for row in taken(everywhere, "scenarios")]
    assert codes
    assert all(everywhere.call(None, f"/scenarios/{code}", method="GET").status_code == 200 for code in codes[:3])


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.key)
def test_three_forms_say_the_same(everywhere: World, table: Any) -> None:
    rows = taken(everywhere, table.key)

    answer = everywhere.call(None, f"/exports/{table.key}.csv", method="GET")
    spoken = list(csv.reader(StringIO(answer.get_data().decode("utf-8-sig"))))
    book = load_workbook(BytesIO(everywhere.call(None, f"/exports/{table.key}.xlsx", method="GET").get_data()))
    sheet = [list(row) for row in book.active.iter_rows(values_only=True)]
    with everywhere.database.session() as session:
        words = table.words(session) if table.words else {}
    spoken[1:] = [
        [words.get(name, {}).get(word, word) for name, word in zip(table.names, row, strict=True)] for row in spoken[1:]
    ]

    assert answer.headers["Content-Disposition"].startswith(f"attachment; filename={table.key.replace('-', '_')}_2026-")
    assert spoken[0] == sheet[0] == table.labels
    assert len(spoken) == len(sheet) == len(rows) + 1
    for words, cells in zip(spoken, sheet, strict=True):
        shown = ["" if cell is None else str(getattr(cell, "date", lambda cell=cell: cell)()) for cell in cells]
        assert [_number(word) for word in shown] == [_number(word) for word in words]


def test_workbook_is_ready_to_read_and_to_filter(everywhere: World) -> None:
    answer = everywhere.call(None, "/exports/scenarios.xlsx", method="GET")
    sheet = load_workbook(BytesIO(answer.get_data())).active
    widths = {name: shape.width for name, shape in sheet.column_dimensions.items()}

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", sheet.dimensions)
    assert widths["A"] < widths["E"] <= WIDEST + 1
    assert {row[2] for row in sheet.iter_rows(min_row=2, values_only=True)} == {"生产管控"}
    assert {row["scene"] for row in taken(everywhere, "scenarios")} == {"production"}


def _number(word: str) -> str | float:
    try:
        return float(word)
    except ValueError:
        return word


def test_page_offers_each_table_in_each_form(everywhere: World) -> None:
    page = everywhere.call(None, "/exports", method="GET").text

    for key in TABLES_BY_KEY:
        for kind in Format:
            assert f'href="/exports/{key}.{kind}"' in page


def test_unknown_table_leads_nowhere(everywhere: World) -> None:
    assert everywhere.call(None, "/exports/people.csv", method="GET").status_code == 404
    assert everywhere.call(None, "/exports/providers.pdf", method="GET").status_code == 404


def test_formulas_are_defused_and_ways_to_reach_a_person_hidden(client: FlaskClient, database: Database) -> None:
    write_reference(database)
    module = replace(MODULE, name=FORMULA, summary=CALL_ME)
    make_provider(database, name="绍兴甲软件有限公司", description=CALL_ME, modules=(module,))

    words = client.get("/exports/modules.csv").text + client.get("/exports/providers.csv").text
    book = load_workbook(BytesIO(client.get("/exports/modules.xlsx").get_data()))
    told = client.get("/exports/modules.jsonl").get_data(as_text=True)

    assert "'=HYPERLINK" in words
    assert book.active["D2"].value == f"'{FORMULA}"
    assert book.active["D2"].data_type == "s"
    assert json.loads(told)["name"] == FORMULA
    for text in (words, told):
        assert MASK in text
        assert "13800000000" not in text
        assert "boss@example.com" not in text


def test_unconfirmed_provider_is_left_out(client: FlaskClient, database: Database) -> None:
    write_reference(database)
    make_provider(database, confirmed=False, name="绍兴未核实软件有限公司", modules=(MODULE,))

    assert client.get("/exports/providers.jsonl").text == ""
    assert client.get("/exports/modules.jsonl").text == ""


def test_twenty_rows_take_as_many_statements_as_one(
    client: FlaskClient, database: Database, count_queries: Callable[[], AbstractContextManager[StatementCount]]
) -> None:
    write_reference(database)
    make_provider(database, modules=(MODULE,))
    with count_queries() as one:
        assert len(client.get("/exports/modules.jsonl").text.splitlines()) == 1
    make_provider(database, modules=[replace(MODULE, ref=f"M{number}") for number in range(19)])

    with count_queries() as twenty:
        assert len(client.get("/exports/modules.jsonl").text.splitlines()) == 20

    assert twenty() == one()


def test_long_table_is_written_once_until_something_changes(
    client: FlaskClient, database: Database, count_queries: Callable[[], AbstractContextManager[StatementCount]]
) -> None:
    write_reference(database)
    make_provider(database, modules=(MODULE,))
    first = client.get("/exports/modules.csv").text

    with count_queries() as again:
        assert client.get("/exports/modules.csv").text == first
    assert not any("module_version" in statement for statement in again.statements)

    make_provider(database, modules=(replace(MODULE, name="新上市的模块"),))
    assert "新上市的模块" in client.get("/exports/modules.csv").text


def test_pieces_follow_each_other_without_gap_or_repetition(
    any_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_reference(any_database)
    ids = [make_provider(any_database) for _ in range(7)]
    monkeypatch.setattr(pieces, "PIECE", 3)

    with any_database.session() as session:
        rows = list(TABLES_BY_KEY["providers"].rows(session, None))  # type: ignore[arg-type]  # not asked for here

    assert [row[0] for row in rows] == ids
