"""Published lists for the programs of the office that keeps them: changes, withdrawal, recognition, and who watches.

A change is proposed by one person and confirmed by another; programs act for the person whose token they bear.
"""

from flask import Response
from sqlmodel import Session

from marketplace.documents.process import base_url
from marketplace.lists.changing import confirm_change, propose_change, propose_to_withdraw, refuse_change
from marketplace.lists.draft_api import draft_out
from marketplace.lists.draft_page import load_draft_page
from marketplace.lists.draft_schemas import ListDraftOut
from marketplace.lists.drafting import recognise
from marketplace.lists.keeping_out import change_out, kept_list_out, line_out
from marketplace.lists.keeping_page import find_recognisable, load_keeping_page
from marketplace.lists.keeping_schemas import (
    KeptListLineOut,
    KeptListOut,
    ListChangeBody,
    ListChangeOut,
    ListChangePath,
    ListWithdrawalBody,
    RecognisableOut,
    RecognisablesOut,
    RecognitionBody,
)
from marketplace.lists.models import ListChange
from marketplace.lists.queries import load_change, load_list, load_watched_list
from marketplace.lists.schemas import ListPath
from marketplace.lists.watched import load_watched_lists_after
from marketplace.web.api import (
    CursorQuery,
    EmptyBody,
    answer,
    answer_list,
    api_blueprint,
    is_conditional,
    listing,
    require_match,
)
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("kept_lists", tag="推荐名单")


@bp.get("/kept-lists", summary="本单位的名单", responses={200: listing(KeptListLineOut)})
@requires(Permission.WATCH_LISTS)
def list_kept(query: CursorQuery) -> Response:
    """List the lists that one keeps or watches, those without an edition too."""
    found = load_watched_lists_after(read_session(), actor=actor(), after_id=query.after_id, limit=query.limit + 1)
    rows = [line_out(*one) for one in found]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/kept-lists/<int:list_id>", summary="本单位的一份名单", responses={200: KeptListOut})
@requires(Permission.WATCH_LISTS)
def get_kept(path: ListPath) -> Response:
    """Return a list with its entries, changes that wait, and appeals."""
    return _current(path.list_id)


@bp.post("/kept-lists/<int:list_id>/changes", summary="提出变动", responses={201: ListChangeOut})
@requires(Permission.MANAGE_LISTS)
def propose(path: ListPath, body: ListChangeBody) -> Response:
    """Propose to suspend, reinstate, remove or renew an entry; a colleague confirms it."""
    with transaction() as session:
        _hold(session, list_id=path.list_id)
        made = propose_change(session, actor=actor(), list_id=path.list_id, entered=body, now=now())
        return answer(_change(made), status=201)


@bp.post("/kept-lists/<int:list_id>/withdrawal", summary="提出撤回整份名单", responses={201: ListChangeOut})
@requires(Permission.MANAGE_LISTS)
def propose_withdrawal(path: ListPath, body: ListWithdrawalBody) -> Response:
    """Propose to withdraw the whole published list; a colleague confirms it."""
    with transaction() as session:
        _hold(session, list_id=path.list_id)
        made = propose_to_withdraw(session, actor=actor(), list_id=path.list_id, entered=body, now=now())
        return answer(_change(made), status=201)


@bp.get("/kept-lists/<int:list_id>/recognisable", summary="可以认可的列入", responses={200: RecognisablesOut})
@requires(Permission.MANAGE_LISTS)
def get_recognisable(path: ListPath) -> Response:
    """Return the entries of other counties' lists of the kind that may be recognised now."""
    kept = load_list(read_session(), list_id=path.list_id, keeper=actor())
    found = find_recognisable(read_session(), kept=kept, now=now())
    return answer(RecognisablesOut(items=[RecognisableOut.model_validate(one, from_attributes=True) for one in found]))


@bp.post("/kept-lists/<int:list_id>/recognitions", summary="认可其他县的列入", responses={200: ListDraftOut})
@requires(Permission.MANAGE_LISTS)
def take_over(path: ListPath, body: RecognitionBody) -> Response:
    """Take over another county's admission into the running draft, or into a new one."""
    with transaction() as session:
        _hold(session, list_id=path.list_id)
        made = recognise(session, actor=actor(), list_id=path.list_id, now=now(), **body.model_dump())
        draft_id = made.id or 0
    return answer(draft_out(load_draft_page(read_session(), actor=actor(), draft_id=draft_id, now=now())))


@bp.get("/list-changes/<int:change_id>", summary="一项变动", responses={200: ListChangeOut})
@requires(Permission.WATCH_LISTS)
def get_change(path: ListChangePath) -> Response:
    """Return a proposed change and what became of it."""
    return answer(_change(_watched_change(read_session(), path)))


@bp.post("/list-changes/<int:change_id>/confirmation", summary="确认变动", responses={200: ListChangeOut})
@requires(Permission.MANAGE_LISTS)
def confirm(path: ListChangePath, body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Put a proposed change into force as a new edition; not by the one who proposed it (403)."""
    with transaction() as session:
        _hold_change(session, path)
        confirm_change(session, actor=actor(), change_id=path.change_id, base_url=base_url(), now=now())
    return answer(_change(_watched_change(read_session(), path)))


@bp.post("/list-changes/<int:change_id>/refusal", summary="不办变动", responses={200: ListChangeOut})
@requires(Permission.MANAGE_LISTS)
def refuse(path: ListChangePath, body: EmptyBody) -> Response:  # noqa: ARG001 - as above
    """Drop a proposed change."""
    with transaction() as session:
        _hold_change(session, path)
        return answer(_change(refuse_change(session, actor=actor(), change_id=path.change_id, now=now())))


def _hold(session: Session, *, list_id: int) -> None:
    """Hold a list of the actor's bureau, and refuse when it is not as the request names it."""
    load_list(session, list_id=list_id, keeper=actor(), lock=True)
    if is_conditional():
        require_match(kept_list_out(load_keeping_page(session, actor=actor(), list_id=list_id, now=now()), now=now()))


def _hold_change(session: Session, path: ListChangePath) -> None:
    require_match(_change(_watched_change(session, path, lock=True)))


def _watched_change(session: Session, path: ListChangePath, *, lock: bool = False) -> ListChange:
    change = load_change(session, change_id=path.change_id, lock=lock)
    load_watched_list(session, actor=actor(), list_id=change.list_id)
    return change


def _change(change: ListChange) -> ListChangeOut:
    return change_out(change, reader_id=actor().user_id)


def _current(list_id: int) -> Response:
    page = load_keeping_page(read_session(), actor=actor(), list_id=list_id, now=now())
    return answer(kept_list_out(page, now=now()))
