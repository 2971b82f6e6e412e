"""A provider's own modules for programs: begin, save, hand in, take back, revise, take off the market."""

from flask import Response
from sqlmodel import Session

from marketplace.catalog import services
from marketplace.catalog.api_schemas import (
    DraftOut,
    DraftPath,
    ModuleBody,
    OwnModuleOut,
    RetirementBody,
    WholeModuleBody,
)
from marketplace.catalog.forms import link_texts
from marketplace.catalog.models import ModuleVersion
from marketplace.catalog.presentation import said_of
from marketplace.catalog.queries import OwnModule, load_own_module, load_own_modules
from marketplace.catalog.schemas import SubmitIn
from marketplace.core.errors import NotFoundError
from marketplace.core.money import to_wan
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

bp = api_blueprint("catalog", tag="我的模块")


@bp.get("/modules/mine", summary="我的模块列表", responses={200: listing(OwnModuleOut)})
@requires(Permission.EDIT_PROVIDER)
def list_own(query: CursorQuery) -> Response:
    """List one's own modules, whether public or not, in the order of their making."""
    found = load_own_modules(read_session(), provider_id=actor().organisation_id)
    rows = [_listed(one) for one in found if one.id > query.after_id]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.post("/modules", summary="起草一个模块", responses={201: DraftOut})
@requires(Permission.EDIT_PROVIDER)
def create_draft(body: ModuleBody) -> Response:
    """Begin a module with its first draft."""
    with transaction() as session:
        draft = services.create_draft(session, actor=actor(), content=body.to_content(), now=now())
        return answer(_out(draft), status=201)


@bp.get("/modules/<int:module_id>/draft", summary="正在起草或审核的一版", responses={200: DraftOut})
@requires(Permission.EDIT_PROVIDER)
def get_draft(path: DraftPath) -> Response:
    """Return the version that is a draft or in review; without one there is nothing (404)."""
    return answer(_out(_open_draft(read_session(), module_id=path.module_id)))


@bp.post("/modules/<int:module_id>/draft", summary="修订出新的一版", responses={201: DraftOut})
@requires(Permission.EDIT_PROVIDER)
def revise(path: DraftPath, body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Draft the next version from the newest one; the published one stays public until the new one is accepted."""
    with transaction() as session:
        _require_newest(session, module_id=path.module_id)
        draft = services.revise(session, actor=actor(), module_id=path.module_id, now=now())
        return answer(_out(draft), status=201)


@bp.put("/modules/<int:module_id>/draft", summary="保存草稿", responses={200: DraftOut})
@requires(Permission.EDIT_PROVIDER)
def save_draft(path: DraftPath, body: WholeModuleBody) -> Response:
    """Replace what the open draft says, unless it was saved since ``edit``."""
    with transaction() as session:
        draft = _matching_draft(session, module_id=path.module_id)
        saved = services.save_draft(
            session,
            actor=actor(),
            version_id=draft.id or 0,
            content=body.to_content(),
            seen_edit=body.edit,
            now=now(),
        )
        return answer(_out(saved))


@bp.post("/modules/<int:module_id>/draft/submission", summary="提交审核", responses={200: DraftOut})
@requires(Permission.EDIT_PROVIDER)
def submit_draft(path: DraftPath, body: SubmitIn) -> Response:
    """Hand the open draft in for review."""
    linking = link_texts()
    with transaction() as session:
        draft = _matching_draft(session, module_id=path.module_id)
        handed_in = services.submit(
            session,
            actor=actor(),
            version_id=draft.id or 0,
            seen_edit=body.edit,
            link_texts=linking,
            now=now(),
        )
        return answer(_out(handed_in))


@bp.post("/modules/<int:module_id>/draft/withdrawal", summary="从审核中撤回", responses={200: DraftOut})
@requires(Permission.EDIT_PROVIDER)
def withdraw_draft(path: DraftPath, body: EmptyBody) -> Response:  # noqa: ARG001 - as above
    """Take the open version back from review, to go on with it."""
    with transaction() as session:
        draft = _matching_draft(session, module_id=path.module_id)
        return answer(_out(services.withdraw(session, actor=actor(), version_id=draft.id or 0, now=now())))


@bp.post("/modules/<int:module_id>/retirement", summary="下架模块", responses={200: DraftOut})
@requires(Permission.EDIT_PROVIDER)
def retire(path: DraftPath, body: RetirementBody) -> Response:
    """Take a module off the market; its versions are kept."""
    with transaction() as session:
        _require_newest(session, module_id=path.module_id)
        retired = services.retire(session, actor=actor(), module_id=path.module_id, reason=body.reason, now=now())
        return answer(_out(retired))


def _open_draft(session: Session, *, module_id: int) -> ModuleVersion:
    page = load_own_module(session, provider_id=actor().organisation_id, module_id=module_id)
    if page.open is None:
        raise NotFoundError("这个模块没有正在起草的版本；要修改，请先修订出新的一版（POST 到同一地址）。")
    return page.open


def _matching_draft(session: Session, *, module_id: int) -> ModuleVersion:
    """Return the open version, held when the request names a state, if it is still in that state."""
    draft = _open_draft(session, module_id=module_id)
    if is_conditional():
        session.refresh(draft, with_for_update=True)
        require_match(_out(draft))
    return draft


def _require_newest(session: Session, *, module_id: int) -> None:
    """Refuse when the newest version is not the one that the request names; another's module does not exist."""
    page = load_own_module(session, provider_id=actor().organisation_id, module_id=module_id)
    require_match(_out(page.newest))


def _listed(own: OwnModule) -> OwnModuleOut:
    return OwnModuleOut(
        id=own.id,
        name=own.name,
        number=own.number,
        state=own.state,
        is_public=own.is_public,
        price_wan=to_wan(own.price_fen),
        decision_reason=own.decision_reason,
    )


def _out(version: ModuleVersion) -> DraftOut:
    return DraftOut(
        module_id=version.module_id,
        version_id=version.id or 0,
        number=version.number,
        state=version.state,
        edit=version.edit,
        decision_reason=version.decision_reason,
        **said_of(version),
    )
