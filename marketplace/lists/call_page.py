"""What the office's pages of calls show: values, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.lists import policies
from marketplace.lists.advice import find_advice
from marketplace.lists.criteria import CRITERIA, MINIMUM_TOTAL, questions_of_template, verdict_of
from marketplace.lists.labels import (
    APPLICATION_STATE_LABELS,
    CALL_STATE_LABELS,
    LIST_STATE_LABELS,
    ApplicationState,
    CallState,
    ListState,
)
from marketplace.lists.models import ListAdvice, ListApplication, ListCall, ListDraft, ListEdition, RecommendedList
from marketplace.lists.queries import (
    REVIEW_SUBJECT,
    application_state_of,
    call_state_of,
    count_handed_in,
    draft_state_of,
    load_call,
    load_handed_in,
    load_watched_list,
)
from marketplace.lists.reviewing import load_names
from marketplace.reviews.labels import REVIEW_STATE_LABELS, VERDICT_LABELS, ReviewState, Verdict
from marketplace.reviews.models import Review
from marketplace.reviews.queries import find_review, state_of

SPARE_ROWS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantLine:
    """An application as the office's table shows it; ``ruled`` is what the rules say of its declaration."""

    application: ListApplication
    name: str
    state: ApplicationState
    ruled: Verdict

    @property
    def ruled_label(self) -> str:
        return VERDICT_LABELS[self.ruled]

    @property
    def state_label(self) -> str:
        return APPLICATION_STATE_LABELS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPage:
    """A call with its applications, which are empty while sealed."""

    call: ListCall
    kept: RecommendedList
    state: CallState
    can_manage: bool
    handed_in: int
    lines: tuple[ApplicantLine, ...]
    review: Review | None
    review_label: str
    is_concluded: bool
    advice: ListAdvice | None
    advice_rows: tuple[tuple[str, int, str], ...]
    draft: ListDraft | None

    @property
    def state_label(self) -> str:
        return CALL_STATE_LABELS[self.state]

    @property
    def waiting(self) -> int:
        return sum(line.state is ApplicationState.SUBMITTED for line in self.lines)

    @property
    def passed(self) -> int:
        return sum(line.state is ApplicationState.PASSED for line in self.lines)


def load_call_page(session: Session, *, actor: Actor, call_id: int, now: datetime) -> CallPage:
    """Return a call for its office; the number of statements does not grow with its applications."""
    call = load_call(session, call_id=call_id)
    kept = load_watched_list(session, actor=actor, list_id=call.list_id)
    state = call_state_of(call, now=now)
    reads = policies.can_read_applications(
        actor, state=state, organisation_id=kept.organisation_id, county_code=kept.county_code
    )
    applications = load_handed_in(session, call_id=call_id) if reads else []
    names = load_names(session, provider_ids=[row.provider_id for row in applications])
    review = find_review(session, subject_kind=REVIEW_SUBJECT, subject_id=call_id)
    advice = find_advice(session, call_id=call_id) if reads else None
    return CallPage(
        call=call,
        kept=kept,
        state=state,
        can_manage=policies.can_manage(actor, organisation_id=kept.organisation_id),
        handed_in=count_handed_in(session, call_ids=[call_id])[call_id],
        lines=tuple(_line(row, call=call, name=names[row.provider_id]) for row in applications),
        review=review,
        review_label=REVIEW_STATE_LABELS[state_of(review)] if review else "",
        is_concluded=review is not None and state_of(review) is ReviewState.CONCLUDED,
        advice=advice,
        advice_rows=_advice_rows(advice, names),
        draft=_draft_of(session, call_id=call_id),
    )


def _line(row: ListApplication, *, call: ListCall, name: str) -> ApplicantLine:
    ruled = verdict_of(call.questions, row.answers)
    return ApplicantLine(application=row, name=name, state=application_state_of(row), ruled=ruled)


def _advice_rows(advice: ListAdvice | None, names: dict[int, str]) -> tuple[tuple[str, int, str], ...]:
    if advice is None:
        return ()
    return tuple((names.get(row["provider_id"], "–"), row["firms"], "、".join(row["scenarios"])) for row in advice.rows)


