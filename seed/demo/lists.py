"""The invented county's published list, made by its people through the services: call, scores, notice, edition."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor, Role
from marketplace.core.clock import shanghai_day
from marketplace.core.db import Database
from marketplace.exchange.labels import ProviderKindName
from marketplace.lists.applying import save_application, screen_application, submit_application
from marketplace.lists.calls import open_applications, publish_call, save_call
from marketplace.lists.criteria import CRITERIA, MINIMUM_TOTAL, questions_of_template
from marketplace.lists.drafting import draft_from_review, submit_draft
from marketplace.lists.labels import YesNo
from marketplace.lists.models import ListEdition
from marketplace.lists.publishing import decide_draft, notice_draft, publish_list
from marketplace.lists.queries import load_handed_in
from marketplace.lists.reviewing import open_call_review
from marketplace.lists.schemas import ApplicationIn, CallIn, CriterionIn, QuestionIn
from marketplace.notices.calendar import CalendarMissingError
from marketplace.providers.models import Case, Provider
from marketplace.reviews.criteria import TENTHS, Marks
from marketplace.reviews.labels import Verdict
from marketplace.reviews.panel import add_member, declare
from marketplace.reviews.queries import load_candidates
from marketplace.reviews.scoring import record_consensus, submit_sheet
from marketplace.reviews.services import close_scoring, conclude_review, start_scoring
from seed.demo.marks import CATALOG_NO
from seed.demo.people import Person, ensure_people, load_actor
from seed.demo.province import COUNTY_NAME

# Shares of full points in percent, by place; the last one stays below the minimum.
SHARES = (91, 84, 78, 55)
PLACES = 3
DECISION = "经公开征集、专家评审和集体研究，公示期内没有收到异议，决定将以下服务商列入推荐名单。"
MINUTES = "专家独立打分后合议，一致同意以上结果。"


def publish_demo_list(database: Database, now: datetime, *, base_url: str) -> None:
    """Publish the list unless it is there; a year without its calendar of working days leaves it out."""
    try:
        with database.transaction() as session:
            if session.exec(select(ListEdition.id)).first() is None:
                _publish(session, base_url=base_url, now=now)
    except CalendarMissingError:
        return


def _publish(session: Session, *, base_url: str, now: datetime) -> None:
    began, opened, noticed = (now - timedelta(days=days) for days in (40, 29, 28))
    drafter = load_actor(session, role=Role.COUNTY)
    colleague = load_actor(session, role=Role.COUNTY, login="county2")
    applicants = _applicants(session, now=began)
    call_id = _call(session, drafter=drafter, now=began)
    for applicant in applicants:
        _apply(session, applicant, call_id=call_id, now=began + timedelta(days=3))
    open_applications(session, actor=drafter, call_id=call_id, now=opened)
    for row in load_handed_in(session, call_id=call_id):
        screen_application(
            session, actor=drafter, application_id=row.id or 0, verdict=Verdict.PASS, reason="", now=opened
        )
    _review(session, drafter=drafter, call_id=call_id, now=opened)
    draft = draft_from_review(session, actor=drafter, call_id=call_id, now=opened)
    draft_id = draft.id or 0
    submit_draft(session, actor=drafter, draft_id=draft_id, seen_version=draft.version, now=opened)
    session.flush()  # Every step reads what the one before it wrote.
    notice = notice_draft(
        session, actor=colleague, draft_id=draft_id, seen_version=draft.version, base_url=base_url, now=noticed
    )
    session.flush()  # As above.
    ended = notice.ends_at + timedelta(hours=10)
    decide_draft(session, actor=colleague, draft_id=draft_id, decision=DECISION, seen_version=draft.version, now=ended)
    session.flush()  # As above.
    publish_list(
        session,
        actor=colleague,
        draft_id=draft_id,
        effective_on=shanghai_day(ended),
        seen_version=draft.version,
        base_url=base_url,
        now=ended,
    )


def _applicants(session: Session, *, now: datetime) -> list[Actor]:
    """Return a person of each of the county's first contractors, added where there is none."""
    names = session.exec(
        select(Organisation.name)
        .join(Provider, col(Provider.organisation_id) == Organisation.id)
        .where(col(Organisation.name).startswith(COUNTY_NAME), Provider.kind == ProviderKindName.GENERAL_CONTRACTOR)
        .order_by(col(Organisation.id))
        .limit(len(SHARES))
    ).all()
    people = tuple(
        Person(role=Role.PROVIDER, name=f"申报员{number}", body=name, login=f"applicant{number}")
        for number, name in enumerate(names, start=1)
    )
    ensure_people(session, people=people, now=now)
    session.flush()  # Memberships are read back below.
    return [load_actor(session, role=Role.PROVIDER, login=person.login) for person in people]


