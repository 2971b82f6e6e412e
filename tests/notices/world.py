"""A bureau with a notice of a list of two providers, and people who object."""

from collections.abc import Sequence
from datetime import UTC, datetime

from marketplace.core.actor import Actor, Role, System
from marketplace.core.db import Database
from marketplace.notices.labels import ChangeReason, Ground, Outcome, Remedy
from marketplace.notices.models import Objection, PublicNotice
from marketplace.notices.objections import Filed, answer_objection, file_objection
from marketplace.notices.schemas import AnswerIn, ChangeIn, NoticeIn, NoticeItem, ObjectionIn
from marketplace.notices.services import publish_notice, restart_notice, store_calendar_year
from seed.reference_holidays import load_holidays
from tests.fixtures.web import NOW, make_member

COUNTY = "339999"
# Published on Sunday, 22 November 2026; five working days later it is Friday, 27 November.
ENDS_AT = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
ITEMS = (
    NoticeItem(key="provider:1", label="示范云服务有限公司"),
    NoticeItem(key="provider:2", label="示范集成有限公司"),
)
FACTS = {"entries": ["示范云服务有限公司", "示范集成有限公司"], "version": 1}
CHANGED = {"entries": ["示范云服务有限公司"], "version": 2}


def write_calendar(database: Database) -> None:
    with database.transaction() as session:
        for year in load_holidays():
            store_calendar_year(
                session, actor=System(name="test"), year=year.year, days=year.days, source=year.source, now=NOW
            )


def make_officer(database: Database, *, organisation_id: int | None = None) -> Actor:
    actor, _ = make_member(
        database, role=Role.COUNTY, area_prefix=COUNTY, county_code=COUNTY, organisation_id=organisation_id
    )
    return actor


def make_provider_person(database: Database) -> Actor:
    actor, _ = make_member(database, role=Role.PROVIDER)
    return actor


def notice_in(*, subject_id: int = 7, items: Sequence[NoticeItem] = ITEMS, days: int = 5) -> NoticeIn:
    return NoticeIn(
        subject_kind="list",
        subject_id=subject_id,
        subject_url=f"/lists/{subject_id}",
        title="示范县木门行业数字化总承包商推荐名单公示",
        lead="经公开征集和专家评审，拟将以下 2 家列入推荐名单，现予公示。",
        facts=dict(FACTS),
        items=tuple(items),
        days=days,
        county_code=COUNTY,
    )


def publish(database: Database, *, officer: Actor, now: datetime = NOW, subject_id: int = 7) -> PublicNotice:
    with database.transaction() as session:
        return publish_notice(session, actor=officer, notice=notice_in(subject_id=subject_id), now=now)


def objection_in(*, item_key: str = "provider:2", ground: Ground = Ground.FACTS, **more: str) -> ObjectionIn:
    return ObjectionIn(
        item_key=item_key,
        ground=ground,
        text="所列的案例没有验收，厂里还没有装上系统。",
        remedy=Remedy.REMOVE,
        **more,  # type: ignore[arg-type]  # name and contact of visitors
    )


def object_to(database: Database, *, notice: PublicNotice, actor: Actor | None, now: datetime, **entered: str) -> Filed:
    with database.transaction() as session:
        return file_objection(session, actor=actor, notice_id=notice.id or 0, entered=objection_in(**entered), now=now)


def answer(
    database: Database,
    *,
    officer: Actor,
    objection: Objection,
    outcome: Outcome = Outcome.REJECTED,
    repeats_id: int | None = None,
    now: datetime,
) -> Objection:
    entered = AnswerIn(
        outcome=outcome,
        summary="案例是否验收",
        answer="经核查，案例已于今年六月验收，验收单见附件。",
        repeats_id=repeats_id,
    )
    with database.transaction() as session:
        return answer_objection(session, actor=officer, objection_id=objection.id or 0, entered=entered, now=now)


def change_in(*, objection_ids: tuple[int, ...] = ()) -> ChangeIn:
    return ChangeIn(
        subject_kind="list",
        subject_id=7,
        reason=ChangeReason.OBJECTION,
        rationale="异议成立，所列案例没有验收。",
        facts=dict(CHANGED),
        items=(ITEMS[1],),
        changes=("移出示范集成有限公司",),
        objection_ids=objection_ids,
    )


def restart(database: Database, *, officer: Actor, objection_ids: tuple[int, ...] = (), now: datetime) -> PublicNotice:
    with database.transaction() as session:
        return restart_notice(session, actor=officer, change=change_in(objection_ids=objection_ids), now=now)
