"""Sealed applications, screening by rule, notice and objections, four eyes, changes of a published list."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import select, text

from marketplace.core.actor import Actor
from marketplace.core.db import Database
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, VersionMovedError
from marketplace.documents.findings import Witnesses
from marketplace.documents.verifying import verify_digest
from marketplace.lists.appeals import answer_appeal, file_appeal
from marketplace.lists.application_page import can_read_application, load_application_page
from marketplace.lists.applying import reuse_declaration, screen_application, withdraw_application
from marketplace.lists.changing import confirm_change, propose_change
from marketplace.lists.describing import describe_list
from marketplace.lists.drafting import move_entry, recognise
from marketplace.lists.entries import candidate_key
from marketplace.lists.facts import entries_of
from marketplace.lists.labels import AppealKind, EntryState, ListChangeKind, Reason, YesNo
from marketplace.lists.models import ListChange, ListDraft, ListEdition
from marketplace.lists.publishing import change_noticed
from marketplace.lists.queries import find_edition_on, find_newest_edition, load_handed_in
from marketplace.lists.reviewing import open_call_review
from marketplace.lists.schemas import AppealAnswerIn, AppealIn, ChangeIn
from marketplace.lists.upkeep import keep_list_up
from marketplace.notices.labels import ChangeReason, Outcome
from marketplace.notify.models import Message
from marketplace.providers.models import Listing
from marketplace.reviews.labels import Verdict
from marketplace.reviews.panel import add_member, declare
from marketplace.reviews.queries import load_candidates
from tests.lists import world
from tests.lists.world import BASE_URL, DEADLINE, ENDS_AT, GOOD, OPENED, People
from tests.notices.world import answer, object_to

SECOND = timedelta(seconds=1)


def change_of(
    database: Database, *, officer: Actor, edition: ListEdition, provider: Actor, now=ENDS_AT, **more: object
) -> ListChange:
    fields = {"kind": ListChangeKind.SUSPEND, "reason": Reason.SERVICE, "until_on": date(2026, 12, 31), **more}
    entered = ChangeIn(provider_id=provider.organisation_id, rationale="投诉核实属实。", **fields)  # type: ignore[arg-type]
    with database.transaction() as session:
        return propose_change(session, actor=officer, list_id=edition.list_id, entered=entered, now=now)


def confirm(database: Database, *, officer: Actor, change: ListChange, now=ENDS_AT) -> ListEdition:
    with database.transaction() as session:
        return confirm_change(session, actor=officer, change_id=change.id or 0, base_url=BASE_URL, now=now)


def changed(database: Database, *, people: People, **more: object) -> ListEdition:
    edition = find(database, world.whole_course(database, people=people).list_id)
    change = change_of(database, officer=people.drafter, edition=edition, provider=people.providers[0], **more)
    return confirm(database, officer=people.publisher, change=change)


def find(database: Database, list_id: int) -> ListEdition:
    with database.session() as session:
        found = find_newest_edition(session, list_id=list_id)
    assert found is not None
    return found


def states(edition: ListEdition) -> list[EntryState]:
    return [entry.state for entry in entries_of(edition)]


def test_expert_reads_what_candidates_handed_in_but_not_where_it_has_an_interest(database: Database) -> None:
    people = world.make_people(database, providers=3)
    call = world.open_call(database, people=people)
    own, other, failed = (world.apply(database, call=call, provider=one) for one in people.providers)
    world.unseal(database, call=call, officer=people.drafter)
    expert, outsider = people.experts[:2]
    with database.transaction() as session:
        for row, verdict in ((own, Verdict.PASS), (other, Verdict.PASS), (failed, Verdict.FAIL)):
            screen_application(
                session,
                actor=people.drafter,
                application_id=row.id or 0,
                verdict=verdict,
                reason="" if verdict is Verdict.PASS else "没有自有产品。",
                now=OPENED,
            )
        review = open_call_review(session, actor=people.drafter, call_id=call.id or 0, now=OPENED)
        review_id = review.id or 0
        add_member(
            session, actor=people.drafter, review_id=review_id, user_id=expert.user_id, is_chair=True, now=OPENED
        )
        session.flush()
        candidates = {one.key: one.id or 0 for one in load_candidates(session, review_id=review_id)}
        interest = {candidates[candidate_key(own.provider_id)]: "曾在该公司任职"}
        declare(session, actor=expert, review_id=review_id, reasons=interest, now=OPENED)

    with database.session() as session:
        read = {
            (who.user_id, row.id): can_read_application(session, who, row.id or 0)
            for who in (expert, outsider)
            for row in (own, other, failed)
        }
        with pytest.raises(NotFoundError):
            load_application_page(session, actor=expert, application_id=own.id or 0, now=OPENED)
    assert [pair for pair, may in read.items() if may] == [(expert.user_id, other.id)]


def test_applications_stay_sealed_until_one_second_before_the_deadline(any_database: Database) -> None:
    people = world.make_people(any_database)
    call = world.open_call(any_database, people=people)
    world.apply(any_database, call=call, provider=people.providers[0], now=DEADLINE - SECOND)

    with pytest.raises(ConflictError, match="密封"):
        world.unseal(any_database, call=call, officer=people.drafter, now=DEADLINE - SECOND)
    with pytest.raises(ConflictError, match="截止时间是 2026年11月24日 00:00:00，现在是 2026年11月24日 00:00:00"):
        world.apply(any_database, call=call, provider=people.providers[1], now=DEADLINE)
    world.unseal(any_database, call=call, officer=people.drafter, now=DEADLINE)
    with pytest.raises(ConflictError, match="已经截止"):
        world.apply(any_database, call=call, provider=people.providers[1], now=DEADLINE - SECOND)


def test_other_bureau_finds_no_call(any_database: Database) -> None:
    people = world.make_people(any_database)
    call = world.open_call(any_database, people=people)

    with pytest.raises(NotFoundError):
        world.unseal(any_database, call=call, officer=world.make_officer(any_database, area="330603"))


def test_rule_that_fails_cannot_be_passed_and_discretion_needs_its_reason(any_database: Database) -> None:
    people = world.make_people(any_database)
    call = world.open_call(any_database, people=people)
    failing = world.apply(any_database, call=call, provider=people.providers[0], answers={**GOOD, "q1": YesNo.YES})
    asking = world.apply(any_database, call=call, provider=people.providers[1], answers={**GOOD, "q3": YesNo.YES})
    world.unseal(any_database, call=call, officer=people.drafter)

    def screen(application_id: int | None, reason: str) -> None:
        with any_database.transaction() as session:
            screen_application(
                session,
                actor=people.drafter,
                application_id=application_id or 0,
                verdict=Verdict.PASS,
                reason=reason,
                now=OPENED,
            )

    with pytest.raises(InvalidError) as failed:
        screen(failing.id, "情节轻微")
    with pytest.raises(InvalidError) as silent:
        screen(asking.id, "")
    screen(asking.id, "亲属已调离，不影响评审。")
    assert "不能改为通过" in failed.value.fields["verdict"][0]
    assert "reason" in silent.value.fields


def test_declaration_is_reused_only_by_consent(any_database: Database) -> None:
    people = world.make_people(any_database)
    first = world.open_call(any_database, people=people)
    provider = people.providers[0]
    world.apply(any_database, call=first, provider=provider, answers={**GOOD, "q5": YesNo.NO})
    world.unseal(any_database, call=first, officer=people.drafter)
    with any_database.transaction() as session:
        entered = world.call_in(title="第二次征集").model_copy(update={"closes_on": date(2026, 12, 20)})
        second = world.save_call(session, actor=people.drafter, entered=entered, now=OPENED)
        world.publish_call(session, actor=people.drafter, call_id=second.id or 0, seen_version=1, now=OPENED)

    def reuse(*, consents: bool) -> dict[str, str]:
        with any_database.transaction() as session:
            return reuse_declaration(
                session, actor=provider, call_id=second.id or 0, consents=consents, now=OPENED
            ).answers

    with pytest.raises(InvalidError):
        reuse(consents=False)
    assert reuse(consents=True)["q5"] == "no"


def test_withdrawn_application_is_not_counted_and_may_come_again(any_database: Database) -> None:
    people = world.make_people(any_database)
    call = world.open_call(any_database, people=people)
    first = world.apply(any_database, call=call, provider=people.providers[0])
    with any_database.transaction() as session:
        withdraw_application(session, actor=people.providers[0], call_id=call.id or 0, now=world.NOW)
    with any_database.session() as session:
        none = load_handed_in(session, call_id=call.id or 0)
    assert none == []
    with any_database.transaction() as session:
        entered = world.ApplicationIn(answers=GOOD, statements=world.STATEMENTS, version=3)
        world.save_application(session, actor=people.providers[0], call_id=call.id or 0, entered=entered, now=world.NOW)
        again = world.submit_application(
            session, actor=people.providers[0], call_id=call.id or 0, seen_version=4, now=world.NOW
        )
    assert again.digest == first.digest


def test_upheld_objection_restarts_the_notice_for_what_changed(any_database: Database) -> None:
    people = world.make_people(any_database)
    draft = world.drafted(any_database, people=people)
    world.submitted(any_database, people=people, draft=draft)
    notice = world.noticed(any_database, people=people, draft=draft)
    second = people.providers[1].organisation_id
    filed = object_to(
        any_database,
        notice=notice,
        actor=people.providers[2],
        now=ENDS_AT - SECOND,
        item_key=f"provider:{second}",
    ).objection
    with pytest.raises(ConflictError, match="还有异议没有答复"):
        world.decided(any_database, officer=people.publisher, draft=draft, now=ENDS_AT)
    answer(any_database, officer=people.publisher, objection=filed, outcome=Outcome.UPHELD, now=ENDS_AT)
    with pytest.raises(ConflictError, match="请先更改并重新公示"):
        world.decided(any_database, officer=people.publisher, draft=draft, now=ENDS_AT)
    with any_database.transaction() as session:
        again = change_noticed(
            session,
            actor=people.drafter,
            draft_id=draft.id or 0,
            provider_id=second,
            include=False,
            why=ChangeReason.OBJECTION,
            reason="案例没有验收，异议成立。",
            objection_ids=[filed.id or 0],
            seen_version=world.reread(any_database, draft).version,
            base_url=BASE_URL,
            now=ENDS_AT,
        )
    world.decided(any_database, officer=people.publisher, draft=draft, now=again.ends_at)
    edition = world.published(
        any_database,
        officer=people.publisher,
        draft=draft,
        now=again.ends_at,
        effective_on=date(2026, 12, 10),
    )

    assert [item["key"] for item in again.items] == [f"provider:{second}"]
    assert [entry.provider_id for entry in entries_of(edition)] == [people.providers[0].organisation_id]


def test_officer_who_changed_the_noticed_list_may_not_publish_it(any_database: Database) -> None:
    people = world.make_people(any_database)
    draft = world.drafted(any_database, people=people)
    world.submitted(any_database, people=people, draft=draft)
    world.noticed(any_database, people=people, draft=draft)
    with any_database.transaction() as session:
        again = change_noticed(
            session,
            actor=people.publisher,
            draft_id=draft.id or 0,
            provider_id=people.providers[1].organisation_id,
            include=False,
            why=ChangeReason.OWN_CORRECTION,
            reason="发现案例有误，自行更正。",
            seen_version=world.reread(any_database, draft).version,
            base_url=BASE_URL,
            now=OPENED + timedelta(days=1),
        )
    world.decided(any_database, officer=people.publisher, draft=draft, now=again.ends_at)

    with pytest.raises(ConflictError, match="不能自己审核、发布"):
        world.published(any_database, officer=people.publisher, draft=draft, now=again.ends_at)


def test_stale_draft_is_refused(any_database: Database) -> None:
    people = world.make_people(any_database)
    draft = world.drafted(any_database, people=people)
    stale = draft.version

    def take_out(place: int) -> ListDraft:
        with any_database.transaction() as session:
            return move_entry(
                session,
                actor=people.drafter,
                draft_id=draft.id or 0,
                provider_id=people.providers[place].organisation_id,
                include=False,
                reason="材料需要核实",
                seen_version=stale,
                now=OPENED,
            )

    take_out(1)
    with pytest.raises(VersionMovedError):
        take_out(0)


def test_suspension_needs_two_people_and_ends_by_itself(any_database: Database) -> None:
    people = world.make_people(any_database)
    edition = world.whole_course(any_database, people=people)
    first = people.providers[0]
    change = change_of(any_database, officer=people.drafter, edition=edition, provider=first)
    with pytest.raises(ForbiddenError):
        confirm(any_database, officer=people.drafter, change=change)
    suspended = confirm(any_database, officer=people.publisher, change=change)
    with any_database.session() as session:
        marked = session.exec(select(Listing.provider_id)).all()
    after = ENDS_AT + timedelta(days=31)
    with any_database.transaction() as session:
        lifted = keep_list_up(session, list_id=edition.list_id, base_url=BASE_URL, now=after)
    with any_database.transaction() as session:
        nothing = keep_list_up(session, list_id=edition.list_id, base_url=BASE_URL, now=after)

    assert states(suspended) == [EntryState.SUSPENDED, EntryState.LISTED]
    assert first.organisation_id not in marked
    assert lifted is not None
    assert states(lifted) == [EntryState.LISTED, EntryState.LISTED]
    assert nothing is None


def test_removed_entry_stays_in_every_later_edition(any_database: Database) -> None:
    people = world.make_people(any_database)
    removed = changed(any_database, people=people, kind=ListChangeKind.REMOVE, until_on=None)
    other = change_of(any_database, officer=people.drafter, edition=removed, provider=people.providers[1])
    latest = confirm(any_database, officer=people.publisher, change=other)

    assert states(latest) == [EntryState.REMOVED, EntryState.SUSPENDED]
    assert [entry.reason for entry in entries_of(latest)] == [Reason.SERVICE, Reason.SERVICE]


def test_list_as_of_a_day_is_that_of_the_edition_that_counted(any_database: Database) -> None:
    people = world.make_people(any_database)
    latest = changed(any_database, people=people)

    with any_database.session() as session:
        before = find_edition_on(session, list_id=latest.list_id, day=date(2026, 12, 1))
        found = find_edition_on(session, list_id=latest.list_id, day=date(2026, 12, 2))
    assert before is None
    assert found is not None
    assert found.number == 2


def test_renewal_waits_for_the_last_days_and_for_open_complaints(any_database: Database) -> None:
    people = world.make_people(any_database)
    edition = world.whole_course(any_database, people=people)
    last = entries_of(edition)[0].valid_until
    assert last == date(2028, 12, 1)
    until = {"kind": ListChangeKind.RENEW, "reason": Reason.RULE_MET, "until_on": date(2030, 12, 1)}
    near = ENDS_AT + timedelta(days=700)

    with pytest.raises(InvalidError, match="请看标出的地方") as early:
        change_of(any_database, officer=people.drafter, edition=edition, provider=people.providers[0], **until)
    complaint = AppealIn(
        provider_id=people.providers[0].organisation_id, kind=AppealKind.COMPLAINT, text="合同到期以后不交还数据。"
    )
    with any_database.transaction() as session:
        appeal = file_appeal(session, actor=people.providers[2], list_id=edition.list_id, entered=complaint, now=near)
    with pytest.raises(InvalidError) as open_one:
        change_of(
            any_database, officer=people.drafter, edition=edition, provider=people.providers[0], now=near, **until
        )
    with any_database.transaction() as session:
        entered = AppealAnswerIn(is_upheld=False, answer="已核实，数据已经交还。")
        answer_appeal(session, actor=people.drafter, appeal_id=appeal.id or 0, entered=entered, now=near)
    change = change_of(
        any_database, officer=people.drafter, edition=edition, provider=people.providers[0], now=near, **until
    )
    renewed = confirm(any_database, officer=people.publisher, change=change, now=near)

    assert "届满前 60 天内" in early.value.fields["kind"][0]
    assert "还有 1 件投诉没有办结" in open_one.value.fields["kind"][0]
    assert entries_of(renewed)[0].valid_until == date(2030, 12, 1)


def test_period_that_runs_out_lapses_with_a_reminder_before(any_database: Database) -> None:
    people = world.make_people(any_database)
    edition = world.whole_course(any_database, people=people)
    last_day = ENDS_AT + timedelta(days=730)
    for _ in range(2):
        with any_database.transaction() as session:
            keep_list_up(session, list_id=edition.list_id, base_url=BASE_URL, now=last_day - timedelta(days=20))
    with any_database.session() as session:
        reminders = [row.subject for row in session.exec(select(Message)) if row.subject.startswith("名单有效期将满")]
    with any_database.transaction() as session:
        lapsed = keep_list_up(session, list_id=edition.list_id, base_url=BASE_URL, now=last_day + timedelta(days=1))
    with any_database.session() as session:
        marks = session.exec(select(Listing)).all()

    assert len(reminders) == 2 * (1 + 2)  # For each entry its provider's person and both officers.
    assert lapsed is not None
    assert states(lapsed) == [EntryState.LAPSED, EntryState.LAPSED]
    assert marks == []


def test_other_countys_admission_is_recognised_no_longer_than_it_lasts(any_database: Database) -> None:
    people = world.make_people(any_database)
    edition = world.whole_course(any_database, people=people)
    neighbour = world.make_officer(any_database, area="330603")
    with any_database.transaction() as session:
        own = world.save_call(session, actor=neighbour, entered=world.call_in(), now=world.NOW).list_id
    with any_database.transaction() as session:
        draft = recognise(
            session,
            actor=neighbour,
            list_id=own,
            from_list_id=edition.list_id,
            provider_id=people.providers[0].organisation_id,
            reason="同一行业，认可邻县评审。",
            now=ENDS_AT + timedelta(days=1),
        )

    assert draft.entries[0]["valid_until"] == "2028-12-01"
    assert draft.entries[0]["provenance"]["edition_digest"] == edition.digest


def test_published_edition_cannot_be_altered_or_deleted(any_database: Database) -> None:
    edition = world.whole_course(any_database, people=world.make_people(any_database))

    for statement in ("UPDATE list_edition SET facts = '{}'", "DELETE FROM list_edition"):
        with pytest.raises(DatabaseError, match="never altered"), any_database.transaction() as session:
            session.execute(text(statement))
    assert find(any_database, edition.list_id).facts == edition.facts


def test_digest_of_an_edition_tells_what_changed_since(any_database: Database) -> None:
    people = world.make_people(any_database)
    first = world.whole_course(any_database, people=people)
    change = change_of(any_database, officer=people.drafter, edition=first, provider=people.providers[0])
    confirm(any_database, officer=people.publisher, change=change)

    with any_database.session() as session:
        witnesses = Witnesses(now=ENDS_AT + timedelta(days=2), describers=[describe_list])
        finding = verify_digest(session, value=first.digest, witnesses=witnesses)

    told = next(thing for thing in finding.things if thing.what == "推荐名单")
    assert told.is_current is False
    assert told.standing.startswith("已有新版：2026年第2版，自2026年12月")
    assert "变为“暂停”，至2026年12月31日" in told.changes[0]
