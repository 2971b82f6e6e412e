"""A plant with its providers, supervisor and county, and a project brought to any stage through the services."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlmodel import Session, func, select

from marketplace.assessments.labels import Purpose
from marketplace.assessments.models import Assessment
from marketplace.catalog.rows import load_published
from marketplace.core.actor import Actor, Role, System
from marketplace.core.db import Database
from marketplace.exchange.labels import Payment
from marketplace.files.process import store_from
from marketplace.files.services import Upload, attach_files
from marketplace.files.store import FileStore
from marketplace.projects.access import find_acceptance, find_contract, load_milestones
from marketplace.projects.checklist import current_checklist
from marketplace.projects.clauses import current_model
from marketplace.projects.labels import Better, Decision, MilestoneState
from marketplace.projects.models import Enquiry, Project
from marketplace.projects.schemas import (
    AcceptanceIn,
    ChoiceIn,
    ContractIn,
    DecisionIn,
    EffectIn,
    EnquiryIn,
    LineIn,
    MilestoneIn,
    MoveIn,
    OpinionIn,
    PaperIn,
    QuotationIn,
    RatingIn,
    SignedIn,
)
from marketplace.projects.services import acceptances, contracts, delivery, enquiries, quotations, ratings
from marketplace.settings import Settings
from marketplace.supervisors.services import create_supervisor
from tests.fixtures.web import NOW, make_member
from tests.recommendations.market import Market, store_market

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
COUNTY = "330603"
TODAY = date(2026, 11, 22)
CHOICES = {clause.key: clause.options[0].key for clause in current_model().questions}
STAGES = (
    "asked",
    "quoted",
    "chosen",
    "agreed",
    "drafted",
    "signed",
    "running",
    "handed_in",
    "supervised",
    "done",
    "prepared",
    "complete",
    "applied",
    "opinion",
    "accepted",
    "rated",
)


@dataclass(slots=True, kw_only=True)
class Course:
    """Who takes part, and where the project stands."""

    database: Database
    store: FileStore
    plant: Actor
    provider: Actor
    rival: Actor
    supervisor: Actor
    officer: Actor
    enquiry_id: int = 0
    project_id: int = 0
    needs: tuple[str, ...] = ("p1", "p2")
    origin: str = ""
    ids: dict[str, int] = field(default_factory=dict)

    def write(self, do: Callable[[Session], object]) -> None:
        with self.database.transaction() as session:
            do(session)


def add_supervisor_firm(database: Database, *, name: str = "杭州示例监理有限公司", confirmed: bool = True) -> int:
    with database.transaction() as session:
        firm = create_supervisor(session, actor=System(name="test"), name=name, confirmed=confirmed, now=NOW)
        return firm.organisation_id


def begin(database: Database, folder: Path, *, market: Market | None = None) -> Course:
    """Return a course on a new market, nothing asked yet."""
    made = market or store_market(database)
    firm = add_supervisor_firm(database)
    return Course(
        database=database,
        store=store_from(Settings(demo_mode=True, data_dir=folder)),
        plant=make_member(database, role=Role.ENTERPRISE, organisation_id=made.dye_house)[0],
        provider=make_member(database, role=Role.PROVIDER, organisation_id=made.dyeing_software)[0],
        rival=make_member(database, role=Role.PROVIDER, organisation_id=made.energy_service)[0],
        supervisor=make_member(database, role=Role.SUPERVISOR, organisation_id=firm)[0],
        officer=make_member(database, role=Role.COUNTY, area_prefix=COUNTY, county_code=COUNTY)[0],
    )


def bring_to(course: Course, stage: str) -> Course:
    """Bring a course to a stage; it may stand at any earlier one."""
    done = course.ids.get("stage", -1)
    for number, name in enumerate(STAGES[: STAGES.index(stage) + 1]):
        if number > done:
            _STEPS[name](course)
            course.ids["stage"] = number
    return course


def enquiry_in(course: Course, **changed: object) -> EnquiryIn:
    fields: dict[str, object] = {
        "title": "染缸排产和能耗改造",
        "providers": [course.provider.organisation_id, course.rival.organisation_id],
        "needs": list(course.needs),
        "due_on": TODAY + timedelta(days=10),
        "supervisor_id": course.supervisor.organisation_id,
        "origin": course.origin,
    }
    return EnquiryIn.model_validate({**fields, **changed})


def line_in(key: str = "p1", **changed: object) -> LineIn:
    fields: dict[str, object] = {
        "key": key,
        "module": "智能排缸",
        "payment": Payment.ONE_OFF,
        "price": "20",
        "days": 45,
        "guarantee": "插单后五分钟内重排",
        "plant_gives": "缸号和颜色清单",
    }
    return LineIn.model_validate({**fields, **changed})


def quotation_in(*lines: LineIn, seen_version: int = 0) -> QuotationIn:
    entered = list(lines or (line_in(),))
    return QuotationIn(lines=entered, warranty_months=12, version=seen_version, knows_last=True)


def contract_in(*, seen_version: int = 0, payments: tuple[str, ...] = ("6", "6", "8")) -> ContractIn:
    rows = [
        MilestoneIn.model_validate(
            {"title": f"第{number}步", "due_on": TODAY + timedelta(days=20 * number), "payment": payment}
        )
        for number, payment in enumerate(payments, start=1)
    ]
    return ContractIn(milestones=rows, version=seen_version)


def project_of(course: Course, session: Session) -> Project:
    return session.get_one(Project, course.project_id)


def move(
    course: Course,
    *,
    who: Actor,
    target: MilestoneState,
    position: int,
    note: str = "已经做完，见附件",
    now: datetime = NOW,
) -> None:
    with course.database.transaction() as session:
        milestone = load_milestones(session, project_id=course.project_id)[position - 1]
        delivery.move_milestone(
            session,
            actor=who,
            project_id=course.project_id,
            milestone_id=milestone.id or 0,
            entered=MoveIn(target=target, note=note, version=milestone.version),
            now=now,
        )


def _asked(course: Course) -> None:
    with course.database.transaction() as session:
        before = session.exec(select(func.count()).select_from(Enquiry)).one()
        made = enquiries.send_enquiry(
            session,
            actor=course.plant,
            enterprise_id=course.plant.organisation_id,
            entered=enquiry_in(course, note=f"第 {before + 1} 次询价"),  # The same again would be the same enquiry.
            grounds={},
            now=NOW,
        )
        session.flush()
        course.enquiry_id = made.id or 0


def _quoted(course: Course) -> None:
    last = course.needs[-1]
    with course.database.session() as session:
        own, theirs = (
            [one.name for one in load_published(session, provider_id=who.organisation_id)]
            for who in (course.provider, course.rival)
        )
    for who, lines in (
        (
            course.provider,
            (
                line_in(course.needs[0], module=own[0]),
                *(line_in(key, module=own[-1], price="0") for key in course.needs[1:]),
            ),
        ),
        (course.rival, (line_in(last, module=theirs[0], price="12"),)),
    ):
        course.write(
            lambda session, who=who, lines=lines: quotations.submit_quotation(
                session, actor=who, enquiry_id=course.enquiry_id, entered=quotation_in(*lines), now=NOW
            )
        )


def _chosen(course: Course) -> None:
    with course.database.transaction() as session:
        version = session.get_one(Enquiry, course.enquiry_id).version
        entered = ChoiceIn(
            provider_id=course.provider.organisation_id,
            reason="两条都能做，同行案例看过现场。",
            version=version,
        )
        made = quotations.choose(session, actor=course.plant, enquiry_id=course.enquiry_id, entered=entered, now=NOW)
        course.project_id = made.id or 0


def _agreed(course: Course) -> None:
    course.write(
        lambda session: delivery.answer_invitation(
            session, actor=course.supervisor, project_id=course.project_id, agrees=True, now=NOW
        )
    )


def _drafted(course: Course) -> None:
    course.write(
        lambda session: contracts.draft_contract(
            session,
            actor=course.plant,
            project_id=course.project_id,
            entered=contract_in(),
            choices=CHOICES,
            base_url="http://site.invalid",
            now=NOW,
        )
    )


def _signed(course: Course) -> None:
    course.write(
        lambda session: contracts.sign_contract(
            session,
            actor=course.plant,
            project_id=course.project_id,
            entered=SignedIn(signed_on=TODAY),
            upload=Upload(name="合同.pdf", content=PDF),
            store=course.store,
            now=NOW,
        )
    )


def _running(course: Course) -> None:
    with course.database.transaction() as session:
        contract = find_contract(session, project_id=course.project_id)
        assert contract is not None
        contracts.confirm_contract(
            session,
            actor=course.provider,
            project_id=course.project_id,
            seen_digest=contract.signed_digest,
            now=NOW,
        )


def _handed_in(course: Course) -> None:
    move(course, who=course.provider, target=MilestoneState.HANDED_IN, position=1)


def _supervised(course: Course) -> None:
    move(course, who=course.supervisor, target=MilestoneState.SUPERVISED, position=1)


def _done(course: Course) -> None:
    move(course, who=course.plant, target=MilestoneState.DONE, position=1)
    for position in (2, 3):
        move(course, who=course.provider, target=MilestoneState.HANDED_IN, position=position)
        move(course, who=course.supervisor, target=MilestoneState.SUPERVISED, position=position)
        move(course, who=course.plant, target=MilestoneState.DONE, position=position)


def _prepared(course: Course) -> None:
    entered = AcceptanceIn(summary="三个里程碑都已完成，排缸和能耗两个场景每天在用，工人已经培训。")
    course.write(
        lambda session: acceptances.prepare_acceptance(
            session, actor=course.plant, project_id=course.project_id, entered=entered, now=NOW
        )
    )


def add_paper_file(course: Course, key: str) -> None:
    with course.database.transaction() as session:
        paper = acceptances.add_paper(
            session, actor=course.plant, project_id=course.project_id, entered=PaperIn(key=key), now=NOW
        )
        attach_files(
            session,
            actor=course.plant,
            store=course.store,
            uploads=[Upload(name=f"{key}.pdf", content=PDF)],
            subject_kind=acceptances.PAPER_FILE,
            subject_id=paper.id or 0,
            now=NOW,
        )


def effect_in(**changed: object) -> EffectIn:
    fields: dict[str, object] = {
        "name": "插单重排用时",
        "unit": "分钟",
        "before": "120",
        "after": "5",
        "better": Better.LOWER,
        "proof": "总结报告第三页",
    }
    return EffectIn.model_validate({**fields, **changed})


def add_assessment(course: Course, purpose: Purpose, *, level: int, when: datetime) -> int:
    with course.database.transaction() as session:
        made = Assessment(
            enterprise_id=course.plant.organisation_id,
            edition="2024",
            purpose=purpose,
            options={},
            depths={},
            milli=0,
            level=level,
            digest=f"{purpose.value}{level}".ljust(64, "0"),
            concluded_at=when,
            concluded_by_id=course.plant.user_id,
        )
        session.add(made)
        session.flush()
        return made.id or 0


def _complete(course: Course) -> None:
    add_assessment(course, Purpose.BEFORE, level=1, when=NOW - timedelta(days=1))
    add_assessment(course, Purpose.AFTER, level=2, when=NOW + timedelta(minutes=1))
    for paper in current_checklist().papers:
        add_paper_file(course, paper.key)
    course.write(
        lambda session: acceptances.add_effect(
            session, actor=course.plant, project_id=course.project_id, entered=effect_in(), now=NOW
        )
    )


def _applied(course: Course) -> None:
    course.write(
        lambda session: acceptances.apply_for_acceptance(
            session, actor=course.plant, project_id=course.project_id, now=NOW
        )
    )


def give_opinion(course: Course, *, agrees: bool) -> None:
    entered = OpinionIn(agrees=agrees, opinion="现场看过，三个里程碑与材料一致。")
    course.write(
        lambda session: acceptances.give_opinion(
            session, actor=course.supervisor, project_id=course.project_id, entered=entered, now=NOW
        )
    )


def decide(course: Course, decision: Decision, *, redo_by: date | None = None, now: datetime = NOW) -> None:
    with course.database.transaction() as session:
        acceptance = find_acceptance(session, project_id=course.project_id)
        assert acceptance is not None
        acceptances.decide_acceptance(
            session,
            actor=course.officer,
            project_id=course.project_id,
            entered=DecisionIn(
                decision=decision,
                opinion="材料齐全，场景在用，同意监理意见。",
                redo_by=redo_by,
                version=acceptance.version,
            ),
            base_url="http://site.invalid",
            now=now,
        )


def _rated(course: Course) -> None:
    entered = RatingIn(stars=5, on_time=4, as_promised=5, service=5, text="按时上线，插单重排真的快了。")
    course.write(
        lambda session: ratings.rate(
            session, actor=course.plant, project_id=course.project_id, entered=entered, now=NOW
        )
    )


_STEPS: dict[str, Callable[[Course], None]] = {
    "asked": _asked,
    "quoted": _quoted,
    "chosen": _chosen,
    "agreed": _agreed,
    "drafted": _drafted,
    "signed": _signed,
    "running": _running,
    "handed_in": _handed_in,
    "supervised": _supervised,
    "done": _done,
    "prepared": _prepared,
    "complete": _complete,
    "applied": _applied,
    "opinion": lambda course: give_opinion(course, agrees=True),
    "accepted": lambda course: decide(course, Decision.PASSED),
    "rated": _rated,
}
