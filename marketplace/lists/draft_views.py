"""What a county's bureau does with a draft: edit, check, notice, change, decide, publish, withdraw."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlmodel import Session

from marketplace.documents.process import base_url
from marketplace.lists.doing import LABELS, Answer, do
from marketplace.lists.draft_page import change_reasons, load_draft_page
from marketplace.lists.drafting import move_entry, return_draft, submit_draft
from marketplace.lists.models import ListDraft
from marketplace.lists.publishing import change_noticed, decide_draft, notice_draft, publish_list, withdraw_draft
from marketplace.lists.queries import load_draft, load_list
from marketplace.lists.schemas import DecideIn, MoveIn, NoticedChangeIn, PublishIn, ReasonIn, VersionIn
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("list_drafts", __name__, url_prefix="/bureau/drafts", template_folder="templates")


@bp.get("/<int:draft_id>")
@requires(Permission.WATCH_LISTS)
def show(draft_id: int) -> str:
    """Show a draft with the one next step."""
    return _page(draft_id, BoundForm(raw={}, labels=LABELS))


@bp.post("/<int:draft_id>/move")
@requires(Permission.MANAGE_LISTS)
def move(draft_id: int) -> Answer:
    """Take a provider out of the draft, or an applicant into it."""
    form = BoundForm.bind(MoveIn, request.form, labels=LABELS)

    def act(session: Session) -> object:
        entered = form.require()
        return move_entry(session, actor=actor(), draft_id=draft_id, now=now(), **entered.said())

    return _do(draft_id, form, act, said="草案已改，理由已记下。")


@bp.post("/<int:draft_id>/submit")
@requires(Permission.MANAGE_LISTS)
def submit(draft_id: int) -> Answer:
    """Hand the draft to a colleague."""
    form = BoundForm.bind(VersionIn, request.form, labels=LABELS)

    def act(session: Session) -> object:
        return submit_draft(session, actor=actor(), draft_id=draft_id, now=now(), **form.require().said())

    return _do(draft_id, form, act, said="已提交，请一位没有参与起草的同事审核。")


@bp.post("/<int:draft_id>/return")
@requires(Permission.MANAGE_LISTS)
def give_back(draft_id: int) -> Answer:
    """Give the draft back to be mended."""
    form = BoundForm.bind(ReasonIn, request.form, labels=LABELS)

    def act(session: Session) -> object:
        return return_draft(session, actor=actor(), draft_id=draft_id, now=now(), **form.require().said())

    return _do(draft_id, form, act, said="已退回修改。")


@bp.post("/<int:draft_id>/notice")
@requires(Permission.MANAGE_LISTS)
def notice(draft_id: int) -> Answer:
    """Pass the check and put the draft up for public notice."""
    form = BoundForm.bind(VersionIn, request.form, labels=LABELS)

    def act(session: Session) -> object:
        version = form.require().version
        return notice_draft(
            session, actor=actor(), draft_id=draft_id, seen_version=version, base_url=base_url(), now=now()
        )

    return _do(draft_id, form, act, said="已开始公示，内容已封存；公示文件可以下载张贴。")


@bp.post("/<int:draft_id>/change")
@requires(Permission.MANAGE_LISTS)
def change(draft_id: int) -> Answer:
    """Change what is under notice; the notice starts anew for what changed."""
    form = BoundForm.bind(NoticedChangeIn, request.form, labels=LABELS)

    def act(session: Session) -> object:
        entered = form.require().said()
        return change_noticed(session, actor=actor(), draft_id=draft_id, base_url=base_url(), now=now(), **entered)

    return _do(draft_id, form, act, said="已更改，并就更改的内容重新公示。")


@bp.post("/<int:draft_id>/decide")
@requires(Permission.MANAGE_LISTS)
def decide(draft_id: int) -> Answer:
    """Note the office's decision."""
    form = BoundForm.bind(DecideIn, request.form, labels=LABELS)

    def act(session: Session) -> object:
        return decide_draft(session, actor=actor(), draft_id=draft_id, now=now(), **form.require().said())

    return _do(draft_id, form, act, said="决定已记录，请一位没有参与起草的同事发布。")


@bp.post("/<int:draft_id>/publish")
@requires(Permission.MANAGE_LISTS)
def publish(draft_id: int) -> Answer:
    """Publish the next edition."""
    form = BoundForm.bind(PublishIn, request.form, labels=LABELS)

    def act(session: Session) -> object:
        entered = form.require().said()
        return publish_list(session, actor=actor(), draft_id=draft_id, base_url=base_url(), now=now(), **entered)

    return _do(draft_id, form, act, said="名单已发布，公布通知可以下载。")


@bp.post("/<int:draft_id>/withdraw")
@requires(Permission.MANAGE_LISTS)
def withdraw(draft_id: int) -> Answer:
    """End the draft without an edition."""
    form = BoundForm.bind(ReasonIn, request.form, labels=LABELS)

    def act(session: Session) -> object:
        return withdraw_draft(session, actor=actor(), draft_id=draft_id, now=now(), **form.require().said())

    return _do(draft_id, form, act, said="草案已撤回。")


def _do(draft_id: int, form: BoundForm[Any], act: Callable[[Session], object], *, said: str) -> Answer:
    draft: ListDraft = load_draft(read_session(), draft_id=draft_id)
    load_list(read_session(), list_id=draft.list_id, keeper=actor())

    def and_lead(session: Session) -> str:
        act(session)
        return url_for("list_drafts.show", draft_id=draft_id)

    return do(form, and_lead, page=lambda kept: _page(draft_id, kept), said=said)


def _page(draft_id: int, form: BoundForm[Any]) -> str:
    page = load_draft_page(read_session(), actor=actor(), draft_id=draft_id, now=now())
    return render_template("lists/draft.html", page=page, draft=page.draft, form=form, change_reasons=change_reasons())
