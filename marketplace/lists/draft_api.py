"""Drafts of lists for the programs of a bureau: read what is proposed, take somebody in or out, hand it in.

What follows, from the check to the edition, stands in ``draft_steps_api``.
"""

from collections.abc import Callable
from typing import Any

from flask import Response
from sqlmodel import Session

from marketplace.lists.draft_page import DraftPage, load_draft_page
from marketplace.lists.draft_schemas import (
    DraftMoveBody,
    DraftQuery,
    DraftSubmissionBody,
    ListDraftLineOut,
    ListDraftOut,
    ListDraftPath,
)
from marketplace.lists.drafting import move_entry, submit_draft
from marketplace.lists.entries import Entry, to_json
from marketplace.lists.labels import ListAction
from marketplace.lists.models import ListDraft, RecommendedList
from marketplace.lists.queries import draft_state_of, load_draft
from marketplace.lists.schemas import DraftEntryOut, VersionIn
from marketplace.lists.watched import load_watched_drafts_after
from marketplace.web.api import answer, answer_list, api_blueprint, is_conditional, listing, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("list_drafts", tag="名单草案")


@bp.get("/list-drafts", summary="名单草案列表", responses={200: listing(ListDraftLineOut)})
@requires(Permission.WATCH_LISTS)
def list_drafts(query: DraftQuery) -> Response:
    """List the drafts that one keeps or watches, oldest first, without their entries."""
    found = load_watched_drafts_after(
        read_session(), actor=actor(), after_id=query.after_id, limit=query.limit + 1, is_open=query.open
    )
    rows = [_line(draft, kept) for draft, kept in found]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/list-drafts/<int:draft_id>", summary="一份名单草案", responses={200: ListDraftOut})
@requires(Permission.WATCH_LISTS)
def get_draft(path: ListDraftPath) -> Response:
    """Return a draft with who is proposed, who is not, and what may be done now."""
    return _current(path.draft_id)


@bp.post("/list-drafts/<int:draft_id>/moves", summary="移出或移入草案", responses={200: ListDraftOut})
@requires(Permission.MANAGE_LISTS)
def post_move(path: ListDraftPath, body: DraftMoveBody) -> Response:
    """Take a provider out of the draft, or an applicant into it, with the reason."""
    return take_step(path, move_entry, body)


@bp.post("/list-drafts/<int:draft_id>/submission", summary="提交内部审核", responses={200: ListDraftOut})
@requires(Permission.MANAGE_LISTS)
def submit(path: ListDraftPath, body: DraftSubmissionBody) -> Response:
    """Hand the draft to a colleague who had no hand in it."""
    return take_step(path, submit_draft, body)


def _current(draft_id: int) -> Response:
    return answer(draft_out(load_draft_page(read_session(), actor=actor(), draft_id=draft_id, now=now())))


def _line(draft: ListDraft, kept: RecommendedList) -> ListDraftLineOut:
    return ListDraftLineOut(
        id=draft.id or 0,
        list_id=draft.list_id,
        title=kept.title,
        county_code=kept.county_code,
        state=draft_state_of(draft),
        basis=draft.basis,
        source=draft.source,
        proposed=len(draft.entries),
        created_at=draft.created_at,
        version=draft.version,
    )


def take_step(path: ListDraftPath, act: Callable[..., object], body: VersionIn, **more: Any) -> Response:
    """Do something to a draft, held and in the state that the request names, and answer with what became of it."""
    with transaction() as session:
        _hold(session, draft_id=path.draft_id)
        act(session, actor=actor(), draft_id=path.draft_id, now=now(), **body.said(), **more)
    return _current(path.draft_id)


def _hold(session: Session, *, draft_id: int) -> None:
    """Hold a draft that the request names a state of, and refuse when it is in another; nothing is read before."""
    if is_conditional():
        load_draft(session, draft_id=draft_id, lock=True)
        require_match(draft_out(load_draft_page(session, actor=actor(), draft_id=draft_id, now=now())))


def draft_out(page: DraftPage) -> ListDraftOut:
    """Return a draft as programs read it."""
    return ListDraftOut(
        **dict(_line(page.draft, page.kept)),
        entries=[_entry(one) for one in page.entries],
        omitted=[_entry(one) for one in page.omitted],
        returned_reason=page.draft.returned_reason,
        withdrawn_reason=page.draft.withdrawn_reason,
        due_objections=[int(objection_id) for objection_id, _ in page.due],
        notice_id=page.notice.id if page.notice else None,
        decision=page.draft.decision,
        actions=[action for action in ListAction if page.may(action)],
    )


def _entry(entry: Entry) -> DraftEntryOut:
    return DraftEntryOut.model_validate(to_json(entry))
