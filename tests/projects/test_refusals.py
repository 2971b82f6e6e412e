"""What is refused on the way, with its sentence, and leaves nothing half done."""

from datetime import timedelta

import pytest
from sqlmodel import func, select

from marketplace.accounts.services import add_membership
from marketplace.core.actor import Role, System
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, VersionMovedError
from marketplace.files.services import Upload
from marketplace.projects.access import find_acceptance, load_milestones, state_of_project
from marketplace.projects.clauses import compare_contracts, current_model, fill_model, numeral
from marketplace.projects.contract_reading import annex_fault
from marketplace.projects.labels import (
    ChangeKind,
    ClauseDifference,
    Decision,
    EnquiryState,
    MilestoneState,
    ProjectState,
)
from marketplace.projects.models import Enquiry, Quotation
from marketplace.projects.parties import find_supervisor_conflicts
from marketplace.projects.queries.quotations import load_comparison
from marketplace.projects.schemas import AnswerIn, ChangeIn, SignedIn
from marketplace.projects.services import acceptances, changes, contracts, delivery, enquiries, quotations
from marketplace.providers.models import Partnership
from marketplace.reviews.labels import ConflictKind
from tests.fixtures.web import NOW
from tests.projects.kept import jump_to
from tests.projects.world import (
    CHOICES,
    PDF,
    TODAY,
    Course,
    bring_to,
    contract_in,
    decide,
    effect_in,
    enquiry_in,
    give_opinion,
    line_in,
    move,
    project_of,
    quotation_in,
)


def send(course: Course, **changed: object) -> None:
    course.write(
        lambda session: enquiries.send_enquiry(
            session,
            actor=course.plant,
            enterprise_id=course.plant.organisation_id,
            entered=enquiry_in(course, **changed),
            grounds={},
            now=NOW,
        )
    )


def draft(course: Course, *, payments: tuple[str, ...], choices: dict[str, str] | None = None) -> None:
    course.write(
        lambda session: contracts.draft_contract(
            session,
            actor=course.plant,
            project_id=course.project_id,
            entered=contract_in(payments=payments),
            choices=CHOICES if choices is None else choices,
            base_url="http://site.invalid",
            now=NOW,
        )
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"due_on": TODAY + timedelta(days=61)}, "due_on"),
        ({"needs": ["p1", "p9"]}, "needs"),
        ({"providers": [999_999]}, "providers"),
        ({"supervisor_id": 999_999}, "supervisor_id"),
    ],
)
def test_enquiry_that_cannot_be_is_refused(course: Course, changed: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        send(course, **changed)

    assert list(refused.value.fields) == [field]


def test_enquiry_sent_again_is_the_same_until_it_is_opened_or_says_something_else(course: Course) -> None:
    def sent() -> int:
        with course.database.session() as session:
            return session.exec(select(func.count()).select_from(Enquiry)).one()

    send(course)
    send(course)
    assert sent() == 1

    send(course, note="年前要上线")
    assert sent() == 2

    with course.database.transaction() as session:
        for enquiry in session.exec(select(Enquiry)):
            enquiry.cancelled_at = NOW
    send(course)
    assert sent() == 3


@pytest.mark.parametrize("side", ["plant", "provider", "rival"])
def test_supervisor_whose_people_act_for_a_side_is_refused(course: Course, side: str) -> None:
    body = getattr(course, side).organisation_id
    role = Role.ENTERPRISE if side == "plant" else Role.PROVIDER
    course.write(
        lambda session: add_membership(
            session,
            user_id=course.supervisor.user_id,
            organisation_id=body,
            role=role,
            now=NOW,
            actor=System(name="test"),
        )
    )

    with pytest.raises(InvalidError) as refused:
        send(course)

    assert "任职" in refused.value.fields["supervisor_id"][0]


def test_tie_that_came_to_be_after_the_invitation_is_found_when_it_is_accepted(course: Course) -> None:
    jump_to(course, "chosen")
    course.write(
        lambda session: add_membership(
            session,
            user_id=course.supervisor.user_id,
            organisation_id=course.provider.organisation_id,
            role=Role.PROVIDER,
            now=NOW,
            actor=System(name="test"),
        )
    )

    with pytest.raises(ConflictError, match="不能担任"):
        bring_to(course, "agreed")


def test_partner_of_the_contractor_does_not_supervise(course: Course) -> None:
    # A body may be provider and supervisor at once; a partnership then ties it to the contractor.
    course.write(
        lambda session: session.add(
            Partnership(
                provider_id=course.provider.organisation_id,
                partner_id=course.rival.organisation_id,
                requested_at=NOW,
                confirmed_at=NOW,
            )
        )
    )
    with course.database.session() as session:
        found = find_supervisor_conflicts(
            session, supervisor_id=course.rival.organisation_id, side_ids=[course.provider.organisation_id]
        )

    assert {one.kind for one in found} == {ConflictKind.PARTNERSHIP}


def test_quotations_are_sealed_while_open_and_closed_to_rivals_for_ever(course: Course) -> None:
    jump_to(course, "asked")
    with course.database.session() as session:
        enquiry = session.get_one(Enquiry, course.enquiry_id)
        with pytest.raises(ConflictError, match="截止"):
            load_comparison(session, actor=course.plant, enquiry=enquiry, state=EnquiryState.OPEN)
        for who in (course.provider, course.rival, course.officer, course.supervisor):
            for state in EnquiryState:
                with pytest.raises(NotFoundError):
                    load_comparison(session, actor=who, enquiry=enquiry, state=state)


def test_quotation_after_the_close_or_from_a_stale_page_is_refused(course: Course) -> None:
    jump_to(course, "asked")
    late = NOW + timedelta(days=11)

    with pytest.raises(ConflictError):
        course.write(
            lambda session: quotations.submit_quotation(
                session, actor=course.provider, enquiry_id=course.enquiry_id, entered=quotation_in(), now=late
            )
        )
    with pytest.raises(VersionMovedError):
        course.write(
            lambda session: quotations.submit_quotation(
                session,
                actor=course.provider,
                enquiry_id=course.enquiry_id,
                entered=quotation_in(seen_version=3),
                now=NOW,
            )
        )

    with course.database.session() as session:
        assert session.get(Quotation, 1) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"price": None},
        {"days": None},
        {"payment": "按使用付费"},
        {"payment": "按效果付费"},
        {"module": "", "price": "3"},
        {"price": "1.2345678"},
        {"price": "很多"},
    ],
)
def test_line_that_says_too_little_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"[一-鿿]"):
        line_in(**changed)


