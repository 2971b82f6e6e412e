"""What a county's bureau does with a call: draft, publish, unseal, screen, set up the review, draft a list."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlmodel import Session

from marketplace.core.errors import InvalidError
from marketplace.lists.advice import compute_advice
from marketplace.lists.applying import screen_application
from marketplace.lists.call_page import call_form_values, load_call_page, load_office_desk
from marketplace.lists.calls import open_applications, publish_call, save_call, withdraw_call
from marketplace.lists.doing import LABELS, Answer, do
from marketplace.lists.drafting import draft_from_review
from marketplace.lists.labels import RULE_LABELS, YES_NO_LABELS
from marketplace.lists.process import pilot_firms
from marketplace.lists.queries import load_application, load_call, load_list
from marketplace.lists.reviewing import open_call_review
from marketplace.lists.schemas import CallIn, ReasonIn, ScreenIn
from marketplace.recommendations.process import ranker
from marketplace.taxonomy.queries import load_industries
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("list_calls", __name__, url_prefix="/bureau", template_folder="templates")
KINDS = [("总承包商", "总承包商"), ("SaaS服务商", "SaaS服务商"), ("行业平台商", "行业平台商")]


@bp.get("/lists")
@requires(Permission.WATCH_LISTS)
def desk() -> str:
    """Show the actor's lists, calls and drafts, what waits first."""
    return render_template("lists/desk.html", desk=load_office_desk(read_session(), actor=actor(), now=now()))


@bp.get("/calls/new")
@requires(Permission.MANAGE_LISTS)
def new() -> str:
    """Show an empty call, filled in from the template of criteria."""
    return _form_page(BoundForm(raw=call_form_values(None), labels=LABELS), call_id=None)


@bp.post("/calls/new")
@requires(Permission.MANAGE_LISTS)
def create() -> Answer:
    """Draft a call."""
    form = BoundForm.bind(CallIn, request.form, labels=LABELS)

    def act(session: Session) -> str:
        call = save_call(session, actor=actor(), entered=form.require(), now=now())
        return url_for("list_calls.show", call_id=call.id)

    return do(form, act, page=lambda kept: _form_page(kept, call_id=None), said="已保存。核对以后再发布征集。")


@bp.get("/calls/<int:call_id>/edit")
@requires(Permission.MANAGE_LISTS)
def edit(call_id: int) -> str:
    """Show a call that is not published yet, to mend."""
    call = load_call(read_session(), call_id=call_id)
    kept = load_list(read_session(), list_id=call.list_id, keeper=actor())
    return _form_page(BoundForm(raw=call_form_values(call, kept=kept), labels=LABELS), call_id=call_id)


@bp.post("/calls/<int:call_id>/edit")
@requires(Permission.MANAGE_LISTS)
def save(call_id: int) -> Answer:
    """Mend a call that is not published yet."""
    _own(call_id)
    form = BoundForm.bind(CallIn, request.form, labels=LABELS)

    def act(session: Session) -> str:
        save_call(session, actor=actor(), entered=form.require(), call_id=call_id, now=now())
        return url_for("list_calls.show", call_id=call_id)

    return do(form, act, page=lambda kept: _form_page(kept, call_id=call_id), said="已保存。")


@bp.get("/calls/<int:call_id>")
@requires(Permission.WATCH_LISTS)
def show(call_id: int) -> str:
    """Show a call with all that was handed in, once it was opened."""
    return _page(call_id, BoundForm(raw={}, labels=LABELS))


@bp.post("/calls/<int:call_id>/publish")
@requires(Permission.MANAGE_LISTS)
def publish(call_id: int) -> Answer:
    """Open the call to applications."""

    def act(session: Session) -> str:
        publish_call(session, actor=actor(), call_id=call_id, seen_version=_version(), now=now())
        return url_for("list_calls.show", call_id=call_id)

    return _do(call_id, BoundForm(raw={}), act, said="征集已发布，条件和评分标准不能再改。")


