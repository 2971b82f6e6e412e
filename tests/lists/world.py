"""A county with two officers, providers who apply, experts who score, and the steps from a call to an edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from marketplace.core.actor import Actor, Role, System
from marketplace.core.db import Database
from marketplace.exchange.labels import ProviderKindName
from marketplace.exchange.rows import ProviderRow
from marketplace.lists.applying import save_application, screen_application, submit_application
from marketplace.lists.calls import open_applications, publish_call, save_call
from marketplace.lists.criteria import CRITERIA, questions_of_template
from marketplace.lists.drafting import draft_from_review, draft_from_rows, submit_draft
from marketplace.lists.entries import Entry
from marketplace.lists.labels import YesNo
from marketplace.lists.models import ListApplication, ListCall, ListDraft, ListEdition
from marketplace.lists.publishing import decide_draft, notice_draft, publish_list
from marketplace.lists.queries import load_draft, load_handed_in
from marketplace.lists.reviewing import open_call_review
from marketplace.lists.schemas import ApplicationIn, CallIn, CriterionIn, QuestionIn
from marketplace.notices.models import PublicNotice
from marketplace.notices.queries import find_newest
from marketplace.providers.services import create_provider
from marketplace.reviews.criteria import Marks
from marketplace.reviews.labels import Verdict
from marketplace.reviews.models import Review
from marketplace.reviews.panel import add_member, declare
from marketplace.reviews.queries import load_candidates
from marketplace.reviews.scoring import record_consensus, submit_sheet
from marketplace.reviews.services import close_scoring, conclude_review, start_scoring
from marketplace.taxonomy.services import store_counties
from seed.demo.province import demo_county
from tests.fixtures.web import NOW, make_member
from tests.notices.world import write_calendar

BASE_URL = "https://example.invalid"
COUNTY = "339999"
# Applications close on Sunday, 22 November 2026 + 1 = 23 November 24:00 in Shanghai.
DEADLINE_ON = date(2026, 11, 23)
DEADLINE = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
OPENED = DEADLINE + timedelta(hours=10)
# Noticed on Tuesday, 24 November: five working days later it is Tuesday, 1 December.
NOTICED = OPENED + timedelta(hours=2)
ENDS_AT = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
GOOD = {"q1": YesNo.NO, "q2": YesNo.NO, "q3": YesNo.NO, "q4": YesNo.YES, "q5": YesNo.YES}
STATEMENTS = {item.key: f"{item.label}：有二十名实施人员，三个已验收的案例。" for item in CRITERIA}
MINUTES = "专家独立打分后合议，形成以上结果。"


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Two officers of one bureau, three experts, and providers by name."""

    drafter: Actor
    publisher: Actor
    experts: tuple[Actor, ...]
    providers: tuple[Actor, ...]


def make_people(database: Database, *, providers: int = 3) -> People:
    write_calendar(database)
    with database.transaction() as session:
        store_counties(session, counties=[demo_county()])
    drafter = make_officer(database)
    return People(
        drafter=drafter,
        publisher=make_officer(database, organisation_id=drafter.organisation_id),
        experts=tuple(make_member(database, role=Role.EXPERT)[0] for _ in range(3)),
        providers=tuple(make_provider(database) for _ in range(providers)),
    )


def make_officer(database: Database, *, organisation_id: int | None = None, area: str = COUNTY) -> Actor:
    return make_member(database, role=Role.COUNTY, area_prefix=area, county_code=area, organisation_id=organisation_id)[
        0
    ]


def make_provider(database: Database, *, name: str = "") -> Actor:
    with database.transaction() as session:
        row = ProviderRow(
            ref="", name=name or f"示范集成{next(_numbers)}有限公司", kind=ProviderKindName.GENERAL_CONTRACTOR
        )
        body = create_provider(session, actor=System(name="test"), row=row, confirmed=True, now=NOW).organisation_id
    return make_member(database, role=Role.PROVIDER, organisation_id=body)[0]


_numbers = iter(range(1, 1_000_000))


def call_in(*, places: int = 2, title: str = "示范县数字化总承包商征集", seen_version: int = 0) -> CallIn:
    return CallIn(
        title=title,
        places=places,
        closes_on=DEADLINE_ON,
        criteria=[CriterionIn(key=one.key, label=one.label, points=one.points, guide=one.guide) for one in CRITERIA],
        questions=[QuestionIn.model_validate(row) for row in questions_of_template()],
        version=seen_version,
    )


def open_call(database: Database, *, people: People, places: int = 2) -> ListCall:
    with database.transaction() as session:
        call = save_call(session, actor=people.drafter, entered=call_in(places=places), now=NOW)
        return publish_call(session, actor=people.drafter, call_id=call.id or 0, seen_version=call.version, now=NOW)


def apply(
    database: Database, *, call: ListCall, provider: Actor, answers: dict[str, YesNo] | None = None, now: datetime = NOW
) -> ListApplication:
    with database.transaction() as session:
        entered = ApplicationIn(answers=answers or GOOD, statements=STATEMENTS)
        saved = save_application(session, actor=provider, call_id=call.id or 0, entered=entered, now=now)
        return submit_application(session, actor=provider, call_id=call.id or 0, seen_version=saved.version, now=now)


def unseal(database: Database, *, call: ListCall, officer: Actor, now: datetime = OPENED) -> None:
    with database.transaction() as session:
        open_applications(session, actor=officer, call_id=call.id or 0, now=now)


def screen_all(database: Database, *, call: ListCall, officer: Actor) -> None:
    with database.transaction() as session:
        for row in load_handed_in(session, call_id=call.id or 0):
            screen_application(
                session, actor=officer, application_id=row.id or 0, verdict=Verdict.PASS, reason="", now=OPENED
            )


