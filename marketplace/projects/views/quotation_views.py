"""Pages of quotations: one's own as a form, all of them side by side, the choice."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlmodel import Session

from marketplace.catalog.models import ModuleVersion
from marketplace.catalog.rows import load_published
from marketplace.exchange.labels import PAYMENT_LABELS
from marketplace.projects.access import load_seen_enquiry, state_of_enquiry, waits_only_for
from marketplace.projects.labels import EnquiryState
from marketplace.projects.models import Enquiry, QuotationLine
from marketplace.projects.queries.quotations import load_comparison, load_offers
from marketplace.projects.schemas import ChoiceIn, QuotationIn
from marketplace.projects.services.quotations import choose, submit_quotation
from marketplace.projects.typed import wan_text, yuan_text
from marketplace.projects.views.acting import Answer, Form, blank, perform
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("quotations", __name__, url_prefix="/enquiries", template_folder="../templates")
LABELS = {
    "lines": "报价条目",
    "warranty_months": "质保期",
    "note": "整体说明",
    "provider_id": "选定哪一家",
    "reason": "选定的理由",
}
LINE_LABELS = {
    "module": "用哪个模块",
    "payment": "付费方式",
    "price": "首年费用",
    "days": "几天上线",
    "unit": "计量单位或指标",
    "unit_price": "单价",
    "share": "效果分成",
    "guarantee": "保证做到什么",
    "plant_gives": "需要企业提供什么",
}
SAID = {
    EnquiryState.OPEN: "报价已提交，别家看不到。截止以前、别家都答复以前可以修改。",
    EnquiryState.COMPARING: "报价已提交。被询价的都已答复，报价提前打开，不能再改。",
}
PERMILLE = 10


@bp.get("/<int:enquiry_id>/quotation")
@requires(Permission.QUOTE)
def edit(enquiry_id: int) -> str:
    """Show one's quotation as a form, one row a need."""
    enquiry = load_seen_enquiry(read_session(), actor=actor(), enquiry_id=enquiry_id)
    return _form_page(enquiry, _stored(enquiry))


@bp.post("/<int:enquiry_id>/quotation")
@requires(Permission.QUOTE)
def submit(enquiry_id: int) -> Answer:
    """Hand in the quotation or a new version of it."""
    enquiry = load_seen_enquiry(read_session(), actor=actor(), enquiry_id=enquiry_id)
    form = BoundForm.bind(QuotationIn, request.form, labels=_labels(enquiry))
    return perform(
        form,
        lambda session: _hand_in(session, enquiry_id=enquiry_id, entered=form.require()),
        said=SAID.__getitem__,
        url=url_for("enquiries.show", enquiry_id=enquiry_id),
        page=lambda shown: _form_page(enquiry, shown),
    )


def _hand_in(session: Session, *, enquiry_id: int, entered: QuotationIn) -> EnquiryState:
    """Hand in a quotation and return where the enquiry then stands: the last answer opens all of them."""
    submit_quotation(session, actor=actor(), enquiry_id=enquiry_id, entered=entered, now=now())
    enquiry = load_seen_enquiry(session, actor=actor(), enquiry_id=enquiry_id)
    return state_of_enquiry(session, enquiry=enquiry, now=now())


def _stored(enquiry: Enquiry) -> Form:
    offers = load_offers(read_session(), enquiry_id=enquiry.id or 0)
    own = next((one for one in offers if one.provider_id == actor().organisation_id), None)
    lines = [_raw(need["key"], own.lines.get(need["key"]) if own else None) for need in enquiry.needs]
    if own is None:
        return blank(LABELS, lines=lines, warranty_months=12, version=0)
    quotation = own.quotation
    return blank(
        LABELS,
        lines=lines,
        warranty_months=quotation.warranty_months,
        note=quotation.note,
        version=quotation.version,
    )


def _raw(key: str, line: QuotationLine | None) -> dict[str, Any]:
    if line is None:
        return {"key": key}
    return {
        "key": key,
        "module": line.module_name,
        "payment": line.payment.value,
        "price": wan_text(line.price_fen),
        "unit": line.unit,
        "unit_price": yuan_text(line.unit_price_fen),
        "share": "" if line.share_permille is None else str(line.share_permille // PERMILLE),
        "days": str(line.days),
        "guarantee": line.guarantee,
        "plant_gives": line.plant_gives,
    }


def _form_page(enquiry: Enquiry, form: Form) -> str:
    session = read_session()
    modules = load_published(session, provider_id=actor().organisation_id)
    state = state_of_enquiry(session, enquiry=enquiry, now=now())
    return render_template(
        "projects/quotation_form.html",
        enquiry=enquiry,
        form=form,
        modules=[(one.name, one.name) for one in modules],
        facts={one.name: _facts(one) for one in modules},
        wrong_lines={int(name.split(".")[1]) for name, _, _ in form.summary if name.startswith("lines.")},
        own_id=actor().organisation_id,
        payments=list(PAYMENT_LABELS.items()),
        is_open=state is EnquiryState.OPEN,
        is_last=waits_only_for(session, enquiry_id=enquiry.id or 0, provider_id=actor().organisation_id),
    )


def _facts(module: ModuleVersion) -> dict[str, str]:
    """Return what a module's page says, as the fields of a line would be typed."""
    return {
        "payment": module.payment[0] if len(module.payment) == 1 else "",
        "price": "" if module.price_fen is None else wan_text(module.price_fen),
        "days": str(module.days_to_live or ""),
    }


def _labels(enquiry: Enquiry) -> dict[str, str]:
    """Return the labels of the form, so that each message names its line."""
    lines = {f"lines.{number}": f"第 {number + 1} 行" for number in range(len(enquiry.needs))}
    fields = {f"{name}.{key}": f"{said}{label}" for name, said in lines.items() for key, label in LINE_LABELS.items()}
    return {**LABELS, **lines, **fields}


@bp.get("/<int:enquiry_id>/compare")
@requires(Permission.RUN_PROJECTS)
def compare(enquiry_id: int) -> str:
    """Show the quotations side by side once they are open."""
    return _compare_page(enquiry_id, blank(LABELS))


@bp.post("/<int:enquiry_id>/choose")
@requires(Permission.RUN_PROJECTS)
def take(enquiry_id: int) -> Answer:
    """Choose one with a reason, and go on to the project."""
    form = BoundForm.bind(ChoiceIn, request.form, labels=LABELS)
    return perform(
        form,
        lambda session: choose(session, actor=actor(), enquiry_id=enquiry_id, entered=form.require(), now=now()),
        said="已选定，各家都会收到您写的理由。接下来拟合同。",
        url=lambda made: url_for("projects.show", project_id=made.id),
        page=lambda shown: _compare_page(enquiry_id, shown),
    )


def _compare_page(enquiry_id: int, form: Form) -> str:
    session = read_session()
    enquiry = load_seen_enquiry(session, actor=actor(), enquiry_id=enquiry_id)
    state = state_of_enquiry(session, enquiry=enquiry, now=now())
    comparison = load_comparison(session, actor=actor(), enquiry=enquiry, state=state)
    return render_template(
        "projects/compare.html",
        enquiry=enquiry,
        comparison=comparison,
        form=form,
        can_choose=state is EnquiryState.COMPARING,
        options=[(offer.provider_id, offer.name) for offer in comparison.offers],
    )