@bp.post("/calls/<int:call_id>/withdraw")
@requires(Permission.MANAGE_LISTS)
def withdraw(call_id: int) -> Answer:
    """Cancel the call."""
    form = BoundForm.bind(ReasonIn, request.form, labels=LABELS)

    def act(session: Session) -> str:
        withdraw_call(session, actor=actor(), call_id=call_id, reason=form.require().reason, now=now())
        return url_for("list_calls.show", call_id=call_id)

    return _do(call_id, form, act, said="征集已取消，理由会公开显示。")


@bp.post("/calls/<int:call_id>/open")
@requires(Permission.MANAGE_LISTS)
def unseal(call_id: int) -> Answer:
    """Open the sealed applications."""

    def act(session: Session) -> str:
        open_applications(session, actor=actor(), call_id=call_id, now=now())
        return url_for("list_calls.show", call_id=call_id)

    return _do(call_id, BoundForm(raw={}), act, said="申报材料已开启，请逐家审查条件。")


@bp.post("/applications/<int:application_id>/screen")
@requires(Permission.MANAGE_LISTS)
def screen(application_id: int) -> Answer:
    """Note whether an applicant meets the conditions."""
    form = BoundForm.bind(ScreenIn, request.form, labels=LABELS)
    call_id = load_application(read_session(), application_id=application_id).call_id

    def act(session: Session) -> str:
        entered = form.require()
        screen_application(
            session,
            actor=actor(),
            application_id=application_id,
            verdict=entered.verdict,
            reason=entered.reason,
            now=now(),
        )
        return url_for("list_calls.show", call_id=call_id)

    return _do(call_id, form, act, said="已记录审查结论。")


@bp.post("/calls/<int:call_id>/review")
@requires(Permission.MANAGE_LISTS)
def review(call_id: int) -> Answer:
    """Set up the review of those who met the conditions."""

    def act(session: Session) -> str:
        made = open_call_review(session, actor=actor(), call_id=call_id, now=now())
        return url_for("reviews.show", review_id=made.id)

    return _do(call_id, BoundForm(raw={}), act, said="评审已建立，请邀请专家并指定组长。")


@bp.post("/calls/<int:call_id>/advice")
@requires(Permission.MANAGE_LISTS)
def advise(call_id: int) -> Answer:
    """Compute what the engine says over the county's firms."""

    def act(session: Session) -> str:
        compute_advice(session, ranker(), actor=actor(), call_id=call_id, pilots_of=pilot_firms(), now=now())
        return url_for("list_calls.show", call_id=call_id)

    return _do(call_id, BoundForm(raw={}), act, said="已算好，只供参考，不计入得分。")


@bp.post("/calls/<int:call_id>/draft")
@requires(Permission.MANAGE_LISTS)
def draft(call_id: int) -> Answer:
    """Draft the list that the review proposes."""

    def act(session: Session) -> str:
        made = draft_from_review(session, actor=actor(), call_id=call_id, now=now())
        return url_for("list_drafts.show", draft_id=made.id)

    return _do(call_id, BoundForm(raw={}), act, said="已按评审结果起草，请核对后提交内部审核。")


def _version() -> int:
    text = request.form.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - versions are small numbers
        raise InvalidError("提交的版本不对。请重新打开这次征集，再办一次。")
    return int(text)


def _own(call_id: int) -> None:
    call = load_call(read_session(), call_id=call_id)
    load_list(read_session(), list_id=call.list_id, keeper=actor())


def _do(call_id: int, form: BoundForm[Any], act: Any, *, said: str) -> Answer:
    _own(call_id)
    return do(form, act, page=lambda kept: _page(call_id, kept), said=said)


def _page(call_id: int, form: BoundForm[Any]) -> str:
    page = load_call_page(read_session(), actor=actor(), call_id=call_id, now=now())
    return render_template("lists/call_office.html", page=page, call=page.call, form=form)


def _form_page(form: BoundForm[Any], *, call_id: int | None) -> str:
    industries = [("0", "不限细分行业")]
    industries += [(str(row.catalog_no), f"{row.catalog_no} {row.level2}") for row in load_industries(read_session())]
    return render_template(
        "lists/call_form.html",
        form=form,
        call_id=call_id,
        industries=industries,
        kinds=KINDS,
        rules=[(rule.value, label) for rule, label in RULE_LABELS.items()],
        yes_no=[(one.value, label) for one, label in YES_NO_LABELS.items()],
    )
