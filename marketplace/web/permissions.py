"""What each route asks for, and which roles may do it: one readable table.

The table decides by role alone. Whether an object is the actor's own is decided where it is loaded, and another
organisation's object is answered as if it did not exist (404).
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, request

from marketplace.core.actor import Role
from marketplace.core.errors import ForbiddenError, SignInRequiredError
from marketplace.web.csrf import SAFE_METHODS
from marketplace.web.viewer import Viewer

View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    """What a route asks for; each member is granted to roles below."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    SEE_ENTERPRISES = "see_enterprises"
    EDIT_ENTERPRISE = "edit_enterprise"
    EDIT_PROVIDER = "edit_provider"
    REVIEW_MODULES = "review_modules"
    CONFIRM_ENTERPRISES = "confirm_enterprises"
    CONFIRM_PROVIDERS = "confirm_providers"
    IMPORT_FILES = "import_files"
    MARK_SCENARIOS = "mark_scenarios"
    SEE_COUNTY = "see_county"
    CHASE_GAPS = "chase_gaps"
    INVITE_MEMBERS = "invite_members"
    EDIT_ORGANISATIONS = "edit_organisations"
    SEE_RECOMMENDATIONS = "see_recommendations"
    KEEP_RUNS = "keep_runs"
    READ_JOURNAL = "read_journal"
    EDIT_RANKING = "edit_ranking"
    SEE_REVIEWS = "see_reviews"
    RUN_REVIEWS = "run_reviews"
    JUDGE = "judge"
    SEE_OBJECTIONS = "see_objections"
    ANSWER_OBJECTIONS = "answer_objections"
    EDIT_CALENDAR = "edit_calendar"
    MANAGE_LISTS = "manage_lists"
    WATCH_LISTS = "watch_lists"
    APPLY_TO_LISTS = "apply_to_lists"
    SEE_APPLICATIONS = "see_applications"
    SEE_ENQUIRIES = "see_enquiries"
    SEE_PROJECTS = "see_projects"
    SEE_ACCEPTANCES = "see_acceptances"
    RUN_PROJECTS = "run_projects"
    QUOTE = "quote"
    SUPERVISE = "supervise"
    DECIDE_ACCEPTANCE = "decide_acceptance"
    WORK_ON_PROJECTS = "work_on_projects"
    MOVE_MILESTONES = "move_milestones"
    SEE_PILOT_APPLICATIONS = "see_pilot_applications"
    RUN_ROUNDS = "run_rounds"
    WRITE_PILOT = "write_pilot"
    GIVE_CITY_OPINION = "give_city_opinion"
    OPERATE = "operate"
    REGISTER_BODIES = "register_bodies"


