"""Saved searches for programs: those of the person whose token is used."""

from flask import Response

from marketplace.search.asking import usable_index
from marketplace.search.models import SavedSearch
from marketplace.search.presentation import describe
from marketplace.search.process import search_node
from marketplace.search.saved import (
    Question,
    address_of,
    delete_saved,
    load_own,
    load_saved,
    save_search,
    set_alerts,
)
from marketplace.search.schemas import SavedSearchIn, SavedSearchOut, SavedSearchPatch, SavedSearchPath, SearchIn
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now, state

bp = api_blueprint("saved_searches", tag="搜索")


@bp.get("/saved-searches", summary="保存的搜索", responses={200: listing(SavedSearchOut)})
@requires(Permission.SIGNED_IN)
def list_saved(query: CursorQuery) -> Response:
    """List one's own saved searches."""
    found = sorted(load_saved(read_session(), actor=actor()), key=lambda one: one.id or 0)
    rows = [_out(one) for one in found if (one.id or 0) > query.after_id]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/saved-searches/<int:saved_id>", summary="一个保存的搜索", responses={200: SavedSearchOut})
@requires(Permission.SIGNED_IN)
def get_saved(path: SavedSearchPath) -> Response:
    """Return one of one's own saved searches."""
    return answer(_out(load_own(read_session(), actor=actor(), saved_id=path.saved_id)))


@bp.post("/saved-searches", summary="保存一个搜索", responses={201: SavedSearchOut})
@requires(Permission.SIGNED_IN)
def create(body: SavedSearchIn) -> Response:
    """Keep a question; saving it again returns the one that is kept."""
    question = Question(wanted=body.question, label=describe(read_session(), wanted=body.question))
    index = usable_index(state().database, read_session(), node=search_node())
    with transaction() as session:
        saved = save_search(session, actor=actor(), question=question, now=now())
        set_alerts(session, actor=actor(), saved_id=saved.id or 0, on=body.alerts, index=index, now=now())
        return answer(_out(saved), status=201)


@bp.patch("/saved-searches/<int:saved_id>", summary="开关提醒", responses={200: SavedSearchOut})
@requires(Permission.SIGNED_IN)
def change(path: SavedSearchPath, body: SavedSearchPatch) -> Response:
    """Switch alerts on or off."""
    require_match(_out(load_own(read_session(), actor=actor(), saved_id=path.saved_id)))
    index = usable_index(state().database, read_session(), node=search_node())
    with transaction() as session:
        set_alerts(session, actor=actor(), saved_id=path.saved_id, on=body.alerts, index=index, now=now())
        return answer(_out(load_own(session, actor=actor(), saved_id=path.saved_id)))


@bp.delete("/saved-searches/<int:saved_id>", summary="删除保存的搜索", responses={204: None})
@requires(Permission.SIGNED_IN)
def delete(path: SavedSearchPath) -> Response:
    """Forget a saved search."""
    with transaction() as session:
        require_match(_out(load_own(session, actor=actor(), saved_id=path.saved_id)))
        delete_saved(session, actor=actor(), saved_id=path.saved_id)
    return Response(status=204)


def _out(saved: SavedSearch) -> SavedSearchOut:
    return SavedSearchOut(
        id=saved.id or 0,
        label=saved.label,
        question=SearchIn.model_validate(saved.question),
        alerts=saved.alerts,
        url=address_of(saved),
        created_at=saved.created_at,
    )
