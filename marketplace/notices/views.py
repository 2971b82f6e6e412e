"""Public pages of notices, and the form for objections."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, MarketplaceError, NotFoundError
from marketplace.documents.queries import load_documents
from marketplace.files.process import file_store, uploads
from marketplace.files.queries import load_files
from marketplace.files.services import attach_files
from marketplace.files.sniffing import ACCEPT
from marketplace.notices.evidence import EVIDENCE
from marketplace.notices.labels import GROUND_LABELS, REMEDY_LABELS
from marketplace.notices.objections import file_objection, withdraw_objection
from marketplace.notices.page_data import item_options, load_notice_page, objection_view
from marketplace.notices.queries import find_objection_by_token, load_notice, load_notices
from marketplace.notices.schemas import ObjectionIn
from marketplace.web.forms import BoundForm
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.pages import page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.problems import status_of
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import viewer
from marketplace.web.state import now

bp = Blueprint("notices", __name__, template_folder="templates")
LABELS = {
    "item_key": "针对哪一项",
    "ground": "理由类别",
    "text": "事实和理由",
    "remedy": "希望怎么处理",
    "name": "您的单位或姓名",
    "contact": "联系方式",
    "evidence": "证据",
}


@bp.get("/notices")
@requires(Permission.PUBLIC)
@kept_for_visitors
def index() -> str:
    """List notices, newest first; ``open=1`` shows only those that still run, ``county`` those of an area."""
    only_open, county = request.args.get("open") == "1", request.args.get("county", "")[:6]
    page = load_notices(
        read_session(), args=page_args(request.args), now=now(), county_code=county, only_open=only_open
    )
    return render_template(
        "notices/index.html",
        page=page,
        only_open=only_open,
        page_url=lambda number: url_for(
            "notices.index", page=number, open="1" if only_open else None, county=county or None
        ),
    )


@bp.get("/notices/<int:notice_id>")
@requires(Permission.PUBLIC)
@kept_for_visitors
def show(notice_id: int) -> str:
    """Show a notice with its days, parts, objections and their answers."""
    return _page(notice_id, BoundForm(raw={}, labels=LABELS))


@bp.post("/notices/<int:notice_id>/objections")
@requires(Permission.PUBLIC)
def object_to(notice_id: int) -> Response | tuple[str, int]:
    """Take an objection with its evidence, and lead to the receipt."""
    form = BoundForm.bind(ObjectionIn, request.form, labels=LABELS)
    try:
        with transaction() as session:
            actor = viewer().actor
            filed = file_objection(session, actor=actor, notice_id=notice_id, entered=form.require(), now=now())
            attach_files(
                session,
                actor=actor,
                store=file_store(),
                uploads=uploads("evidence"),
                subject_kind=EVIDENCE,
                subject_id=filed.objection.id or 0,
                field="evidence",
                now=now(),
            )
    except NotFoundError:
        raise
    except InvalidError as error:
        _keep(form, error)
        return _page(notice_id, form), 422
    except MarketplaceError as error:
        # Late, too many, too large: what was typed stays on the page, with the reason above it.
        form.add_error(InvalidError(error.message))
        return _page(notice_id, form), int(status_of(error))
    flash("异议已收到。请保存这一页的地址，凭它查看答复。", "success")
    return redirect(url_for("notices.receipt", token=filed.token), code=303)


@bp.get("/objections/receipt/<token>")
@requires(Permission.PUBLIC)
def receipt(token: str) -> Response:
    """Show an objection to whoever holds its receipt's link."""
    session = read_session()
    objection = find_objection_by_token(session, token=token)
    if objection is None:
        raise NotFoundError
    notice = load_notice(session, notice_id=objection.notice_id)
    page = render_template(
        "notices/receipt.html",
        notice=notice,
        objection=objection_view(notice, objection, is_open=True),
        files=load_files(session, subject_kind=EVIDENCE, subject_ids=[objection.id or 0])[objection.id or 0],
        token=token,
        address=request.base_url,
    )
    answer = make_response(page)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("/objections/receipt/<token>/withdraw")
@requires(Permission.PUBLIC)
def withdraw_by_receipt(token: str) -> Response:
    """Take an objection back by its receipt's link."""
    objection = find_objection_by_token(read_session(), token=token)
    if objection is None:
        raise NotFoundError
    with transaction() as session:
        withdraw_objection(session, actor=viewer().actor, objection_id=objection.id or 0, token=token, now=now())
    flash("异议已撤回。", "success")
    return redirect(url_for("notices.receipt", token=token), code=303)


def _keep(form: BoundForm[Any], error: InvalidError) -> None:
    # The form's own errors come back through require(); only what the services found is new.
    if error.fields != form.field_errors:
        form.add_error(error)


def _page(notice_id: int, form: BoundForm[Any]) -> str:
    session = read_session()
    page = load_notice_page(session, notice_id=notice_id, actor=viewer().actor, now=now())
    notice = page.notice
    documents = load_documents(session, subject_kind=notice.subject_kind, subject_ids=[notice.subject_id])
    return render_template(
        "notices/notice.html",
        page=page,
        notice=notice,
        form=form,
        documents=[row for row in documents[notice.subject_id] if row.is_public and row.is_current],
        items=item_options(notice),
        grounds=list(GROUND_LABELS.items()),
        remedies=list(REMEDY_LABELS.items()),
        accept=ACCEPT,
        is_visitor=viewer().actor is None,
    )
