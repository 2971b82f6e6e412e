"""What an edition's paper is told to be, in every form and on every day: yet to count, in force, replaced, gone."""

from datetime import date, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from marketplace.core.db import Database
from marketplace.documents.findings import Finding, Thing, Witnesses
from marketplace.documents.labels import MATCH_LABELS, Format, Match
from marketplace.documents.models import IssuedDocument, IssuedFile
from marketplace.documents.pdf_writing import can_write_pdf
from marketplace.documents.verifying import verify_file
from marketplace.lists.describing import describe_list, draft_standing, edition_standing
from marketplace.lists.models import ListDraft, ListEdition
from marketplace.notices.describing import describe_notice
from tests.documents.test_verifying import saved_anew, upload
from tests.lists.test_services import change_of, confirm
from tests.lists.test_withdrawal import confirm as confirm_withdrawal
from tests.lists.test_withdrawal import draft_again, propose
from tests.lists.world import (
    ENDS_AT,
    NOTICED,
    People,
    decided,
    drafted,
    make_people,
    noticed,
    published,
    submitted,
    whole_course,
)

STANDINGS = {"list_edition": edition_standing, "list_draft": draft_standing}
LATER = ENDS_AT + timedelta(days=2)
DAY = timedelta(days=1)


def files_of(database: Database, *, edition: ListEdition) -> dict[Format, bytes]:
    """Return the edition's paper in every format."""
    with database.session() as session:
        rows = session.exec(
            select(IssuedFile.format, IssuedFile.content)
            .join(IssuedDocument)
            .where(IssuedDocument.subject_kind == "list_edition", IssuedDocument.subject_id == edition.id)
        ).all()
    return {Format(written): content for written, content in rows}


def paper_of(found: Finding) -> Thing:
    return next(thing for thing in found.things if thing.what in {"公布通知", "公示"})


def asked(database: Database, content: bytes, *, now: datetime) -> Finding:
    witnesses = Witnesses(now=now, describers=[describe_list, describe_notice], standings=STANDINGS)
    with database.session() as session:
        return verify_file(session, content=content, witnesses=witnesses)


def two_editions(database: Database, *, people: People) -> tuple[ListEdition, ListEdition]:
    """Return an edition and the one that suspends its first provider."""
    first = whole_course(database, people=people)
    change = change_of(database, officer=people.drafter, edition=first, provider=people.providers[0], now=LATER)
    return first, confirm(database, officer=people.publisher, change=change, now=LATER)


def set_clock(app: Flask, now: datetime) -> None:
    app.extensions["marketplace"].clock = lambda: now


