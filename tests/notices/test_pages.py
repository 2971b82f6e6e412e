"""Pages of notices through HTTP: read, object with evidence, answer, change the calendar."""

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.notices.labels import Outcome
from marketplace.notices.models import Objection
from tests.fixtures.web import NOW, Person
from tests.notices.world import COUNTY, ENDS_AT, answer, make_officer, object_to, publish, restart, write_calendar

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
ENTRY = {
    "item_key": "provider:2",
    "ground": "facts",
    "remedy": "remove",
    "text": "所列的案例没有验收，厂里还没有装上系统。",
}
VISITOR = {**ENTRY, "name": "某木门厂", "contact": "someone@example.invalid"}


def text_of(page: str) -> str:
    return BeautifulSoup(page, "html.parser").get_text(" ", strip=True)


def set_clock(app: Flask, moment: datetime) -> None:
    app.extensions["marketplace"].clock = lambda: moment


def test_public_page_shows_days_parts_and_digest(client: FlaskClient, database: Database) -> None:
    write_calendar(database)
    notice = publish(database, officer=make_officer(database))

    shown = text_of(client.get(f"/notices/{notice.id}").text)

    assert "公示中，还剩 5 个工作日" in shown
    assert "2026年11月23日至2026年11月27日，5 个工作日" in shown
    assert "示范集成有限公司" in shown
    assert notice.digest in shown


def test_visitor_objects_with_evidence_and_reads_the_receipt(client: FlaskClient, database: Database) -> None:
    write_calendar(database)
    notice = publish(database, officer=make_officer(database))

    sent = client.post(
        f"/notices/{notice.id}/objections",
        data={**VISITOR, "evidence": (io.BytesIO(PDF), "现场照片.pdf")},
        content_type="multipart/form-data",
    )
    receipt = client.get(sent.headers["Location"])

    assert sent.status_code == 303
    assert f"{notice.number}-01" in receipt.text
    assert "现场照片.pdf" in receipt.text


def test_evidence_is_for_the_office_and_not_for_the_public(
    client: FlaskClient, database: Database, person: Callable[..., Person]
) -> None:
    write_calendar(database)
    officer = person(Role.COUNTY, area_prefix=COUNTY, county_code=COUNTY)
    notice = publish(database, officer=officer.actor)
    client.post(
        f"/notices/{notice.id}/objections",
        data={**VISITOR, "evidence": (io.BytesIO(PDF), "a.pdf")},
        content_type="multipart/form-data",
    )
    page = officer.client.get("/objections/1").text
    address = re.search(r'href="(/files/\d+)"', page)
    assert address is not None

    assert officer.client.get(address[1]).data == PDF
    assert client.get(address[1]).status_code == 404
    assert person(Role.PROVIDER).client.get(address[1]).status_code == 404


def test_evidence_of_another_kind_is_refused_and_nothing_is_filed(client: FlaskClient, database: Database) -> None:
    write_calendar(database)
    notice = publish(database, officer=make_officer(database))

    sent = client.post(
        f"/notices/{notice.id}/objections",
        data={**VISITOR, "evidence": (io.BytesIO(b"MZ\x90 program"), "a.pdf")},
        content_type="multipart/form-data",
    )

    assert sent.status_code == 422
    assert "只能上传 PDF" in sent.text
    assert VISITOR["text"] in sent.text
    with database.session() as session:
        assert session.exec(select(Objection)).all() == []


def test_incomplete_objection_keeps_what_was_typed(client: FlaskClient, database: Database) -> None:
    write_calendar(database)
    notice = publish(database, officer=make_officer(database))

    sent = client.post(f"/notices/{notice.id}/objections", data={**ENTRY, "name": "某木门厂"})

    assert sent.status_code == 422
    assert ENTRY["text"] in sent.text
    assert "请填写电话或邮箱" in sent.text
    assert sent.text.count("请填写电话或邮箱") == 2  # Above the form and beside the field.


