"""Writes of quotations, and the choice that makes a project of one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from marketplace.catalog.rows import load_published
from marketplace.core.actor import Actor, Role
from marketplace.core.conflicts import ConsentMissingError, DeadlineOverError, WrongStateError
from marketplace.core.digest import digest
from marketplace.core.errors import ForbiddenError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.journal import record
from marketplace.exchange.labels import Payment
from marketplace.projects.access import load_seen_enquiry, state_of_enquiry, waits_only_for
from marketplace.projects.labels import EnquiryState, EventKind
from marketplace.projects.models import AskedProvider, Enquiry, Project, Quotation, QuotationLine
from marketplace.projects.schemas import ChoiceIn, LineIn, QuotationIn
from marketplace.projects.services.enquiries import NOT_OPEN, asked_ids, find_quotation
from marketplace.projects.services.events import note_outcome, tell

PERMILLE = 10
NOT_PUBLISHED = "“{}”不是贵单位已发布的模块，请从列出的模块里选；没有列出的，先在“我的模块”里提交审核。"
LAST = "现在只等贵单位答复：一提交，企业就能打开各家的报价，不能再改。请核对后再提交一次，表示知道。"


def submit_quotation(
    session: Session, *, actor: Actor, enquiry_id: int, entered: QuotationIn, now: datetime
) -> Quotation:
    """Hand in a quotation, or a new version of it while the enquiry is open."""
    if actor.role is not Role.PROVIDER:
        raise ForbiddenError
    enquiry = load_seen_enquiry(session, actor=actor, enquiry_id=enquiry_id, lock=True)
    if state_of_enquiry(session, enquiry=enquiry, now=now) is not EnquiryState.OPEN:
        raise DeadlineOverError(NOT_OPEN)
    offered = [line for line in entered.lines if line.is_offered]
    _check_lines(enquiry, offered)
    known = find_quotation(session, enquiry_id=enquiry_id, provider_id=actor.organisation_id)
    if (known.version if known else 0) != entered.version:
        raise VersionMovedError
    if not entered.knows_last and waits_only_for(session, enquiry_id=enquiry_id, provider_id=actor.organisation_id):
        raise ConsentMissingError(LAST, field="knows_last")
    modules = {one.name: one.module_id for one in load_published(session, provider_id=actor.organisation_id)}
    _check_modules(entered, modules)
    quotation = _write(session, actor=actor, enquiry=enquiry, known=known, entered=entered, now=now)
    session.flush()  # Lines point to the quotation.
    session.exec(delete(QuotationLine).where(col(QuotationLine.quotation_id) == quotation.id))
    session.add_all(_line(line, quotation_id=quotation.id or 0, modules=modules) for line in offered)
    _note(session, actor=actor, enquiry=enquiry, quotation=quotation, now=now)
    return quotation


def _write(
    session: Session,
    *,
    actor: Actor,
    enquiry: Enquiry,
    known: Quotation | None,
    entered: QuotationIn,
    now: datetime,
) -> Quotation:
    quotation = known or Quotation(
        enquiry_id=enquiry.id or 0,
        provider_id=actor.organisation_id,
        warranty_months=0,
        digest="",
        submitted_at=now,
        version=0,
    )
    quotation.warranty_months, quotation.note = entered.warranty_months, entered.note
    quotation.submitted_at, quotation.version = now, quotation.version + 1
    quotation.digest = digest(
        {
            "enquiry": enquiry.id,
            "provider": actor.organisation_id,
            "version": quotation.version,
            "quotation": entered.model_dump(mode="json", exclude={"version", "knows_last"}),
        }
    )
    asked = session.exec(
        select(AskedProvider).where(
            AskedProvider.enquiry_id == enquiry.id, AskedProvider.provider_id == actor.organisation_id
        )
    ).one()
    asked.declined_at, asked.declined_reason = None, ""
    session.add(quotation)
    return quotation


def _check_lines(enquiry: Enquiry, offered: Sequence[LineIn]) -> None:
    keys = [line.key for line in offered]
    listed = {need["key"] for need in enquiry.needs}
    if wrong := [key for number, key in enumerate(keys) if key not in listed or key in keys[:number]]:
        told = f"报价的条目和询价清单对不上：{'、'.join(wrong)} 不在清单上，或写了两次。请按清单的条目报价，每条一次。"
        raise InvalidError(fields={"lines": [told]})
    if not any(line.price or line.payment is Payment.BY_RESULT for line in offered):
        raise InvalidError("各条的首年费用都是 0。至少要有一条写明费用；纯按效果付费的，请把那一条选成“按效果付费”。")


def _check_modules(entered: QuotationIn, modules: Mapping[str, int]) -> None:
    fields = {
        f"lines.{number}.{type(line).model_fields['module'].alias or 'module'}": [NOT_PUBLISHED.format(line.module)]
        for number, line in enumerate(entered.lines)
        if line.is_offered and line.module not in modules
    }
    if fields:
        raise InvalidError(fields=fields)


def _line(line: LineIn, *, quotation_id: int, modules: dict[str, int]) -> QuotationLine:
    if line.payment is None or line.price is None or line.days is None:
        raise InvalidError  # The schema has refused such a line already.
    return QuotationLine(
        quotation_id=quotation_id,
        need_key=line.key,
        module_id=modules[line.module],
        module_name=line.module,
        payment=line.payment,
        price_fen=line.price,
        unit=line.unit,
        unit_price_fen=line.unit_price,
        share_permille=line.share * PERMILLE if line.share is not None else None,
        days=line.days,
        guarantee=line.guarantee,
        plant_gives=line.plant_gives,
    )


def _note(session: Session, *, actor: Actor, enquiry: Enquiry, quotation: Quotation, now: datetime) -> None:
    subject = f"enquiry:{enquiry.id}"
    details = {"digest": quotation.digest, "version": quotation.version}
    record(session, actor=actor, action="quotation.submitted", subject=subject, now=now, details=details)
    if quotation.version > 1:
        return
    note_outcome(
        session,
        kind=EventKind.QUOTED,
        enterprise_id=enquiry.enterprise_id,
        provider_id=actor.organisation_id,
        run_digest=enquiry.run_digest,
        subject=subject,
        now=now,
    )
    tell(
        session,
        organisation_id=enquiry.enterprise_id,
        subject=f"收到一份报价：{enquiry.title}",
        body="截止以后，或者各家都答复以后，可以打开对比。在那以前谁也看不到内容。",
        url=f"/enquiries/{enquiry.id}",
        now=now,
    )


def choose(session: Session, *, actor: Actor, enquiry_id: int, entered: ChoiceIn, now: datetime) -> Project:
    """Choose a quotation with a reason that all who were asked will read; a project begins."""
    enquiry = load_seen_enquiry(session, actor=actor, enquiry_id=enquiry_id, lock=True)
    if actor.role is not Role.ENTERPRISE:
        raise ForbiddenError
    state = state_of_enquiry(session, enquiry=enquiry, now=now)
    if state is not EnquiryState.COMPARING:
        raise WrongStateError("报价还没有截止，或者已经选定一家。请重新读取询价，看现在的状态。")
    if enquiry.version != entered.version:
        raise VersionMovedError
    quotation = find_quotation(session, enquiry_id=enquiry_id, provider_id=entered.provider_id)
    if quotation is None:
        raise NotFoundError
    enquiry.chosen_at, enquiry.chosen_provider_id = now, entered.provider_id
    enquiry.chosen_reason, enquiry.version = entered.reason, enquiry.version + 1
    project = _begin(session, enquiry=enquiry, quotation=quotation, now=now)
    details = {"provider": entered.provider_id, "quotation": quotation.digest, "project": project.id}
    record(session, actor=actor, action="enquiry.chosen", subject=f"enquiry:{enquiry_id}", now=now, details=details)
    _tell_choice(session, enquiry=enquiry, project=project, now=now)
    return project


def _begin(session: Session, *, enquiry: Enquiry, quotation: Quotation, now: datetime) -> Project:
    lines = lines_of(session, quotation=quotation, enquiry=enquiry)
    project = Project(
        enquiry_id=enquiry.id or 0,
        enterprise_id=enquiry.enterprise_id,
        provider_id=quotation.provider_id,
        county_code=enquiry.county_code,
        title=enquiry.title,
        needs=enquiry.needs,
        lines=lines,
        price_fen=sum(line["price_fen"] for line in lines),
        warranty_months=quotation.warranty_months,
        supervisor_id=enquiry.supervisor_id,
        created_at=now,
    )
    session.add(project)
    session.flush()  # Messages lead to the project by its id.
    return project


def lines_of(session: Session, *, quotation: Quotation, enquiry: Enquiry) -> list[dict[str, Any]]:
    """Return the lines of a quotation as values, in the order of the list that was asked for."""
    rows = session.exec(select(QuotationLine).where(QuotationLine.quotation_id == quotation.id)).all()
    by_key = {row.need_key: row for row in rows}
    return [
        {
            **by_key[need["key"]].model_dump(mode="json", exclude={"id", "quotation_id"}),
            "need": need["text"],
        }
        for need in enquiry.needs
        if need["key"] in by_key
    ]


def _tell_choice(session: Session, *, enquiry: Enquiry, project: Project, now: datetime) -> None:
    for provider_id in asked_ids(session, enquiry_id=enquiry.id or 0):
        is_chosen = provider_id == enquiry.chosen_provider_id
        quoted = find_quotation(session, enquiry_id=enquiry.id or 0, provider_id=provider_id) is not None
        if quoted:
            note_outcome(
                session,
                kind=EventKind.CHOSEN if is_chosen else EventKind.NOT_CHOSEN,
                enterprise_id=enquiry.enterprise_id,
                provider_id=provider_id,
                run_digest=enquiry.run_digest,
                subject=f"enquiry:{enquiry.id}",
                now=now,
            )
        tell(
            session,
            organisation_id=provider_id,
            subject=f"{'贵单位被选定' if is_chosen else '询价已选定别家'}：{enquiry.title}",
            body=f"企业写明的理由：{enquiry.chosen_reason}",
            url=f"/projects/{project.id}" if is_chosen else f"/enquiries/{enquiry.id}",
            now=now,
        )
    tell(
        session,
        organisation_id=project.supervisor_id,
        subject=f"邀请担任监理：{project.title}",
        body="请看项目内容，确认与双方没有利益关系后答复。",
        url=f"/projects/{project.id}",
        now=now,
    )
