"""Reference data in the database, and ways to send files."""

import io
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from marketplace.core.actor import System
from marketplace.core.db import Database
from marketplace.enterprises.models import Enterprise
from marketplace.exchange import Places
from marketplace.taxonomy.models import County
from marketplace.taxonomy.queries import load_places
from marketplace.taxonomy.services import store_counties, store_library
from matching.library import Library
from seed.reference import County as DivisionRow
from seed.reference import load_counties, load_library
from tests.fixtures.web import NOW


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="session")
def reference_template(sqlite_template: Path, library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One database file with the reference data, which takes a second to store; each test copies it."""
    path = tmp_path_factory.mktemp("reference") / "reference.db"
    shutil.copy(sqlite_template, path)
    filled = Database(f"sqlite:///{path}")
    with filled.transaction() as session:
        store_library(session, actor=System(name="test"), library=library, now=NOW)
        store_counties(session, counties=[_county(one) for one in load_counties()])
    filled.dispose()
    return path


@pytest.fixture
def database(reference_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A database of this test's own with the reference data."""
    copy = tmp_path / "marketplace.db"
    shutil.copy(reference_template, copy)
    opened = Database(f"sqlite:///{copy}")
    yield opened
    opened.dispose()


@pytest.fixture
def places(database: Database) -> Places:
    with database.session() as session:
        return load_places(session)


def _county(one: DivisionRow) -> County:
    return County(code=one.code, name=one.name, kind=one.kind, city_code=f"{one.code[:4]}00", city=one.city)


def firm(ref: str, name: str, **fields) -> dict:
    return {"ref": ref, "name": name, "county": "柯桥区", "city": "绍兴市", **fields}


def as_lines(*rows: dict) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


@pytest.fixture
def upload() -> Callable[..., str]:
    """Return a function that uploads files as a browser and returns the address of the batch's page."""

    def send(client, *files: tuple[str, bytes]) -> str:
        data = {"files": [(io.BytesIO(content), name) for name, content in files]}
        answer = client.post("/imports", data=data, content_type="multipart/form-data")
        assert answer.status_code == 303, answer.text
        return answer.location

    return send


def count_enterprises(database: Database) -> int:
    with database.session() as session:
        return len(session.exec(select(Enterprise.organisation_id)).all())
