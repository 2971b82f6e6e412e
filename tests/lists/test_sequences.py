"""Random sequences of what officers, objectors and the clock do to a list: none of them breaks what is promised."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, col, select

from marketplace.core import journal
from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.db import Database
from marketplace.core.digest import digest_bytes
from marketplace.core.errors import MarketplaceError
from marketplace.exchange.labels import ProviderKindName
from marketplace.lists.changing import confirm_change, propose_change, propose_to_withdraw
from marketplace.lists.drafting import draft_from_rows, move_entry, return_draft, submit_draft
from marketplace.lists.entries import Entry
from marketplace.lists.facts import entries_of
from marketplace.lists.labels import EntryState, ListChangeKind, Reason
from marketplace.lists.models import ListChange, ListDraft, ListEdition
from marketplace.lists.publishing import change_noticed, decide_draft, notice_draft, publish_list, withdraw_draft
from marketplace.lists.schemas import ChangeIn, WithdrawalIn
from marketplace.lists.upkeep import keep_list_up
from marketplace.notices.labels import ChangeReason, ObjectionState, Outcome
from marketplace.notices.models import Objection, PublicNotice
from marketplace.notices.queries import state_of_objection
from tests.fixtures.web import NOW
from tests.lists.world import BASE_URL, People, make_people
from tests.notices.world import answer, object_to

# The calendar ends with 2026; a walk stays where notices and answers can still be counted.
LAST = datetime.fromisoformat("2026-12-10T00:00:00+00:00")
who = st.sampled_from(["drafter", "publisher"])
places = st.integers(0, 2)


class Walk(RuleBasedStateMachine):
    """One list, two officers, three providers."""

    database: Database
    people: People
    editions_of_all = 0

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.digests: dict[int, str] = {}
        self.gone: set[int] = set()

    def attempt(self, act: Callable[[Session], object]) -> None:
        """Do something in one transaction; a refusal changes nothing."""
        try:
            with self.database.transaction() as session:
                act(session)
        except MarketplaceError:
            return

    def officer(self, name: str) -> Actor:
        found: Actor = getattr(self.people, name)
        return found

    def draft(self) -> ListDraft | None:
        with self.database.session() as session:
            return session.exec(select(ListDraft).order_by(col(ListDraft.id).desc()).limit(1)).first()

    def on_draft(self, name: str, do: Callable[..., object], **more: object) -> None:
        draft = self.draft()
        if draft is not None:
            given = {"draft_id": draft.id, "seen_version": draft.version, "actor": self.officer(name), "now": self.now}
            self.attempt(lambda session: do(session, **given, **more))

    @initialize(far=st.sampled_from([7, 3, 5, 4, 7, 2]))
    def start_somewhere(self, far: int) -> None:
        """Begin anywhere on the straight way, so that walks also try what comes late."""
        steps = (
            lambda: self.begin("drafter", 2),
            lambda: self.submit("drafter"),
            lambda: self.notice("publisher"),
            lambda: self.pass_time(timedelta(days=8)),
            lambda: self.decide("drafter"),
            lambda: self.publish("publisher"),
            lambda: self.propose("drafter", 0, ListChangeKind.REMOVE),
            lambda: self.confirm("publisher"),
        )
        for step in steps[: far + 1]:
            step()

    @rule(name=who, place=places)
    def begin(self, name: str, place: int) -> None:
        chosen = self.people.providers[: place + 1]
        entries = [Entry(provider_id=one.organisation_id, name=f"{one.organisation_id}号") for one in chosen]
        self.attempt(
            lambda session: draft_from_rows(
                session,
                actor=self.officer(name),
                catalog_no=0,
                provider_kind=ProviderKindName.SAAS,
                source="原有名单文件",
                entries=entries,
                now=self.now,
            )
        )

    @rule(name=who, place=places, include=st.booleans())
    def move(self, name: str, place: int, include: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        provider_id = self.people.providers[place].organisation_id
        self.on_draft(name, move_entry, provider_id=provider_id, include=include, reason="核对材料")

    @rule(name=who)
    def submit(self, name: str) -> None:
        self.on_draft(name, submit_draft)

    @rule(name=who)
    def give_back(self, name: str) -> None:
        self.on_draft(name, return_draft, reason="请补充材料")

    @rule(name=who)
    def notice(self, name: str) -> None:
        self.on_draft(name, notice_draft, base_url=BASE_URL)

    @rule(name=who, place=places)
    def change(self, name: str, place: int) -> None:
        with self.database.session() as session:
            due = [row.id for row in session.exec(select(Objection)) if is_due(row)]
        provider_id = self.people.providers[place].organisation_id
        more = {"provider_id": provider_id, "include": False, "why": ChangeReason.OBJECTION, "reason": "异议成立"}
        self.on_draft(name, change_noticed, objection_ids=due, base_url=BASE_URL, **more)

    @rule(name=who)
    def decide(self, name: str) -> None:
        self.on_draft(name, decide_draft, decision="经集体研究，决定公布名单。")

    @rule(name=who)
    def publish(self, name: str) -> None:
        draft, before = self.draft(), self.editions()
        self.on_draft(name, publish_list, effective_on=shanghai_day(self.now), base_url=BASE_URL)
        if draft is None or len(self.editions()) == len(before):
            return
        assert self.officer(name).user_id not in draft.drafter_ids
        with self.database.session() as session:
            notices = session.exec(select(PublicNotice.id).where(PublicNotice.subject_id == draft.id)).all()
            filed = session.exec(select(Objection).where(col(Objection.notice_id).in_(notices))).all()
        assert notices
        assert {state_of_objection(row) for row in filed} <= {ObjectionState.ANSWERED, ObjectionState.WITHDRAWN}

    @rule(name=who)
    def push(self, name: str) -> None:
        """Try everything that leads on, one after the other."""
        for step in (self.submit, self.notice, self.decide, self.publish, self.confirm):
            step(name)

    @rule(name=who)
    def withdraw(self, name: str) -> None:
        if self.now.hour % 3 == 0:  # Rarely, or few walks would reach an edition.
            self.on_draft(name, withdraw_draft, reason="重新拟定")

    @rule(place=places)
    def object(self, place: int) -> None:
        with self.database.session() as session:
            newest = session.exec(select(PublicNotice).order_by(col(PublicNotice.id).desc()).limit(1)).first()
        if newest is not None:
            try:
                object_to(self.database, notice=newest, actor=self.people.providers[place], now=self.now, item_key="*")
            except MarketplaceError:
                return

    @rule(outcome=st.sampled_from([Outcome.UPHELD, Outcome.REJECTED]))
    def reply(self, outcome: Outcome) -> None:
        with self.database.session() as session:
            waiting = [row for row in session.exec(select(Objection)) if row.answered_at is None]
        for row in waiting:
            answer(self.database, officer=self.people.publisher, objection=row, outcome=outcome, now=self.now)

    @rule(name=who, place=places, kind=st.sampled_from(ListChangeKind))
    def propose(self, name: str, place: int, kind: ListChangeKind) -> None:
        editions = self.editions()
        if not editions:
            return
        entered = ChangeIn(
            provider_id=self.people.providers[place].organisation_id,
            kind=kind,
            reason=Reason.OTHER,
            rationale="核实属实。",
            until_on=shanghai_day(self.now + timedelta(days=3)),
        )
        list_id = editions[0].list_id
        self.attempt(
            lambda session: propose_change(
                session, actor=self.officer(name), list_id=list_id, entered=entered, now=self.now
            )
        )

    @rule(name=who)
    def propose_to_withdraw_all(self, name: str) -> None:
        editions = self.editions()
        if editions and self.now.hour % 3 == 0:  # Rarely, or few walks would change entries.
            entered = WithdrawalIn(reason=Reason.PROCEDURE, rationale="程序有误，整份名单撤回重办。")
            list_id, officer = editions[0].list_id, self.officer(name)
            self.attempt(
                lambda session: propose_to_withdraw(
                    session, actor=officer, list_id=list_id, entered=entered, now=self.now
                )
            )

    @rule(name=who)
    def confirm(self, name: str) -> None:
        with self.database.session() as session:
            waiting = session.exec(select(ListChange).where(col(ListChange.confirmed_at).is_(None))).all()
        for row in waiting:
            before = len(self.editions())
            self.attempt(
                lambda session, row=row: confirm_change(
                    session, actor=self.officer(name), change_id=row.id, base_url=BASE_URL, now=self.now
                )
            )
            if len(self.editions()) > before:
                assert row.proposed_by_id != self.officer(name).user_id

    @rule(step=st.sampled_from([timedelta(hours=1), timedelta(days=1), timedelta(days=8), timedelta(hours=-5)]))
    def pass_time(self, step: timedelta) -> None:
        self.now = max(NOW, min(self.now + step, LAST))

    @rule()
    def upkeep(self) -> None:
        editions = self.editions()
        if editions:
            list_id = editions[0].list_id
            self.attempt(lambda session: keep_list_up(session, list_id=list_id, base_url=BASE_URL, now=self.now))

    def editions(self) -> list[ListEdition]:
        with self.database.session() as session:
            return list(session.exec(select(ListEdition).order_by(col(ListEdition.number))))

    @invariant()
    def published_editions_never_change(self) -> None:
        editions = self.editions()
        for edition in editions:
            assert digest_bytes(edition.facts.encode()) == edition.digest
            assert self.digests.setdefault(edition.number, edition.digest) == edition.digest
        assert len(self.digests) == len(editions)

    @invariant()
    def nobody_is_ever_lost(self) -> None:
        seen: set[int] = set()
        for edition in self.editions():
            entries = entries_of(edition)
            seen |= {entry.provider_id for entry in entries}
            assert {entry.provider_id for entry in entries} == seen
            removed = {entry.provider_id for entry in entries if entry.state is EntryState.REMOVED}
            assert all(any(one.provider_id == key for one in entries) for key in removed)

    def teardown(self) -> None:
        Walk.editions_of_all += len(self.digests)
        with self.database.session() as session:
            assert journal.verify(session).broken_at is None
        self.database.dispose()


def is_due(row: Objection) -> bool:
    return state_of_objection(row) is ObjectionState.CHANGE_DUE


def databases(template: Path, folder: Path) -> Iterator[Database]:
    for number in count():
        path = folder / f"walk-{number}.db"
        shutil.copy(template, path)
        yield Database(f"sqlite:///{path}")


def test_no_sequence_breaks_what_is_promised(database: Database, tmp_path: Path) -> None:
    people = make_people(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    source = databases(Path(str(database.engine.url.database)), tmp_path)

    def machine() -> Walk:
        walk = Walk()
        walk.database, walk.people = next(source), people
        return walk

    chosen = settings(
        max_examples=12,
        stateful_step_count=40,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    Walk.editions_of_all = 0
    run_state_machine_as_test(machine, settings=chosen)

    assert Walk.editions_of_all >= 5  # Walks that publish nothing would prove nothing.


def test_straight_walk_reaches_an_edition_and_a_removal(database: Database) -> None:
    walk = Walk()
    walk.database, walk.people = database, make_people(database)
    walk.begin("drafter", 1)
    walk.submit("drafter")
    walk.notice("publisher")
    walk.pass_time(timedelta(days=8))
    walk.decide("drafter")
    walk.publish("drafter")
    assert walk.editions() == []

    walk.publish("publisher")
    walk.propose("drafter", 0, ListChangeKind.REMOVE)
    walk.confirm("drafter")
    walk.confirm("publisher")
    walk.nobody_is_ever_lost()

    assert [entry.state for entry in entries_of(walk.editions()[-1])] == [EntryState.REMOVED, EntryState.LISTED]
