"""Modules in review for the operator's programs: what waits, accepted or sent back, taken off the market."""

from collections.abc import Callable
from datetime import datetime

from flask import Response
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from marketplace.catalog import services
from marketplace.catalog.labels import VersionState
from marketplace.catalog.queries import ReviewPage, load_review, load_waiting_after
from marketplace.catalog.schemas import DecisionIn, ReasonIn
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("module_reviews", tag="平台运营")
AT = "/module-reviews/<int:version_id>"


class ModuleVersionPath(BaseModel):
    """A version that was submitted."""

    version_id: int = Field(ge=1)


class ReviewedModulePath(BaseModel):
    """A module on the market."""

    module_id: int = Field(ge=1)


class ModuleAcceptanceBody(DecisionIn):
    """The edit that was read, and the scenarios that the module covers, by their codes."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"edit": 1, "scenarios": ["mes"], "reason": ""}]}
    )


class ModuleRejectionBody(BaseModel, extra="forbid"):
    """The edit that was read, and what is to be mended."""

    edit: int = Field(ge=1)
    reason: str = Field(min_length=1, max_length=2000)


class ModuleRemovalBody(ReasonIn, extra="forbid"):
    """Why the module is taken off the market."""


class WaitingVersionOut(BaseModel):
    """A version that waits for review."""

    version_id: int
    module_id: int
    name: str
    number: int
    submitted_at: datetime | None


class ModuleReviewOut(WaitingVersionOut):
    """A version with what was linked to it; ``twins`` counts near-equal texts of other providers."""

    provider_id: int
    provider_name: str
    state: VersionState
    summary: str
    edit: int
    scenarios: list[str]
    confirmed: list[str]
    twins: int
    decision_reason: str


@bp.get("/module-reviews", summary="待审的模块", responses={200: listing(WaitingVersionOut)})
@requires(Permission.REVIEW_MODULES)
def list_module_reviews(query: CursorQuery) -> Response:
    """List the versions that wait for review, in the order in which they were begun."""
    found = load_waiting_after(read_session(), after_id=query.after_id, limit=query.limit + 1)
    rows = [
        WaitingVersionOut(
            version_id=one.id or 0,
            module_id=one.module_id,
            name=one.name,
            number=one.number,
            submitted_at=one.submitted_at,
        )
        for one in found
    ]
    return answer_list(rows, limit=query.limit, ids=[row.version_id for row in rows])


@bp.get(AT, summary="一个待审的模块", responses={200: ModuleReviewOut})
@requires(Permission.REVIEW_MODULES)
def get_module_review(path: ModuleVersionPath) -> Response:
    """Return a version that was submitted, decided or not."""
    return answer(_out(read_session(), path))


@bp.post(f"{AT}/acceptance", summary="通过并发布模块", responses={200: ModuleReviewOut})
@requires(Permission.REVIEW_MODULES)
def post_module_acceptance(path: ModuleVersionPath, body: ModuleAcceptanceBody) -> Response:
    """Publish a version with the scenarios that one confirms; one's own body's is for others to decide (403)."""
    return _act(
        path,
        lambda session: services.accept(
            session,
            actor=actor(),
            version_id=path.version_id,
            codes=[code for code in body.scenarios if code],
            reason=body.reason,
            seen_edit=body.edit,
            now=now(),
        ),
    )


@bp.post(f"{AT}/rejection", summary="退回模块", responses={200: ModuleReviewOut})
@requires(Permission.REVIEW_MODULES)
def post_module_rejection(path: ModuleVersionPath, body: ModuleRejectionBody) -> Response:
    """Send a version back with what is to be mended; its provider is told."""
    return _act(
        path,
        lambda session: services.reject(
            session,
            actor=actor(),
            version_id=path.version_id,
            reason=body.reason,
            seen_edit=body.edit,
            now=now(),
        ),
    )


@bp.post("/modules/<int:module_id>/removal", summary="平台下架模块", responses={200: ModuleReviewOut})
@requires(Permission.REVIEW_MODULES)
def post_module_removal(path: ReviewedModulePath, body: ModuleRemovalBody) -> Response:
    """Take a published module off the market, with the reason that its provider is told."""
    require_match(None)
    with transaction() as session:
        version = services.retire(session, actor=actor(), module_id=path.module_id, reason=body.reason, now=now())
        at = ModuleVersionPath(version_id=version.id or 0)
    return answer(_out(read_session(), at))


def _act(path: ModuleVersionPath, do: Callable[[Session], object]) -> Response:
    with transaction() as session:
        require_match(_out(session, path))
        do(session)
    return answer(_out(read_session(), path))


def _out(session: Session, path: ModuleVersionPath) -> ModuleReviewOut:
    return _review(load_review(session, version_id=path.version_id))


def _review(page: ReviewPage) -> ModuleReviewOut:
    version = page.version
    return ModuleReviewOut(
        version_id=version.id or 0,
        module_id=version.module_id,
        name=version.name,
        number=version.number,
        submitted_at=version.submitted_at,
        provider_id=page.module.provider_id,
        provider_name=page.provider.name,
        state=version.state,
        summary=version.summary,
        edit=version.edit,
        scenarios=[one.code for one in page.links],
        confirmed=[one.code for one in page.links if one.confirmed],
        twins=len(page.twins),
        decision_reason=version.decision_reason,
    )
