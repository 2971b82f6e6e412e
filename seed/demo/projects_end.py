"""How a told renovation ends: assessed, applied for, decided, rated, and shown as a sample."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketplace.assessments.answers import SCENE
from marketplace.assessments.scheme import load_scheme
from marketplace.assessments.services import conclude_assessment
from marketplace.documents.docx_writing import write_docx
from marketplace.documents.paper import Paper, Paragraph
from marketplace.files.services import Upload, attach_files
from marketplace.projects.access import find_acceptance
from marketplace.projects.checklist import Paper as ChecklistPaper
from marketplace.projects.checklist import current_checklist
from marketplace.projects.queries.papers import PAPER_FILE
from marketplace.projects.schemas import (
    AcceptanceIn,
    DecisionIn,
    EffectIn,
    OpinionIn,
    PaperIn,
    RatingAnswerIn,
    RatingIn,
)
from marketplace.projects.services import acceptances, ratings
from marketplace.samples.schemas import SampleIn
from marketplace.samples.services import mark_sample
from seed.demo.course import Course


def assess(session: Session, course: Course, *, purpose: str, depth: str, now: datetime) -> None:
    """Answer the questionnaire as the plant does: plain answers before the work, the best ones after it."""
    fields: dict[str, Any] = {"purpose": purpose}
    is_after = purpose == "after"
    for one in load_scheme().indicators:
        keys = [option.key for option in one.options]
        single = keys[-1] if is_after else keys[1]
        fields[one.key] = (keys if is_after else keys[:2]) if one.multiple else single
    fields |= {f"{SCENE}{one.code}": depth for one in load_scheme().scenes}
    conclude_assessment(
        session,
        actor=course.plant,
        enterprise_id=course.plant.organisation_id,
        fields=fields,
        base_url=course.base_url,
        now=now,
    )
    session.flush()  # Levels are read from what is stored.


def finish(session: Session, course: Course, *, project_id: int) -> None:
    """Bring a project whose milestones are done to its end."""
    after = course.told["assessments"]["after"]
    assess(session, course, purpose="after", depth="2", now=course.day(after))
    _apply(session, course, project_id=project_id)
    _decide(session, course, project_id=project_id)
    _rate(session, course, project_id=project_id)
    told = course.told["sample"]
    mark_sample(
        session,
        actor=course.officer,
        project_id=project_id,
        entered=SampleIn(title=told["title"], story=told["story"], has_agreed=True),
        now=course.day(told["day"]),
    )


def _apply(session: Session, course: Course, *, project_id: int) -> None:
    told, plant = course.told["acceptance"], course.plant
    when = course.day(told["applied"])
    acceptances.prepare_acceptance(
        session, actor=plant, project_id=project_id, entered=AcceptanceIn(summary=told["summary"]), now=when
    )
    session.flush()  # Papers hang on the application.
    for paper in current_checklist().papers:
        _add_paper(session, course, paper, project_id=project_id, now=when)
    for effect in course.told["effects"]:
        acceptances.add_effect(
            session, actor=plant, project_id=project_id, entered=EffectIn.model_validate(effect), now=when
        )
        session.flush()  # The next one is held against those that are stored.
    acceptances.apply_for_acceptance(session, actor=plant, project_id=project_id, now=when)
    session.flush()  # The opinion is given on what was handed in.


def _add_paper(session: Session, course: Course, paper: ChecklistPaper, *, project_id: int, now: datetime) -> None:
    row = acceptances.add_paper(
        session, actor=course.plant, project_id=project_id, entered=PaperIn(key=paper.key), now=now
    )
    said = f"{paper.hint}。这是演示用的材料，内容从略。"
    content = write_docx(Paper(title=paper.label, blocks=(Paragraph(text=said),)), stamp=None)
    attach_files(
        session,
        actor=course.plant,
        store=course.store,
        uploads=[Upload(name=f"{paper.label}.docx", content=content)],
        subject_kind=PAPER_FILE,
        subject_id=row.id or 0,
        now=now,
    )


def _decide(session: Session, course: Course, *, project_id: int) -> None:
    told = course.told["acceptance"]
    acceptances.give_opinion(
        session,
        actor=course.supervisor,
        project_id=project_id,
        entered=OpinionIn(agrees=True, opinion=told["supervised"]),
        now=course.day(told["opinion"]),
    )
    session.flush()  # The decision is made on the version that is stored.
    acceptance = find_acceptance(session, project_id=project_id)
    entered = DecisionIn.model_validate(
        {"decision": "passed", "opinion": told["decision"], "version": acceptance.version if acceptance else 0}
    )
    acceptances.decide_acceptance(
        session,
        actor=course.officer,
        project_id=project_id,
        entered=entered,
        base_url=course.base_url,
        now=course.day(told["decided"]),
    )
    session.flush()  # A rating needs the decision.


def _rate(session: Session, course: Course, *, project_id: int) -> None:
    told = course.told["rating"]
    when = course.day(told["day"])
    stars = {name: told[name] for name in ("stars", "on_time", "as_promised", "service", "text")}
    ratings.rate(session, actor=course.plant, project_id=project_id, entered=RatingIn.model_validate(stars), now=when)
    session.flush()  # The answer is to what is stored.
    ratings.answer_rating(
        session,
        actor=course.contractor,
        project_id=project_id,
        entered=RatingAnswerIn(answer=told["answer"]),
        now=course.day(told["day"] - 1),
    )
    session.flush()  # The sample is made from what is stored.