def test_contract_whose_payments_do_not_add_up_or_that_lacks_an_option_is_refused(course: Course) -> None:
    jump_to(course, "agreed")

    with pytest.raises(InvalidError) as sums:
        draft(course, payments=("6", "6", "7.99"))
    with pytest.raises(InvalidError) as option:
        draft(course, payments=("6", "6", "8"), choices={})

    assert "不一致" in sums.value.fields["milestones"][0]
    assert "choice_scope" in option.value.fields
    with course.database.session() as session:
        assert load_milestones(session, project_id=course.project_id) == []


@pytest.mark.parametrize(("days", "words"), [(1, "不能晚于今天"), (-1, "早于选定服务商的日期")])
def test_contract_signed_on_a_day_that_cannot_be_is_refused(course: Course, days: int, words: str) -> None:
    jump_to(course, "drafted")

    with pytest.raises(InvalidError) as refused:
        course.write(
            lambda session: contracts.sign_contract(
                session,
                actor=course.plant,
                project_id=course.project_id,
                entered=SignedIn(signed_on=TODAY + timedelta(days=days)),
                upload=Upload(name="合同.pdf", content=PDF),
                store=course.store,
                now=NOW,
            )
        )

    assert words in refused.value.fields["signed_on"][0]


def test_agreed_delay_moves_what_follows_and_keeps_the_plan(course: Course) -> None:
    jump_to(course, "running")
    with course.database.session() as session:
        second = load_milestones(session, project_id=course.project_id)[1]
    entered = ChangeIn(
        kind=ChangeKind.DELAY, milestone_id=second.id, days=7, reason="染缸检修，停产一周，设备装不上去。"
    )
    with course.database.transaction() as session:
        change = changes.propose_change(
            session, actor=course.provider, project_id=course.project_id, entered=entered, now=NOW
        )
        session.flush()
        change_id = change.id or 0

    with pytest.raises(ForbiddenError):
        answer(course, change_id, own=True)
    answer(course, change_id, own=False)

    with course.database.session() as session:
        moved = [(one.due_on - one.planned_on).days for one in load_milestones(session, project_id=course.project_id)]
    assert moved == [0, 7, 7]


def answer(course: Course, change_id: int, *, own: bool) -> None:
    course.write(
        lambda session: changes.answer_change(
            session,
            actor=course.provider if own else course.plant,
            project_id=course.project_id,
            change_id=change_id,
            entered=AnswerIn(agrees=True),
            now=NOW,
        )
    )


