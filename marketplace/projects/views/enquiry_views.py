"""Pages of enquiries: asking, questions and answers, declining, cancelling."""

from datetime import timedelta

from flask import Blueprint, render_template, request, url_for

from marketplace.core.actor import Role
from marketplace.core.ids import read_id
from marketplace.enterprises.queries import load_visible
from marketplace.projects.grounds import known_grounds
from marketplace.projects.labels import EnquiryState
from marketplace.projects.needs import needs_of, unrepeated_keys
from marketplace.projects.queries.enquiries import confirmed_providers, list_enquiries, load_enquiry_page
from marketplace.projects.queries.quotations import load_own_quotation
from marketplace.projects.schemas import MOST_ASKED, EnquiryIn, QuestionIn, ReasonIn
from marketplace.projects.services.enquiries import (
    answer_question,
    ask_question,
    cancel_enquiry,
    decline,
    send_enquiry,
)
from marketplace.projects.views.acting import Answer, Form, blank, perform
from marketplace.supervisors.queries import load_confirmed
from marketplace.web.forms import BoundForm
from marketplace.web.pages import page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now, today

bp = Blueprint("enquiries", __name__, url_prefix="/enquiries", template_folder="../templates")
LABELS = {
    "title": "标题",
    "note": "补充说明",
    "providers": "向哪几家询价",
    "needs": "附上的条目",
    "due_on": "报价截止日",
    "supervisor_id": "监理机构",
    "run_digest": "所依据的排序",
    "origin": "看样学样",
    "text": "内容",
    "reason": "理由",
}
DAYS_TO_QUOTE = 10


@bp.get("")
@requires(Permission.SEE_ENQUIRIES)
def index() -> str:
    """List the enquiries that concern the actor."""
    page = list_enquiries(read_session(), actor=actor(), args=page_args(request.args), now=now())
    return render_template(
        "projects/enquiries.html",
        page=page,
        role=actor().role.value,
        own_id=actor().organisation_id,
        page_url=lambda number: url_for("enquiries.index", page=number),
    )


@bp.get("/new")
@requires(Permission.RUN_PROJECTS)
def new() -> str:
    """Show the form with the providers that were picked and the whole list ticked."""
    picked = [one for text in request.args.getlist("p") if (one := read_id(text)) is not None]
    row = load_visible(read_session(), actor=actor(), enterprise_id=actor().organisation_id).row
    form = blank(
        LABELS,
        title=request.args.get("title", "数字化改造询价")[:120],
        providers=[str(one) for one in dict.fromkeys(picked)][:MOST_ASKED],
        needs=unrepeated_keys(row),
        due_on=(today() + timedelta(days=DAYS_TO_QUOTE)).isoformat(),
        run_digest=request.args.get("run", "")[:64],
        origin=request.args.get("origin", "")[:40],
    )
    return _form_page(form)


@bp.post("/new")
@requires(Permission.RUN_PROJECTS)
def send() -> Answer:
    """Send the enquiry to everybody who was picked."""
    form = BoundForm.bind(EnquiryIn, request.form, labels=LABELS)
    return perform(
        form,
        lambda session: send_enquiry(
            session,
            actor=actor(),
            enterprise_id=actor().organisation_id,
            entered=form.require(),
            grounds=known_grounds(),
            now=now(),
        ),
        said="询价已发出，各家会收到通知。截止或者各家都答复以前，谁也看不到报价。",
        url=lambda made: url_for("enquiries.show", enquiry_id=made.id),
        page=_form_page,
    )


def _form_page(form: Form) -> str:
    session, own = read_session(), actor().organisation_id
    row = load_visible(session, actor=actor(), enterprise_id=own).row
    chosen = [read_id(str(text)) or 0 for text in (form.value("providers") or [])]
    # Whoever unticks all of them finds them again: the form says whom it offered.
    offered = [read_id(text) or 0 for text in (*request.form.getlist("offered"), *request.args.getlist("p"))]
    names = confirmed_providers(session, ids=[*chosen, *offered[: 2 * MOST_ASKED]])
    return render_template(
        "projects/enquiry_form.html",
        form=form,
        needs=[(need["key"], need["text"], need["note"]) for need in needs_of(row)],
        providers=list(names.items()),
        supervisors=[(firm.id, firm.name) for firm in load_confirmed(session)],
        own_id=own,
        most=MOST_ASKED,
    )