def test_late_objection_is_refused_with_the_time_and_the_text_is_kept(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    write_calendar(database)
    notice = publish(database, officer=make_officer(database))
    set_clock(app, ENDS_AT)

    sent = client.post(f"/notices/{notice.id}/objections", data=VISITOR)

    assert sent.status_code == 409
    assert "公示已于 2026年11月27日 24:00 结束，现在是 2026年11月28日 00:00:00（北京时间）" in sent.text
    assert VISITOR["text"] in sent.text


def test_public_sees_summary_and_answer_and_neither_text_nor_name(client: FlaskClient, database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    notice = publish(database, officer=officer)
    filed = object_to(database, notice=notice, actor=None, now=NOW, name="某木门厂", contact="someone@example.invalid")
    answer(database, officer=officer, objection=filed.objection, now=NOW)

    page = client.get(f"/notices/{notice.id}").text

    assert "经核查，案例已于今年六月验收" in page
    assert "异议不成立" in page
    for hidden in ("某木门厂", "example.invalid", filed.objection.text):
        assert hidden not in page


def test_office_answers_on_its_page(database: Database, person: Callable[..., Person]) -> None:
    write_calendar(database)
    officer = person(Role.COUNTY, area_prefix=COUNTY, county_code=COUNTY)
    notice = publish(database, officer=officer.actor)
    filed = object_to(database, notice=notice, actor=person(Role.PROVIDER).actor, now=NOW)

    sent = officer.client.post(
        f"/objections/{filed.objection.id}/answer",
        data={"outcome": "upheld", "summary": "案例是否验收", "answer": "经核查，案例确实没有验收。"},
    )
    page = officer.client.get(f"/objections/{filed.objection.id}").text

    assert sent.status_code == 303
    assert "异议成立，还没有落实更改" in page
    assert f'href="{notice.subject_url}"' in page


def test_repetition_without_its_model_is_sent_back(database: Database, person: Callable[..., Person]) -> None:
    write_calendar(database)
    officer = person(Role.COUNTY, area_prefix=COUNTY, county_code=COUNTY)
    notice = publish(database, officer=officer.actor)
    filed = object_to(database, notice=notice, actor=person(Role.PROVIDER).actor, now=NOW)

    sent = officer.client.post(
        f"/objections/{filed.objection.id}/answer",
        data={"outcome": "repeated", "summary": "案例是否验收", "answer": "与此前答复过的异议相同。"},
    )

    assert sent.status_code == 422
    assert "请选择它重复的是哪一件异议" in sent.text


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.ENTERPRISE, Role.EXPERT])
def test_objection_of_somebody_else_does_not_exist(
    database: Database, person: Callable[..., Person], role: Role
) -> None:
    write_calendar(database)
    notice = publish(database, officer=make_officer(database))
    filed = object_to(database, notice=notice, actor=None, now=NOW, name="甲", contact="a@example.invalid")

    assert person(role).client.get(f"/objections/{filed.objection.id}").status_code == 404


