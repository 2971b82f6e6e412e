"""Bodies for the operator's programs: searched, renamed, merged."""

from flask import Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from marketplace.accounts.merging import merge_bodies
from marketplace.accounts.naming import MAX_LENGTH
from marketplace.accounts.organisation_queries import Body, load_bodies_after, load_body
from marketplace.accounts.organisation_schemas import MergeIn, RenameIn
from marketplace.accounts.organisations import rename_organisation
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("organisations", tag="平台运营")


class OrganisationPath(BaseModel):
    """A body in the address."""

    organisation_id: int = Field(ge=1)


class OrganisationQuery(CursorQuery):
    """Where the list goes on, and what a body's name or code holds."""

    q: str = Field(default="", max_length=MAX_LENGTH)


class RenameBody(RenameIn, extra="forbid"):
    """The new registered name with the reason; ``same_name`` says that another body bears it and both stay."""

    version: int = Field(ge=1, description="`version` of the last answer")


class MergeBody(MergeIn, extra="forbid"):
    """Into which body this duplicate goes, and why."""


class OrganisationOut(BaseModel):
    """A body as the operator sees it; ``merged_into_id`` names the one that was kept."""

    id: int
    name: str
    uscc: str
    is_confirmed: bool
    merged_into_id: int | None
    version: int


@bp.get("/organisations", summary="单位列表", responses={200: listing(OrganisationOut)})
@requires(Permission.EDIT_ORGANISATIONS)
def list_organisations(query: OrganisationQuery) -> Response:
    """List bodies, or those whose name or code holds what was asked for, oldest first."""
    found = load_bodies_after(read_session(), words=query.q.strip(), after_id=query.after_id, limit=query.limit + 1)
    rows = [organisation_out(one) for one in found]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/organisations/<int:organisation_id>", summary="一个单位", responses={200: OrganisationOut})
@requires(Permission.EDIT_ORGANISATIONS)
def get_organisation(path: OrganisationPath) -> Response:
    """Return one body, also one that was merged away."""
    return answer(_body(read_session(), path))


@bp.put("/organisations/<int:organisation_id>/name", summary="更名", responses={200: OrganisationOut})
@requires(Permission.EDIT_ORGANISATIONS)
def put_name(path: OrganisationPath, body: RenameBody) -> Response:
    """Give a body its new registered name; a name that another bears is asked about once (422)."""
    with transaction() as session:
        require_match(_body(session, path))
        rename_organisation(
            session,
            actor=actor(),
            organisation_id=path.organisation_id,
            name=body.name,
            reason=body.reason,
            seen_version=body.version,
            allow_same_name=body.same_name,
            now=now(),
        )
    return answer(_body(read_session(), path))


@bp.post("/organisations/<int:organisation_id>/merger", summary="合并重复的单位", responses={200: OrganisationOut})
@requires(Permission.EDIT_ORGANISATIONS)
def post_merger(path: OrganisationPath, body: MergeBody) -> Response:
    """Fold a duplicate into the body that is kept; people and all that it has go along."""
    with transaction() as session:
        require_match(_body(session, path))
        merge_bodies(
            session,
            actor=actor(),
            kept_id=body.kept_id,
            merged_id=path.organisation_id,
            reason=body.merge_reason,
            now=now(),
        )
    return answer(_body(read_session(), path))


def _body(session: Session, path: OrganisationPath) -> OrganisationOut:
    return organisation_out(load_body(session, organisation_id=path.organisation_id))


def organisation_out(found: Body) -> OrganisationOut:
    """Return a body as programs read it."""
    return OrganisationOut.model_validate(found, from_attributes=True)
