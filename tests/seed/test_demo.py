"""Loading the demonstration: once, again, interrupted, and refused."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import col, delete, func, select

from marketplace.accounts.models import Membership, Organisation, User
from marketplace.accounts.services import add_membership
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleLink, ModuleVersion
from marketplace.cli import root
from marketplace.core import journal
from marketplace.core.db import Database
from marketplace.enterprises.models import Enterprise
from marketplace.files.store import FileStore
from marketplace.imports.models import ImportBatch
from marketplace.insights.models import ProgressDay
from marketplace.migrations.runner import upgrade
from marketplace.notify.models import Message
from marketplace.programme.labels import ApplicationState, OpinionLevel, RoundState
from marketplace.programme.models import PilotApplication, PilotOpinion, PilotRound
from marketplace.programme.queries.applications import state_of
from marketplace.programme.queries.rounds import state_of_round
from marketplace.projects.access import load_milestones, state_of_project
from marketplace.projects.labels import MilestoneState, ProjectState
from marketplace.projects.models import Project
from marketplace.providers.models import Provider
from marketplace.samples.models import Sample
from seed.demo import loader
from seed.demo.loader import load_demo
from seed.demo.people import OWNER, PEOPLE, SYSTEM
from seed.demo.programme import open_demo_round
from tests.fixtures.web import NOW

pytestmark = pytest.mark.slow
LOADING_THEN_SERVING = """
import multiprocessing
import sys
from marketplace.demo_cli import done_apart
from marketplace.documents.pdf_writing import can_write_pdf, write_pdf
from tests.documents.samples import PAPER

def write():
    if can_write_pdf():
        write_pdf(PAPER, stamp=None)

done_apart(write)
web = multiprocessing.get_context("fork").Process(target=write)
web.start()
web.join(120)
ended = web.exitcode
web.kill()
sys.exit(ended != 0)
"""


def dump(path: Path) -> str:
    """Return everything that an SQLite file holds."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


def counts(database: Database) -> tuple[int, int, int, int]:
    """Return how many enterprises, providers, people and batches there are."""
    with database.session() as session:
        tables = (Enterprise, Provider, User, ImportBatch)
        found = [session.exec(select(func.count()).select_from(table)).one() for table in tables]
    return found[0], found[1], found[2], found[3]


def test_load_demo_brings_in_province_and_county(demo_database: Database) -> None:
    assert counts(demo_database) == (88 + 30, 94 + 10, 9 + 9 + 4 + 2 + 2, 3)

    with demo_database.session() as session:
        unconfirmed = select(func.count()).select_from(Organisation).where(col(Organisation.confirmed_at).is_(None))
        waiting = select(ModuleVersion.name).where(ModuleVersion.state == VersionState.IN_REVIEW)
        assert session.exec(unconfirmed).one() == 0
        assert session.exec(waiting).all() == ["门面色差手机比对"]
        assert journal.verify(session).is_intact


def test_load_demo_publishes_every_local_module_with_days_and_confirmed_scenarios(demo_database: Database) -> None:
    with demo_database.session() as session:
        published = session.exec(
            select(ModuleVersion)
            .join(Module, col(Module.id) == ModuleVersion.module_id)
            .join(Provider, col(Provider.organisation_id) == Module.provider_id)
            .where(col(Provider.external_ref).startswith("SP"), ModuleVersion.state == VersionState.PUBLISHED)
        ).all()
        linked = session.exec(select(ModuleLink.version_id).where(col(ModuleLink.confirmed))).all()

    assert len(published) == 29
    assert all(version.number == 2 and version.days_to_live for version in published)
    assert {version.id for version in published} <= set(linked)


