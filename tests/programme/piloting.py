"""A pilot county with firms, written down as a round would leave it."""

from datetime import date, datetime

from marketplace.accounts.labels import Origin
from marketplace.accounts.models import Organisation
from marketplace.accounts.naming import name_key
from marketplace.core.actor import Actor
from marketplace.core.db import Database
from marketplace.enterprises.models import Enterprise, NeedLink, Problem, ProblemLink, ScenarioNeed
from marketplace.programme.models import Pilot, PilotTask
from marketplace.reviews.criteria import Marks
from marketplace.reviews.labels import Verdict
from marketplace.reviews.panel import add_member, declare
from marketplace.reviews.queries import load_candidates
from marketplace.reviews.scoring import record_consensus, submit_sheet
from marketplace.reviews.services import close_scoring, conclude_review, start_scoring
from tests.fixtures.reference import store_reference
from tests.fixtures.web import NOW
from tests.programme.world import COUNTIES, Land, fill, publish

CODE, CATALOG_NO = COUNTIES[0], 13
STARTS, ENDS = date(2026, 11, 1), date(2028, 10, 31)
# Half a year before the end acceptance is not open yet, two months before it is.
NEAR_END = datetime(2028, 9, 1, 4, 0, tzinfo=NOW.tzinfo)
TARGETS = [
    ["enterprises", "2", "4"],
    ["output", "1", "2"],
    ["level", "1", "2"],
    ["platforms", "1", "1"],
    ["factories", "0", "1"],
    ["providers", "1", "2"],
]


def start_pilot(land: Land) -> Pilot:
    """Write a pilot of the first county for an industry of the small library, with a work chart of two tasks."""
    store_reference(land.database)
    found = publish(land)
    application = fill(land, found, CODE)
    with land.database.transaction() as session:
        pilot = Pilot(
            round_id=found.id or 0,
            application_id=application.id or 0,
            county_code=CODE,
            organisation_id=application.organisation_id,
            catalog_no=CATALOG_NO,
            industry_name="棉印染",
            starts_on=STARTS,
            ends_on=ENDS,
            targets=TARGETS,
            created_at=NOW,
        )
        session.add(pilot)
        session.flush()  # Tasks refer to their pilot.
        for position, (task, last) in enumerate((("选定试点企业", date(2026, 11, 20)), ("分批改造", ENDS)), start=1):
            days = {"starts_on": STARTS, "ends_on": last}
            session.add(PilotTask(pilot_id=pilot.id or 0, position=position, task=task, owner="县经信局", **days))
    return pilot


def add_firm(
    database: Database, number: int, *, needs: tuple[str, ...] = (), problems: tuple[str, ...] = (), county: str = CODE
) -> int:
    """Write a firm of the industry whose list names scenarios by their codes."""
    name = f"示例印染{number}有限公司"
    with database.transaction() as session:
        body = Organisation(
            name=name,
            name_key=name_key(name),
            county_code=county,
            origin=Origin.REFERENCE,
            created_at=NOW,
            confirmed_at=NOW,
        )
        session.add(body)
        session.flush()  # Everything else carries the body's id.
        key = body.id or 0
        session.add(Enterprise(organisation_id=key, catalog_no=CATALOG_NO, updated_at=NOW))
        session.flush()  # Rows of the lists refer to the firm.
        for position, code in enumerate(needs):
            need = ScenarioNeed(enterprise_id=key, position=position, name=code)
            session.add(need)
            session.flush()  # Its link refers to it.
            session.add(NeedLink(need_id=need.id or 0, scenario_code=code, confidence=0.9))
        for position, code in enumerate(problems):
            problem = Problem(enterprise_id=key, position=position, text="本厂自己的原话")
            session.add(problem)
            session.flush()  # Its link refers to it.
            session.add(ProblemLink(problem_id=problem.id or 0, scenario_code=code, confidence=0.9))
    return key


def experts_pass(land: Land, review_id: int, *, expert: Actor, now: datetime) -> None:
    """Let one expert judge an acceptance with one criterion that the candidate passes, and conclude it."""
    given = Marks(scores={"c1": 900}, verdicts={"targets": Verdict.PASS})
    with land.database.transaction() as session:
        add_member(session, actor=land.province, review_id=review_id, user_id=expert.user_id, is_chair=True, now=now)
        declare(session, actor=expert, review_id=review_id, reasons={}, now=now)
        session.flush()
        start_scoring(session, actor=land.province, review_id=review_id, now=now)
        session.flush()
        candidate = load_candidates(session, review_id=review_id)[0].id or 0
        sheet = {"actor": expert, "review_id": review_id, "candidate_id": candidate, "marks": given, "now": now}
        submit_sheet(session, comment="", seen_version=1, **sheet)
        session.flush()
        close_scoring(session, actor=land.province, review_id=review_id, now=now)
        record_consensus(session, note="", **sheet)
        session.flush()
        conclude_review(session, actor=land.province, review_id=review_id, minutes="专家组一致同意通过验收。", now=now)
