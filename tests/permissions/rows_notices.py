"""Rows of notices: public to read and to object; objections are for their author and the offices concerned."""

from marketplace.core.actor import Actor, Role, System
from marketplace.notices.labels import Ground, Remedy
from marketplace.notices.objections import Filed, file_objection
from marketplace.notices.schemas import NoticeIn, NoticeItem, ObjectionIn
from marketplace.notices.services import publish_notice, store_calendar_year
from seed.reference_holidays import load_holidays
from tests.fixtures.web import NOW
from tests.permissions.matrix import Row, ids, values
from tests.permissions.world import OTHER_COUNTY, OWN_COUNTY, World

BUREAUS = (Role.COUNTY, Role.CITY, Role.PROVINCE)
ABOVE = {Role.PROVINCE, Role.AUDITOR, Role.OPERATOR}
ENTRY = {
    "item_key": "a",
    "ground": Ground.FACTS.value,
    "remedy": Remedy.CORRECT.value,
    "text": "所列的案例没有验收，厂里还没有装上系统。",
    "name": "某厂",
    "contact": "someone@example.invalid",
}
ANSWER = values(outcome="rejected", summary="案例是否验收", answer="经核查，案例已经验收，有验收单。")


def build(world: World) -> None:
    """Each bureau has a notice with an objection to answer, each role an objection of its own."""
    with world.database.transaction() as session:
        for year in load_holidays():
            store_calendar_year(
                session, actor=System(name="test"), year=year.year, days=year.days, source=year.source, now=NOW
            )
    for number, role in enumerate(BUREAUS, start=1):
        notice_id = _publish(world, actor=world.people[role].actor, subject_id=number, county=OWN_COUNTY)
        world.ids[f"notice:{role.value}"] = notice_id
        world.ids[f"answerable:{role.value}"] = _object(world, actor=None, notice_id=notice_id).objection.id
    world.ids["notice"] = world.ids["notice:county"]
    for role, member in world.people.items():
        filed = _object(world, actor=member.actor, notice_id=world.ids["notice"])
        world.ids[f"objection:{role.value}"] = filed.objection.id
    world.ids["receipt"] = _object(world, actor=None, notice_id=world.ids["notice"]).token
    _add_strangers(world)


def _add_strangers(world: World) -> None:
    stranger = world.strangers[Role.COUNTY]
    world.ids["other_notice"] = _publish(world, actor=stranger, subject_id=9, county=OTHER_COUNTY)
    filed = _object(world, actor=world.strangers[Role.PROVIDER], notice_id=world.ids["other_notice"])
    world.ids["other_objection"] = filed.objection.id


def _publish(world: World, *, actor: Actor, subject_id: int, county: str) -> int:
    notice = NoticeIn(
        subject_kind="matrix",
        subject_id=subject_id,
        subject_url="",
        title="公示",
        lead="",
        facts={"subject": subject_id},
        items=(NoticeItem(key="a", label="甲"),),
        days=5,
        county_code=county,
    )
    with world.database.transaction() as session:
        return publish_notice(session, actor=actor, notice=notice, now=NOW).id or 0


def _object(world: World, *, actor: Actor | None, notice_id: int) -> Filed:
    with world.database.transaction() as session:
        # Each is another person's: one may not object as often as the matrix does.
        entered = ObjectionIn.model_validate({**ENTRY, "contact": f"{len(world.ids)}@example.invalid"})
        return file_objection(session, actor=actor, notice_id=notice_id, entered=entered, now=NOW)


ROWS = {
    "notices.index": Row(),
    "notices.show": Row(own=ids(notice_id="notice")),
    "notices.object_to": Row(own=ids(notice_id="notice"), data=values(**ENTRY)),
    "notices.receipt": Row(own=ids(token="receipt")),
    "notices.withdraw_by_receipt": Row(own=ids(token="receipt")),
    "notice_office.desk": Row(),
    "notice_office.show": Row(
        own=ids(objection_id="objection"), other=ids(objection_id="other_objection"), reaches_other=ABOVE
    ),
    "notice_office.answer": Row(
        own=ids(objection_id="answerable"), other=ids(objection_id="other_objection"), data=ANSWER
    ),
    "notice_office.withdraw": Row(own=ids(objection_id="objection"), other=ids(objection_id="other_objection")),
    "notice_office.withdraw_whole": Row(
        own=ids(notice_id="notice"), other=ids(notice_id="other_notice"), data=values(reason="材料有误")
    ),
    "notice_office.calendar": Row(),
    "notice_office.calendar_year": Row(own=values(year=2026)),
    "notice_office.save_calendar_year": Row(
        own=values(year=2027), data=values(source="通知", off="2027-01-01 元旦", version="0")
    ),
    "notices_api.list_notices": Row(),
    "notices_api.get_notice": Row(own=ids(notice_id="notice")),
}
