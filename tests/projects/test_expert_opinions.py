"""Levels come from assessments, experts from reviews: what stands in the way of a decision, and who may look."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from docx import Document
from sqlmodel import select

from marketplace.accounts.services import add_membership
from marketplace.assessments.labels import Purpose
from marketplace.assessments.models import Assessment
from marketplace.core.actor import Actor, Role, System
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from marketplace.documents.labels import Format
from marketplace.documents.models import IssuedDocument
from marketplace.documents.queries import load_document_file
from marketplace.projects.access import can_read_paper, find_acceptance, load_seen_project, sits_on_panel
from marketplace.projects.checklist import current_experts
from marketplace.projects.labels import Decision
from marketplace.projects.levels import choose_levels
from marketplace.projects.models import AcceptancePaper
from marketplace.projects.queries.judging import expert_lines, find_expert_outcome
from marketplace.projects.services import acceptances
from marketplace.projects.services.judging import open_expert_review
from marketplace.reviews.criteria import TENTHS, Marks
from marketplace.reviews.labels import Verdict
from marketplace.reviews.panel import add_member, declare
from marketplace.reviews.queries import load_candidates
from marketplace.reviews.scoring import record_consensus, submit_sheet
from marketplace.reviews.services import cancel_review, close_scoring, conclude_review, start_scoring
from tests.fixtures.web import NOW
from tests.projects.kept import jump_to
from tests.projects.world import Course, add_assessment, add_paper_file, bring_to, decide, effect_in
from tests.reviews.world import MINUTES, make_expert

BEGAN = NOW - timedelta(days=30)


def told(purpose: Purpose, *, days: int, level: int = 1) -> Assessment:
    """An assessment so many days after the work began."""
    return Assessment(
        enterprise_id=1,
        edition="2024",
        purpose=purpose,
        options={},
        depths={},
        milli=0,
        level=level,
        digest="",
        concluded_at=BEGAN + timedelta(days=days),
        concluded_by_id=1,
    )


EARLY, LATE = told(Purpose.SELF, days=-3), told(Purpose.BEFORE, days=5)
AFTER, TOO_EARLY = told(Purpose.AFTER, days=20, level=2), told(Purpose.AFTER, days=-1)


@pytest.mark.parametrize(
    ("newest_first", "before", "after", "missing"),
    [
        ((), None, None, ["改造前", "改造后"]),
        ((EARLY,), EARLY, None, ["改造后"]),
        ((AFTER, EARLY), EARLY, AFTER, []),
        ((AFTER, LATE, EARLY), EARLY, AFTER, []),
        ((AFTER, LATE), LATE, AFTER, []),
        ((AFTER,), None, AFTER, ["改造前"]),
        ((TOO_EARLY, EARLY), TOO_EARLY, None, ["改造后"]),
    ],
)
def test_levels_are_the_last_before_the_start_and_the_last_after_it(
    newest_first: Sequence[Assessment], before: Assessment | None, after: Assessment | None, missing: list[str]
) -> None:
    levels = choose_levels(newest_first, began_at=BEGAN)

    assert (levels.before, levels.after) == (before, after)
    assert levels.missing == missing
    assert levels.is_before_late is (before is LATE)


def test_application_without_assessments_says_which_is_owed_and_keeps_what_was_typed(course: Course) -> None:
    jump_to(course, "prepared")
    for key in ("dossier", "application", "finance", "contract", "payment", "summary", "effect", "assessment"):
        add_paper_file(course, key)
    course.write(
        lambda session: acceptances.add_effect(
            session, actor=course.plant, project_id=course.project_id, entered=effect_in(), now=NOW
        )
    )
    add_assessment(course, Purpose.AFTER, level=2, when=NOW + timedelta(minutes=1))

    with pytest.raises(InvalidError, match="还没有“改造前”的数字化水平评测"):
        course.write(
            lambda session: acceptances.apply_for_acceptance(
                session, actor=course.plant, project_id=course.project_id, now=NOW
            )
        )

    with course.database.session() as session:
        acceptance = find_acceptance(session, project_id=course.project_id)
        assert acceptance is not None
        assert acceptance.applied_at is None
        assert acceptance.summary.startswith("三个里程碑")


def ask(course: Course, *, who: Actor | None = None) -> int:
    with course.database.transaction() as session:
        made = open_expert_review(session, actor=who or course.officer, project_id=course.project_id, now=NOW)
        session.flush()
        return made.id or 0


def seat(course: Course, review_id: int, expert: Actor, *, is_chair: bool = False) -> None:
    with course.database.transaction() as session:
        add_member(
            session, actor=course.officer, review_id=review_id, user_id=expert.user_id, is_chair=is_chair, now=NOW
        )
    with course.database.transaction() as session:
        declare(session, actor=expert, review_id=review_id, reasons={}, now=NOW)


def conclude(course: Course, review_id: int, *, share: int) -> None:
    """Let three experts score and agree on a share of full points in percent."""
    experts = [make_expert(course.database) for _ in range(3)]
    for number, expert in enumerate(experts):
        seat(course, review_id, expert, is_chair=number == 0)
    scheme = current_experts().scheme
    marks = Marks(
        scores={one.key: one.points * TENTHS * share // 100 for one in scheme.criteria}, verdicts={"pass": Verdict.PASS}
    )
    course.write(lambda session: start_scoring(session, actor=course.officer, review_id=review_id, now=NOW))
    with course.database.session() as session:
        candidate_id = load_candidates(session, review_id=review_id)[0].id or 0
    for expert in experts:
        course.write(
            lambda session, expert=expert: submit_sheet(
                session,
                actor=expert,
                review_id=review_id,
                candidate_id=candidate_id,
                marks=marks,
                comment="",
                seen_version=1,
                now=NOW,
            )
        )
    course.write(lambda session: close_scoring(session, actor=course.officer, review_id=review_id, now=NOW))
    course.write(
        lambda session: record_consensus(
            session,
            actor=experts[0],
            review_id=review_id,
            candidate_id=candidate_id,
            marks=marks,
            note="现场看过",
            now=NOW,
        )
    )
    course.write(
        lambda session: conclude_review(session, actor=course.officer, review_id=review_id, minutes=MINUTES, now=NOW)
    )


def test_expert_with_ties_to_any_side_cannot_sit(course: Course) -> None:
    jump_to(course, "applied")
    review_id = ask(course)

    for side in (course.plant, course.provider, course.supervisor):
        expert = make_expert(course.database)
        with course.database.transaction() as session:
            add_membership(
                session,
                actor=System(name="test"),
                user_id=side.user_id,
                organisation_id=expert.organisation_id,
                role=Role.EXPERT,
                now=NOW,
            )
            with pytest.raises(InvalidError) as refused:
                add_member(session, actor=course.officer, review_id=review_id, user_id=side.user_id, now=NOW)
        assert "利益关系" in refused.value.fields["user_id"][0]


def test_only_the_county_asks_experts_and_asking_twice_is_asking_once(course: Course) -> None:
    jump_to(course, "applied")

    for who in (course.plant, course.provider, course.supervisor):
        with pytest.raises(ForbiddenError):
            ask(course, who=who)

    assert ask(course) == ask(course)


def test_nothing_is_decided_before_experts_are_done_unless_their_review_is_called_off(course: Course) -> None:
    jump_to(course, "opinion")
    review_id = ask(course)

    with pytest.raises(ConflictError, match="专家评审还没有结束"):
        decide(course, Decision.PASSED)
    course.write(
        lambda session: cancel_review(
            session, actor=course.officer, review_id=review_id, reason="专家凑不齐，改为直接决定", now=NOW
        )
    )

    decide(course, Decision.PASSED)


def test_experts_who_say_no_stop_a_pass_and_are_read_in_the_decision(course: Course) -> None:
    jump_to(course, "opinion")
    conclude(course, ask(course), share=55)

    with pytest.raises(ConflictError, match="专家评审没有通过"):
        decide(course, Decision.PASSED)
    decide(course, Decision.FAILED, redo_by=(NOW + timedelta(days=30)).date())

    with course.database.session() as session:
        acceptance = find_acceptance(session, project_id=course.project_id)
        assert acceptance is not None
        lines = expert_lines(find_expert_outcome(session, acceptance=acceptance))
        issued = session.exec(select(IssuedDocument).where(IssuedDocument.kind == "acceptance_decision")).one()
        content = load_document_file(session, document_id=issued.id or 0, written=Format.DOCX).content
    text = "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)
    assert "合议得分 55.0 分（完成情况 22.0 分，应用效果 22.0 分，材料 11.0 分），不通过" in lines[0]
    assert lines[1] == "现场看过"
    assert all(line in text for line in lines)


def test_expert_reads_the_papers_of_the_own_panel_and_of_no_other(course: Course) -> None:
    jump_to(course, "applied")
    review_id = ask(course)
    member, stranger = make_expert(course.database), make_expert(course.database)
    seat(course, review_id, member)

    with course.database.session() as session:
        paper = session.exec(select(AcceptancePaper.id)).first() or 0
        assert can_read_paper(session, member, paper)
        assert not can_read_paper(session, stranger, paper)
        assert sits_on_panel(session, actor=member, project_id=course.project_id)
        with pytest.raises(NotFoundError):
            load_seen_project(session, actor=stranger, project_id=course.project_id)


def test_assessments_are_frozen_with_the_application(course: Course) -> None:
    jump_to(course, "applied")
    later: datetime = NOW + timedelta(days=3)

    add_assessment(course, Purpose.AFTER, level=4, when=later)
    bring_to(course, "accepted")

    with course.database.session() as session:
        acceptance = find_acceptance(session, project_id=course.project_id)
        assert acceptance is not None
        assert (acceptance.level_before, acceptance.level_after) == (1, 2)
        assert acceptance.after_assessment_id is not None