def test_milestone_skips_no_supervisor_and_no_words(course: Course) -> None:
    jump_to(course, "handed_in")

    with pytest.raises(ConflictError):
        move(course, who=course.plant, target=MilestoneState.DONE, position=1)
    with pytest.raises(InvalidError):
        move(course, who=course.supervisor, target=MilestoneState.RETURNED, position=1, note="")


def test_application_without_papers_or_effects_is_refused_and_says_which(course: Course) -> None:
    jump_to(course, "prepared")

    with pytest.raises(InvalidError, match="还缺 8 份材料：验收档案"):
        bring_apply(course)


def bring_apply(course: Course) -> None:
    course.write(
        lambda session: acceptances.apply_for_acceptance(
            session, actor=course.plant, project_id=course.project_id, now=NOW
        )
    )


def test_effect_that_is_none_is_refused(course: Course) -> None:
    jump_to(course, "prepared")

    with pytest.raises(InvalidError) as refused:
        course.write(
            lambda session: acceptances.add_effect(
                session, actor=course.plant, project_id=course.project_id, entered=effect_in(after="130"), now=NOW
            )
        )

    assert "越低越好" in refused.value.fields["after"][0]
    with pytest.raises(ValueError, match="unit"):
        effect_in(unit="")


def test_nothing_passes_against_the_supervisor_and_what_failed_may_apply_again(course: Course) -> None:
    jump_to(course, "applied")
    with pytest.raises(ConflictError, match="监理还没有提交意见"):
        decide(course, Decision.PASSED)
    give_opinion(course, agrees=False)
    with pytest.raises(InvalidError):
        decide(course, Decision.PASSED)
    with pytest.raises(InvalidError):
        decide(course, Decision.FAILED)
    decide(course, Decision.FAILED, redo_by=TODAY + timedelta(days=30))

    with course.database.session() as session:
        assert state_of_project(project_of(course, session)) is ProjectState.REWORK
    course.ids["stage"] = 9  # All milestones are done; a second application begins.
    bring_to(course, "prepared")
    with course.database.session() as session:
        again = find_acceptance(session, project_id=course.project_id)
        assert again is not None
        assert (again.number, again.applied_at) == (2, None)


def test_project_that_ended_takes_no_more_steps(course: Course) -> None:
    jump_to(course, "running")
    course.write(
        lambda session: delivery.end_project(
            session, actor=course.plant, project_id=course.project_id, reason="厂房搬迁，先停下。", now=NOW
        )
    )

    with pytest.raises(ConflictError):
        move(course, who=course.provider, target=MilestoneState.HANDED_IN, position=1)


ISSUED = ["合同首部一行", "第一条　合同文件", "甲", "乙", "第二条　承包范围", "丙", "附件一　场景", "排缸 | 20"]


@pytest.mark.parametrize(
    ("edited", "expected"),
    [
        (ISSUED, []),
        ([f"  {line} " for line in ISSUED], []),
        ([*ISSUED[:2], "改", *ISSUED[3:]], [("第一条", ClauseDifference.CHANGED, "甲", "改")]),
        ([*ISSUED[:4], *ISSUED[6:]], [("第二条", ClauseDifference.MISSING, "第二条 承包范围\n丙", "")]),
        ([*ISSUED, "附件五　补充", "丁"], [("附件五", ClauseDifference.ADDED, "", "附件五 补充\n丁")]),
    ],
)
def test_edited_contract_is_compared_clause_by_clause(
    edited: list[str], expected: list[tuple[str, ClauseDifference, str, str]]
) -> None:
    found = compare_contracts(ISSUED, edited)

    assert [(one.part, one.kind, one.before, one.after) for one in found] == expected


def test_copy_whose_annex_left_the_offer_is_named() -> None:
    found = compare_contracts(ISSUED, [*ISSUED[:-1], "排缸 | 25"])

    assert "排缸 | 25" in annex_fault(found)
    assert annex_fault(compare_contracts(ISSUED, ISSUED)) == ""


def test_every_option_of_the_model_fills_every_clause() -> None:
    model = current_model()
    names = ("quotation_digest", "price", "supervisor", "warranty_months", "acceptance_months")
    values = dict.fromkeys((*names, "check_days", "pay_days", "daily_permyriad"), "5")
    for number in range(2):
        choices = {clause.key: clause.options[number].key for clause in model.questions}
        filled = fill_model(
            model, choices=choices, values=values, present=frozenset({"one_off", "by_use", "by_effect"})
        )

        assert all(clause.paragraphs for clause in filled)
        assert "{" not in "".join(text for clause in filled for text in clause.paragraphs)


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一")])
def test_numerals(number: int, text: str) -> None:
    assert numeral(number) == text
