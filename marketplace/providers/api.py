"""A provider's own profile and partners for programs."""

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import NotFoundError
from marketplace.providers.api_schemas import (
    OwnProviderPath,
    PartnerAnswerBody,
    PartnerBody,
    PartnerOut,
    PartnershipPath,
    ProfileBody,
    ProfileOut,
)
from marketplace.providers.partner_services import answer_partner, end_partner, request_partner
from marketplace.providers.queries import PartnerRow, Profile, load_partner_rows, load_profile
from marketplace.providers.stating import state_provider
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("own_provider", tag="我的服务商资料")


@bp.get("/providers/<int:provider_id>/profile", summary="服务商资料", responses={200: ProfileOut})
@requires(Permission.EDIT_PROVIDER)
def get_profile(path: OwnProviderPath) -> Response:
    """Return one's own profile, whether it is public yet or not."""
    return answer(_profile(read_session(), provider_id=path.provider_id))


@bp.put("/providers/<int:provider_id>/profile", summary="更新服务商资料", responses={200: ProfileOut})
@requires(Permission.EDIT_PROVIDER)
def put_profile(path: OwnProviderPath, body: ProfileBody) -> Response:
    """Replace profile and cases, as the form does."""
    with transaction() as session:
        require_match(_profile(session, provider_id=path.provider_id))
        state_provider(session, actor=actor(), provider_id=path.provider_id, entered=body, now=now())
    return answer(_profile(read_session(), provider_id=path.provider_id))


@bp.get("/providers/<int:provider_id>/partners", summary="合作伙伴", responses={200: listing(PartnerOut)})
@requires(Permission.EDIT_PROVIDER)
def list_partners(path: OwnProviderPath, query: CursorQuery) -> Response:
    """List the partnerships in which one's own provider stands on either side, oldest first."""
    rows = sorted(_partners(read_session(), provider_id=path.provider_id), key=lambda row: row.id)
    found = [_partner(row) for row in rows if row.id > query.after_id]
    return answer_list(found, limit=query.limit, ids=[row.id for row in found])


@bp.post("/providers/<int:provider_id>/partners", summary="请求合作", responses={201: PartnerOut})
@requires(Permission.EDIT_PROVIDER)
def ask_partner(path: OwnProviderPath, body: PartnerBody) -> Response:
    """Ask another provider to confirm that the two work together."""
    own(path.provider_id)
    with transaction() as session:
        asked = request_partner(session, actor=actor(), partner_id=body.partner_id, now=now())
        session.flush()  # The answer names the new row by its id.
        asked_id = asked.id or 0
    return _answer(path.provider_id, asked_id, status=201)


@bp.put(
    "/providers/<int:provider_id>/partners/<int:partnership_id>/answer",
    summary="答复合作请求",
    responses={200: PartnerOut},
)
@requires(Permission.EDIT_PROVIDER)
def put_partner_answer(path: PartnershipPath, body: PartnerAnswerBody) -> Response:
    """Confirm or decline a request that was sent to one's own provider; one that was answered stands (409)."""
    with transaction() as session:
        require_match(_find_partner(session, path))
        answer_partner(session, actor=actor(), partnership_id=path.partnership_id, accepts=body.accepts, now=now())
    return _answer(path.provider_id, path.partnership_id)


@bp.delete("/providers/<int:provider_id>/partners/<int:partnership_id>", summary="取消合作", responses={204: None})
@requires(Permission.EDIT_PROVIDER)
def delete_partner(path: PartnershipPath) -> Response:
    """Take a partnership or an open request off, by either side."""
    with transaction() as session:
        require_match(_find_partner(session, path))
        end_partner(session, actor=actor(), partnership_id=path.partnership_id, now=now())
    return Response(status=204)


def own(provider_id: int) -> int:
    """Return the id of the actor's own provider; another's profile does not exist for them."""
    if provider_id != actor().organisation_id:
        raise NotFoundError
    return provider_id


def _profile(session: Session, *, provider_id: int) -> ProfileOut:
    return _out(load_profile(session, provider_id=own(provider_id)))


def _partners(session: Session, *, provider_id: int) -> list[PartnerRow]:
    return load_partner_rows(session, provider_id=own(provider_id))


def _find_partner(session: Session, path: PartnershipPath) -> PartnerOut | None:
    rows = _partners(session, provider_id=path.provider_id)
    return next((_partner(row) for row in rows if row.id == path.partnership_id), None)


def _answer(provider_id: int, partnership_id: int, *, status: int = 200) -> Response:
    rows = _partners(read_session(), provider_id=provider_id)
    return answer(next(_partner(row) for row in rows if row.id == partnership_id), status=status)


def _partner(row: PartnerRow) -> PartnerOut:
    return PartnerOut.model_validate(row, from_attributes=True)


def _out(profile: Profile) -> ProfileOut:
    provider, body = profile.provider, profile.body
    return ProfileOut.model_validate(
        {
            **provider.model_dump(exclude={"organisation_id"}),
            "provider_id": provider.organisation_id,
            "name": body.name,
            "uscc": body.uscc or "",
            "is_confirmed": body.confirmed_at is not None,
            "cases": [{**case.model_dump(), "industry": case.catalog_no} for case in profile.cases],
        }
    )
