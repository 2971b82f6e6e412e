"""What a county's bureau does with a published list: changes of entries, recognition, answers, old lists entered."""

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from sqlmodel import Session

from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.documents.process import base_url
from marketplace.files.process import uploads
from marketplace.lists.appeals import answer_appeal
from marketplace.lists.changing import confirm_change, propose_change, propose_to_withdraw, refuse_change
from marketplace.lists.doing import LABELS, Answer, do
from marketplace.lists.drafting import draft_from_rows, recognise
from marketplace.lists.importing import read_old_list
from marketplace.lists.keeping_page import load_keeping_page, load_recognisable
from marketplace.lists.labels import CHANGE_KIND_LABELS, REASON_LABELS, ListChangeKind
from marketplace.lists.models import ListAppeal, ListChange
from marketplace.lists.queries import load_list
from marketplace.lists.schemas import AppealAnswerIn, ChangeIn, ImportIn, RecogniseIn, WithdrawalIn
from marketplace.taxonomy.queries import load_industries
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("list_keeping", __name__, url_prefix="/bureau", template_folder="templates")
KINDS = [("总承包商", "总承包商"), ("SaaS服务商", "SaaS服务商"), ("行业平台商", "行业平台商")]


@bp.get("/lists/<int:list_id>")
@requires(Permission.WATCH_LISTS)
def show(list_id: int) -> str:
    """Show a list to its office: entries, proposed changes, appeals, archive."""
    return _page(list_id, BoundForm(raw={}, labels=LABELS))


@bp.post("/lists/<int:list_id>/changes")
@requires(Permission.MANAGE_LISTS)
def propose(list_id: int) -> Answer:
    """Propose a change of one entry."""
    load_list(read_session(), list_id=list_id, keeper=actor())
    form = BoundForm.bind(ChangeIn, request.form, labels=LABELS)

    def act(session: Session) -> str:
        propose_change(session, actor=actor(), list_id=list_id, entered=form.require(), now=now())
        return url_for("list_keeping.show", list_id=list_id)

    return do(form, act, page=lambda kept: _page(list_id, kept), said="已提出，请一位同事确认后生效。")


@bp.post("/lists/<int:list_id>/withdrawal")
@requires(Permission.MANAGE_LISTS)
def withdraw(list_id: int) -> Answer:
    """Propose to withdraw the whole published list."""
    load_list(read_session(), list_id=list_id, keeper=actor())
    form = BoundForm.bind(WithdrawalIn, request.form, labels=LABELS)

    def act(session: Session) -> str:
        propose_to_withdraw(session, actor=actor(), list_id=list_id, entered=form.require(), now=now())
        return url_for("list_keeping.show", list_id=list_id)

    return do(form, act, page=lambda kept: _page(list_id, kept), said="已提出撤回，请一位同事确认后生效。")


@bp.post("/list-changes/<int:change_id>/confirm")
@requires(Permission.MANAGE_LISTS)
def confirm(change_id: int) -> Answer:
    """Put a proposed change into force."""
    list_id = _list_of(change_id)

    def act(session: Session) -> str:
        confirm_change(session, actor=actor(), change_id=change_id, base_url=base_url(), now=now())
        return url_for("list_keeping.show", list_id=list_id)

    return do(BoundForm(raw={}), act, page=lambda kept: _page(list_id, kept), said="已生效，名单出了新的一版。")


@bp.post("/list-changes/<int:change_id>/refuse")
@requires(Permission.MANAGE_LISTS)
def refuse(change_id: int) -> Answer:
    """Drop a proposed change."""
    list_id = _list_of(change_id)

    def act(session: Session) -> str:
        refuse_change(session, actor=actor(), change_id=change_id, now=now())
        return url_for("list_keeping.show", list_id=list_id)

    return do(BoundForm(raw={}), act, page=lambda kept: _page(list_id, kept), said="这项变动不办了。")