def test_load_demo_holds_one_finished_project_with_its_sample_and_one_on_its_way(demo_database: Database) -> None:
    with demo_database.session() as session:
        projects = session.exec(select(Project).order_by(col(Project.id))).all()
        sample = session.exec(select(Sample)).one()
        owner = session.exec(select(Membership.organisation_id).join(User).where(User.email == OWNER.email)).one()
        milestones = [one.state for one in load_milestones(session, project_id=projects[1].id or 0)]

    assert [state_of_project(one) for one in projects] == [ProjectState.ACCEPTED, ProjectState.RUNNING]
    assert (sample.project_id, sample.catalog_no) == (projects[0].id, 28)
    assert projects[1].enterprise_id == owner
    assert milestones == [MilestoneState.DONE, MilestoneState.HANDED_IN, MilestoneState.PLANNED]


def test_load_demo_holds_a_running_round_with_an_endorsed_application_and_kept_figures(
    demo_database: Database,
) -> None:
    with demo_database.session() as session:
        found = session.exec(select(PilotRound)).one()
        application = session.exec(select(PilotApplication)).one()
        firms = session.exec(select(func.sum(ProgressDay.firms))).one()
        sealed = session.exec(select(PilotOpinion.level).order_by(col(PilotOpinion.id))).all()

    assert state_of_round(found, now=NOW) is RoundState.OPEN
    assert state_of(application, found) is ApplicationState.ENDORSED
    assert sealed == [OpinionLevel.GOVERNMENT, OpinionLevel.CITY]
    assert firms == 88 + 30


@pytest.mark.parametrize("days", [40, 41, 42])
def test_round_of_the_demonstration_opens_on_any_day_of_the_week_and_of_the_year(
    demo_database: Database, tmp_path: Path, days: int
) -> None:
    """The step alone, on a Friday, a Saturday and a Sunday of a year whose official calendar is not known yet."""
    with demo_database.transaction() as session:
        for table in (PilotOpinion, PilotApplication, PilotRound):
            session.exec(delete(table))

    now = NOW + timedelta(days=days)
    open_demo_round(demo_database, now, base_url="http://example.invalid", store=FileStore(folder=tmp_path / "files"))

    with demo_database.session() as session:
        found = session.exec(select(PilotRound)).one()
        application = session.exec(select(PilotApplication)).one()
    assert (state_of_round(found, now=now), state_of(application, found)) == (
        RoundState.OPEN,
        ApplicationState.ENDORSED,
    )