@bp.get("/<int:enquiry_id>")
@requires(Permission.SEE_ENQUIRIES)
def show(enquiry_id: int) -> str:
    """Show an enquiry with its list, its questions and what the actor can do."""
    return enquiry_page(enquiry_id, blank(LABELS))


def enquiry_page(enquiry_id: int, form: Form) -> str:
    """Render an enquiry's page around a form."""
    page = load_enquiry_page(read_session(), actor=actor(), enquiry_id=enquiry_id, now=now())
    is_open, role = page.state is EnquiryState.OPEN, actor().role
    is_plant = role is Role.ENTERPRISE
    own = (
        load_own_quotation(read_session(), enquiry=page.enquiry, provider_id=actor().organisation_id)
        if role is Role.PROVIDER
        else None
    )
    return render_template(
        "projects/enquiry.html",
        page=page,
        enquiry=page.enquiry,
        form=form,
        is_early=page.state is EnquiryState.COMPARING and today() <= page.enquiry.due_on,
        can_quote=role is Role.PROVIDER and is_open,
        is_provider=role is Role.PROVIDER,
        own=own,
        can_answer=is_plant and is_open,
        can_compare=is_plant and page.state in {EnquiryState.COMPARING, EnquiryState.CHOSEN},
        can_cancel=is_plant and page.state in {EnquiryState.OPEN, EnquiryState.COMPARING},
    )


@bp.post("/<int:enquiry_id>/questions")
@requires(Permission.QUOTE)
def ask(enquiry_id: int) -> Answer:
    """Put a question to the plant."""
    form = BoundForm.bind(QuestionIn, request.form, labels=LABELS)
    return perform(
        form,
        lambda session: ask_question(
            session, actor=actor(), enquiry_id=enquiry_id, text=form.require().text, now=now()
        ),
        said="问题已提交，不会显示是谁提的。",
        url=url_for("enquiries.show", enquiry_id=enquiry_id),
        page=lambda shown: enquiry_page(enquiry_id, shown),
    )


@bp.post("/<int:enquiry_id>/questions/<int:question_id>")
@requires(Permission.RUN_PROJECTS)
def answer(enquiry_id: int, question_id: int) -> Answer:
    """Answer a question for everybody who was asked."""
    form = BoundForm.bind(QuestionIn, request.form, labels=LABELS)
    return perform(
        form,
        lambda session: answer_question(
            session,
            actor=actor(),
            enquiry_id=enquiry_id,
            question_id=question_id,
            text=form.require().text,
            now=now(),
        ),
        said="回答已公布给所有被询价的服务商。",
        url=url_for("enquiries.show", enquiry_id=enquiry_id),
        page=lambda shown: enquiry_page(enquiry_id, shown),
    )


@bp.post("/<int:enquiry_id>/decline")
@requires(Permission.QUOTE)
def refuse(enquiry_id: int) -> Answer:
    """Say that one will not quote."""
    form = BoundForm.bind(ReasonIn, request.form, labels=LABELS)
    return perform(
        form,
        lambda session: decline(session, actor=actor(), enquiry_id=enquiry_id, reason=form.require().reason, now=now()),
        said="已告诉企业不报价。",
        url=url_for("enquiries.show", enquiry_id=enquiry_id),
        page=lambda shown: enquiry_page(enquiry_id, shown),
    )


@bp.post("/<int:enquiry_id>/cancel")
@requires(Permission.RUN_PROJECTS)
def cancel(enquiry_id: int) -> Answer:
    """End an enquiry without a choice."""
    form = BoundForm.bind(ReasonIn, request.form, labels=LABELS)
    return perform(
        form,
        lambda session: cancel_enquiry(
            session, actor=actor(), enquiry_id=enquiry_id, reason=form.require().reason, now=now()
        ),
        said="询价已取消，各家会收到通知。",
        url=url_for("enquiries.show", enquiry_id=enquiry_id),
        page=lambda shown: enquiry_page(enquiry_id, shown),
    )
