"""What pages of applications show: the form, the receipt, the course, and in the end why one is not listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from marketplace.accounts.queries import load_organisation
from marketplace.core.actor import Actor, Role
from marketplace.core.errors import NotFoundError
from marketplace.core.wording import month_text
from marketplace.files.queries import FileRow, load_files
from marketplace.lists import policies
from marketplace.lists.applying import FILES
from marketplace.lists.criteria import verdicts_of
from marketplace.lists.entries import Entry, candidate_key, from_json
from marketplace.lists.labels import APPLICATION_STATE_LABELS, CALL_STATE_LABELS, ApplicationState, CallState, ListState
from marketplace.lists.models import ListApplication, ListCall, ListDraft, RecommendedList
from marketplace.lists.published_calls import find_public_calls, load_public_call
from marketplace.lists.queries import (
    REVIEW_SUBJECT,
    application_state_of,
    call_state_of,
    draft_state_of,
    find_application,
    find_earlier_declaration,
    load_application,
    load_list,
)
from marketplace.notices.queries import find_newest
from marketplace.reviews.criteria import score_text
from marketplace.reviews.labels import VERDICT_LABELS
from marketplace.reviews.queries import find_review, may_read_candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyPage:
    """The form of a call for one provider."""

    call: ListCall
    kept: RecommendedList
    state: CallState
    application: ListApplication | None
    application_state: ApplicationState | None
    earlier: ListApplication | None
    files: tuple[FileRow, ...]

    @property
    def is_open(self) -> bool:
        return self.state is CallState.OPEN

    @property
    def is_handed_in(self) -> bool:
        return self.application_state is ApplicationState.SUBMITTED


def load_apply_page(session: Session, *, actor: Actor, call_id: int, now: datetime) -> ApplyPage:
    """Return the form of a published call; a draft of a call does not exist for providers."""
    call, kept = load_public_call(session, call_id=call_id, now=now)
    application = find_application(session, call_id=call_id, provider_id=actor.organisation_id)
    files = load_files(session, subject_kind=FILES, subject_ids=[application.id or 0]) if application else {}
    return ApplyPage(
        call=call,
        kept=kept,
        state=call_state_of(call, now=now),
        application=application,
        application_state=application_state_of(application) if application else None,
        earlier=find_earlier_declaration(session, provider_id=actor.organisation_id, call_id=call_id),
        files=tuple(files.get(application.id or 0, ())) if application else (),
    )


def form_values(application: ListApplication | None) -> dict[str, Any]:
    """Return what the form of an application holds."""
    if application is None:
        return {"version": 0, "evidence": []}
    values: dict[str, Any] = {f"answer_{key}": value for key, value in application.answers.items()}
    values |= {f"statement_{key}": text for key, text in application.statements.items()}
    return values | {"version": application.version, "evidence": application.evidence}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """A call with the provider's application, where there is one."""

    call: ListCall
    kept: RecommendedList
    state: CallState
    application: ListApplication | None

    @property
    def label(self) -> str:
        if self.application is None:
            return "还没有申报" if self.state is CallState.OPEN else "没有申报"
        return APPLICATION_STATE_LABELS[application_state_of(self.application)]

    @property
    def call_label(self) -> str:
        return CALL_STATE_LABELS[self.state]


def load_own(session: Session, *, actor: Actor, now: datetime) -> list[OwnLine]:
    """Return open calls and those to which the provider applied: two statements."""
    rows = session.exec(select(ListApplication).where(ListApplication.provider_id == actor.organisation_id))
    mine = {row.call_id: row for row in rows}
    lines = [
        OwnLine(call=call, kept=kept, state=call_state_of(call, now=now), application=mine.get(call.id or 0))
        for call, kept in find_public_calls(session)
    ]
    return [line for line in lines if line.application is not None or line.state is CallState.OPEN]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationPage:
    """An application with its course; scores and the reason appear once the list went to public notice."""

    application: ListApplication
    call: ListCall
    kept: RecommendedList
    name: str
    state: ApplicationState
    is_own: bool
    can_screen: bool
    files: tuple[FileRow, ...]
    answers: tuple[tuple[str, str, str], ...]
    entry: Entry | None
    is_proposed: bool
    notice_id: int | None
    scores: tuple[tuple[str, str], ...]
    next_ways: tuple[str, ...]

    @property
    def state_label(self) -> str:
        return APPLICATION_STATE_LABELS[self.state]


