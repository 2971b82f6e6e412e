"""Bring the demonstration into a database through the services, as its people would, in steps that can be resumed.

Every step is one transaction and looks first whether it was done: an interrupted load goes on where it stopped, and a
second one changes nothing. The owner's sign-in comes last: it says that all is there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from marketplace.accounts.models import User
from marketplace.catalog.services import link_unlinked
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.digest import digest, digest_bytes
from marketplace.files.store import FileStore
from marketplace.imports.labels import BatchState
from marketplace.imports.models import ImportBatch
from marketplace.imports.queries import first_choices, load_batch_page
from marketplace.imports.schemas import ApplyForm
from marketplace.imports.services import apply_batch, stage_files
from marketplace.insights.jobs import run_survey
from marketplace.migrations.runner import upgrade
from marketplace.notices.queries import load_calendar
from marketplace.notices.services import store_calendar_year
from marketplace.notify.services import notify_organisation
from marketplace.recommendations.ranker import Ranker
from marketplace.recommendations.services import refit_statistics
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.queries import find_edition
from marketplace.taxonomy.services import mark_scenarios, store_counties, store_library
from seed.county_rows import county_rows
from seed.demo.lists import publish_demo_list
from seed.demo.marks import CATALOG_NO, MARKS
from seed.demo.people import OFFICIALS, OWNER, SYSTEM, ensure_people, load_actor
from seed.demo.profiles import complete_profiles, linking
from seed.demo.programme import keep_demo_progress, open_demo_round
from seed.demo.projects import run_demo_projects
from seed.demo.province import COUNTY_CODE, demo_county
from seed.demo.workbooks import ENTERPRISES_XLSX, PROVIDERS_XLSX
from seed.reference import load_library
from seed.reference_holidays import load_holidays

JUDGED = Path(__file__).resolve().parent.parent / "judged"
PIECE = 500
BASE_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A part of the load with what it is called while it runs."""

    label: str
    run: Callable[..., None]
    prints_address: bool = False
    keeps_files: bool = False


def load_demo(
    database: Database,
    *,
    now: datetime,
    base_url: str = BASE_URL,
    store: FileStore | None = None,
    progress: Callable[[str], object] = lambda _label: None,
) -> bool:
    """Load what is missing and return whether anything was; ``progress`` is told the name of each step as it begins.

    Papers that a step issues lead to ``base_url``; uploads are kept in ``store``, beside the database unless it is
    given. The first load fits the linker, which takes seconds of CPU.
    """
    upgrade(database.engine)
    if is_loaded(database):
        return False
    for step in STEPS:
        progress(step.label)
        more: dict[str, Any] = {"base_url": base_url} if step.prints_address else {}
        more |= {"store": store or _store_beside(database)} if step.keeps_files else {}
        step.run(database, now, **more)
    return True


def _store_beside(database: Database) -> FileStore:
    if not database.is_sqlite:
        raise ValueError("a database without a folder of its own needs a store for uploads")
    return FileStore(folder=Path(database.engine.url.database or ".").parent / "files")


def is_loaded(database: Database) -> bool:
    """Say whether every step was done under the library that the code brings; the schema must be there."""
    with database.session() as session:
        has_owner = session.exec(select(User.id).where(User.email == OWNER.email)).first() is not None
        return has_owner and find_edition(session) == load_library().edition