@bp.post("/lists/<int:list_id>/recognise")
@requires(Permission.MANAGE_LISTS)
def take_over(list_id: int) -> Answer:
    """Take over another county's admission into a draft."""
    load_list(read_session(), list_id=list_id, keeper=actor())
    form = BoundForm.bind(RecogniseIn, _split_choice(), labels=LABELS)

    def act(session: Session) -> str:
        entered = form.require()
        draft = recognise(
            session,
            actor=actor(),
            list_id=list_id,
            from_list_id=entered.list_id,
            provider_id=entered.provider_id,
            reason=entered.reason,
            now=now(),
        )
        return url_for("list_drafts.show", draft_id=draft.id)

    return do(form, act, page=lambda kept: _page(list_id, kept), said="已放进草案，一样要内部审核和公示。")


@bp.post("/list-appeals/<int:appeal_id>/answer")
@requires(Permission.MANAGE_LISTS)
def answer(appeal_id: int) -> Answer:
    """Answer an appeal or a complaint."""
    row = read_session().get(ListAppeal, appeal_id)
    if row is None:
        raise NotFoundError
    list_id = row.list_id
    load_list(read_session(), list_id=list_id, keeper=actor())
    form = BoundForm.bind(AppealAnswerIn, request.form, labels=LABELS)

    def act(session: Session) -> str:
        answer_appeal(session, actor=actor(), appeal_id=appeal_id, entered=form.require(), now=now())
        return url_for("list_keeping.show", list_id=list_id)

    return do(form, act, page=lambda kept: _page(list_id, kept), said="已答复，提出人会收到消息。")


@bp.get("/lists/import")
@requires(Permission.MANAGE_LISTS)
def import_form() -> str:
    """Ask for the workbook of an old list."""
    return _import_page(BoundForm(raw={}, labels=LABELS))


@bp.post("/lists/import")
@requires(Permission.MANAGE_LISTS)
def import_list() -> Answer:
    """Draft a list from a workbook."""
    form = BoundForm.bind(ImportIn, request.form, labels=LABELS)

    def act(session: Session) -> str:
        entered, files = form.require(), uploads("file")
        if not files:
            raise InvalidError(fields={"file": ["请选择 Excel 表。"]})
        old = read_old_list(session, content=files[0].content, provider_kind=entered.provider_kind, now=now())
        draft = draft_from_rows(
            session,
            actor=actor(),
            catalog_no=entered.catalog_no,
            provider_kind=entered.provider_kind,
            source=entered.source,
            entries=old.entries,
            now=now(),
        )
        if old.unread:
            flash(f"这些列没有读：{'、'.join(old.unread)}。", "warn")
        return url_for("list_drafts.show", draft_id=draft.id)

    return do(form, act, page=_import_page, said="已读入草案，核对后提交内部审核；一样要公示。")


def _split_choice() -> Any:
    """Read the choice of another list's entry, which the page writes as list:provider."""
    data = request.form.copy()
    list_id, _, provider_id = data.get("choice", "").partition(":")
    data["list_id"], data["provider_id"] = list_id, provider_id
    return data


def _list_of(change_id: int) -> int:
    row = read_session().get(ListChange, change_id)
    if row is None:
        raise NotFoundError
    load_list(read_session(), list_id=row.list_id, keeper=actor())
    return row.list_id


def _page(list_id: int, form: BoundForm[Any]) -> str:
    page = load_keeping_page(read_session(), actor=actor(), list_id=list_id, now=now())
    return render_template(
        "lists/keeping.html",
        page=page,
        kept=page.kept,
        form=form,
        kinds=[
            (kind.value, label) for kind, label in CHANGE_KIND_LABELS.items() if kind is not ListChangeKind.WITHDRAW
        ],
        reasons=[(reason.value, label) for reason, label in REASON_LABELS.items()],
        others=load_recognisable(read_session(), kept=page.kept, now=now()) if page.can_manage else [],
    )


def _import_page(form: BoundForm[Any]) -> str:
    industries = [("0", "不限细分行业")]
    industries += [(str(row.catalog_no), f"{row.catalog_no} {row.level2}") for row in load_industries(read_session())]
    return render_template("lists/import.html", form=form, industries=industries, kinds=KINDS)
