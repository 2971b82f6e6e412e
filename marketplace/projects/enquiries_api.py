"""Enquiries for programs: ask, answer, quote, compare, choose; quotations stay sealed as on the pages."""

from collections.abc import Iterator

from flask import Response
from sqlmodel import Session

from marketplace.core.actor import Role
from marketplace.core.errors import NotFoundError
from marketplace.projects.access import load_seen_enquiry, state_of_enquiry
from marketplace.projects.api import project_out
from marketplace.projects.api_schemas import ProjectOut
from marketplace.projects.enquiry_schemas import (
    AskedOut,
    ChoiceBody,
    EnquiryBody,
    EnquiryLineOut,
    EnquiryNeedOut,
    EnquiryOut,
    EnquiryPath,
    EnquiryQuestionOut,
    QuestionBody,
    QuestionPath,
    QuotationBody,
    QuotationLineOut,
    QuotationOut,
    QuotationsOut,
    ReasonBody,
)
from marketplace.projects.grounds import known_grounds
from marketplace.projects.models import Enquiry
from marketplace.projects.queries.enquiries import EnquiryPage, load_enquiries_after, load_enquiry_page
from marketplace.projects.queries.quotations import Offer, load_comparison, load_offers
from marketplace.projects.services import enquiries, quotations
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, is_conditional, listing, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

NOT_QUOTED = "您还没有对这次询价报价。先用 PUT 报价，再读取。"
bp = api_blueprint("enquiries", tag="询价")


@bp.get("/enquiries", summary="询价列表", responses={200: listing(EnquiryLineOut)})
@requires(Permission.SEE_ENQUIRIES)
def list_enquiries(query: CursorQuery) -> Response:
    """List the enquiries that concern the actor, oldest first."""
    found = load_enquiries_after(
        read_session(), actor=actor(), after_id=query.after_id, limit=query.limit + 1, now=now()
    )
    rows = [EnquiryLineOut.model_validate(one, from_attributes=True) for one in found]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.get("/enquiries/<int:enquiry_id>", summary="一次询价", responses={200: EnquiryOut})
@requires(Permission.SEE_ENQUIRIES)
def get_enquiry(path: EnquiryPath) -> Response:
    """Return one enquiry with its list and its questions."""
    return _current(path.enquiry_id)


@bp.post("/enquiries", summary="发出询价", responses={201: EnquiryOut})
@requires(Permission.RUN_PROJECTS)
def send_enquiry(body: EnquiryBody) -> Response:
    """Ask several providers; keys of the list are p1, p2… for problems and s1, s2… for scenarios."""
    with transaction() as session:
        made = enquiries.send_enquiry(
            session,
            actor=actor(),
            enterprise_id=actor().organisation_id,
            entered=body,
            grounds=known_grounds(),
            now=now(),
        )
        made_id = made.id or 0
    return _current(made_id, status=201)


@bp.post("/enquiries/<int:enquiry_id>/questions", summary="提问", responses={201: EnquiryOut})
@requires(Permission.QUOTE)
def post_question(path: EnquiryPath, body: QuestionBody) -> Response:
    """Put a question to the plant; nobody reads who asked."""
    with transaction() as session:
        _require_match(session, enquiry_id=path.enquiry_id)
        enquiries.ask_question(session, actor=actor(), enquiry_id=path.enquiry_id, text=body.text, now=now())
    return _current(path.enquiry_id, status=201)


@bp.put("/enquiries/<int:enquiry_id>/questions/<int:question_id>/answer", summary="答疑", responses={200: EnquiryOut})
@requires(Permission.RUN_PROJECTS)
def put_answer(path: QuestionPath, body: QuestionBody) -> Response:
    """Answer a question for everybody who was asked; an answer cannot be changed (409)."""
    with transaction() as session:
        _require_match(session, enquiry_id=path.enquiry_id)
        enquiries.answer_question(
            session,
            actor=actor(),
            enquiry_id=path.enquiry_id,
            question_id=path.question_id,
            text=body.text,
            now=now(),
        )
    return _current(path.enquiry_id)


@bp.post("/enquiries/<int:enquiry_id>/refusal", summary="不报价", responses={200: EnquiryOut})
@requires(Permission.QUOTE)
def post_refusal(path: EnquiryPath, body: ReasonBody) -> Response:
    """Say that one will not quote."""
    with transaction() as session:
        _require_match(session, enquiry_id=path.enquiry_id)
        enquiries.decline(session, actor=actor(), enquiry_id=path.enquiry_id, reason=body.reason, now=now())
    return _current(path.enquiry_id)


@bp.post("/enquiries/<int:enquiry_id>/cancellation", summary="取消询价", responses={200: EnquiryOut})
@requires(Permission.RUN_PROJECTS)
def post_cancellation(path: EnquiryPath, body: ReasonBody) -> Response:
    """End an enquiry without a choice."""
    with transaction() as session:
        _require_match(session, enquiry_id=path.enquiry_id)
        enquiries.cancel_enquiry(session, actor=actor(), enquiry_id=path.enquiry_id, reason=body.reason, now=now())
    return _current(path.enquiry_id)