def _call(session: Session, *, drafter: Actor, now: datetime) -> int:
    entered = CallIn(
        catalog_no=CATALOG_NO,
        title=f"{COUNTY_NAME}木门行业数字化总承包商征集",
        guide="面向在本省提供服务、有同行业案例的数字化总承包商。名单供企业参考，不指定，也不限制企业另选。",
        places=PLACES,
        closes_on=shanghai_day(now + timedelta(days=9)),
        least_members=1,
        minimum_total=MINIMUM_TOTAL,
        criteria=[CriterionIn(key=one.key, label=one.label, points=one.points, guide=one.guide) for one in CRITERIA],
        questions=[QuestionIn.model_validate(row) for row in questions_of_template()],
    )
    call = save_call(session, actor=drafter, entered=entered, now=now)
    publish_call(session, actor=drafter, call_id=call.id or 0, seen_version=call.version, now=now)
    return call.id or 0


def _apply(session: Session, applicant: Actor, *, call_id: int, now: datetime) -> None:
    cases = session.exec(select(Case).where(Case.provider_id == applicant.organisation_id)).all()
    told = f"已完成 {len(cases)} 个案例。" if cases else "正在实施第一批项目。"
    statements = {one.key: f"{one.label}：{told}" for one in CRITERIA}
    answers = {row["key"]: YesNo(row["wanted"]) for row in questions_of_template()}
    entered = ApplicationIn(answers=answers, statements=statements)
    saved = save_application(session, actor=applicant, call_id=call_id, entered=entered, now=now)
    submit_application(session, actor=applicant, call_id=call_id, seen_version=saved.version, now=now)
    session.flush()  # The next applicant's is counted beside it.


def _review(session: Session, *, drafter: Actor, call_id: int, now: datetime) -> None:
    expert = load_actor(session, role=Role.EXPERT)
    review_id = open_call_review(session, actor=drafter, call_id=call_id, now=now).id or 0
    add_member(session, actor=drafter, review_id=review_id, user_id=expert.user_id, is_chair=True, now=now)
    session.flush()  # Every step reads what the one before it wrote.
    declare(session, actor=expert, review_id=review_id, reasons={}, now=now)
    session.flush()  # As above.
    start_scoring(session, actor=drafter, review_id=review_id, now=now)
    session.flush()  # As above.
    candidates = [row.id or 0 for row in load_candidates(session, review_id=review_id)]
    _score(session, expert, review_id=review_id, candidates=candidates, now=now)
    close_scoring(session, actor=drafter, review_id=review_id, now=now)
    for place, candidate_id in enumerate(candidates):
        record_consensus(
            session,
            actor=expert,
            review_id=review_id,
            candidate_id=candidate_id,
            marks=_marks(place),
            note="",
            now=now,
        )
    session.flush()  # As above.
    conclude_review(session, actor=drafter, review_id=review_id, minutes=MINUTES, now=now)
    session.flush()  # The draft is made from the result.


def _score(session: Session, expert: Actor, *, review_id: int, candidates: Sequence[int], now: datetime) -> None:
    for place, candidate_id in enumerate(candidates):
        submit_sheet(
            session,
            actor=expert,
            review_id=review_id,
            candidate_id=candidate_id,
            marks=_marks(place),
            comment="材料齐全",
            seen_version=1,
            now=now,
        )
        session.flush()  # Closing counts what was handed in.


def _marks(place: int) -> Marks:
    share = SHARES[place % len(SHARES)]
    return Marks(scores={one.key: one.points * TENTHS * share // 100 for one in CRITERIA}, verdicts={})