def _draft_of(session: Session, *, call_id: int) -> ListDraft | None:
    return session.exec(
        select(ListDraft)
        .where(ListDraft.call_id == call_id, col(ListDraft.withdrawn_at).is_(None))
        .order_by(col(ListDraft.id).desc())
    ).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """A list on the office's desk; each of the others is (text, address, whether somebody has to act)."""

    kept: RecommendedList
    edition: str
    draft: tuple[str, str, bool] | None
    calls: tuple[tuple[str, str, bool], ...]


def load_office_desk(session: Session, *, actor: Actor, now: datetime) -> list[DeskLine]:
    """Return the lists that the actor keeps or watches, with their newest edition, draft and calls: five statements."""
    wanted = select(RecommendedList).order_by(col(RecommendedList.county_code), col(RecommendedList.id)).limit(200)
    if actor.role not in policies.SEES_ALL:
        wanted = wanted.where(col(RecommendedList.county_code).startswith(actor.area_prefix, autoescape=True))
    lists = session.exec(wanted).all()
    ids = [row.id or 0 for row in lists]
    calls = session.exec(select(ListCall).where(col(ListCall.list_id).in_(ids)).order_by(col(ListCall.id).desc())).all()
    drafts = session.exec(select(ListDraft).where(col(ListDraft.list_id).in_(ids)).order_by(col(ListDraft.id))).all()
    editions = session.exec(
        select(ListEdition.list_id, ListEdition.label)
        .where(col(ListEdition.list_id).in_(ids))
        .order_by(col(ListEdition.number))
    ).all()
    labels = dict(editions)
    counts = count_handed_in(session, call_ids=[call.id or 0 for call in calls])
    return [
        DeskLine(
            kept=row,
            edition=labels.get(row.id or 0, ""),
            draft=_draft_text([draft for draft in drafts if draft.list_id == row.id]),
            calls=tuple(_call_text(call, counts, now=now) for call in calls if call.list_id == row.id),
        )
        for row in lists
    ]


def _draft_text(drafts: Sequence[ListDraft]) -> tuple[str, str, bool] | None:
    over = {ListState.PUBLISHED, ListState.AMENDED, ListState.WITHDRAWN}
    running = [draft for draft in drafts if draft_state_of(draft) not in over]
    if not running:
        return None
    state = draft_state_of(running[-1])
    return LIST_STATE_LABELS[state], f"/bureau/drafts/{running[-1].id}", state is not ListState.NOTICE


def _call_text(call: ListCall, counts: dict[int, int], *, now: datetime) -> tuple[str, str, bool]:
    state = call_state_of(call, now=now)
    text = f"{call.title}：{CALL_STATE_LABELS[state]}，申报 {counts[call.id or 0]} 家"
    return text, f"/bureau/calls/{call.id}", state in {CallState.DRAFT, CallState.CLOSED}


def call_form_values(call: ListCall | None, *, kept: RecommendedList | None = None) -> dict[str, Any]:
    """Return what the form of a call holds: the template for a new one."""
    if call is None or kept is None:
        return {
            "criteria": [_criterion(one.key, one.label, one.points, one.minimum, one.guide) for one in CRITERIA],
            "questions": questions_of_template(),
            "minimum_total": MINIMUM_TOTAL,
            "places": 0,
            "valid_months": 24,
            "notice_days": 5,
            "least_members": 3,
            "catalog_no": "0",
            "provider_kind": "总承包商",
            "version": 0,
        }
    values: dict[str, Any] = call.model_dump(
        include={"title", "guide", "places", "valid_months", "notice_days", "least_members"}
    )
    return values | {
        "criteria": call.scheme["criteria"],
        "questions": call.questions,
        "minimum_total": call.scheme["minimum_total"],
        "closes_on": shanghai_day(call.deadline_at - timedelta(seconds=1)).isoformat(),
        "catalog_no": str(kept.catalog_no),
        "provider_kind": kept.provider_kind.value,
        "version": call.version,
    }


def _criterion(key: str, label: str, points: int, minimum: int, guide: str) -> dict[str, Any]:
    return {"key": key, "label": label, "points": points, "minimum": minimum, "guide": guide}
