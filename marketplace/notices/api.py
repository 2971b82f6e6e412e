"""Notices for programs: what is public of them."""

from datetime import datetime

from flask import Response
from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import NotFoundError
from marketplace.notices.models import PublicNotice
from marketplace.notices.page_data import load_notice_page
from marketplace.notices.queries import lines_of, load_notice, load_notices_after
from marketplace.notices.schemas import NoticeOut, NoticePath
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.state import now

bp = api_blueprint("notices", tag="公示")
NOBODY: Actor | None = None


@bp.get("/notices", summary="公示", responses={200: listing(NoticeOut)})
@requires(Permission.PUBLIC)
def list_notices(query: CursorQuery) -> Response:
    """List notices that were not withdrawn, oldest first."""
    session = read_session()
    rows = load_notices_after(session, after_id=query.after_id, limit=query.limit + 1)
    states = {line.id: line.state.value for line in lines_of(session, rows=rows, now=now())}
    answers = [_out(row, state=states[row.id or 0]) for row in rows]
    return answer_list(answers, limit=query.limit, ids=[row.id or 0 for row in rows])


@bp.get("/notices/<int:notice_id>", summary="一次公示", responses={200: NoticeOut})
@requires(Permission.PUBLIC)
def get_notice(path: NoticePath) -> Response:
    """Return one notice with the public part of its objections."""
    found = read_session()
    if load_notice(found, notice_id=path.notice_id).withdrawn_at is not None:
        raise NotFoundError
    return answer(notice_out(found, notice_id=path.notice_id, now=now()))


def notice_out(session: Session, *, notice_id: int, now: datetime) -> NoticeOut:
    """Return what is public of a notice, a withdrawn one too."""
    page = load_notice_page(session, notice_id=notice_id, actor=NOBODY, now=now)
    objections = [
        {
            "number": row.number,
            "against": row.against,
            "ground": row.ground,
            "state": row.state.value,
            "summary": row.summary,
            "outcome": row.outcome,
            "answer": row.answer,
        }
        for row in page.objections
    ]
    return _out(page.notice, state=page.standing.state.value, objections=objections)


def _out(notice: PublicNotice, *, state: str, objections: list[dict[str, str]] | None = None) -> NoticeOut:
    return NoticeOut(
        id=notice.id or 0,
        number=notice.number,
        title=notice.title,
        lead=notice.lead,
        state=state,
        published_at=notice.published_at,
        first_on=notice.first_on,
        last_on=notice.last_on,
        ends_at=notice.ends_at,
        days=notice.days,
        digest=notice.digest,
        items=[dict(item) for item in notice.items],
        objections=objections or [],
    )
