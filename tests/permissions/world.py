"""The small world of the matrix: two counties, bodies on both sides, a person of each role, and strangers.

``people[ENTERPRISE]`` acts for a dye house of county 330603, ``people[PROVIDER]`` for a maker of dyeing software,
``people[COUNTY]`` for the bureau of 330603, ``people[CITY]`` for city 3306, ``people[PROVINCE]`` for 33; the others
act for bodies of their own. Strangers: an enterprise and a bureau of county 331081, and another provider.
"""

import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from marketplace.accounts.services import create_api_token
from marketplace.app import create_app
from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.settings import Settings
from tests.fixtures.web import NOW, PASSWORD, make_member
from tests.recommendations.market import store_market

OWN_COUNTY, OTHER_COUNTY = "330603", "331081"
WRITES = re.compile(
    r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE(?: OR \w+)?|DELETE FROM|REPLACE INTO)\s+\"?(\w+)", re.IGNORECASE
)
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person with what opens the door: the cookie of a browser, and tokens that may read or write."""

    actor: Actor
    cookie: str = ""
    reading_token: str = ""
    writing_token: str = ""


@dataclass(kw_only=True)
class World:
    """One application on one database that is put back after every test that wrote."""

    app: Flask
    database: Database
    path: Path
    snapshot: Path
    people: dict[Role, Member] = field(default_factory=dict)
    strangers: dict[Role, Actor] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def beside(self) -> sqlite3.Connection:
        """A connection of its own to the database, with the snapshot attached."""
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous=OFF")  # Nobody needs it after a power cut.
        connection.execute("ATTACH ? AS snapshot", (str(self.snapshot),))
        return connection

    def find(self, name: str, *, role: Role | None) -> Any:
        """Return an id by name, a role's own one first."""
        return self.ids[f"{name}:{role.value}"] if role and f"{name}:{role.value}" in self.ids else self.ids[name]

    def call(
        self, role: Role | None, address: str, *, method: str, headers: Mapping[str, str] = SAME_SITE, **sent: Any
    ) -> TestResponse:
        """Send a request as a browser in which a person of a role is signed in, or nobody."""
        client: FlaskClient = self.app.test_client()
        if role is not None:
            client.set_cookie("session", self.people[role].cookie)
        return client.open(address, method=method, headers=dict(headers), **sent)

    @contextmanager
    def watching(self) -> Iterator[list[str]]:
        """Yield the statements that write while the block runs, and put the world back afterwards if any was kept."""
        written, kept = list[str](), list[int]()

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if WRITES.match(statement):
                written.append(statement)

        def note_commit(_connection: Any) -> None:
            kept.append(len(written))

        event.listen(self.database.engine, "before_cursor_execute", note)
        event.listen(self.database.engine, "commit", note_commit)
        try:
            yield written
        finally:
            event.remove(self.database.engine, "before_cursor_execute", note)
            event.remove(self.database.engine, "commit", note_commit)
            if any(kept):
                self.put_back(written)

    def freeze(self) -> None:
        """Remember the world as it is now."""
        self.kept = dict(self.app.extensions["marketplace"].services)
        with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(self.snapshot)) as target:
            source.backup(target)

    def put_back(self, written: Sequence[str]) -> None:
        """Make the world what it was when it was frozen and these statements came, with all that the process keeps."""
        services = self.app.extensions["marketplace"].services
        services.clear()
        services.update(self.kept)
        connection = self.beside
        connection.execute("BEGIN IMMEDIATE")
        with unguarded(connection):
            for table, is_longer in lengthened(written).items():
                put_table_back(connection, table, is_longer=is_longer)
        connection.execute("COMMIT")


def lengthened(written: Sequence[str]) -> dict[str, bool]:
    """Return the tables that statements wrote to, each with whether it can only have got more rows."""
    tables: dict[str, bool] = {}
    for statement in written:
        found = WRITES.match(statement)
        assert found is not None
        adds = statement.lstrip().upper().startswith("INSERT INTO") and " ON CONFLICT" not in statement.upper()
        tables[found[1]] = tables.get(found[1], True) and adds
    return tables