@bp.get("/enquiries/<int:enquiry_id>/quotation", summary="自己的报价", responses={200: QuotationOut})
@requires(Permission.QUOTE)
def get_quotation(path: EnquiryPath) -> Response:
    """Return one's own quotation as it stands; 404 before the first, and for whoever was not asked."""
    return _own_quotation(path.enquiry_id)


@bp.put("/enquiries/<int:enquiry_id>/quotation", summary="报价", responses={200: QuotationOut})
@requires(Permission.QUOTE)
def put_quotation(path: EnquiryPath, body: QuotationBody) -> Response:
    """Hand in one's quotation or a new version; the last answer opens all and asks for ``knows_last`` (409)."""
    with transaction() as session:
        if is_conditional():
            require_match(next(_own_offers(session, enquiry_id=path.enquiry_id, lock=True), None))
        quotations.submit_quotation(session, actor=actor(), enquiry_id=path.enquiry_id, entered=body, now=now())
    return _own_quotation(path.enquiry_id)


@bp.get("/enquiries/<int:enquiry_id>/quotations", summary="各家报价", responses={200: QuotationsOut})
@requires(Permission.RUN_PROJECTS)
def get_quotations(path: EnquiryPath) -> Response:
    """Return all quotations once they are open; before that they are sealed for the plant, too (409)."""
    session = read_session()
    enquiry = load_seen_enquiry(session, actor=actor(), enquiry_id=path.enquiry_id)
    state = state_of_enquiry(session, enquiry=enquiry, now=now())
    offers = load_comparison(session, actor=actor(), enquiry=enquiry, state=state).offers
    return answer(QuotationsOut(items=[_offer(one, enquiry) for one in offers]))


@bp.post("/enquiries/<int:enquiry_id>/choice", summary="选定一家", responses={201: ProjectOut})
@requires(Permission.RUN_PROJECTS)
def post_choice(path: EnquiryPath, body: ChoiceBody) -> Response:
    """Choose a quotation with a reason that all who were asked will read; the project begins."""
    with transaction() as session:
        _require_match(session, enquiry_id=path.enquiry_id)
        project = quotations.choose(session, actor=actor(), enquiry_id=path.enquiry_id, entered=body, now=now())
        project_id = project.id or 0
    return answer(project_out(read_session(), project_id=project_id), status=201)


def _require_match(session: Session, *, enquiry_id: int) -> None:
    """Hold the enquiry and refuse when it is not as the request names it."""
    if is_conditional():
        load_seen_enquiry(session, actor=actor(), enquiry_id=enquiry_id, lock=True)
        require_match(_out(load_enquiry_page(session, actor=actor(), enquiry_id=enquiry_id, now=now())))


def _own_offers(session: Session, *, enquiry_id: int, lock: bool = False) -> Iterator[QuotationOut]:
    """Yield one's own quotation as it stands, if there is one."""
    enquiry = load_seen_enquiry(session, actor=actor(), enquiry_id=enquiry_id, lock=lock)
    for one in load_offers(session, enquiry_id=enquiry_id):
        if one.provider_id == actor().organisation_id:
            yield _offer(one, enquiry)


def _own_quotation(enquiry_id: int) -> Response:
    found = next(_own_offers(read_session(), enquiry_id=enquiry_id), None)
    if found is None:
        raise NotFoundError(NOT_QUOTED)
    return answer(found)


def _current(enquiry_id: int, *, status: int = 200) -> Response:
    page = load_enquiry_page(read_session(), actor=actor(), enquiry_id=enquiry_id, now=now())
    return answer(_out(page), status=status)


def _out(page: EnquiryPage) -> EnquiryOut:
    enquiry, is_asked = page.enquiry, actor().role is Role.PROVIDER
    return EnquiryOut(
        id=enquiry.id or 0,
        title=enquiry.title,
        note=enquiry.note,
        enterprise_id=enquiry.enterprise_id,
        enterprise=page.enterprise,
        county_code=enquiry.county_code,
        due_on=enquiry.due_on,
        state=page.state,
        needs=[EnquiryNeedOut.model_validate(one) for one in enquiry.needs],
        asked=[AskedOut.model_validate(one, from_attributes=True) for one in page.asked],
        asked_count=page.asked_count,
        quoted_count=page.quoted_count,
        questions=[EnquiryQuestionOut.model_validate(one, from_attributes=True) for one in page.questions],
        supervisor_id=enquiry.supervisor_id,
        chosen_provider_id=enquiry.chosen_provider_id if page.chosen_name else None,
        chosen_reason=enquiry.chosen_reason,
        cancelled_reason=enquiry.cancelled_reason,
        project_id=page.project_id,
        run_digest="" if is_asked else enquiry.run_digest,
        origin="" if is_asked else enquiry.origin,
        version=enquiry.version,
    )


def _offer(offer: Offer, enquiry: Enquiry) -> QuotationOut:
    quotation, kept = (
        offer.quotation,
        [offer.lines[need["key"]] for need in enquiry.needs if need["key"] in offer.lines],
    )
    return QuotationOut(
        provider_id=offer.provider_id,
        name=offer.name,
        total_fen=offer.total_fen,
        days=offer.days,
        warranty_months=quotation.warranty_months,
        note=quotation.note,
        digest=quotation.digest,
        version=quotation.version,
        lines=[QuotationLineOut.model_validate(one, from_attributes=True) for one in kept],
    )
