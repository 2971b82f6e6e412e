"""Verification and published heads for programs."""

from flask import Response

from marketplace.documents.process import witnesses
from marketplace.documents.queries import load_head_of, load_heads
from marketplace.documents.schemas import DayPath, DigestPath, FindingOut, HeadOut, ThingOut
from marketplace.documents.verifying import normal_digest, verify_digest
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session

bp = api_blueprint("documents", tag="核验")


@bp.get("/verify/<digest>", summary="核验一个摘要", responses={200: FindingOut})
@requires(Permission.PUBLIC)
def verify_one(path: DigestPath) -> Response:
    """Say what carries a digest; an unknown one is answered with an empty list, not with an error."""
    found = verify_digest(read_session(), value=normal_digest(path.digest), witnesses=witnesses())
    things = [
        ThingOut(
            what=thing.what,
            title=thing.title,
            issued_at=thing.issued_at,
            is_current=thing.is_current,
            standing=thing.standing,
            url=thing.url,
            changes=list(thing.changes),
        )
        for thing in found.things
    ]
    return answer(FindingOut(match=found.match.value, digest=found.digest, is_current=found.is_current, things=things))


@bp.get("/journal-heads", summary="每日公布的日志链头", responses={200: listing(HeadOut)})
@requires(Permission.PUBLIC)
def list_heads(query: CursorQuery) -> Response:
    """List published heads, oldest first; a cursor is a day's number."""
    rows = [row for row in reversed(load_heads(read_session())) if row.day.toordinal() > query.after_id]
    shown = rows[: query.limit + 1]
    heads = [
        HeadOut(
            day=row.day,
            seq=row.seq,
            digest=row.digest,
            published_at=row.published_at,
            fits=row.fits,
        )
        for row in shown
    ]
    return answer_list(heads, limit=query.limit, ids=[row.day.toordinal() for row in shown])


@bp.get("/journal-heads/<day>", summary="某一天的日志链头", responses={200: HeadOut})
@requires(Permission.PUBLIC)
def get_head(path: DayPath) -> Response:
    """Return the head of one day."""
    head = load_head_of(read_session(), day=path.day)
    fits = any(row.day == path.day and row.fits for row in load_heads(read_session()))
    return answer(HeadOut(day=head.day, seq=head.seq, digest=head.digest, published_at=head.published_at, fits=fits))
