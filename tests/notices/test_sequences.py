"""Random sequences of what people and the clock do: none decides over an open objection, none loses anything."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from marketplace.core.actor import Actor
from marketplace.core.db import Database
from marketplace.core.digest import digest_bytes
from marketplace.core.errors import MarketplaceError
from marketplace.notices.jobs import end_notice
from marketplace.notices.labels import ChangeReason, ObjectionState, Outcome
from marketplace.notices.models import NoticeChange, Objection, PublicNotice
from marketplace.notices.objections import withdraw_objection
from marketplace.notices.queries import load_chain_objections, state_of_objection
from marketplace.notices.schemas import ChangeIn, NoticeItem
from marketplace.notices.services import restart_notice, settle_notice
from tests.fixtures.web import NOW
from tests.notices.world import answer, make_officer, make_provider_person, object_to, publish, write_calendar

STEPS = 40


class Walk:
    """One thing under notice, and everything that may happen to it."""

    def __init__(self, database: Database, *, seed: int) -> None:
        self.database, self.random, self.now = database, random.Random(seed), NOW
        self.officer: Actor = make_officer(database)
        self.someone: Actor = make_provider_person(database)
        self.versions = self.filed = self.settled_count = 0
        often = (self.file, self.answer, self.pass_time)
        self.actions = (*often, *often, self.publish, self.change, self.settle, self.worker, self.take_back)

    def notices(self) -> list[PublicNotice]:
        with self.database.session() as session:
            return list(session.exec(select(PublicNotice).order_by(PublicNotice.id)))  # type: ignore[arg-type]

    def all_objections(self) -> list[Objection]:
        with self.database.session() as session:
            return list(session.exec(select(Objection)))

    def objections(self, *, state: ObjectionState) -> list[Objection]:
        with self.database.session() as session:
            return [row for row in session.exec(select(Objection)) if state_of_objection(row) is state]

    def act(self) -> None:
        """Try one action; a refusal changes nothing."""
        action = self.random.choice(self.actions)
        try:
            action()
        except MarketplaceError:
            return

    def publish(self) -> None:
        publish(self.database, officer=self.officer, now=self.now)

    def file(self) -> None:
        notices = self.notices()
        if notices:
            chosen = self.random.choice(notices)
            object_to(self.database, notice=chosen, actor=self.someone, now=self.now, item_key="provider:2")
            self.filed += 1

    def answer(self) -> None:
        waiting = self.objections(state=ObjectionState.OPEN)
        if waiting:
            outcome = self.random.choice((Outcome.UPHELD, Outcome.REJECTED, Outcome.REJECTED))
            answer(
                self.database,
                officer=self.officer,
                objection=self.random.choice(waiting),
                outcome=outcome,
                now=self.now,
            )

    def change(self) -> None:
        self.versions += 1
        due = [row.id or 0 for row in self.objections(state=ObjectionState.CHANGE_DUE)]
        change = ChangeIn(
            subject_kind="list",
            subject_id=7,
            reason=ChangeReason.OWN_CORRECTION,
            rationale="更正",
            facts={"version": 100 + self.versions},
            items=(NoticeItem(key="provider:2", label="示范集成有限公司"),),
            changes=("更正名称",),
            objection_ids=tuple(due),
        )
        with self.database.transaction() as session:
            restart_notice(session, actor=self.officer, change=change, now=self.now)

    def settle(self) -> None:
        with self.database.transaction() as session:
            notice = settle_notice(session, actor=self.officer, subject_kind="list", subject_id=7, now=self.now)
            states = {state_of_objection(row) for row in load_chain_objections(session, notice=notice)}
            assert states <= {ObjectionState.ANSWERED, ObjectionState.WITHDRAWN}
            assert self.now >= notice.ends_at
        self.settled_count += 1

    def pass_time(self) -> None:
        self.now += self.random.choice((timedelta(hours=1), timedelta(days=1), timedelta(days=8)))
        # The calendar ends with 2026; a walk that would leave it stays at its end.
        self.now = min(self.now, datetime.fromisoformat("2026-12-11T00:00:00+00:00"))

    def worker(self) -> None:
        for notice in self.notices():
            with self.database.transaction() as session:
                end_notice(session, {"notice_id": notice.id}, self.now)

    def take_back(self) -> None:
        waiting = self.objections(state=ObjectionState.OPEN)
        if waiting:
            with self.database.transaction() as session:
                withdraw_objection(session, actor=self.someone, objection_id=waiting[0].id or 0, now=self.now)

    def check(self) -> None:
        """What holds after every step."""
        notices = self.notices()
        with self.database.session() as session:
            objections = session.exec(select(Objection)).all()
            changes = session.exec(select(NoticeChange)).all()
        assert len(objections) == self.filed
        assert all(digest_bytes(notice.facts.encode()) == notice.digest for notice in notices)
        replaced = {notice.id for notice in notices if notice.replaced_at is not None}
        assert {change.notice_id for change in changes} == replaced
        running = [n for n in notices if not (n.replaced_at or n.settled_at or n.withdrawn_at)]
        assert len(running) <= 1
        assert all(filed.filed_at < by_id(notices, filed.notice_id).ends_at for filed in objections)


def by_id(notices: list[PublicNotice], notice_id: int) -> PublicNotice:
    return next(notice for notice in notices if notice.id == notice_id)


@pytest.mark.parametrize("seed", range(6))
def test_no_sequence_decides_over_an_open_objection_or_loses_one(database: Database, seed: int) -> None:
    write_calendar(database)
    walk = Walk(database, seed=seed)
    walk.publish()
    walk.file()

    for _ in range(STEPS):
        walk.act()
        walk.check()

    assert walk.filed == len(walk.all_objections())


def test_walks_reach_decisions_and_changes(database: Database) -> None:
    write_calendar(database)
    walk = Walk(database, seed=3)
    walk.publish()
    steps: tuple[Callable[[], None], ...] = (walk.file, walk.answer, walk.change, walk.worker)

    for step in steps:
        step()
    for row in walk.objections(state=ObjectionState.OPEN):
        answer(database, officer=walk.officer, objection=row, now=walk.now)
    walk.now = datetime.fromisoformat("2026-12-11T00:00:00+00:00")
    walk.settle()

    assert walk.settled_count == 1
