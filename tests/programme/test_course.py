"""The course of a round through the services, on both databases; and what it refuses."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.errors import ConflictError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.journal import verify
from marketplace.documents.models import IssuedDocument
from marketplace.notices.errors import NoticeNotClearError
from marketplace.notices.labels import Ground, Outcome, Remedy
from marketplace.notices.objections import answer_objection, file_objection
from marketplace.notices.queries import find_newest
from marketplace.notices.schemas import AnswerIn, ObjectionIn
from marketplace.notify.models import Message
from marketplace.programme.labels import ApplicationPart, ApplicationState, OpinionDecision
from marketplace.programme.models import Pilot, PilotApplication, PilotTask
from marketplace.programme.queries.applications import load_application, state_of
from marketplace.programme.queries.judging import load_ranking
from marketplace.programme.queries.rounds import load_round
from marketplace.programme.schemas import AmendmentIn, ProposalIn
from marketplace.programme.services.applications import (
    reopen_application,
    save_part,
    start_application,
)
from marketplace.programme.services.judging import open_competition, propose_list
from marketplace.programme.services.listing import amend_list, publish_list
from marketplace.programme.services.rounds import update_round
from tests.fixtures.web import NOW, make_member
from tests.programme.judging import judged
from tests.programme.world import (
    AFTER,
    BASE,
    COUNTIES,
    ISLAND,
    MOUNTAIN,
    Land,
    build_land,
    fill,
    finalise,
    hand_in,
    judge_as_city,
    now_of,
    opinion_in,
    publish,
    qualify,
    receive_paper,
    round_in,
    screen,
    seal,
    submit,
)

NOTICED = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
# Five working days after 1 December 2026 end on the 8th.
CLEAR = datetime(2026, 12, 8, 16, 0, tzinfo=UTC)
LATE = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
FIRST = COUNTIES[0]


@pytest.fixture
def land(any_database: Database, tmp_path: Path) -> Land:
    return build_land(any_database, tmp_path)


@pytest.fixture
def quick(database: Database, tmp_path: Path) -> Land:
    return build_land(database, tmp_path, codes=COUNTIES[:3])


def state(land: Land, application: PilotApplication) -> ApplicationState:
    with land.database.session() as session:
        current = load_application(session, application_id=application.id or 0)
        return state_of(current, load_round(session, round_id=current.round_id))


def test_round_runs_from_application_to_list(land: Land) -> None:
    found = publish(land, places=2)
    first, mountain, island = (qualify(land, found, code) for code in (FIRST, MOUNTAIN[0], ISLAND[0]))
    # Without its tilt of 3 points the mountain county would stand behind the island.
    judged(land, found, {FIRST: 500, MOUNTAIN[0]: 400, ISLAND[0]: 405})
    with land.database.session() as session:
        ranking = load_ranking(session, found=load_round(session, round_id=found.id or 0))
    assert ranking.inside == (first.id, mountain.id)
    assert ranking.row_of(mountain.id or 0).placed.tilt == 30
    assert ranking.row_of(island.id or 0).placed.tilt == 20

    with land.database.transaction() as session:
        propose_list(session, actor=land.province, round_id=found.id or 0, entered=ProposalIn(), now=NOTICED)
    assert [state(land, one) for one in (first, mountain, island)] == ["proposed", "proposed", "qualified"]
    with pytest.raises(NoticeNotClearError, match="公示期还没有结束"), land.database.transaction() as session:
        publish_list(session, actor=land.province, round_id=found.id or 0, base_url=BASE, now=NOTICED)
    with land.database.transaction() as session:
        publish_list(session, actor=land.province, round_id=found.id or 0, base_url=BASE, now=CLEAR)

    assert [state(land, one) for one in (first, mountain, island)] == ["listed", "listed", "unlisted"]
    with land.database.session() as session:
        pilots = session.exec(select(Pilot)).all()
        tasks = session.exec(select(PilotTask)).all()
        listed = load_round(session, round_id=found.id or 0)
        document = session.exec(select(IssuedDocument).where(IssuedDocument.kind == "pilot_list")).one()
        assert verify(session).is_intact
    assert [(one.county_code, one.ends_on.isoformat()) for one in pilots] == [
        (FIRST, "2028-12-08"),
        (MOUNTAIN[0], "2028-12-08"),
    ]
    assert len(tasks) == 4
    assert listed.list_digest == document.digest


def test_upheld_objection_moves_the_next_county_up_and_is_noticed_again(land: Land) -> None:
    found = publish(land, places=1)
    first, second = (qualify(land, found, code) for code in COUNTIES[2:4])
    judged(land, found, {COUNTIES[2]: 500, COUNTIES[3]: 450})
    with land.database.transaction() as session:
        propose_list(session, actor=land.province, round_id=found.id or 0, entered=ProposalIn(), now=NOTICED)
    with land.database.transaction() as session:
        newest = find_newest(session, subject_kind="pilot_round", subject_id=found.id or 0)
        assert newest is not None
        filed = file_objection(
            session,
            actor=None,
            notice_id=newest.id or 0,
            entered=ObjectionIn(
                item_key=f"county:{COUNTIES[2]}",
                ground=Ground.FACTS,
                remedy=Remedy.REMOVE,
                text="填报的产值包含了外县企业，数据不实。",
                name="某商会",
                contact="someone@example.invalid",
            ),
            now=NOTICED,
        )
        session.flush()
        answer_objection(
            session,
            actor=land.province,
            objection_id=filed.objection.id or 0,
            entered=AnswerIn(
                outcome=Outcome.UPHELD, summary="产值是否属实", answer="经核查，产值确有重复计算，异议成立。"
            ),
            now=NOTICED,
        )
    with pytest.raises(NoticeNotClearError, match="还没有落实更改"), land.database.transaction() as session:
        publish_list(session, actor=land.province, round_id=found.id or 0, base_url=BASE, now=CLEAR)

    entered = AmendmentIn(application_id=first.id or 0, rationale="产值不实，不符合条件。", takes_next=True)
    with land.database.transaction() as session:
        amend_list(session, actor=land.province, round_id=found.id or 0, entered=entered, now=CLEAR)
    with land.database.transaction() as session:
        publish_list(
            session, actor=land.province, round_id=found.id or 0, base_url=BASE, now=datetime(2026, 12, 20, tzinfo=UTC)
        )

    assert [state(land, one) for one in (first, second)] == ["unlisted", "listed"]


def test_tie_at_the_cut_is_decided_by_people_with_a_reason(quick: Land) -> None:
    found = publish(quick, places=1)
    rows = [qualify(quick, found, code) for code in (COUNTIES[0], COUNTIES[2])]
    judged(quick, found, {COUNTIES[0]: 500, COUNTIES[2]: 500})

    for entered, text in (
        (ProposalIn(chosen=[row.id or 0 for row in rows], note="都很好"), "最多选 1 个"),
        (ProposalIn(chosen=[rows[1].id or 0]), "依据是什么"),
    ):
        with pytest.raises(InvalidError) as refused, quick.database.transaction() as session:
            propose_list(session, actor=quick.province, round_id=found.id or 0, entered=entered, now=NOTICED)
        assert text in str(refused.value.fields)
    with quick.database.transaction() as session:
        entered = ProposalIn(chosen=[rows[1].id or 0], note="集体研究：优先产业集聚度更高的县。")
        propose_list(session, actor=quick.province, round_id=found.id or 0, entered=entered, now=NOTICED)

    assert [state(quick, one) for one in rows] == ["qualified", "proposed"]


def test_county_has_one_application_a_round(quick: Land) -> None:
    found = publish(quick)
    first = fill(quick, found, FIRST)
    colleague, _ = make_member(
        quick.database, role=Role.COUNTY, area_prefix=FIRST, organisation_id=quick.counties[FIRST].organisation_id
    )

    with quick.database.transaction() as session:
        again = start_application(session, actor=colleague, round_id=found.id or 0, now=NOW)

    assert again.id == first.id


def test_late_submission_is_refused_with_the_time(quick: Land) -> None:
    found = publish(quick)
    application = fill(quick, found, FIRST)
    finalise(quick, application)
    seal(quick, application)

    with pytest.raises(ConflictError, match="申报已于 2026年11月25日 24:00 截止，现在是 2026年11月26日 00:00"):
        submit(quick, application, now=LATE)
    with pytest.raises(ConflictError, match="逾期不予受理"):
        fill(quick, found, COUNTIES[1], now=LATE)


def test_submission_before_the_last_moment_is_in_time(quick: Land) -> None:
    found = publish(quick)
    application = fill(quick, found, FIRST)
    finalise(quick, application)
    seal(quick, application)

    submitted = submit(quick, application, now=datetime(2026, 11, 25, 15, 59, 59, tzinfo=UTC))

    assert submitted.receipt_number == f"SB2026-{application.id:05d}"


def test_submission_needs_the_government_and_the_declaration(quick: Land) -> None:
    application = fill(quick, publish(quick), FIRST)
    finalise(quick, application)

    with pytest.raises(ConflictError, match="还没有县（市、区）人民政府"):
        submit(quick, application)
    seal(quick, application)
    with pytest.raises(InvalidError) as refused:
        submit(quick, application, declared=False)

    assert list(refused.value.fields) == ["declared"]


def test_seal_of_an_older_text_does_not_count(quick: Land) -> None:
    found = publish(quick)
    application = fill(quick, found, FIRST)
    finalise(quick, application)
    seal(quick, application)
    with quick.database.transaction() as session:
        reopen_application(session, actor=quick.counties[FIRST], application_id=application.id or 0, now=NOW)
    fill(quick, found, FIRST, goals="两年内完成两百家企业数字化改造。")
    finalise(quick, application)

    with pytest.raises(ConflictError, match="对这份定稿的意见"):
        submit(quick, application)


def test_plan_with_a_missing_chapter_cannot_be_final(quick: Land) -> None:
    application = fill(quick, publish(quick), FIRST, guarantees="")

    with pytest.raises(InvalidError) as refused:
        finalise(quick, application)

    assert refused.value.fields == {"guarantees": ["请填写“四、保障措施”。"]}


def test_city_returns_with_reasons_and_the_county_hands_in_again(quick: Land) -> None:
    found = publish(quick)
    application = hand_in(quick, found, FIRST)
    judge_as_city(quick, application, entered=opinion_in(OpinionDecision.RETURN, "项目清单没有写投资来源，请补充。"))
    assert state(quick, application) is ApplicationState.RETURNED
    with quick.database.session() as session:
        told = session.exec(
            select(Message.body).where(Message.user_id == quick.counties[FIRST].user_id).order_by(Message.id)  # type: ignore[arg-type]  # a column
        ).all()

    fill(quick, found, FIRST, policies="县财政和企业共同投入，按合同拨付。")
    finalise(quick, application)
    seal(quick, application)
    submit(quick, application)
    judge_as_city(quick, application)

    assert "项目清单没有写投资来源" in told[-1]
    assert state(quick, application) is ApplicationState.ENDORSED


def test_return_without_reasons_is_refused(quick: Land) -> None:
    application = hand_in(quick, publish(quick), FIRST)

    with pytest.raises(InvalidError) as refused:
        judge_as_city(quick, application, entered=opinion_in(OpinionDecision.RETURN, "退回"))

    assert list(refused.value.fields) == ["text"]


def test_initial_review_waits_for_the_city(quick: Land) -> None:
    application = hand_in(quick, publish(quick), FIRST)

    with pytest.raises(ConflictError, match="设区市还没有提出审核意见"):
        screen(quick, application)


def test_initial_review_wants_a_note_where_it_departs_from_the_data(quick: Land) -> None:
    application = hand_in(quick, publish(quick), FIRST)
    judge_as_city(quick, application)
    receive_paper(quick, application, copies=4)

    with pytest.raises(InvalidError) as refused:
        screen(quick, application)
    assert list(refused.value.fields) == ["note_paper"]
    screen(quick, application, verdicts={"paper": ("yes", "第五份已当面补交。")})

    assert now_of(quick, application).is_qualified is True


def test_application_that_fails_a_condition_does_not_qualify(quick: Land) -> None:
    application = hand_in(quick, publish(quick), FIRST)
    judge_as_city(quick, application)
    receive_paper(quick, application)

    with pytest.raises(InvalidError) as refused:
        screen(quick, application, verdicts={"scale": ("no", "")})
    assert list(refused.value.fields) == ["is_qualified"]
    screen(quick, application, verdicts={"scale": ("no", "规模不领先")}, is_qualified=False)

    assert state(quick, application) is ApplicationState.REFUSED


def test_competition_waits_for_every_initial_review(quick: Land) -> None:
    found = publish(quick)
    qualify(quick, found, FIRST)
    waiting = hand_in(quick, found, COUNTIES[1])
    judge_as_city(quick, waiting)

    with pytest.raises(ConflictError, match="还有 1 份申报没有办完"), quick.database.transaction() as session:
        open_competition(session, actor=quick.province, round_id=found.id or 0, now=AFTER)


def test_competition_waits_for_the_deadline(quick: Land) -> None:
    found = publish(quick)
    qualify(quick, found, FIRST)

    with pytest.raises(ConflictError, match="申报截止以后"), quick.database.transaction() as session:
        open_competition(session, actor=quick.province, round_id=found.id or 0, now=NOW)


def test_published_rules_do_not_change(quick: Land) -> None:
    found = publish(quick)

    with pytest.raises(ConflictError, match="规则不能再改"), quick.database.transaction() as session:
        update_round(session, actor=quick.province, round_id=found.id or 0, entered=round_in(places=9), now=NOW)


def test_stale_window_does_not_write_over_newer_text(quick: Land) -> None:
    application = fill(quick, publish(quick), FIRST)

    with pytest.raises(VersionMovedError), quick.database.transaction() as session:
        save_part(
            session,
            actor=quick.counties[FIRST],
            application_id=application.id or 0,
            part=ApplicationPart.FORM,
            fields={"goals": "旧窗口里的字"},
            seen_version=1,
            now=NOW,
        )


def test_other_county_and_other_city_do_not_reach_an_application(quick: Land) -> None:
    application = hand_in(quick, publish(quick), FIRST)

    with pytest.raises(NotFoundError), quick.database.transaction() as session:
        reopen_application(session, actor=quick.counties[COUNTIES[1]], application_id=application.id or 0, now=NOW)
    other = Land(
        database=quick.database,
        store=quick.store,
        province=quick.province,
        cities={"3398": quick.cities["3399"]},
        counties=quick.counties,
    )
    with pytest.raises(NotFoundError):
        judge_as_city(other, application)
