"""Published lists for programs: ETag is the edition's digest, as of any day."""

from flask import Response, request

from marketplace.core.errors import NotFoundError
from marketplace.lists.entries import Entry, state_on, to_json
from marketplace.lists.facts import entries_of, is_withdrawal
from marketplace.lists.models import ListEdition, RecommendedList
from marketplace.lists.queries import find_edition_on, find_newest_edition, load_current, load_edition, load_list
from marketplace.lists.schemas import AsOfQuery, EditionOut, EditionPath, ListEntryOut, ListOut, ListPath
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.state import today

bp = api_blueprint("lists", tag="推荐名单")


@bp.get("/lists", summary="现行的推荐名单", responses={200: listing(ListOut)})
@requires(Permission.PUBLIC)
def list_lists(query: CursorQuery) -> Response:
    """List the published lists with their newest editions, without entries."""
    rows = load_current(read_session(), after_id=query.after_id, limit=query.limit + 1)
    shown = [_out(row.kept, row.edition) for row in rows]
    return answer_list(shown, limit=query.limit, ids=[row.kept.id or 0 for row in rows])


@bp.get("/lists/<int:list_id>", summary="一份推荐名单", responses={200: ListOut})
@requires(Permission.PUBLIC)
def get_list(path: ListPath, query: AsOfQuery) -> Response:
    """Return the edition that counted on a day with its entries; today's when no day is named."""
    session = read_session()
    kept = load_list(session, list_id=path.list_id)
    day = query.as_of or today()
    edition = find_edition_on(session, list_id=path.list_id, day=day)
    if edition is None:
        raise NotFoundError
    entries = [_entry(entry, state=state_on(entry, day).value) for entry in entries_of(edition)]
    return answer(_out(kept, edition, entries=entries))


@bp.get("/lists/<int:list_id>/editions/<int:number>", summary="名单的一版", responses={200: EditionOut})
@requires(Permission.PUBLIC)
def get_edition(path: EditionPath) -> Response:
    """Return the canonical JSON of an edition; SHA-256 over the body is its digest, which is also the ETag."""
    session = read_session()
    edition = load_edition(session, list_id=path.list_id, number=path.number)
    response = Response(edition.facts.encode(), mimetype="application/json")
    response.set_etag(edition.digest)
    newest = find_newest_edition(session, list_id=path.list_id)
    response.headers["X-Edition-Is-Newest"] = str(newest is not None and newest.id == edition.id).lower()
    response.make_conditional(request)
    return response


def _out(kept: RecommendedList, edition: ListEdition, *, entries: list[ListEntryOut] | None = None) -> ListOut:
    return ListOut(
        id=kept.id or 0,
        title=kept.title,
        county_code=kept.county_code,
        county=kept.county,
        catalog_no=kept.catalog_no,
        industry=kept.industry,
        provider_kind=kept.provider_kind.value,
        edition=edition.number,
        label=edition.label,
        digest=edition.digest,
        effective_on=edition.effective_on,
        published_at=edition.published_at,
        is_withdrawn=is_withdrawal(edition),
        entries=entries or [],
    )


def _entry(entry: Entry, *, state: str) -> ListEntryOut:
    return ListEntryOut.model_validate({**to_json(entry), "state_today": state})
