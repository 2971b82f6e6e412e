"""The commands of the node's index."""

import json

import pytest
from click.testing import CliRunner, Result

from marketplace.core.db import Database
from marketplace.search.cli import KINDS, search_group
from marketplace.search.sources import SOURCES_BY_KIND
from marketplace.settings import Settings
from tests.fixtures.offers import make_provider


@pytest.fixture
def run(database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> "Run":
    monkeypatch.setenv("DEMO_MODE", "1")
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    return Run()


class Run:
    def __call__(self, *words: str) -> Result:
        return CliRunner().invoke(search_group, list(words))


@pytest.mark.usefixtures("province")
def test_query_builds_the_index_and_answers_the_fixed_json(run: Run) -> None:
    answer = json.loads(run("query", "染缸排产", "--kind", "module", "--top", "3", "--json").stdout)

    assert answer["total"] == 1
    assert [(hit["kind"], hit["id"], hit["title"]) for hit in answer["hits"]] == [("module", "1", "染缸快反排产")]
    assert answer["hits"][0]["score"] > 0


@pytest.mark.usefixtures("province")
def test_check_tells_of_changes_that_drain_brings_in(run: Run, database: Database) -> None:
    run("rebuild")
    make_provider(database, name="安平称重软件有限公司")

    before, drained, after = run("check"), run("drain"), run("check")

    assert (before.exit_code, "marketplace search drain" in before.stderr) == (1, True)
    assert (drained.exit_code, after.exit_code) == (0, 0)
    assert "索引与数据库一致：共 11 篇。" in after.stdout


@pytest.mark.parametrize("command", ["check", "drain"])
def test_command_without_an_index_says_what_to_run(run: Run, command: str) -> None:
    answer = run(command)

    assert (answer.exit_code, "marketplace search rebuild" in answer.stderr) == (1, True)


def test_kinds_of_the_command_are_those_that_are_searched() -> None:
    assert tuple(SOURCES_BY_KIND) == KINDS