def test_paper_of_a_replaced_edition_is_no_longer_current_in_every_form(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    first, second = two_editions(database, people=make_people(database))
    set_clock(app, LATER)
    files = files_of(database, edition=first)
    forms = {f"a.{written.value}": content for written, content in files.items()}
    forms |= {"saved.docx": saved_anew(files[Format.DOCX]), "facts.json": first.facts.encode()}

    pages = {name: upload(client, content, name).text for name, content in forms.items()}
    pages["digest"] = client.get(f"/verify/{first.digest}").text
    told = client.get(f"/api/v1/verify/{first.digest}").get_json()

    assert set(files) == ({Format.DOCX, Format.XLSX, Format.PDF} if can_write_pdf() else {Format.DOCX, Format.XLSX})
    for name, page in pages.items():
        assert "现行有效" not in page, name
        assert "不再有效" in page, name
        assert "已有新版：2026年第2版，自2026年12月4日起生效" in page, name
        assert "由“在名单内”变为“暂停”，至2026年12月31日" in page, name
        assert f'href="/lists/{first.list_id}/editions/2"' in page, name
    assert MATCH_LABELS[Match.SAME_FILE] in pages["a.docx"]
    assert MATCH_LABELS[Match.SAME_TEXT] in pages["saved.docx"]
    assert told["is_current"] is False
    assert {thing["url"] for thing in told["things"]} == {f"/lists/{first.list_id}/editions/2"}
    assert "现行有效" in client.get(f"/verify/{second.digest}").text
    assert client.get(f"/api/v1/verify/{second.digest}").get_json()["is_current"] is True


def test_edition_is_judged_by_the_day(app: Flask, client: FlaskClient, database: Database) -> None:
    people = make_people(database)
    first = whole_course(database, people=people)
    content = files_of(database, edition=first)[Format.DOCX]
    early = asked(database, content, now=ENDS_AT - timedelta(seconds=1))
    at = asked(database, content, now=ENDS_AT)
    draft = drafted_again(database, people)
    second = published(database, officer=people.publisher, draft=draft, now=LATER, effective_on=date(2026, 12, 20))
    between = asked(database, content, now=LATER + DAY)
    after = asked(database, content, now=datetime.fromisoformat("2026-12-19T16:00:00+00:00"))
    ahead = asked(database, files_of(database, edition=second)[Format.DOCX], now=LATER + DAY)
    set_clock(app, LATER + DAY)
    page, index = client.get(f"/lists/{first.list_id}").text, client.get("/lists").text

    assert [paper_of(one).mark for one in (early, at, between, after, ahead)] == ["尚未生效", "", "", "", "尚未生效"]
    assert [one.is_current for one in (early, at, between, after, ahead)] == [False, True, True, False, False]
    assert paper_of(early).standing == "已公布，自2026年12月2日起生效"
    assert paper_of(between).standing == "现行的一版；2026年第2版自2026年12月20日起取代它"
    assert paper_of(after).standing == "已有新版：2026年第2版，自2026年12月20日起生效"
    assert "现行有效" in page
    assert "新的一版已经公布，自2026年12月20日起生效" in page
    assert "发布 · 自2026年12月20日起生效" in index


def drafted_again(database: Database, people: People) -> ListDraft:
    draft = draft_again(database, people)
    submitted(database, people=people, draft=draft)
    notice = noticed(database, people=people, draft=draft, now=LATER - 9 * DAY)
    return decided(database, officer=people.publisher, draft=draft, now=max(notice.ends_at, LATER))


def test_paper_of_a_withdrawn_list_leads_to_the_withdrawal(database: Database) -> None:
    people = make_people(database)
    first = whole_course(database, people=people)
    change = propose(database, officer=people.drafter, list_id=first.list_id)
    gone = confirm_withdrawal(database, officer=people.publisher, change=change)

    old = asked(database, files_of(database, edition=first)[Format.XLSX], now=LATER)
    own = asked(database, files_of(database, edition=gone)[Format.XLSX], now=LATER)

    assert (old.match, old.is_current) == (Match.SAME_FILE, False)
    assert paper_of(old).standing.startswith("整份名单已撤回，自2026年12月4日起不再有效")
    assert paper_of(old).url == f"/lists/{first.list_id}/editions/2"
    assert {thing.mark for thing in own.things} == {"撤回公告"}


def test_paper_of_a_notice_says_that_it_runs_has_run_or_was_followed_by_a_list(database: Database) -> None:
    people = make_people(database)
    draft = drafted(database, people=people)
    submitted(database, people=people, draft=draft)
    noticed(database, people=people, draft=draft)
    with database.session() as session:
        content = session.exec(
            select(IssuedFile.content)
            .join(IssuedDocument)
            .where(IssuedDocument.subject_kind == "list_draft", IssuedFile.format == Format.DOCX)
        ).one()
    runs = asked(database, content, now=NOTICED)
    over = asked(database, content, now=ENDS_AT)
    decided(database, officer=people.publisher, draft=draft)
    published(database, officer=people.publisher, draft=draft)
    done = asked(database, content, now=LATER)

    assert [paper_of(one).mark for one in (runs, over, done)] == ["正在公示", "公示期满", "公示已结束"]
    assert [one.is_current for one in (runs, over, done)] == [True, True, False]
    assert paper_of(done).standing == "公示已经结束，名单已于2026年12月2日公布"
    assert paper_of(done).url == f"/lists/{draft.list_id}"
