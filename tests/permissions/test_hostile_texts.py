"""Script in every text that a person wrote (XSS): whoever reads whatever page sees it as text, and nothing of it runs.

The texts of the small world are those of its tables that hold Chinese words and are no member of an enum; each of
them goes on with a piece of page that would run.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import url_for
from sqlalchemy import Text
from sqlmodel import AutoString, SQLModel

from tests.permissions.matrix import Case, all_cases
from tests.permissions.whole import whole_world
from tests.permissions.world import World

HARM = "\"'><script>alert(7)</script><img src=x onerror=alert(7)>"
CHINESE = re.compile("[\u4e00-\u9fff]")
MARKUP = ("text/html", "image/svg+xml", "application/xml", "application/atom+xml", "application/rss+xml", "text/xml")
UNCHANGEABLE = frozenset({"journal_entry", "list_edition"})  # Triggers refuse changes.
READING = [case for case in all_cases() if case.reads]


def free_columns() -> list[tuple[str, str]]:
    """Return the columns that hold texts of people, by table."""
    return [
        (table.name, column.name)
        for table in SQLModel.metadata.sorted_tables
        if table.name not in UNCHANGEABLE
        for column in table.columns
        if isinstance(column.type, AutoString | Text) and not column.primary_key and not column.foreign_keys
    ]


def taint(world: World) -> int:
    """Write the harm behind every text; return how many there were."""
    found = 0
    connection = world.database.engine.raw_connection()
    with closing(connection):
        cursor = connection.cursor()
        for table, column in free_columns():
            rows = cursor.execute(f'SELECT rowid, "{column}" FROM "{table}"').fetchall()  # Names of our own tables.
            for rowid, value in rows:
                if isinstance(value, str) and CHINESE.search(value):
                    cursor.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (value + HARM, rowid))
                    found += 1
        connection.commit()
    return found


@pytest.fixture(scope="module")
def tainted(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, run_folder: Path) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("tainted")
    with whole_world(sqlite_template, folder=folder, kept=run_folder / "whole-world") as made:
        assert taint(made) > 300
        made.freeze()
        yield made


def read(world: World, case: Case) -> Iterator[str]:
    """Yield what a page says to the first and the last of the roles that may read it, when it is one."""
    for role in {case.granted[0], case.granted[-1]}:
        with world.app.test_request_context():
            address = url_for(case.rule.endpoint, _external=False, **case.row.own(world, role))
        answer = world.call(role, address, method=case.method, **case.body(case.row.data(world, role)))
        assert answer.status_code < 500, case.name
        if answer.mimetype in MARKUP:
            yield answer.text


def runs(page: str) -> bool:
    """Say whether anything of a page would run that is not a file of ours."""
    if "<script>alert" in page or "<img src=x" in page:
        return True
    if not page.lstrip().lower().startswith("<!doctype html"):
        return False
    tags = BeautifulSoup(page, "html.parser").find_all(True)
    return any(
        any(name.startswith("on") for name in tag.attrs) or (tag.name == "script" and tag.get_text(strip=True))
        for tag in tags
    )


def test_no_page_runs_script_that_stands_in_a_text(tainted: World) -> None:
    shown, running = set(), set()
    for case in READING:
        for page in read(tainted, case):
            if "&lt;script&gt;alert(7)" in page:
                shown.add(case.name)
            if runs(page):
                running.add(case.name)

    assert running == set()
    assert len(shown) > 80, "the texts were hardly shown"