def put_table_back(connection: sqlite3.Connection, table: str, *, is_longer: bool) -> None:
    """Make a table what it is in the snapshot; by its ids alone where it only got more rows."""
    if is_longer and "id" in {row[1] for row in connection.execute(f'PRAGMA main.table_info("{table}")')}:
        connection.execute(f'DELETE FROM main."{table}" WHERE id NOT IN (SELECT id FROM snapshot."{table}")')
        return
    connection.execute(f'DELETE FROM main."{table}"')
    connection.execute(f'INSERT INTO main."{table}" SELECT * FROM snapshot."{table}"')


@contextmanager
def unguarded(connection: sqlite3.Connection) -> Iterator[None]:
    """Let tables that never lose or change a row be put back, too: take what guards them away for the while."""
    guards = connection.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in guards:
        connection.execute(sql)


def new_app(*, folder: Path = Path("var"), database: Database | None = None) -> Flask:
    """Return the application at a fixed time."""
    settings = Settings(demo_mode=True, data_dir=folder, secure_cookies=False, rate_limits=False)
    app = create_app(settings, database=database, clock=lambda: NOW)
    app.testing = True
    return app


def begin_world(template: Path, *, folder: Path) -> World:
    """Return a world with its bodies and people, not yet signed in; the areas add their objects."""
    path = folder / "marketplace.db"
    shutil.copy(template, path)
    database = Database(f"sqlite:///{path}")
    world = World(
        app=new_app(folder=folder, database=database),
        database=database,
        path=path,
        snapshot=folder / "snapshot.db",
    )
    market = store_market(database)
    world.ids |= {
        "enterprise": market.dye_house,
        "other_enterprise": market.machine_shop,
        "provider": market.dyeing_software,
        "other_provider": market.energy_service,
        "third_provider": market.tool_software,
    }
    _add_people(world)
    return world


def _add_people(world: World) -> None:
    areas = {Role.COUNTY: OWN_COUNTY, Role.CITY: "3306", Role.PROVINCE: "33"}
    bodies = {Role.ENTERPRISE: world.ids["enterprise"], Role.PROVIDER: world.ids["provider"]}
    for role in Role:
        county = OWN_COUNTY if role is Role.COUNTY else ""
        actor, email = make_member(
            world.database,
            role=role,
            area_prefix=areas.get(role, ""),
            county_code=county,
            organisation_id=bodies.get(role),
        )
        world.people[role] = Member(actor=actor)
        world.ids |= {f"organisation:{role.value}": actor.organisation_id, f"email:{role.value}": email}
    others = {Role.ENTERPRISE: world.ids["other_enterprise"], Role.PROVIDER: world.ids["other_provider"]}
    for role, body in others.items():
        world.strangers[role], _ = make_member(world.database, role=role, organisation_id=body)
    world.strangers[Role.COUNTY], _ = make_member(
        world.database, role=Role.COUNTY, area_prefix=OTHER_COUNTY, county_code=OTHER_COUNTY
    )
    world.strangers[Role.OPERATOR], _ = make_member(world.database, role=Role.OPERATOR)
    world.ids["other_organisation"] = world.ids["other_enterprise"]


def sign_everybody_in(world: World) -> None:
    """Open each person's session and tokens; comes last, so that pages greet people as they are."""
    for role, member in world.people.items():
        client = world.app.test_client()
        entered = {"email": world.ids[f"email:{role.value}"], "password": PASSWORD}
        client.post("/sign-in", data=entered, headers=SAME_SITE)
        cookie = client.get_cookie("session")
        assert cookie is not None
        tokens = []
        with world.database.transaction() as session:
            for scopes in (["read"], ["read", "write"]):
                made, token = create_api_token(session, actor=member.actor, name="程序", scopes=scopes, days=1, now=NOW)
                world.ids[f"token:{role.value}"] = made.id
                tokens.append(token)
        world.people[role] = Member(
            actor=member.actor, cookie=cookie.value, reading_token=tokens[0], writing_token=tokens[1]
        )
