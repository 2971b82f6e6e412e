"""Calls for the programs of the bureau that keeps them: drafted, published, opened, reviewed, and the list drafted.

What is sealed on the pages is sealed here: before the applications are opened their number is all that is told.
"""

from flask import Response
from sqlmodel import Session

from marketplace.lists.advice import compute_advice
from marketplace.lists.call_api import call_out
from marketplace.lists.call_office_schemas import (
    AdviceOut,
    ApplicantOut,
    CallBody,
    OfficeCallLineOut,
    OfficeCallOut,
    OfficeCallPath,
    WholeCallBody,
)
from marketplace.lists.call_page import ApplicantLine, CallPage, load_call_page
from marketplace.lists.calls import load_own_call, open_applications, publish_call, save_call, withdraw_call
from marketplace.lists.draft_api import draft_out
from marketplace.lists.draft_page import load_draft_page
from marketplace.lists.draft_schemas import ListDraftOut
from marketplace.lists.drafting import draft_from_review
from marketplace.lists.models import ListCall, RecommendedList
from marketplace.lists.office_schemas import SeenBody, WhyBody
from marketplace.lists.process import pilot_firms
from marketplace.lists.queries import count_handed_in
from marketplace.lists.reviewing import open_call_review
from marketplace.lists.watched import load_watched_calls_after
from marketplace.recommendations.process import ranker
from marketplace.reviews.api import review_out
from marketplace.reviews.api_schemas import ReviewOut
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

bp = api_blueprint("list_calls", tag="推荐名单")


@bp.get("/list-calls", summary="本单位的征集", responses={200: listing(OfficeCallLineOut)})
@requires(Permission.WATCH_LISTS)
def list_calls(query: CursorQuery) -> Response:
    """List the calls that one keeps or watches, drafted ones too, oldest first."""
    session = read_session()
    found = load_watched_calls_after(session, actor=actor(), after_id=query.after_id, limit=query.limit + 1)
    counts = count_handed_in(session, call_ids=[call.id or 0 for call, _ in found])
    rows = [_line(call, kept, handed_in=counts[call.id or 0]) for call, kept in found]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/list-calls/<int:call_id>", summary="本单位的一次征集", responses={200: OfficeCallOut})
@requires(Permission.WATCH_LISTS)
def get_call(path: OfficeCallPath) -> Response:
    """Return a call with who applied, once that was opened, and what came of it so far."""
    return _current(path.call_id)


@bp.post("/list-calls", summary="起草征集", responses={201: OfficeCallOut})
@requires(Permission.MANAGE_LISTS)
def create(body: CallBody) -> Response:
    """Draft a call; nobody outside the bureau sees it before it is published."""
    with transaction() as session:
        call_id = save_call(session, actor=actor(), entered=body, now=now()).id or 0
    return _current(call_id, status=201)


@bp.put("/list-calls/<int:call_id>", summary="修改征集", responses={200: OfficeCallOut})
@requires(Permission.MANAGE_LISTS)
def save(path: OfficeCallPath, body: WholeCallBody) -> Response:
    """Replace a call that is not published yet."""
    with transaction() as session:
        _hold(session, call_id=path.call_id)
        save_call(session, actor=actor(), entered=body, call_id=path.call_id, now=now())
    return _current(path.call_id)


@bp.post("/list-calls/<int:call_id>/publication", summary="发布征集", responses={200: OfficeCallOut})
@requires(Permission.MANAGE_LISTS)
def publish(path: OfficeCallPath, body: SeenBody) -> Response:
    """Open the call to applications; conditions and criteria are sealed from then on."""
    with transaction() as session:
        _hold(session, call_id=path.call_id)
        publish_call(session, actor=actor(), call_id=path.call_id, seen_version=body.version, now=now())
    return _current(path.call_id)