def _store_reference(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        store_counties(session, counties=[*county_rows(), demo_county()])
        store_library(session, actor=SYSTEM, library=load_library(), now=now)
        known = load_calendar(session).years
        for year in load_holidays():
            if year.year not in known:
                store_calendar_year(session, actor=SYSTEM, year=year.year, days=year.days, source=year.source, now=now)


def _add_officials(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        ensure_people(session, people=OFFICIALS, now=now)


def _learn(database: Database, _now: datetime) -> None:
    """Fit the linker before a transaction needs it, so that no lock is held for seconds."""
    with database.session() as session:
        KNOWLEDGE.linker(session)


def _import_judged(database: Database, now: datetime) -> None:
    paths = [JUDGED / "enterprises.jsonl", JUDGED / "providers.jsonl"]
    _bring_in(database, role=Role.OPERATOR, paths=paths, confirms=False, now=now)


def _import_providers(database: Database, now: datetime) -> None:
    _bring_in(database, role=Role.OPERATOR, paths=[PROVIDERS_XLSX], confirms=True, now=now)


def _import_enterprises(database: Database, now: datetime) -> None:
    _bring_in(database, role=Role.COUNTY, paths=[ENTERPRISES_XLSX], confirms=True, now=now)


def _bring_in(database: Database, *, role: Role, paths: Sequence[Path], confirms: bool, now: datetime) -> None:
    """Upload, look and apply as a person of the role does; files that were applied before are left alone."""
    files = [(path.name, path.read_bytes()) for path in paths]
    with database.transaction() as session:
        actor = load_actor(session, role=role)
        if _is_applied(session, files=files, organisation_id=actor.organisation_id):
            return
        batch_id = stage_files(session, actor=actor, files=files, now=now).id or 0
        form = ApplyForm()
        if confirms:
            form = ApplyForm.model_validate(
                first_choices(load_batch_page(session, actor=actor, batch_id=batch_id)), extra="ignore"
            )
        apply_batch(session, actor=actor, batch_id=batch_id, form=form, now=now)


def _is_applied(session: Session, *, files: Sequence[tuple[str, bytes]], organisation_id: int) -> bool:
    key = digest([digest_bytes(content) for _, content in files])
    wanted = select(ImportBatch.id).where(
        ImportBatch.files_digest == key,
        ImportBatch.organisation_id == organisation_id,
        ImportBatch.state == BatchState.APPLIED,
    )
    return session.exec(wanted).first() is not None


def _mark_scenarios(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        actor = load_actor(session, role=Role.COUNTY)
        mark_scenarios(session, actor=actor, county_code=COUNTY_CODE, catalog_no=CATALOG_NO, marks=dict(MARKS), now=now)


def _link_modules(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        while link_unlinked(session, link_texts=linking(session), limit=PIECE, now=now) == PIECE:
            continue


def _complete_profiles(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        complete_profiles(session, now=now)


def _refit(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        refit_statistics(session, actor=SYSTEM, now=now)


def _survey(database: Database, now: datetime) -> None:
    run_survey(database, Ranker(), now=now)


def _add_owner(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        is_new = session.exec(select(User.id).where(User.email == OWNER.email)).first() is None
        ensure_people(session, people=(OWNER,), now=now)
        if is_new:
            _greet_owner(session, now=now)


def _greet_owner(session: Session, *, now: datetime) -> None:
    """Put into the owner's inbox what a firm of the county hears before its person first signs in."""
    session.flush()  # The membership is read back here, and by what finds whom to tell.
    own = load_actor(session, role=Role.ENTERPRISE).organisation_id
    for subject, body, url in (
        ("主管部门已确认贵单位", "县里导入的企业资料已由主管部门确认。", f"/enterprises/{own}"),
        (
            "服务商推荐已经排好",
            "每一家都写明理由；有新的难题，补上就重排。",
            f"/enterprises/{own}/recommendations",
        ),
        ("本县木门行业推荐名单已发布", "名单只供参考，不指定；上名单不影响推荐里的先后。", "/lists"),
    ):
        notify_organisation(session, organisation_id=own, subject=subject, body=body, url=url, now=now)


STEPS = (
    Step(label="写入场景库、行业目录、县（市、区）和工作日历", run=_store_reference),
    Step(label="开通各级账号", run=_add_officials),
    Step(label="学习场景库（约十秒）", run=_learn),
    Step(label="导入省内企业和服务商", run=_import_judged),
    Step(label="导入示范县的服务商", run=_import_providers),
    Step(label="导入示范县的企业", run=_import_enterprises),
    Step(label="标记共性和个性场景", run=_mark_scenarios),
    Step(label="把模块对上场景", run=_link_modules),
    Step(label="服务商补全资料，平台审核发布", run=_complete_profiles),
    Step(label="统计词频", run=_refit),
    Step(label="统计需求和名次", run=_survey),
    Step(label="征集、评审、公示，公布推荐名单", run=publish_demo_list, prints_address=True),
    Step(label="走完一个改造项目，再走一半", run=run_demo_projects, prints_address=True, keeps_files=True),
    Step(label="开一轮试点县创建，县里申报", run=open_demo_round, prints_address=True, keeps_files=True),
    Step(label="统计推进情况", run=keep_demo_progress),
    Step(label="开通企业账号", run=_add_owner),
)
