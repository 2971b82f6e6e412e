"""The directory with 10,000 providers on SQLite, beside two empty pages on the same kind of server.

One is empty with nothing around it: a bare Flask application. The other is an empty page of this very application, with
its head and foot, session, permission, headers and counters: what lies between it and the directory is the directory's
own cost. Held to the narrow bound against the bare one: pages that somebody asked for since the last change, which is
what the process keeps. First views, each of another page, are held to it against the application's own empty page;
against the bare one they have a wider bound, since the frame alone takes longer than five bare pages do.
"""

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template
from sqlalchemy import insert
from werkzeug.serving import WSGIRequestHandler, make_server

from marketplace.accounts.labels import Origin
from marketplace.accounts.models import Organisation
from marketplace.app import create_app
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleVersion
from marketplace.core.actor import System
from marketplace.core.db import Database
from marketplace.exchange.labels import Deployment, Payment, ProviderKindName
from marketplace.providers.labels import FacetKind
from marketplace.providers.models import Provider, ProviderFacet
from marketplace.settings import Settings
from marketplace.taxonomy.services import store_counties, store_library
from marketplace.web.permissions import Permission, requires
from seed.county_rows import county_rows
from seed.reference import load_library
from tests.fixtures.web import NOW

PROVIDERS = 10_000
REQUESTS = 300
PAGES = 20  # How many pages of the list visitors come back to.
ALLOWED = 5.0
ALLOWED_FIRST = 20.0
EMPTY_PAGE = '{% extends "base.html" %}{% block title %}空{% endblock %}'


class QuietHandler(WSGIRequestHandler):
    """HTTP/1.1 with kept connections, without a line per request."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_args: Any) -> None:
        """Write nothing."""


@contextmanager
def served(app: Flask) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, app, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()


def fill(database: Database) -> None:
    """Write providers with two modules each, in bulk."""
    system = System(name="bench")
    with database.transaction() as session:
        store_library(session, actor=system, library=load_library(), now=NOW)
        store_counties(session, counties=county_rows())
    numbers = range(1, PROVIDERS + 1)
    with database.transaction() as session:
        connection = session.connection()
        connection.execute(insert(Organisation), [_body(number) for number in numbers])
        connection.execute(insert(Provider), [_provider(number) for number in numbers])
        connection.execute(
            insert(ProviderFacet),
            [
                {"kind": FacetKind.INDUSTRY, "value": str(value), "provider_id": number}
                for number in numbers
                for value in (number % 39 + 1, (number + 7) % 39 + 1)
            ],
        )
        modules = [(2 * number - offset, number) for number in numbers for offset in (1, 0)]
        connection.execute(
            insert(Module),
            [
                {"id": key, "provider_id": number, "external_ref": f"M{key}", "created_at": NOW}
                for key, number in modules
            ],
        )
        connection.execute(insert(ModuleVersion), [_version(key) for key, _ in modules])


def _body(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "name": f"浙江示例{number}软件有限公司",
        "name_key": f"浙江示例{number}软件",
        "county_code": "",
        "origin": Origin.IMPORTED,
        "created_at": NOW,
        "confirmed_at": NOW,
        "version": 1,
    }


def _provider(number: int) -> dict[str, Any]:
    return {
        "organisation_id": number,
        "kind": ProviderKindName.SAAS,
        "county": "柯桥区",
        "city": "绍兴市",
        "description": "做印染厂的软件，驻厂实施。" * 8,
        "qualifications": "",
        "service_center": "",
        "external_ref": f"P{number}",
        "regions": ["浙江省"],
        "industries": [17],
        "version": 1,
        "updated_at": NOW,
    }


def _version(key: int) -> dict[str, Any]:
    return {
        "module_id": key,
        "number": 1,
        "state": VersionState.PUBLISHED,
        "name": f"扫码报工{key}",
        "summary": "工人扫码报数，工资自动算。" * 6,
        "scenarios": ["报工"],
        "industries": [17],
        "payment": [Payment.BY_USE.value],
        "deployment": Deployment.SAAS,
        "price_note": "",
        "prerequisites": "",
        "interfaces": "",
        "edit": 1,
        "created_at": NOW,
        "decision_reason": "",
    }


def latencies(port: int, address: Callable[[int], str]) -> list[float]:
    """Return milliseconds per request over one kept connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    found = []
    for number in range(REQUESTS):
        start = time.perf_counter()
        connection.request("GET", address(number))
        answer = connection.getresponse()
        answer.read()
        found.append((time.perf_counter() - start) * 1000)
        assert answer.status == 200
    connection.close()
    return sorted(found)


def p95(values: list[float]) -> float:
    return values[int(len(values) * 0.95)]


def applications(database: Database, folder: Path) -> tuple[Flask, Flask]:
    """Return a bare application with an empty page at ``/``, and ours with one at ``/empty``."""
    bare = Flask("empty")
    bare.add_url_rule("/", view_func=lambda: "")
    settings = Settings(demo_mode=True, data_dir=folder, secure_cookies=False, rate_limits=False, log_level="ERROR")
    ours = create_app(settings, database=database)
    page = ours.jinja_env.from_string(EMPTY_PAGE)  # Compiled once, as every page is.
    ours.add_url_rule("/empty", "empty", requires(Permission.PUBLIC)(lambda: render_template(page)))
    return bare, ours


@pytest.mark.bench
def test_directory_page_is_within_five_times_of_an_empty_page(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(database)
    bare, ours = applications(database, tmp_path)
    with served(bare) as bare_port, served(ours) as port:
        latencies(bare_port, lambda _: "/")
        base = latencies(bare_port, lambda _: "/")
        latencies(port, lambda _: "/empty")
        frame = latencies(port, lambda _: "/empty")
        first = latencies(port, lambda number: f"/providers?page={number + 1}")
        latencies(port, lambda number: f"/providers?page={number % PAGES + 1}")
        again = latencies(port, lambda number: f"/providers?page={number % PAGES + 1}")

    with capsys.disabled():
        for name, values in (("bare", base), ("empty page of ours", frame), ("first view", first), ("kept", again)):
            of_bare, of_ours = p95(values) / p95(base), p95(values) / p95(frame)
            print(
                f"{name}: median {statistics.median(values):.2f} ms, p95 {p95(values):.2f} ms, "
                f"{of_bare:.1f} × bare, {of_ours:.1f} × ours"
            )
    assert p95(first) <= ALLOWED * p95(frame)
    assert p95(first) <= ALLOWED_FIRST * p95(base)
    assert p95(again) <= ALLOWED * p95(base)
