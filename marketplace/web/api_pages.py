"""The API for people: every operation with its fields and an example, and a form that sends it."""

import json
from typing import cast
from uuid import uuid4

from flask import Blueprint, Flask, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.core.clock import shanghai_day
from marketplace.core.errors import NotFoundError
from marketplace.web.api_command import command
from marketplace.web.api_days import as_of
from marketplace.web.api_names import slug_of
from marketplace.web.api_operations import Operation, groups, load_operation, narrowed
from marketplace.web.api_sending import Answered, Asked, send
from marketplace.web.api_states import find_beside
from marketplace.web.apidoc import describe
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.limits import told_limit
from marketplace.web.permissions import Permission, requires
from marketplace.web.problem_codes import find_problem_code, load_problem_codes
from marketplace.web.problems import problem_body
from marketplace.web.signin import viewer
from marketplace.web.state import now, state

bp = Blueprint("api_pages", __name__, template_folder="templates")
LONGEST_QUESTION = 60


@bp.get("/developers")
@requires(Permission.PUBLIC)
@kept_for_visitors
def index() -> str:
    """Show how to begin, and what programs can do, part by part; ``q`` narrows it down to what holds all its words."""
    q = request.args.get("q", "").strip()[:LONGEST_QUESTION]
    found = narrowed(groups(describe(_app())), q=q)
    return render_template(
        "api/index.html",
        groups=found,
        count=sum(len(operations) for _, operations in found),
        q=q,
        base_url=request.url_root,
        limits=_limits(),
        is_signed_in=viewer().actor is not None,
        crumbs=[("首页", "/"), ("开放接口", "")],
    )


@bp.get("/developers/problems")
@requires(Permission.PUBLIC)
@kept_for_visitors
def problems() -> str:
    """Show every code that an error can bear, with what it means and how to mend it."""
    made = problem_body(
        status=422, code="invalid", detail="有内容需要修改，请看标出的地方。", request_id="6f76dcad55b70a5d"
    )
    example = {**made, "errors": {"county_code": ["请填写六位数字的代码。"]}}
    return render_template(
        "api/problems.html",
        parts=load_problem_codes(),
        example=json.dumps(example, ensure_ascii=False, indent=2),
        crumbs=[("首页", "/"), ("开放接口", url_for("api_pages.index")), ("错误代码", "")],
    )


@bp.get("/problems/<code>")
@requires(Permission.PUBLIC)
def problem_code(code: str) -> ResponseReturnValue:
    """Lead from the ``type`` of a problem to what its code means."""
    if find_problem_code(code) is None:
        raise NotFoundError
    return redirect(url_for("api_pages.problems", _anchor=code), code=303)


@bp.get("/developers/<slug>")
@requires(Permission.PUBLIC)
def operation(slug: str) -> ResponseReturnValue:
    """Show one operation with a form that is filled in with an example."""
    found = load_operation(describe(_app()), slug=slug)
    today = shanghai_day(now())
    values = {one.field.name: as_of(one.sample, today=today) for one in found.parameters}
    return _page(found, asked=Asked(values=values, body=as_of(found.body_example, today=today), key=str(uuid4())))


@bp.post("/developers/<slug>")
@requires(Permission.PUBLIC)
def operation_post(slug: str) -> ResponseReturnValue:
    """Send what was filled in and show the answer; a page that is sent again does nothing twice, by its key."""
    found = load_operation(describe(_app()), slug=slug)
    asked = Asked(
        values={one.field.name: request.form.get(f"value-{one.field.name}", "").strip() for one in found.parameters},
        body=request.form.get("body", ""),
        token=request.form.get("token", "").strip(),
        key=request.form.get("key", ""),
        if_match=request.form.get("if-match", "").strip(),
        files=tuple((one.filename, one.read()) for one in request.files.getlist("files") if one.filename),
    )
    return _page(found, asked=asked, answered=send(_app().wsgi_app, found, asked=asked, environ=request.environ))


def _page(found: Operation, *, asked: Asked, answered: Answered | None = None) -> ResponseReturnValue:
    beside = find_beside(describe(_app()), path=found.path, method=found.method)
    page = render_template(
        "api/operation.html",
        operation=found,
        beside=beside,
        beside_slug=slug_of("get", beside.path) if beside else "",
        asked=asked,
        answered=answered,
        next_key=str(uuid4()),
        command=command(found, asked=asked, base=request.url_root.rstrip("/"), beside=beside),
        actor=viewer().actor,
        crumbs=[("首页", "/"), ("开放接口", url_for("api_pages.index")), (found.summary, "")],
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"  # It may show what only its reader may see.
    return response


def _limits() -> dict[str, str] | None:
    settings = state().settings
    if not settings.rate_limits:
        return None
    return {"public": told_limit(settings.rate_limit_public), "member": told_limit(settings.rate_limit_member)}


def _app() -> Flask:
    return cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - werkzeug's way to unwrap
