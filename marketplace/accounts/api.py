"""One's own account for programs: who the token stands for, and which tokens there are."""

from flask import Response

from marketplace.accounts.api_schemas import MembershipOut, MeOut, TokenOut, TokenPath
from marketplace.accounts.queries import load_api_tokens, load_memberships
from marketplace.accounts.services import revoke_api_token
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor, viewer
from marketplace.web.state import now

bp = api_blueprint("account", tag="我的账号")


@bp.get("/me", summary="我是谁", responses={200: MeOut})
@requires(Permission.SIGNED_IN)
def get_me() -> Response:
    """Return the person, the body and the role that this request acts for, with what it may do."""
    who, scopes = actor(), viewer().scopes
    return answer(
        MeOut(
            user_id=who.user_id,
            display_name=viewer().display_name,
            role=who.role,
            organisation_id=who.organisation_id,
            organisation_name=viewer().organisation_name,
            area_prefix=who.area_prefix,
            scopes=None if scopes is None else sorted(scopes),
        )
    )


@bp.get("/memberships", summary="我加入的机构", responses={200: listing(MembershipOut)})
@requires(Permission.SIGNED_IN)
def list_memberships(query: CursorQuery) -> Response:
    """List the bodies for which one may act, in the order of joining."""
    found = load_memberships(read_session(), user_id=actor().user_id)
    rows = [MembershipOut.model_validate(one, from_attributes=True) for one in found]
    rows = [row for row in rows if row.membership_id > query.after_id]
    return answer_list(rows, limit=query.limit, ids=[row.membership_id for row in rows])


@bp.get("/tokens", summary="我的令牌", responses={200: listing(TokenOut)})
@requires(Permission.SIGNED_IN)
def list_tokens(query: CursorQuery) -> Response:
    """List one's own valid tokens, oldest first; what a token is was told once and is told to nobody again."""
    found = reversed(load_api_tokens(read_session(), user_id=actor().user_id, now=now()))
    rows = [TokenOut.model_validate(one, from_attributes=True) for one in found]
    rows = [row for row in rows if row.id > query.after_id]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.delete("/tokens/<int:token_id>", summary="停用令牌", responses={204: None})
@requires(Permission.SIGNED_IN)
def delete_token(path: TokenPath) -> Response:
    """End a token at once, the one of this request too if it is that."""
    with transaction() as session:
        revoke_api_token(session, actor=actor(), token_id=path.token_id, now=now())
    return Response(status=204)
