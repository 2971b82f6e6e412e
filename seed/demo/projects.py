"""Two renovations of the invented county, done by their people through the services: one accepted, one on its way."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from marketplace.core.actor import Actor, Role
from marketplace.core.clock import shanghai_day
from marketplace.core.db import Database
from marketplace.documents.labels import Format
from marketplace.documents.queries import load_document_file, load_documents
from marketplace.files.services import Upload
from marketplace.files.store import FileStore
from marketplace.projects.access import find_contract, load_milestones
from marketplace.projects.clauses import current_model
from marketplace.projects.labels import MilestoneState
from marketplace.projects.models import Enquiry, Milestone, Project
from marketplace.projects.papers.contract import CONTRACT_KIND, SUBJECT
from marketplace.projects.schemas import (
    ChoiceIn,
    ContractIn,
    EnquiryIn,
    MeterIn,
    MoveIn,
    QuotationIn,
    ReadingIn,
    ReportIn,
    SignedIn,
)
from marketplace.projects.services import contracts, delivery, enquiries, quotations, settlements
from seed.demo.course import Course, open_course
from seed.demo.projects_end import assess, finish
from seed.demo.workbooks import FOLDER
from seed.reference.files import read_yaml


def run_demo_projects(database: Database, now: datetime, *, base_url: str, store: FileStore) -> None:
    """Run the renovations that are told, each in a transaction of its own, unless it is there."""
    for told in read_yaml(FOLDER / "projects.yaml"):
        with database.transaction() as session:
            if session.exec(select(Project.id).where(Project.title == told["title"])).first() is None:
                _run(session, open_course(session, told, now=now, base_url=base_url, store=store))


def _run(session: Session, course: Course) -> None:
    before = course.told["assessments"]["before"]
    assess(session, course, purpose="before", depth="1", now=course.day(before))
    project = _choose(session, course, enquiry_id=_ask(session, course))
    _sign(session, course, project_id=project.id or 0)
    _deliver(session, course, project_id=project.id or 0)
    _measure(session, course, project_id=project.id or 0)
    if "acceptance" in course.told:
        finish(session, course, project_id=project.id or 0)


def _ask(session: Session, course: Course) -> int:
    told, when = course.told, course.day(course.told["days"]["asked"])
    needs = [line["need"] for line in told["lines"]]
    entered = EnquiryIn(
        title=told["title"],
        note=told["note"],
        providers=[course.contractor.organisation_id, course.rival.organisation_id],
        needs=needs,
        due_on=shanghai_day(when + timedelta(days=6)),
        supervisor_id=course.supervisor.organisation_id,
    )
    plant = course.plant
    made = enquiries.send_enquiry(
        session, actor=plant, enterprise_id=plant.organisation_id, entered=entered, grounds={}, now=when
    )
    session.flush()  # Quotations find the enquiry among what is stored.
    for who, lines in ((course.rival, told["rival_lines"]), (course.contractor, told["lines"])):
        quotations.submit_quotation(
            session,
            actor=who,
            enquiry_id=made.id or 0,
            entered=_quotation(lines),
            now=course.day(told["days"]["quoted"]),
        )
        session.flush()  # Whether everybody has answered is read from what is stored.
    return made.id or 0


def _quotation(lines: Sequence[Mapping[str, Any]]) -> QuotationIn:
    rows = [
        {
            "key": line["need"],
            "module": line["module"],
            "payment": line["payment"],
            "price": str(line["price"]),
            "unit": line.get("unit", ""),
            "unit_price": line.get("unit_price"),
            "days": line["days"],
            "guarantee": line["guarantee"],
            "plant_gives": line["gives"],
        }
        for line in lines
    ]
    return QuotationIn.model_validate({"lines": rows, "warranty_months": 12, "knows_last": True})


def _choose(session: Session, course: Course, *, enquiry_id: int) -> Project:
    entered = ChoiceIn(
        provider_id=course.contractor.organisation_id,
        reason=course.told["reason"],
        version=session.get_one(Enquiry, enquiry_id).version,
    )
    when = course.day(course.told["days"]["chosen"])
    project = quotations.choose(session, actor=course.plant, enquiry_id=enquiry_id, entered=entered, now=when)
    delivery.answer_invitation(
        session, actor=course.supervisor, project_id=project.id or 0, agrees=True, now=when + timedelta(days=1)
    )
    session.flush()  # The contract is made from what is stored.
    return project


def _sign(session: Session, course: Course, *, project_id: int) -> None:
    days, plant = course.told["days"], course.plant
    rows = [
        {
            "title": one["title"],
            "due_on": shanghai_day(course.day(one["due"])).isoformat(),
            "payment": str(one["payment"]),
        }
        for one in course.told["milestones"]
    ]
    contracts.draft_contract(
        session,
        actor=plant,
        project_id=project_id,
        entered=ContractIn.model_validate({"milestones": rows}),
        choices={clause.key: clause.options[0].key for clause in current_model().questions},
        base_url=course.base_url,
        now=course.day(days["chosen"] - 2),
    )
    session.flush()  # The signed copy is held against what was issued.
    signed = course.day(days["signed"])
    contracts.sign_contract(
        session,
        actor=plant,
        project_id=project_id,
        entered=SignedIn(signed_on=shanghai_day(signed)),
        upload=Upload(name="盖章合同.docx", content=_issued_contract(session, project_id=project_id)),
        store=course.store,
        now=signed,
    )
    contract = find_contract(session, project_id=project_id)
    contracts.confirm_contract(
        session,
        actor=course.contractor,
        project_id=project_id,
        seen_digest=contract.signed_digest if contract else "",
        now=course.day(days["running"]),
    )
    session.flush()  # Milestones are read back below.


def _issued_contract(session: Session, *, project_id: int) -> bytes:
    rows = load_documents(session, subject_kind=SUBJECT, subject_ids=[project_id])[project_id]
    issued = next(row for row in rows if row.kind == CONTRACT_KIND and row.is_current)
    return load_document_file(session, document_id=issued.id, written=Format.DOCX).content


def _deliver(session: Session, course: Course, *, project_id: int) -> None:
    told = course.told["milestones"]
    for milestone, one in zip(load_milestones(session, project_id=project_id), told, strict=True):
        handed_in = one.get("handed_in", one.get("done", 0) + 2 if "done" in one else None)
        if handed_in is None:
            continue
        _move(session, course, milestone, who=course.contractor, said=one["said"], ago=handed_in)
        if "done" not in one:
            continue
        _move(session, course, milestone, who=course.supervisor, said="到现场看过，与说明一致。", ago=one["done"] + 1)
        _move(session, course, milestone, who=course.plant, said="", ago=one["done"])
    last = min(one["done"] for one in told if "done" in one)
    delivery.file_report(
        session,
        actor=course.supervisor,
        project_id=project_id,
        entered=ReportIn.model_validate(
            {"visited_on": shanghai_day(course.day(last)), "verdict": "in_order", "findings": course.told["report"]}
        ),
        now=course.day(last),
    )
    session.flush()  # What follows counts milestones that are done.


_TARGETS = {
    Role.PROVIDER: MilestoneState.HANDED_IN,
    Role.SUPERVISOR: MilestoneState.SUPERVISED,
    Role.ENTERPRISE: MilestoneState.DONE,
}


def _move(session: Session, course: Course, milestone: Milestone, *, who: Actor, said: str, ago: int) -> None:
    delivery.move_milestone(
        session,
        actor=who,
        project_id=milestone.project_id,
        milestone_id=milestone.id or 0,
        entered=MoveIn(target=_TARGETS[who.role], note=said, version=milestone.version),
        now=course.day(ago),
    )


def _measure(session: Session, course: Course, *, project_id: int) -> None:
    told = course.told.get("meter")
    if told is None:
        return
    entered = MeterIn.model_validate(
        {"kind": "by_use", "name": told["name"], "unit": told["unit"], "price": told["price"]}
    )
    first = course.day(told["readings"][0][0])
    meter = settlements.add_meter(session, actor=course.plant, project_id=project_id, entered=entered, now=first)
    session.flush()  # Readings name the meter by its id.
    for ago, value in told["readings"]:
        when = course.day(ago)
        settlements.add_reading(
            session,
            actor=course.contractor,
            project_id=project_id,
            meter_id=meter.id or 0,
            entered=ReadingIn.model_validate({"read_on": shanghai_day(when), "value": value}),
            now=when,
        )
        session.flush()  # The next one is held against it.