@bp.post("/list-calls/<int:call_id>/withdrawal", summary="取消征集", responses={200: OfficeCallOut})
@requires(Permission.MANAGE_LISTS)
def withdraw(path: OfficeCallPath, body: WhyBody) -> Response:
    """Cancel a call before its applications are opened; the reason is published."""
    with transaction() as session:
        _hold(session, call_id=path.call_id)
        withdraw_call(session, actor=actor(), call_id=path.call_id, reason=body.reason, now=now())
    return _current(path.call_id)


@bp.post("/list-calls/<int:call_id>/opening", summary="开启申报材料", responses={200: OfficeCallOut})
@requires(Permission.MANAGE_LISTS)
def unseal(path: OfficeCallPath, body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Open the sealed applications, after the deadline (409 before)."""
    with transaction() as session:
        _hold(session, call_id=path.call_id)
        open_applications(session, actor=actor(), call_id=path.call_id, now=now())
    return _current(path.call_id)


@bp.post("/list-calls/<int:call_id>/review", summary="建立评审", responses={201: ReviewOut})
@requires(Permission.MANAGE_LISTS)
def review(path: OfficeCallPath, body: EmptyBody) -> Response:  # noqa: ARG001 - as above
    """Set up the review of those who met the conditions, once every application was screened (409 before)."""
    with transaction() as session:
        _hold(session, call_id=path.call_id)
        made = open_call_review(session, actor=actor(), call_id=path.call_id, now=now())
        return answer(review_out(made), status=201)


@bp.post("/list-calls/<int:call_id>/advice", summary="计算参考", responses={200: OfficeCallOut})
@requires(Permission.MANAGE_LISTS)
def advise(path: OfficeCallPath, body: EmptyBody) -> Response:  # noqa: ARG001 - as above
    """Compute what the engine says over the county's firms; it never enters a score."""
    with transaction() as session:
        _hold(session, call_id=path.call_id)
        compute_advice(session, ranker(), actor=actor(), call_id=path.call_id, pilots_of=pilot_firms(), now=now())
    return _current(path.call_id)


@bp.post("/list-calls/<int:call_id>/draft", summary="按评审结果起草名单", responses={200: ListDraftOut})
@requires(Permission.MANAGE_LISTS)
def draft(path: OfficeCallPath, body: EmptyBody) -> Response:  # noqa: ARG001 - as above
    """Draft the list that the concluded review proposes; where it was drafted before, that draft is returned."""
    with transaction() as session:
        _hold(session, call_id=path.call_id)
        draft_id = draft_from_review(session, actor=actor(), call_id=path.call_id, now=now()).id or 0
    return answer(draft_out(load_draft_page(read_session(), actor=actor(), draft_id=draft_id, now=now())))


def _hold(session: Session, *, call_id: int) -> None:
    """Hold a call of the actor's bureau, and refuse when it is not as the request names it."""
    load_own_call(session, actor=actor(), call_id=call_id)
    if is_conditional():
        require_match(_out(load_call_page(session, actor=actor(), call_id=call_id, now=now())))


def _current(call_id: int, *, status: int = 200) -> Response:
    return answer(_out(load_call_page(read_session(), actor=actor(), call_id=call_id, now=now())), status=status)


def _line(call: ListCall, kept: RecommendedList, *, handed_in: int) -> OfficeCallLineOut:
    more = call.model_dump(include={"least_members", "created_at", "published_at", "opened_at", "version"})
    return OfficeCallLineOut(**dict(call_out(call, kept)), **more, handed_in=handed_in)


def _out(page: CallPage) -> OfficeCallOut:
    return OfficeCallOut(
        **dict(_line(page.call, page.kept, handed_in=page.handed_in)),
        applications=[_applicant(one) for one in page.lines],
        review_id=page.review.id if page.review else None,
        advice=AdviceOut.model_validate(page.advice, from_attributes=True) if page.advice else None,
        draft_id=page.draft.id if page.draft else None,
    )


def _applicant(line: ApplicantLine) -> ApplicantOut:
    return ApplicantOut.model_validate(
        {**line.application.model_dump(), "name": line.name, "state": line.state, "ruled": line.ruled}
    )