def reviewed(database: Database, *, call: ListCall, people: People, totals: Sequence[int]) -> Review:
    """A concluded review in which every expert gave the candidates these totals in whole points, in their order."""
    officer, chair = people.drafter, people.experts[0]
    with database.transaction() as session:
        review = open_call_review(session, actor=officer, call_id=call.id or 0, now=OPENED)
        review_id = review.id or 0
        for expert in people.experts:
            add_member(
                session,
                actor=officer,
                review_id=review_id,
                user_id=expert.user_id,
                is_chair=expert is chair,
                now=OPENED,
            )
            session.flush()
            declare(session, actor=expert, review_id=review_id, reasons={}, now=OPENED)
        session.flush()
        start_scoring(session, actor=officer, review_id=review_id, now=OPENED)
        session.flush()
        for candidate, total in zip(load_candidates(session, review_id=review_id), totals, strict=True):
            for expert in people.experts:
                submit_sheet(
                    session,
                    actor=expert,
                    review_id=review_id,
                    candidate_id=candidate.id or 0,
                    marks=marks(total),
                    comment="",
                    seen_version=1,
                    now=OPENED,
                )
                session.flush()
        close_scoring(session, actor=officer, review_id=review_id, now=OPENED)
        for candidate, total in zip(load_candidates(session, review_id=review_id), totals, strict=True):
            record_consensus(
                session,
                actor=chair,
                review_id=review_id,
                candidate_id=candidate.id or 0,
                marks=marks(total),
                note="",
                now=OPENED,
            )
        session.flush()
        return conclude_review(session, actor=officer, review_id=review_id, minutes=MINUTES, now=OPENED)


def marks(total: int) -> Marks:
    """Marks that add up to a total of whole points: each criterion gets its share, in tenths."""
    return Marks(scores={item.key: item.points * total // 10 for item in CRITERIA}, verdicts={})


def drafted(database: Database, *, people: People, totals: Sequence[int] = (90, 80, 70), places: int = 2) -> ListDraft:
    """A draft made from a review of as many providers as there are totals."""
    call = open_call(database, people=people, places=places)
    for provider in people.providers[: len(totals)]:
        apply(database, call=call, provider=provider)
    unseal(database, call=call, officer=people.drafter)
    screen_all(database, call=call, officer=people.drafter)
    reviewed(database, call=call, people=people, totals=totals)
    with database.transaction() as session:
        return draft_from_review(session, actor=people.drafter, call_id=call.id or 0, now=OPENED)


def reread(database: Database, draft: ListDraft) -> ListDraft:
    with database.session() as session:
        return load_draft(session, draft_id=draft.id or 0)


def submitted(database: Database, *, people: People, draft: ListDraft) -> ListDraft:
    with database.transaction() as session:
        version = reread(database, draft).version
        return submit_draft(session, actor=people.drafter, draft_id=draft.id or 0, seen_version=version, now=OPENED)


def noticed(database: Database, *, people: People, draft: ListDraft, now: datetime = NOTICED) -> PublicNotice:
    with database.transaction() as session:
        return notice_draft(
            session,
            actor=people.publisher,
            draft_id=draft.id or 0,
            seen_version=reread(database, draft).version,
            base_url=BASE_URL,
            now=now,
        )


def decided(database: Database, *, officer: Actor, draft: ListDraft, now: datetime = ENDS_AT) -> ListDraft:
    with database.transaction() as session:
        return decide_draft(
            session,
            actor=officer,
            draft_id=draft.id or 0,
            decision="经局长办公会议集体研究，决定列入以下服务商。",
            seen_version=reread(database, draft).version,
            now=now,
        )


def published(
    database: Database, *, officer: Actor, draft: ListDraft, now: datetime = ENDS_AT, effective_on: date | None = None
) -> ListEdition:
    with database.transaction() as session:
        return publish_list(
            session,
            actor=officer,
            draft_id=draft.id or 0,
            effective_on=effective_on or date(2026, 12, 2),
            seen_version=reread(database, draft).version,
            base_url=BASE_URL,
            now=now,
        )


def whole_course(database: Database, *, people: People, totals: Sequence[int] = (90, 80, 70)) -> ListEdition:
    """From a call to an edition with the first two of three providers."""
    draft = drafted(database, people=people, totals=totals)
    submitted(database, people=people, draft=draft)
    noticed(database, people=people, draft=draft)
    decided(database, officer=people.publisher, draft=draft)
    return published(database, officer=people.publisher, draft=draft)


def newest_notice(database: Database, draft: ListDraft) -> PublicNotice:
    with database.session() as session:
        found = find_newest(session, subject_kind="list_draft", subject_id=draft.id or 0)
    assert found is not None
    return found


def publish_lists(database: Database, *, count: int) -> None:
    """Publish lists of counties of their own, each with one provider, without a review."""
    write_calendar(database)
    provider = make_provider(database)
    entry = Entry(provider_id=provider.organisation_id, name="示范集成有限公司")
    for _ in range(count):
        area = f"33{next(_numbers) % 10_000:04d}"
        drafter = make_officer(database, area=area)
        publisher = make_officer(database, area=area, organisation_id=drafter.organisation_id)
        people = People(drafter=drafter, publisher=publisher, experts=(), providers=())
        with database.transaction() as session:
            draft = draft_from_rows(
                session,
                actor=drafter,
                catalog_no=0,
                provider_kind=ProviderKindName.SAAS,
                source="原有名单文件",
                entries=[entry],
                now=OPENED,
            )
        submitted(database, people=people, draft=draft)
        noticed(database, people=people, draft=draft)
        decided(database, officer=publisher, draft=draft)
        published(database, officer=publisher, draft=draft)