WRITE_SCOPE = "write"
_BUREAUS = frozenset({Role.COUNTY, Role.CITY, Role.PROVINCE})
_EVERYBODY = frozenset(Role)

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.PUBLIC: _EVERYBODY,
    Permission.SIGNED_IN: _EVERYBODY,
    Permission.SEE_ENTERPRISES: _BUREAUS | {Role.ENTERPRISE, Role.AUDITOR, Role.OPERATOR},
    Permission.EDIT_ENTERPRISE: frozenset({Role.ENTERPRISE, Role.COUNTY}),
    Permission.EDIT_PROVIDER: frozenset({Role.PROVIDER}),
    Permission.REVIEW_MODULES: frozenset({Role.OPERATOR}),
    Permission.CONFIRM_ENTERPRISES: frozenset({Role.COUNTY, Role.OPERATOR}),
    Permission.CONFIRM_PROVIDERS: frozenset({Role.OPERATOR}),
    Permission.IMPORT_FILES: frozenset({Role.COUNTY, Role.OPERATOR}),
    Permission.MARK_SCENARIOS: frozenset({Role.COUNTY}),
    Permission.SEE_COUNTY: _BUREAUS | {Role.AUDITOR, Role.OPERATOR},
    Permission.CHASE_GAPS: frozenset({Role.COUNTY}),
    Permission.INVITE_MEMBERS: _EVERYBODY - {Role.AUDITOR, Role.EXPERT},
    Permission.EDIT_ORGANISATIONS: frozenset({Role.OPERATOR}),
    Permission.SEE_RECOMMENDATIONS: _BUREAUS | {Role.ENTERPRISE, Role.AUDITOR, Role.OPERATOR},
    Permission.KEEP_RUNS: frozenset({Role.ENTERPRISE, Role.COUNTY}),
    Permission.READ_JOURNAL: frozenset({Role.AUDITOR, Role.OPERATOR}),
    Permission.EDIT_RANKING: frozenset({Role.OPERATOR}),
    Permission.SEE_REVIEWS: _BUREAUS | {Role.EXPERT, Role.AUDITOR, Role.OPERATOR},
    Permission.RUN_REVIEWS: _BUREAUS,
    Permission.JUDGE: frozenset({Role.EXPERT}),
    Permission.SEE_OBJECTIONS: _EVERYBODY,
    Permission.ANSWER_OBJECTIONS: _BUREAUS,
    Permission.EDIT_CALENDAR: frozenset({Role.PROVINCE, Role.OPERATOR}),
    Permission.MANAGE_LISTS: frozenset({Role.COUNTY}),
    Permission.WATCH_LISTS: _BUREAUS | {Role.AUDITOR, Role.OPERATOR},
    Permission.APPLY_TO_LISTS: frozenset({Role.PROVIDER}),
    Permission.SEE_APPLICATIONS: _BUREAUS | {Role.PROVIDER, Role.EXPERT, Role.AUDITOR, Role.OPERATOR},
    Permission.SEE_ENQUIRIES: _BUREAUS | {Role.ENTERPRISE, Role.PROVIDER, Role.AUDITOR, Role.OPERATOR},
    Permission.SEE_PROJECTS: _EVERYBODY - {Role.EXPERT},
    Permission.SEE_ACCEPTANCES: _EVERYBODY,
    Permission.RUN_PROJECTS: frozenset({Role.ENTERPRISE}),
    Permission.QUOTE: frozenset({Role.PROVIDER}),
    Permission.SUPERVISE: frozenset({Role.SUPERVISOR}),
    Permission.DECIDE_ACCEPTANCE: frozenset({Role.COUNTY}),
    Permission.WORK_ON_PROJECTS: frozenset({Role.ENTERPRISE, Role.PROVIDER}),
    Permission.MOVE_MILESTONES: frozenset({Role.ENTERPRISE, Role.PROVIDER, Role.SUPERVISOR}),
    Permission.SEE_PILOT_APPLICATIONS: _BUREAUS | {Role.EXPERT, Role.AUDITOR, Role.OPERATOR},
    Permission.RUN_ROUNDS: frozenset({Role.PROVINCE}),
    Permission.WRITE_PILOT: frozenset({Role.COUNTY}),
    Permission.GIVE_CITY_OPINION: frozenset({Role.CITY}),
    Permission.OPERATE: frozenset({Role.OPERATOR}),
    # Whoever registers a body acts for it from then on: those who judge, decide or check never do.
    Permission.REGISTER_BODIES: frozenset({Role.ENTERPRISE, Role.PROVIDER, Role.SUPERVISOR}),
}


# Who asks in the wrong place learns where to look.
_OWN_PLACE = (
    "一家企业的推荐只给这家企业和经信部门看。本单位排在哪里、为什么，看“我排在哪里”"
    "（网页和接口都在 providers/本单位编号/position）；向本单位询过价的企业，还能看在它那里排第几。"
)
_ELSEWHERE = {(Permission.SEE_RECOMMENDATIONS, Role.PROVIDER): _OWN_PLACE}


def requires(permission: Permission) -> Callable[[View], View]:
    """State the permission of a view; a route without one fails a test and is refused at run time."""

    def mark(view: View) -> View:
        view.required_permission = permission  # type: ignore[attr-defined]  # a mark on the function itself
        return view

    return mark


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """Return the permission that an endpoint states, None when it states none."""
    if endpoint == "static":
        return Permission.PUBLIC
    view = app.view_functions[endpoint]
    stated: Permission | None = getattr(view, "required_permission", None)
    return stated


def check(permission: Permission, viewer: Viewer) -> None:
    """Raise when the viewer's role does not carry the permission."""
    if permission is Permission.PUBLIC:
        return
    if viewer.actor is None:
        raise SignInRequiredError
    if viewer.actor.role not in GRANTS[permission]:
        raise ForbiddenError(_ELSEWHERE.get((permission, viewer.actor.role), ""))


def check_scope(viewer: Viewer) -> None:
    """Raise when a request that changes something came with a token that may only read."""
    if viewer.scopes is not None and WRITE_SCOPE not in viewer.scopes:
        raise ForbiddenError("这个令牌只能读取，不能写入。请生成允许写入的令牌。", code="token_reads_only")


def init_permissions(app: Flask, viewer: Callable[[], Viewer]) -> None:
    """Check each request against the permission of its route before the view runs."""

    @app.before_request
    def enforce() -> None:
        if request.endpoint is None:
            return
        permission = permission_of(current_app, request.endpoint)
        if permission is None:
            raise ForbiddenError(f"页面 {request.endpoint} 没有声明权限，已拒绝访问。")
        check(permission, viewer())
        if request.method not in SAFE_METHODS:
            check_scope(viewer())
