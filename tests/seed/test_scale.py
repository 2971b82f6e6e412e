"""Generated firms: every row a function of its number, loaded in pieces that can be interrupted and added to."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner
from sqlmodel import Session, SQLModel, func, select

from marketplace.accounts.codes import credit_code
from marketplace.accounts.models import Organisation
from marketplace.catalog.models import Module, ModuleFacet, ModuleLink, ModuleVersion
from marketplace.catalog.services import create_with_modules, insert_providers
from marketplace.core import journal
from marketplace.core.actor import System
from marketplace.core.changes import Change, append_pending
from marketplace.core.db import Database
from marketplace.core.errors import InvalidError
from marketplace.demo_cli import demo_command
from marketplace.enterprises.models import Enterprise
from marketplace.exchange import ProviderRow
from marketplace.providers.models import Case, Provider, ProviderFacet
from seed.reference import load_counties, load_library
from seed.scale import loader
from seed.scale.loader import Scale, load_scale
from seed.scale.pools import load_pools
from seed.scale.rows import enterprise_row, provider_row
from tests.fixtures.reference import SMALL_LIBRARY, store_reference
from tests.fixtures.web import NOW

SYSTEM = System(name="test")
# Every industry that plants may be of, and three scenarios: quick to store.
LIBRARY = replace(SMALL_LIBRARY, catalog=load_library().catalog)
COUNTIES = tuple(one for one in load_counties() if one.name in {"柯桥区", "诸暨市", "义乌市"})
POOLS = replace(load_pools(counties=3), scenarios=LIBRARY.scenarios, counties=COUNTIES)
SMALL = Scale(counties=3, enterprises=40, providers=7, modules=24)
TABLES = (Organisation, Provider, Case, ProviderFacet, Module, ModuleVersion, ModuleLink, ModuleFacet, Change)


def load(database: Database, *, tick: Callable[[int], object] = lambda _count: None) -> int:
    return load_scale(database, scale=SMALL, pools=POOLS, now=NOW, tick=tick)


def counts(database: Database, *tables: type[SQLModel]) -> list[int]:
    with database.session() as session:
        return [session.exec(select(func.count()).select_from(table)).one() for table in tables]


def test_load_fills_up_to_the_numbers_and_a_second_load_adds_nothing(
    any_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_reference(any_database, LIBRARY)
    monkeypatch.setattr(loader, "PIECE", 16)
    monkeypatch.setattr(loader, "PROVIDER_PIECE", 3)
    ticks: list[int] = []

    written = load(any_database, tick=ticks.append)
    again = load(any_database)

    assert (written, again) == (47, 0)
    assert ticks == [3, 3, 1, 16, 16, 8]
    assert counts(any_database, Enterprise, Provider, Module, ModuleLink) == [40, 7, 24, 24]
    with any_database.session() as session:
        assert journal.verify(session).is_intact
        assert set(session.exec(select(Organisation.county_code))) == {"", "330603", "330681", "330782"}


def test_load_interrupted_then_repeated_ends_as_one_that_went_through(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_reference(database, LIBRARY)
    monkeypatch.setattr(loader, "PIECE", 16)

    def stop_at_the_second_piece(count: int) -> None:
        if count == 16:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(database, tick=stop_at_the_second_piece)
    before = counts(database, Enterprise)
    added = load(database)

    assert before == [16]
    assert added == 24
    with database.session() as session:
        refs = sorted(session.exec(select(Enterprise.external_ref)))
    assert refs == [f"SE{number:06d}" for number in range(40)]


def test_rows_of_a_number_are_the_same_whatever_was_made_before() -> None:
    whole = [enterprise_row(number, pools=POOLS) for number in range(30)]

    assert enterprise_row(29, pools=POOLS) == whole[29]
    assert provider_row(5, modules=4, pools=POOLS) == provider_row(5, modules=4, pools=POOLS)
    assert len({row.description for row in whole}) > 20


def test_generated_bodies_bear_valid_codes_of_no_place_and_names_that_say_what_they_are() -> None:
    rows = [enterprise_row(1, pools=POOLS), provider_row(1, modules=1, pools=POOLS)]

    assert [row.uscc[2:8] for row in rows] == ["339999", "339999"]
    assert [credit_code(row.uscc) for row in rows] == [row.uscc for row in rows]
    assert [row.name for row in rows] == ["诸暨市示例000001号企业有限公司", "浙江示例000001号数字科技有限公司"]


def one_by_one(session: Session, rows: Sequence[ProviderRow]) -> None:
    for row in rows:
        create_with_modules(session, actor=SYSTEM, row=row, confirmed=True, publish=True, now=NOW)


def at_once(session: Session, rows: Sequence[ProviderRow]) -> None:
    insert_providers(session, new=rows, now=NOW)


def outcome(database: Database, write: Callable[[Session, Sequence[ProviderRow]], None]) -> list[list[str]]:
    """Return what every table holds after providers were written; nothing of it stays."""
    rows = [provider_row(number, modules=4, pools=POOLS) for number in range(12)]
    with Session(database.engine) as session:
        write(session, rows)
        session.flush()
        append_pending(session)
        session.flush()
        return [_contents(session, table) for table in TABLES]


def _contents(session: Session, table: Any) -> list[str]:
    columns = [column for column in table.__table__.c if column.name not in {"seq", "id"} or column.foreign_keys]
    return sorted(map(repr, session.connection().execute(select(*columns)).all()))


def test_many_providers_at_once_are_what_they_are_one_by_one(database: Database) -> None:
    store_reference(database, LIBRARY)

    singly, together = outcome(database, one_by_one), outcome(database, at_once)

    assert all(singly)
    assert together == singly


def test_providers_at_once_with_an_unknown_scenario_are_refused(database: Database) -> None:
    row = provider_row(1, modules=1, pools=POOLS)

    with pytest.raises(InvalidError), database.transaction() as session:
        insert_providers(session, new=[row], now=NOW)

    assert counts(database, Provider) == [0]


def test_demo_command_with_modules_but_no_providers_says_what_is_missing() -> None:
    done = CliRunner().invoke(demo_command, ["--modules", "10", "--no-serve"])

    assert done.exit_code == 2
    assert "请同时用 --providers" in done.output
