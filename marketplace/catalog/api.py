"""A provider's own drafts for programs: begin, save, hand in."""

from flask import Response
from pydantic import BaseModel, Field

from marketplace.catalog import services
from marketplace.catalog.forms import link_texts
from marketplace.catalog.models import ModuleVersion
from marketplace.catalog.queries import load_own_module
from marketplace.catalog.schemas import DraftOut, ModuleIn, SubmitIn
from marketplace.core.errors import ConflictError
from marketplace.web.api import answer, api_blueprint
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("catalog", tag="我的模块")


class DraftPath(BaseModel):
    """Which module of the token's owner."""

    module_id: int = Field(ge=1, description="Id of the module")


class ModuleBody(ModuleIn, extra="forbid"):
    """A draft as a program sends it; a field that no question asks for is refused."""


@bp.post("/modules", summary="起草一个模块", responses={201: DraftOut})
@requires(Permission.EDIT_PROVIDER)
def create_draft(body: ModuleBody) -> Response:
    """Begin a module with its first draft."""
    with transaction() as session:
        draft = services.create_draft(session, actor=actor(), content=body.to_content(), now=now())
        return answer(_out(draft), status=201)


@bp.put("/modules/<int:module_id>/draft", summary="保存草稿", responses={200: DraftOut})
@requires(Permission.EDIT_PROVIDER)
def save_draft(path: DraftPath, body: ModuleBody) -> Response:
    """Replace what the open draft says, unless it was saved since ``seen_edit``."""
    draft = _open_draft(path.module_id)
    with transaction() as session:
        saved = services.save_draft(
            session,
            actor=actor(),
            version_id=draft.id or 0,
            content=body.to_content(),
            seen_edit=body.seen_edit,
            now=now(),
        )
        return answer(_out(saved))


@bp.post("/modules/<int:module_id>/draft/submission", summary="提交审核", responses={200: DraftOut})
@requires(Permission.EDIT_PROVIDER)
def submit_draft(path: DraftPath, body: SubmitIn) -> Response:
    """Hand the open draft in for review."""
    draft, linking = _open_draft(path.module_id), link_texts()
    with transaction() as session:
        handed_in = services.submit(
            session,
            actor=actor(),
            version_id=draft.id or 0,
            seen_edit=body.seen_edit,
            link_texts=linking,
            now=now(),
        )
        return answer(_out(handed_in))


def _open_draft(module_id: int) -> ModuleVersion:
    page = load_own_module(read_session(), provider_id=actor().organisation_id, module_id=module_id)
    if page.open is None:
        raise ConflictError("这个模块没有正在起草的版本；要修改，请先修订出新的一版。")
    return page.open


def _out(version: ModuleVersion) -> DraftOut:
    return DraftOut(
        module_id=version.module_id,
        version_id=version.id or 0,
        number=version.number,
        state=version.state.value,
        edit=version.edit,
        name=version.name,
        decision_reason=version.decision_reason,
    )
