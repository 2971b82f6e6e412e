"""Whose turn it is stands on the desk and in the inbox: a draft to check, a round that takes applications."""

from pathlib import Path

from sqlmodel import select

from marketplace.core.actor import Actor
from marketplace.core.db import Database
from marketplace.notify.models import Message
from marketplace.portal.today import Today, today_of
from tests.fixtures.web import NOW
from tests.lists import world as lists
from tests.programme import world as programme

TURN = "1 份名单草案等您审核"


def desk_of(database: Database, actor: Actor) -> Today:
    with database.session() as session:
        return today_of(session, actor=actor, now=NOW)


def told(database: Database, actor: Actor) -> list[tuple[str, str]]:
    with database.session() as session:
        rows = session.exec(select(Message.subject, Message.url).where(Message.user_id == actor.user_id))
        return [(subject, url) for subject, url in rows if "草案" in subject]


def test_draft_waits_on_the_desk_of_those_who_may_check_it_until_its_notice(database: Database) -> None:
    people = lists.make_people(database)
    stranger = lists.make_officer(database, area="330603")
    draft = lists.drafted(database, people=people)
    lists.submitted(database, people=people, draft=draft)

    desks = {one.user_id: desk_of(database, one) for one in (people.drafter, people.publisher, stranger)}
    lists.noticed(database, people=people, draft=draft)

    waiting = {key: [task.url for task in desk.tasks if task.text == TURN] for key, desk in desks.items()}
    assert waiting == {
        people.drafter.user_id: [],
        people.publisher.user_id: [f"/bureau/drafts/{draft.id}"],
        stranger.user_id: [],
    }
    assert TURN not in {task.text for task in desk_of(database, people.publisher).tasks}


def test_submitted_draft_is_told_to_colleagues_and_never_to_who_drafted_it(database: Database) -> None:
    people = lists.make_people(database)
    stranger = lists.make_officer(database, area="330603")
    draft = lists.drafted(database, people=people)

    lists.submitted(database, people=people, draft=draft)

    title = "名单草案等您审核：示范县数字化总承包商推荐名单"
    assert told(database, people.publisher) == [(title, f"/bureau/drafts/{draft.id}")]
    assert told(database, people.drafter) == told(database, stranger) == []


def test_open_round_stands_on_the_desk_of_the_county_until_it_closes(database: Database, tmp_path: Path) -> None:
    land = programme.build_land(database, tmp_path, codes=programme.COUNTIES[:1])
    county = land.counties[programme.COUNTIES[0]]
    before = desk_of(database, county).deadlines
    found = programme.publish(land)

    opened = desk_of(database, county).deadlines
    with database.session() as session:
        closed = today_of(session, actor=county, now=programme.AFTER).deadlines

    line = (f"试点县创建：{found.title}", f"/programme/rounds/{found.id}", "正在申报，截止 11月25日")
    assert (before, opened, closed) == ((), (line,), ())
