"""The withdrawal of a whole published list: two officers, an edition that says so, and everywhere the mark."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from docx import Document
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from marketplace.core.actor import Actor, Role
from marketplace.core.changes import Change
from marketplace.core.db import Database
from marketplace.core.errors import ConflictError, ForbiddenError
from marketplace.core.journal import JournalEntry, parse_event
from marketplace.documents.findings import Witnesses
from marketplace.documents.labels import Format
from marketplace.documents.models import IssuedDocument
from marketplace.documents.queries import load_document_file
from marketplace.documents.verifying import verify_digest
from marketplace.exchange.labels import ProviderKindName
from marketplace.lists.changing import confirm_change, propose_to_withdraw
from marketplace.lists.describing import describe_list
from marketplace.lists.drafting import draft_from_rows
from marketplace.lists.entries import Entry, admit, withdraw
from marketplace.lists.facts import entries_of, is_withdrawal
from marketplace.lists.labels import EntryState, ListState, Reason
from marketplace.lists.models import ListChange, ListDraft, ListEdition
from marketplace.lists.queries import draft_state_of, find_edition_on, load_list
from marketplace.lists.schemas import WithdrawalIn
from marketplace.notify.models import Message
from marketplace.providers.models import Listing
from marketplace.search.sources import SOURCES_BY_KIND
from tests.fixtures.web import Person
from tests.journeys.visitor import Visitor
from tests.lists import world
from tests.lists.test_services import change_of
from tests.lists.world import BASE_URL, ENDS_AT, People, make_people, publish_lists

LATER = ENDS_AT + timedelta(days=2)
WHY = "公示期少算了一个工作日，整份名单撤回重办。"


def propose(database: Database, *, officer: Actor, list_id: int) -> ListChange:
    with database.transaction() as session:
        entered = WithdrawalIn(reason=Reason.PROCEDURE, rationale=WHY)
        return propose_to_withdraw(session, actor=officer, list_id=list_id, entered=entered, now=LATER)


def confirm(database: Database, *, officer: Actor, change: ListChange) -> ListEdition:
    with database.transaction() as session:
        return confirm_change(session, actor=officer, change_id=change.id or 0, base_url=BASE_URL, now=LATER)


def withdrawn(database: Database, people: People) -> tuple[ListEdition, ListEdition]:
    """Return the published edition and the one that withdraws it."""
    first = world.whole_course(database, people=people)
    change = propose(database, officer=people.drafter, list_id=first.list_id)
    return first, confirm(database, officer=people.publisher, change=change)


def test_two_officers_withdraw_a_list_and_everything_follows(any_database: Database) -> None:
    people = make_people(any_database)
    first = world.whole_course(any_database, people=people)
    waiting = change_of(any_database, officer=people.publisher, edition=first, provider=people.providers[0])
    change = propose(any_database, officer=people.drafter, list_id=first.list_id)
    with pytest.raises(ConflictError, match="已有同事提出撤回"):
        propose(any_database, officer=people.publisher, list_id=first.list_id)
    with pytest.raises(ForbiddenError, match="不能自己确认"):
        confirm(any_database, officer=people.drafter, change=change)

    edition = confirm(any_database, officer=people.publisher, change=change)

    with any_database.session() as session:
        marks = session.exec(select(Listing)).all()
        states = [draft_state_of(row) for row in session.exec(select(ListDraft))]
        other = session.get_one(ListChange, waiting.id)
        before = find_edition_on(session, list_id=first.list_id, day=(LATER - timedelta(days=1)).date())
        actions = [parse_event(row)["action"] for row in session.exec(select(JournalEntry))]
        told = session.exec(select(Message.body).where(Message.subject == "示范县数字化总承包商推荐名单已撤回")).all()
    assert (edition.label, is_withdrawal(edition), is_withdrawal(first)) == ("2026年第2版，撤回", True, False)
    assert [entry.state for entry in entries_of(edition)] == [EntryState.WITHDRAWN] * 2
    assert marks == []
    assert states == [ListState.WITHDRAWN]
    assert other.refused_at == LATER
    assert before is not None
    assert before.digest == first.digest
    assert actions.count("list.edition_withdrawn") == 1
    assert len(told) == 2  # Each provider that stood on it.
    assert all(WHY[:-1] in body and "不是对其中任何一家" in body for body in told)
    with pytest.raises(ConflictError, match="已经撤回"):
        propose(any_database, officer=people.drafter, list_id=first.list_id)


def test_unpublished_list_cannot_be_withdrawn(database: Database) -> None:
    people = make_people(database)
    draft = draft_again(database, people)

    with pytest.raises(ConflictError, match="还没有发布过"):
        propose(database, officer=people.drafter, list_id=draft.list_id)


def draft_again(database: Database, people: People) -> ListDraft:
    with database.transaction() as session:
        return draft_from_rows(
            session,
            actor=people.drafter,
            catalog_no=0,
            provider_kind=ProviderKindName.GENERAL_CONTRACTOR,
            source="重新评审的结果文件",
            entries=[Entry(provider_id=people.providers[1].organisation_id, name="示范集成有限公司")],
            now=LATER,
        )


def test_new_round_brings_a_withdrawn_list_back(any_database: Database) -> None:
    people = make_people(any_database)
    withdrawn(any_database, people)
    draft = draft_again(any_database, people)
    world.submitted(any_database, people=people, draft=draft)
    notice = world.noticed(any_database, people=people, draft=draft, now=LATER)
    world.decided(any_database, officer=people.publisher, draft=draft, now=notice.ends_at)
    day = notice.ends_at.date() + timedelta(days=1)
    back = world.published(any_database, officer=people.publisher, draft=draft, now=notice.ends_at, effective_on=day)

    states = {entry.provider_id: entry.state for entry in entries_of(back)}
    first, second = (provider.organisation_id for provider in people.providers[:2])
    assert back.label == "2026年第3版"
    assert states == {first: EntryState.WITHDRAWN, second: EntryState.LISTED}


def test_suspension_outlives_a_withdrawal() -> None:
    day = ENDS_AT.date()
    until = day + timedelta(days=30)
    barred = Entry(provider_id=1, name="甲", state=EntryState.SUSPENDED, suspended_until=until, reason=Reason.SERVICE)
    (gone,) = withdraw([barred], on=day)
    fresh = Entry(provider_id=1, name="甲")

    (soon,) = admit([gone], [fresh], on=until, until=day + timedelta(days=700))
    (late,) = admit([gone], [fresh], on=until + timedelta(days=1), until=day + timedelta(days=700))

    assert gone.state is EntryState.WITHDRAWN
    assert (soon.state, soon.suspended_until) == (EntryState.SUSPENDED, until)
    assert late.state is EntryState.LISTED


def test_withdrawal_is_told_on_pages_papers_api_verification_feed_and_search(
    database: Database, client: FlaskClient
) -> None:
    first, edition = withdrawn(database, make_people(database))
    address = f"/lists/{first.list_id}"

    current = client.get(f"{address}?as_of=2026-12-05").text
    old = client.get(f"{address}/editions/1").text
    index = client.get("/lists").text
    api = client.get(f"/api/v1/lists/{first.list_id}?as_of=2026-12-05").get_json()
    feed = client.get(f"{address}/feed").text
    verified = client.get(f"/verify/{first.digest}").text
    with database.session() as session:
        witnesses = Witnesses(now=LATER, describers=[describe_list])
        found = verify_digest(session, value=first.digest, witnesses=witnesses)
        own = verify_digest(session, value=edition.digest, witnesses=witnesses)
        cards = SOURCES_BY_KIND["list"].cards(session, [str(first.list_id)])
        changes = session.exec(select(Change.kind).where(Change.object_id == first.list_id)).all()
        paper = paper_text(session)

    assert "这份名单已撤回，自2026年12月4日起不再有效" in current
    assert "不是对其中任何一家服务商的评价" in current
    assert "这里是撤回以前的一版" in old
    assert "撤回，不再有效" in index
    assert (api["is_withdrawn"], {one["state_today"] for one in api["entries"]}) == (True, {"withdrawn"})
    assert "决定撤回示范县数字化总承包商推荐名单（2026年第1版）" in feed
    assert "整份名单已撤回，自2026年12月4日起不再有效" in verified
    lists = [thing for thing in (*found.things, *own.things) if thing.what == "推荐名单"]
    assert [thing.is_current for thing in lists] == [False, True]
    assert f"{WHY[:-1]}。" in lists[0].standing
    assert cards[str(first.list_id)].meta[-1].startswith("已撤回")
    assert "list" in changes  # Webhooks and search follow it.
    assert "关于撤回示范县数字化总承包商推荐名单的通知" in paper
    assert f"{WHY[:-1]}。现予公布" in paper
    assert first.digest in paper


def paper_text(session: Session) -> str:
    row = session.exec(
        select(IssuedDocument).where(IssuedDocument.kind == "list_edition").order_by(col(IssuedDocument.id).desc())
    ).first()
    assert row is not None
    content = load_document_file(session, document_id=row.id or 0, written=Format.DOCX).content
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_officers_withdraw_a_list_on_their_pages(database: Database, person: Callable[..., Person]) -> None:
    publish_lists(database, count=1)
    with database.session() as session:
        kept = load_list(session, list_id=session.exec(select(ListEdition.list_id)).one())
    place = {"area_prefix": kept.county_code, "county_code": kept.county_code}
    first = person(Role.COUNTY, organisation_id=kept.organisation_id, **place)
    second = person(Role.COUNTY, organisation_id=kept.organisation_id, **place)
    page = f"/bureau/lists/{kept.id}"

    short = first.client.post(
        f"{page}/withdrawal", data={"reason": "procedure", "rationale": "有误", "form_id": "withdraw"}
    )
    asked = first.client.post(f"{page}/withdrawal", data={"reason": "procedure", "rationale": WHY})
    alone = Visitor(first.client).open(page).text()
    colleague = Visitor(second.client).open(page).submit("确认，出新的一版")

    assert short.status_code == 422
    assert "有误</textarea>" in short.text
    assert asked.status_code == 303
    assert "您提出的，要由一位同事确认" in alone
    assert "这份名单已撤回" in colleague.text()
    assert "提出撤回" not in colleague.text()
