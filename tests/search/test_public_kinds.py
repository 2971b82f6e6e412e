"""Samples, calls, notices, pilot counties with their lists and measures are found while they are public."""

from collections.abc import Callable
from pathlib import Path

import pytest

from marketplace.core.changes import log_change
from marketplace.core.db import Database
from marketplace.lists.calls import publish_call, save_call, withdraw_call
from marketplace.notices.services import withdraw_notice
from marketplace.programme.labels import EditionKind, MeasureKind, PracticeKind
from marketplace.programme.models import PilotEdition, SupportMeasure
from marketplace.programme.pilot_schemas import MeasureIn, PracticeIn
from marketplace.programme.services.pilots import CHANGE as PILOT_CHANGED
from marketplace.programme.services.records import add_measure, add_practice, withdraw_record
from marketplace.samples.schemas import SampleIn
from marketplace.samples.services import mark_sample, withdraw_sample
from marketplace.search.checking import compare
from marketplace.search.node import SearchNode
from marketplace.search.presentation import load_cards
from marketplace.search.rebuilding import rebuild
from search_index import SearchQuery
from tests.fixtures.offers import make_provider
from tests.fixtures.web import NOW
from tests.lists.world import call_in, make_people
from tests.notices.world import make_officer, publish, restart, write_calendar
from tests.programme.piloting import CODE, start_pilot
from tests.programme.world import build_land
from tests.projects.kept import course_at

Find = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def find(database: Database, node: SearchNode) -> Find:
    """Return (title, address) of what is found of a kind, after the index followed the log."""
    make_provider(database)  # An index whose log is empty is no index yet.

    def ask(kind: str, text: str = "", **filters: tuple[str, ...]) -> list[tuple[str, str]]:
        with database.session() as session:
            if node.folders.current() is None:
                rebuild(database, node, wait=False)
            index, _ = node.refresh(session)
            assert compare(session, index, node=node).is_equal
            hits = index.search(SearchQuery(text=text, kinds=(kind,), filters=filters)).hits
            return [(shown.hit.title, shown.card.url) for shown in load_cards(session, hits)]

    return ask


def test_sample_is_found_by_its_plant_need_and_county_until_it_is_withdrawn(
    database: Database, tmp_path: Path, find: Find
) -> None:
    course = course_at(database, tmp_path, "accepted")
    assert find("sample") == []
    entered = SampleIn(title="染缸自动排产", story="先接上染缸，再排产；老师傅参加了规则的整理。", has_agreed=True)
    with database.transaction() as session:
        made = mark_sample(session, actor=course.officer, project_id=course.project_id, entered=entered, now=NOW)

    shown = [("染缸自动排产", f"/samples/{made.id}")]
    assert find("sample", "智能排缸") == find("sample", "老师傅", county=("绍兴市柯桥区",)) == shown

    course.write(
        lambda session: withdraw_sample(session, actor=course.officer, sample_id=made.id or 0, reason="有误", now=NOW)
    )
    assert find("sample") == []


def test_call_is_found_from_its_publication_until_it_is_cancelled(database: Database, find: Find) -> None:
    people = make_people(database, providers=0)
    with database.transaction() as session:
        call = save_call(session, actor=people.drafter, entered=call_in(), now=NOW)
    assert find("call") == []
    with database.transaction() as session:
        publish_call(session, actor=people.drafter, call_id=call.id or 0, seen_version=call.version, now=NOW)

    assert find("call", "总承包商征集") == [("示范县数字化总承包商征集", f"/calls/{call.id}")]

    with database.transaction() as session:
        withdraw_call(session, actor=people.drafter, call_id=call.id or 0, reason="预算有变", now=NOW)
    assert find("call") == []


def test_only_the_newest_notice_of_a_chain_is_found_and_none_that_was_withdrawn(database: Database, find: Find) -> None:
    write_calendar(database)
    officer = make_officer(database)
    first = publish(database, officer=officer)
    title = "示范县木门行业数字化总承包商推荐名单公示"
    assert find("notice", "示范云服务") == [(title, f"/notices/{first.id}")]

    second = restart(database, officer=officer, now=NOW)
    assert find("notice", "木门") == [(title, f"/notices/{second.id}")]

    with database.transaction() as session:
        withdraw_notice(session, actor=officer, notice_id=second.id or 0, reason="重新评审", now=NOW)
    assert find("notice") == []


def test_pilot_county_with_its_round_measures_practices_and_newest_lists_is_found(
    database: Database, tmp_path: Path, find: Find
) -> None:
    land = build_land(database, tmp_path, codes=[CODE])
    pilot = start_pilot(land)
    officer, key = land.counties[CODE], pilot.id or 0
    loan = MeasureIn(
        kind=MeasureKind.FINANCE, name="数改贷", offered_by="示例农商行", summary="改造合同可抵押，利率优惠。"
    )
    practice = PracticeIn(
        kind=PracticeKind.CONTRACT,
        title="合同示范文本",
        text="付款与验收挂钩，分三次付，企业、服务商、监理三方签字才放款。",
    )
    with database.transaction() as session:
        measure = add_measure(session, actor=officer, pilot_id=key, entered=loan, now=NOW)
        add_practice(session, actor=officer, pilot_id=key, entered=practice, now=NOW)
        for number, text in ((1, "排缸靠人"), (2, "插单乱套")):
            session.add(
                PilotEdition(
                    pilot_id=key,
                    kind=EditionKind.PROBLEMS,
                    number=number,
                    rows=[{"code": "x", "name": "排产", "text": text, "firms": 3}],
                    digest=str(number) * 64,
                    published_at=NOW,
                )
            )
        log_change(session, kind=PILOT_CHANGED, object_id=key, now=NOW)

    assert find("pilot", "三方签字") == [("云溪市第1溪县（棉印染）", f"/programme/pilots/{key}")]
    assert find("measure", "数改贷") == [("数改贷", f"/programme/pilots/{key}#measure-{measure.id}")]
    assert [title for title, _ in find("edition", "")] == ["云溪市第1溪县棉印染：行业问题清单（第2版）"]
    assert find("edition", '"排缸靠人"') == []
    assert [title for title, _ in find("round", "2027年度")] == ["2027年度试点县（市、区）创建"]

    with database.transaction() as session:
        withdraw_record(session, actor=officer, model=SupportMeasure, record_id=measure.id or 0, pilot_id=key, now=NOW)
    assert find("measure") == []
