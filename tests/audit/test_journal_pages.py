"""An auditor finds what was done, reads it as it was written, and computes the chain again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from marketplace.audit.policies import concerns
from marketplace.audit.queries import PER_PAGE, search_journal
from marketplace.audit.schemas import JournalQuery
from marketplace.audit.words import action_words, subject_page, subject_words
from marketplace.core.actor import Actor, Role, System
from marketplace.core.db import Database
from marketplace.core.journal import record
from tests.fixtures.web import NOW, Person, make_member

AUDITOR = Actor(user_id=1, role=Role.AUDITOR, organisation_id=1)
BY = System(name="test")


def write(database: Database, *entries: tuple[str, str, datetime]) -> None:
    for action, subject, moment in entries:
        with database.transaction() as session:
            record(session, actor=BY, action=action, subject=subject, now=moment)


def found(database: Database, **wanted: object) -> list[str]:
    with database.session() as session:
        lines = search_journal(session, actor=AUDITOR, wanted=JournalQuery.model_validate(wanted)).lines
    return [f"{line.what} {line.about}" for line in lines]


@pytest.fixture
def written(any_database: Database) -> Database:
    for days, (action, subject) in enumerate(
        (("module.published", "module:7"), ("module.retired", "module:77"), ("run.kept", "enterprise:7"))
    ):
        write(any_database, (action, subject, NOW + timedelta(days=days)))
    return any_database


def test_newest_stands_first(written: Database) -> None:
    assert found(written) == ["排序记录：留存 企业 7", "模块：下架 模块 77", "模块：发布 模块 7"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"kind": "module"}, ["模块：下架 模块 77", "模块：发布 模块 7"]),
        ({"object": "module:7"}, ["模块：发布 模块 7"]),
        ({"object": "模块"}, None),
        ({"object": "7"}, ["排序记录：留存 企业 7", "模块：发布 模块 7"]),
        ({"since": "2026-11-23"}, ["排序记录：留存 企业 7", "模块：下架 模块 77"]),
        ({"until": "2026-11-23"}, ["模块：下架 模块 77", "模块：发布 模块 7"]),
        ({"since": "2026-11-23", "until": "2026-11-23"}, ["模块：下架 模块 77"]),
        ({"since": "2027-01-01"}, []),
        ({"before": 2}, ["模块：发布 模块 7"]),
    ],
)
def test_filters_find_exactly_what_fits(
    written: Database, wanted: dict[str, object], expected: list[str] | None
) -> None:
    if expected is None:
        with pytest.raises(ValueError, match="object"):
            found(written, **wanted)
    else:
        assert found(written, **wanted) == expected


def test_day_is_a_day_of_shanghai(any_database: Database) -> None:
    write(any_database, ("module.saved", "module:1", datetime(2026, 11, 22, 15, 59, tzinfo=UTC)))
    write(any_database, ("module.saved", "module:2", datetime(2026, 11, 22, 16, 0, tzinfo=UTC)))

    assert found(any_database, since="2026-11-23") == ["模块：保存 模块 2"]
    assert found(any_database, until="2026-11-22") == ["模块：保存 模块 1"]


def test_pages_hold_every_entry_once(database: Database) -> None:
    with database.transaction() as session:
        for number in range(PER_PAGE * 2 + 5):
            record(session, actor=BY, action="module.saved", subject=f"module:{number}", now=NOW)
    seen: list[int] = []
    before: int | None = None
    while True:
        with database.session() as session:
            page = search_journal(session, actor=AUDITOR, wanted=JournalQuery(before=before))
        seen += [line.seq for line in page.lines]
        before = page.before
        if before is None:
            break

    assert seen == list(range(PER_PAGE * 2 + 5, 0, -1))


def test_auditor_of_a_county_sees_its_bodies_alone(database: Database, person: Callable[..., Person]) -> None:
    auditor = person(Role.AUDITOR, area_prefix="330603")
    inside, _ = make_member(database, role=Role.COUNTY, county_code="330603", area_prefix="330603")
    outside, _ = make_member(database, role=Role.COUNTY, county_code="331081", area_prefix="331081")
    for who in (inside, outside):
        with database.transaction() as session:
            record(session, actor=who, action="scenarios.marked", subject="county:1", now=NOW)
            session.flush()
    with database.session() as session:
        lines = search_journal(session, actor=AUDITOR, wanted=JournalQuery(kind="scenarios")).lines

    newest = lines[0].seq
    page = auditor.client.get("/journal?kind=scenarios").text
    assert f"/journal/{newest - 1}" in page
    assert f"/journal/{newest}" not in page
    assert auditor.client.get(f"/journal/{newest}").status_code == 404
    assert auditor.client.get(f"/journal/{newest - 1}").status_code == 200


def test_entry_is_shown_as_it_was_written(database: Database, person: Callable[..., Person]) -> None:
    auditor = person(Role.AUDITOR)

    page = auditor.client.get("/journal/1").text

    assert "摘要重新算过，一致" in page
    assert "&#34;action&#34;:" in page


def test_altered_entry_and_broken_chain_are_said(database: Database, person: Callable[..., Person]) -> None:
    auditor = person(Role.AUDITOR)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_entry_no_update")
        connection.execute(text("UPDATE journal_entry SET event = replace(event, 'created', 'removed') WHERE seq = 1"))

    assert "摘要对不上" in auditor.client.get("/journal/1").text
    assert "第 1 条对不上" in auditor.client.get("/journal/verify").text


def test_whole_chain_is_computed_again(person: Callable[..., Person]) -> None:
    assert "整条日志连得上" in person(Role.AUDITOR).client.get("/journal/verify").text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=2026-12-01&until=2026-11-01", "开始日期在结束日期之后"),
        ("since=昨天", "日期的写法不对"),
        ("object='; DROP TABLE", "格式不对"),
        ("before=0", "不能小于 1"),
    ],
)
def test_search_with_a_fault_says_why(person: Callable[..., Person], query: str, sentence: str) -> None:
    answer = person(Role.AUDITOR).client.get(f"/journal?{query}")

    assert answer.status_code == 422
    assert sentence in answer.text


def test_search_without_a_hit_says_what_to_do(person: Callable[..., Person]) -> None:
    assert "没有符合条件的记录" in person(Role.AUDITOR).client.get("/journal?object=module:999").text


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.AUDITOR, Role.OPERATOR}])
def test_journal_is_closed_to_others(person: Callable[..., Person], role: Role) -> None:
    assert person(role).client.get("/journal").status_code == 403


def test_halves_of_an_action_are_put_into_words() -> None:
    assert action_words("module.published") == "模块：发布"
    assert action_words("kite.flown") == "kite：flown"
    assert subject_words("module:7") == "模块 7"
    assert (subject_page("module:7"), subject_page("library:2026-1")) == ("/modules/7", "")


@given(
    body=st.integers(1, 5),
    subject=st.sampled_from(["enterprise:1", "provider:9", "county:330603", "county:331081", "module:1"]),
    county=st.sampled_from(["", "330603", "331081"]),
)
def test_area_sees_what_is_by_it_about_it_or_names_it(body: int, subject: str, county: str) -> None:
    event = {"actor": {"organisation_id": body}, "subject": subject, "details": {"county_code": county}}

    seen = concerns(event, bodies={1, 2}, area="330603")

    about = subject in {"enterprise:1", "county:330603"}
    named = county == "330603" and subject == "module:1"
    assert seen == (body in {1, 2} or about or named)
    assert concerns(event, bodies=(), area="")
