"""What an operator has mistaken stops a command with a sentence that says how to mend it, and with its exit code."""

import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from marketplace.cli import main
from marketplace.core.db import Database
from marketplace.settings import Settings
from marketplace.start_troubles import NO_TABLES, trouble_of

WRONG = {
    "no secret": ({}, 2, "请把 SECRET_KEY 设为至少 32 个随机字符"),
    "too many": ({"DEMO_MODE": "1", "WEB_WORKERS": "99"}, 2, "WEB_WORKERS：不能大于 64。"),
    "no such choice": (
        {"DEMO_MODE": "1", "LOG_LEVEL": "loud"},
        2,
        "LOG_LEVEL：只能是 'DEBUG', 'INFO', 'WARNING', 'ERROR' 之一。",
    ),
    "half an issuer": ({"DEMO_MODE": "1", "OIDC_ISSUER": "https://x.invalid"}, 2, "OIDC_CLIENT_SECRET"),
    "no address": ({"DEMO_MODE": "1", "DATABASE_URL": "nonsense"}, 2, "DATABASE_URL 不是能用的数据库地址"),
    "nobody there": (
        {"DEMO_MODE": "1", "DATABASE_URL": "postgresql+psycopg://x@127.0.0.1:1/x"},
        1,
        "打不开数据库",
    ),
    "no folder": ({"DEMO_MODE": "1", "DATA_DIR": "no/such/folder"}, 1, "打不开数据库"),
}


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, env: dict[str, str]) -> int:
    """Return the exit code of the command line."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["marketplace", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("name", WRONG)
def test_command_says_in_a_sentence_what_stops_it(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    env, expected, sentence = WRONG[name]

    code = run(monkeypatch, "journal", "head", env=env)

    said = capsys.readouterr().err
    assert (code, sentence in said, "Traceback" in said) == (expected, True, False)


def test_server_is_not_started_on_an_empty_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(monkeypatch, "serve", env={"DEMO_MODE": "1", "DATA_DIR": str(tmp_path)})

    assert code == 1
    assert "请先运行 marketplace db upgrade" in capsys.readouterr().err


def test_missing_tables_are_told_on_both_databases(any_database: Database) -> None:
    with any_database.session() as session, pytest.raises(DBAPIError) as raised:
        session.execute(text("SELECT * FROM no_such_table"))

    trouble = trouble_of(raised.value)

    assert trouble is not None
    assert trouble.text == NO_TABLES


def test_faults_of_our_own_keep_their_traceback(any_database: Database) -> None:
    with any_database.session() as session, pytest.raises(DBAPIError) as raised:
        session.execute(text("INSERT INTO user_account (id) VALUES (1)"))

    assert trouble_of(raised.value) is None
    assert trouble_of(KeyError("x")) is None