def load_application_page(session: Session, *, actor: Actor, application_id: int, now: datetime) -> ApplicationPage:
    """Return an application for those who may read it; to all others it does not exist."""
    application = load_application(session, application_id=application_id)
    call = session.get_one(ListCall, application.call_id)
    kept = load_list(session, list_id=call.list_id)
    state = call_state_of(call, now=now)
    is_own = actor.role is Role.PROVIDER and actor.organisation_id == application.provider_id
    if not (is_own or _reads(session, actor=actor, application=application, kept=kept, state=state)):
        raise NotFoundError
    draft = _told_draft(session, call=call)
    entry, is_proposed = _entry(draft, provider_id=application.provider_id)
    notice = find_newest(session, subject_kind="list_draft", subject_id=draft.id or 0) if draft else None
    manages = policies.can_manage(actor, organisation_id=kept.organisation_id)
    return ApplicationPage(
        application=application,
        call=call,
        kept=kept,
        name=load_organisation(session, organisation_id=application.provider_id).name,
        state=application_state_of(application),
        is_own=is_own,
        can_screen=manages and state is CallState.OPENED and not _has_review(session, call=call),
        files=tuple(load_files(session, subject_kind=FILES, subject_ids=[application_id])[application_id]),
        answers=_answers(call, application),
        entry=entry,
        is_proposed=is_proposed,
        notice_id=notice.id if notice else None,
        scores=_scores(call, entry),
        next_ways=_next_ways(call, application, entry, is_proposed=is_proposed),
    )


def can_read_application(session: Session, actor: Actor | None, application_id: int) -> bool:
    """Say whether somebody may open the files of an application: its author, and its readers once it was opened."""
    application = session.get(ListApplication, application_id)
    if actor is None or application is None:
        return False
    if actor.role is Role.PROVIDER:
        return actor.organisation_id == application.provider_id
    call = session.get_one(ListCall, application.call_id)
    kept = load_list(session, list_id=call.list_id)
    # Opened is opened whatever the clock says, and nothing else lets anybody read.
    state = CallState.OPENED if call.opened_at is not None else CallState.CLOSED
    return _reads(session, actor=actor, application=application, kept=kept, state=state)


def _reads(
    session: Session, *, actor: Actor, application: ListApplication, kept: RecommendedList, state: CallState
) -> bool:
    if state is not CallState.OPENED:
        return False
    if actor.role is Role.EXPERT:
        review = find_review(session, subject_kind=REVIEW_SUBJECT, subject_id=application.call_id)
        key = candidate_key(application.provider_id)
        return review is not None and may_read_candidate(
            session, review_id=review.id or 0, user_id=actor.user_id, key=key
        )
    return policies.can_read_applications(
        actor, state=state, organisation_id=kept.organisation_id, county_code=kept.county_code
    )


def _has_review(session: Session, *, call: ListCall) -> bool:
    return find_review(session, subject_kind=REVIEW_SUBJECT, subject_id=call.id or 0) is not None


def _told_draft(session: Session, *, call: ListCall) -> ListDraft | None:
    """Return the draft of a call once it was put up for notice: before that nobody outside the office hears of it."""
    rows = session.exec(select(ListDraft).where(ListDraft.call_id == call.id).order_by(col(ListDraft.id).desc()))
    told = {ListState.NOTICE, ListState.DECIDED, ListState.PUBLISHED, ListState.AMENDED}
    return next((row for row in rows if draft_state_of(row) in told), None)


def _entry(draft: ListDraft | None, *, provider_id: int) -> tuple[Entry | None, bool]:
    for rows, proposed in ((draft.entries, True), (draft.omitted, False)) if draft else ():
        for item in rows:
            if item["provider_id"] == provider_id:
                return from_json(item), proposed
    return None, False


def _answers(call: ListCall, application: ListApplication) -> tuple[tuple[str, str, str], ...]:
    verdicts = verdicts_of(call.questions, application.answers)
    words: Mapping[str, str] = {"yes": "是", "no": "否"}
    return tuple(
        (
            item["text"],
            words.get(application.answers.get(item["key"], ""), "没有回答"),
            VERDICT_LABELS[verdicts[item["key"]]],
        )
        for item in call.questions
    )


def _scores(call: ListCall, entry: Entry | None) -> tuple[tuple[str, str], ...]:
    if entry is None or not entry.scores:
        return ()
    rows = [
        (f"{item['label']}（满分 {item['points']}）", score_text(entry.scores.get(item["key"], 0)))
        for item in call.scheme["criteria"]
    ]
    return (*rows, ("总分", score_text(entry.total)))


def _next_ways(
    call: ListCall, application: ListApplication, entry: Entry | None, *, is_proposed: bool
) -> tuple[str, ...]:
    """Return what an applicant that is not listed can do, the earliest first; nothing for one that is."""
    if is_proposed or (entry is None and application_state_of(application) is not ApplicationState.FAILED):
        return ()
    ways = ["公示期内，可以就评分、程序或材料提出异议；公示以后，可以在名单页面申诉。"]
    if entry is not None and entry.scores:
        low = [
            (item["points"] * 10 - entry.scores.get(item["key"], 0), item["label"]) for item in call.scheme["criteria"]
        ]
        gap, label = max(low)
        ways.append(f"离满分最远的是“{label}”，差 {score_text(gap)} 分；下次申报先补这一项的材料和案例。")
    again = call.closes_on + timedelta(days=30 * call.valid_months)
    ways.append(f"最早可以在下一次征集时申报；这一轮的有效期大约到{month_text(again)}，期满前会重新征集。")
    ways.append("如果其他县（市、区）把贵单位列入名单，可以请本县认可那边的列入，不用重新评审。")
    return tuple(ways)