def test_replaced_notice_leads_to_the_new_one_and_says_what_changed(client: FlaskClient, database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    old = publish(database, officer=officer)
    new = restart(database, officer=officer, now=NOW + timedelta(days=1))

    before, after = client.get(f"/notices/{old.id}").text, client.get(f"/notices/{new.id}").text

    assert f'href="/notices/{new.id}"' in before
    assert "内容有更改，已重新公示" in text_of(before)
    assert "移出示范集成有限公司" in after
    assert "提出异议" not in text_of(before)


def test_verification_of_a_notice_says_that_it_was_replaced(client: FlaskClient, database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    old = publish(database, officer=officer)
    restart(database, officer=officer, now=NOW)

    found = client.get(f"/api/v1/verify/{old.digest}").json

    assert found["is_current"] is False
    assert found["things"][0]["changes"] == ["移出示范集成有限公司"]


def test_list_of_notices_asks_as_often_for_one_as_for_twenty(
    client: FlaskClient, database: Database, count_queries: Callable[..., object]
) -> None:
    write_calendar(database)
    officer = make_officer(database)
    publish(database, officer=officer, subject_id=1)
    with count_queries() as one:  # type: ignore[attr-defined]
        client.get("/notices")
    for number in range(2, 21):
        notice = publish(database, officer=officer, subject_id=number)
        object_to(database, notice=notice, actor=None, now=NOW, name="甲", contact=f"{number}@example.invalid")
    with count_queries() as twenty:  # type: ignore[attr-defined]
        page = client.get("/notices").text

    assert page.count("GS2026-") == 20
    assert one() == twenty()


def test_programs_list_notices_with_a_cursor(client: FlaskClient, database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    for number in (1, 2, 3):
        publish(database, officer=officer, subject_id=number)

    first = client.get("/api/v1/notices?limit=2").json
    rest = client.get(f"/api/v1/notices?limit=2&cursor={first['next']}").json

    assert [row["id"] for row in first["items"] + rest["items"]] == [1, 2, 3]
    assert rest["next"] is None
    assert first["items"][0]["state"] == "open"


def test_program_reads_one_notice_with_answers(client: FlaskClient, database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    notice = publish(database, officer=officer)
    filed = object_to(database, notice=notice, actor=None, now=NOW, name="甲", contact="a@example.invalid")
    answer(database, officer=officer, objection=filed.objection, outcome=Outcome.REJECTED, now=NOW)

    got = client.get(f"/api/v1/notices/{notice.id}").json

    assert got["objections"][0]["outcome"] == "异议不成立"
    assert "text" not in got["objections"][0]


def test_province_enters_next_years_calendar(database: Database, person: Callable[..., Person]) -> None:
    write_calendar(database)
    province = person(Role.PROVINCE, area_prefix="33")

    listed = province.client.get("/operator/calendar").text
    sent = province.client.post(
        "/operator/calendar/2027",
        data={"source": "2027年通知", "off": "2027-01-01～2027-01-03 元旦", "worked": "", "version": "0"},
    )
    page = province.client.get("/operator/calendar/2027").text

    assert "还没有录入 2027 年" in listed
    assert sent.status_code == 303
    assert "2027-01-01～2027-01-03 元旦" in page


def test_pasted_notice_fills_the_year_and_an_unclear_one_stays_as_typed(
    database: Database, person: Callable[..., Person]
) -> None:
    province = person(Role.PROVINCE, area_prefix="33")
    pasted = "一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月9日（周六）上班。"
    sent = {"source": "2027年通知", "pasted": pasted, "off": "看不懂的一行", "worked": "", "version": "0"}

    wrong = province.client.post("/operator/calendar/2027", data={**sent, "pasted": pasted.replace("共3", "共4")})
    right = province.client.post("/operator/calendar/2027", data=sent)
    page = province.client.get("/operator/calendar/2027").text

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert "写的是共 4 天，读到 3 天" in wrong.text
    assert "元旦：1月1日（周五）" in wrong.text
    assert "2027-01-01～2027-01-03 元旦" in page
    assert "2027-01-09 元旦调休" in page


@pytest.mark.parametrize(
    ("off", "worked", "message"),
    [
        ("2027-13-01 元旦", "", "看不懂"),
        ("明年元旦", "", "看不懂"),
        ("2026-01-01 元旦", "", "不在 2027 年"),
        ("2027-01-01\n2027-01-01", "", "写了两次"),
        ("", "2027-01-04 调休", "不是周六或周日"),
        ("2027-01-05～2027-01-01", "", "看不懂"),
    ],
)
def test_calendar_that_makes_no_sense_is_sent_back(
    database: Database, person: Callable[..., Person], off: str, worked: str, message: str
) -> None:
    operator = person(Role.OPERATOR)

    sent = operator.client.post(
        "/operator/calendar/2027", data={"source": "通知", "off": off, "worked": worked, "version": "0"}
    )

    assert sent.status_code == 422
    assert message in sent.text


def test_office_withdraws_its_notice_with_a_reason(database: Database, person: Callable[..., Person]) -> None:
    write_calendar(database)
    officer = person(Role.COUNTY, area_prefix=COUNTY, county_code=COUNTY)
    notice = publish(database, officer=officer.actor)

    sent = officer.client.post(f"/notices/{notice.id}/withdraw", data={"reason": "材料有误，重新征集。"})
    page = officer.client.get(f"/notices/{notice.id}").text

    assert sent.status_code == 303
    assert "材料有误，重新征集。" in page