def test_load_demo_again_changes_nothing(demo_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "again.db"
    shutil.copy(demo_template, path)
    before = dump(path)
    database = Database(f"sqlite:///{path}")

    is_changed = load_demo(database, now=NOW)

    database.dispose()
    assert not is_changed
    assert dump(path) == before


def test_load_demo_whose_last_step_is_missing_does_only_that(demo_database: Database) -> None:
    with demo_database.transaction() as session:
        owner = session.exec(select(User).where(User.email == OWNER.email)).one()
        session.exec(delete(Message).where(col(Message.user_id) == owner.id))
        session.exec(delete(Membership).where(col(Membership.user_id) == owner.id))
        session.delete(owner)

    load_demo(demo_database, now=NOW)

    assert counts(demo_database) == (118, 104, 26, 3)


@pytest.fixture
def demo_env(tmp_path: Path) -> dict[str, str]:
    """The environment of ``make demo`` with a data folder of this test's own."""
    return {"DEMO_MODE": "1", "DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": "", "SECURE_COOKIES": "0"}


def run_demo(env: dict[str, str], *options: str) -> tuple[int, str, str]:
    """Return exit code, output and messages of ``marketplace demo``."""
    result = CliRunner().invoke(root, ["demo", *options], env=env)
    return result.exit_code, result.stdout, result.stderr


def join_another_body(path: Path) -> None:
    """Let every person of the demonstration act for one more body, as whoever tries the product may."""
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        body = session.exec(select(Organisation.id).order_by(col(Organisation.id).desc())).first() or 0
        for person in PEOPLE:
            user = session.exec(select(User.id).where(User.email == person.email)).one() or 0
            add_membership(session, user_id=user, organisation_id=body, role=person.role, now=NOW, actor=SYSTEM)
    database.dispose()


def test_demo_command_prints_ranking_and_sign_ins_and_the_same_when_repeated(
    demo_template: Path, demo_env: dict[str, str]
) -> None:
    data = Path(demo_env["DATA_DIR"])
    data.mkdir()
    shutil.copy(demo_template, data / "marketplace.db")

    first = run_demo(demo_env, "--no-serve")
    kept = (data / "demo" / "first_ranking.json").read_bytes()
    join_another_body(data / "marketplace.db")
    (data / "demo" / "first_ranking.json").unlink()  # So that it is made anew.
    second = run_demo(demo_env, "--no-serve")

    assert first == second
    assert first[0] == 0
    assert "示范县樘樘数字科技有限公司" in first[1]
    assert all(person.email in first[1] for person in PEOPLE)
    assert (data / "demo" / "first_ranking.json").read_bytes() == kept
    assert list((data / "templates").iterdir())  # What the first start of a server reads instead of compiling.


def test_demo_command_with_reset_starts_from_nothing(
    demo_env: dict[str, str], demo_template: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Loading takes many seconds and is shown elsewhere, so that what it brings is copied here."""
    server = os.getpid()
    data = Path(demo_env["DATA_DIR"])
    data.mkdir()
    older = Database(f"sqlite:///{data / 'marketplace.db'}")
    upgrade(older.engine)
    with older.transaction() as session:
        session.add(User(email="someone@example.invalid", display_name="旧账号", salt="0", created_at=NOW))
    older.dispose()
    found = tmp_path / "found"

    def copy_demo(database: Database, **_options: object) -> bool:
        found.write_text(json.dumps([os.getpid() == server, *counts(database)]))
        with closing(sqlite3.connect(demo_template)) as source, closing(database.engine.raw_connection()) as target:
            source.backup(target.driver_connection)
        return True

    monkeypatch.setattr(loader, "load_demo", copy_demo)

    code, output, _ = run_demo(demo_env, "--no-serve", "--reset")

    assert (code, json.loads(found.read_text())) == (0, [False, 0, 0, 0, 0])
    assert "示范县樘樘数字科技有限公司" in output
    newer = Database(f"sqlite:///{data / 'marketplace.db'}")
    assert counts(newer) == (118, 104, 26, 3)
    newer.dispose()


def test_server_that_follows_the_loading_writes_papers() -> None:
    """A library for papers starts threads; a process forked from one with such threads would wait for ever."""
    subprocess.run([sys.executable, "-c", LOADING_THEN_SERVING], cwd=Path(__file__).parents[2], check=True, timeout=300)


@pytest.mark.parametrize("secret", ["", "a secret of more than thirty-two characters"])
def test_demo_command_outside_the_demonstration_is_refused_and_touches_nothing(
    demo_env: dict[str, str], secret: str
) -> None:
    env = {**demo_env, "DEMO_MODE": "0", "SECRET_KEY": secret}

    code, output, message = run_demo(env, "--no-serve")

    assert (code, output) == (2, "")
    assert "只能在演示模式下运行" in message
    assert not Path(demo_env["DATA_DIR"]).exists()


def test_demo_command_on_a_busy_port_says_so_before_loading(demo_env: dict[str, str]) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code, _, message = run_demo(demo_env, "--port", str(port))

    assert code == 2
    assert f"端口 {port} 已被别的程序占用" in message
    assert not Path(demo_env["DATA_DIR"]).exists()


@pytest.mark.postgres
def test_load_demo_on_postgresql_goes_on_after_an_interruption_and_holds_the_same(
    postgres_database: Database, demo_database: Database, tmp_path: Path
) -> None:
    """Interrupted half way it goes on and doubles nothing; done once more it changes nothing."""
    store = FileStore(folder=tmp_path / "files")

    def interrupt(label: str) -> None:
        if label == "导入示范县的企业":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_demo(postgres_database, now=NOW, store=store, progress=interrupt)
    half = counts(postgres_database)
    is_changed = load_demo(postgres_database, now=NOW, store=store)

    assert half == (88, 94 + 10, 7 + 2, 2)
    assert is_changed
    assert counts(postgres_database) == counts(demo_database)
    assert not load_demo(postgres_database, now=NOW, store=store)
