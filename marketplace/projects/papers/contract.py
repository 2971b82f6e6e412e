"""The contract of a project as a paper: filled model text, and annexes of scenarios, milestones, meters, partners."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.accounts.queries import load_organisation
from marketplace.core.wording import day_text
from marketplace.documents.paper import Block, Fields, Heading, Issue, Paper, Paragraph, table
from marketplace.exchange.labels import Payment
from marketplace.projects.access import find_contract, load_milestones
from marketplace.projects.clauses import Clause, current_model, fill_model
from marketplace.projects.labels import METER_KIND_LABELS
from marketplace.projects.models import Contract, Meter, Milestone, PartnerAnnex, Project, Quotation
from marketplace.projects.papers.money import wan, yuan
from marketplace.projects.queries.terms import checklist_of
from marketplace.projects.settlement import thousandths

SUBJECT = "project"
CONTRACT_KIND = "project_contract"
PRESENT = {Payment.ONE_OFF.value: "one_off", Payment.BY_USE.value: "by_use", Payment.BY_RESULT.value: "by_effect"}


def contract_issue(session: Session, *, project: Project) -> Issue:
    """Return the contract of a project to be issued; raises InvalidError where an option was not chosen."""
    contract = find_contract(session, project_id=project.id or 0)
    if contract is None:
        raise ValueError("a contract is issued after it was drafted")
    names = _names(session, project=project)
    clauses = _clauses(session, project=project, contract=contract, names=names)
    milestones = load_milestones(session, project_id=project.id or 0)
    blocks = (
        *_head(project, names=names),
        *_body(clauses),
        *_annexes(session, project=project, milestones=milestones, names=names),
        *_signatures(),
    )
    return Issue(
        kind=CONTRACT_KIND,
        kind_label="改造合同",
        title=f"{project.title}合同",
        subject_kind=SUBJECT,
        subject_id=project.id or 0,
        facts=_facts(project, contract, milestones, clauses),
        paper=Paper(title=current_model().title, blocks=blocks),
        organisation_id=project.enterprise_id,
    )


def _facts(
    project: Project, contract: Contract, milestones: Sequence[Milestone], clauses: Sequence[Clause]
) -> dict[str, object]:
    return {
        "project": project.id,
        "model": contract.model_edition,
        "version": contract.version,
        "clauses": [[one.heading, *one.paragraphs] for one in clauses],
        "lines": project.lines,
        "milestones": [[one.title, one.due_on.isoformat(), one.payment_fen] for one in milestones],
    }


def _names(session: Session, *, project: Project) -> dict[int, str]:
    partners = session.exec(select(PartnerAnnex.partner_id).where(PartnerAnnex.project_id == project.id)).all()
    ids = [project.enterprise_id, project.provider_id, project.supervisor_id or 0, *partners]
    rows = session.exec(select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(ids)))
    return {key or 0: name for key, name in rows}


def _clauses(session: Session, *, project: Project, contract: Contract, names: dict[int, str]) -> list[Clause]:
    quotation = session.exec(
        select(Quotation).where(
            Quotation.enquiry_id == project.enquiry_id, Quotation.provider_id == project.provider_id
        )
    ).one()
    values = {
        "quotation_digest": quotation.digest[:16],
        "price": wan(project.price_fen),
        "supervisor": names.get(project.supervisor_id or 0, ""),
        "warranty_months": str(project.warranty_months),
        "acceptance_months": str(checklist_of(session, county_code=project.county_code).within_months),
        **{key: str(value) for key, value in contract.terms.items()},
    }
    present = frozenset(PRESENT[line["payment"]] for line in project.lines)
    return fill_model(current_model(), choices=contract.choices, values=values, present=present)


def _head(project: Project, *, names: dict[int, str]) -> tuple[Block, ...]:
    return (
        Paragraph(text=current_model().disclaimer),
        Fields(
            items=(
                ("项目名称", project.title),
                ("甲方（应用企业）", names[project.enterprise_id]),
                ("乙方（服务商）", names[project.provider_id]),
            )
        ),
    )


def _body(clauses: Sequence[Clause]) -> list[Block]:
    blocks: list[Block] = []
    for clause in clauses:
        blocks.append(Heading(text=clause.heading))
        blocks += [Paragraph(text=text) for text in clause.paragraphs]
    return blocks


def _annexes(
    session: Session, *, project: Project, milestones: Sequence[Milestone], names: dict[int, str]
) -> list[Block]:
    blocks: list[Block] = [Heading(text="附件一　场景、模块与价款"), _scenario_table(project)]
    needs = [line for line in project.lines if line["guarantee"] or line["plant_gives"]]
    for line in needs:
        text = f"{line['need']}：乙方保证：{line['guarantee'] or '无'}；需要甲方提供：{line['plant_gives'] or '无'}。"
        blocks.append(Paragraph(text=text))
    blocks += [Heading(text="附件二　里程碑与付款"), _milestone_table(milestones)]
    meters = session.exec(select(Meter).where(Meter.project_id == project.id).order_by(col(Meter.id))).all()
    metered = [line for line in project.lines if line["payment"] != Payment.ONE_OFF.value]
    if meters or metered:
        blocks += [Heading(text="附件三　计量与基准"), *_meter_blocks(meters, metered)]
    partners = session.exec(select(PartnerAnnex).where(PartnerAnnex.project_id == project.id)).all()
    if partners:
        blocks += [Heading(text="附件四　合作伙伴"), _partner_table(project, partners, names)]
    return blocks


def _scenario_table(project: Project) -> Block:
    rows = [
        (line["need"], line["module_name"], line["payment"], yuan(line["price_fen"]), f"{line['days']} 天")
        for line in project.lines
    ]
    total = ("合计", "", "", yuan(project.price_fen), "")
    return table(("场景或问题", "模块", "付费方式", "首年费用", "上线天数"), [*rows, total], widths=(5, 4, 3, 3, 2))


def _milestone_table(milestones: Sequence[Milestone]) -> Block:
    rows = [(str(one.position), one.title, day_text(one.due_on), yuan(one.payment_fen)) for one in milestones]
    return table(("序号", "里程碑", "完成日期", "付款"), rows, widths=(1, 5, 3, 3))


def _meter_blocks(meters: Sequence[Meter], metered: Sequence[dict[str, object]]) -> list[Block]:
    promised = [Paragraph(text=f"{line['module_name']}：{line['payment']}，{_unit_text(line)}。") for line in metered]
    rows = [
        (one.name, METER_KIND_LABELS[one.kind], one.unit, _meter_text(one), one.source or "双方抄表") for one in meters
    ]
    if not rows:
        return [*promised, Paragraph(text="计量项和基准由双方在开工前登记到平台，作为本附件的内容。")]
    return [*promised, table(("计量项", "方式", "单位", "单价或基准", "依据"), rows, widths=(3, 3, 2, 5, 3))]


def _unit_text(line: dict[str, object]) -> str:
    if line["payment"] == Payment.BY_USE.value:
        return f"每{line['unit']} {yuan(int(str(line['unit_price_fen'])))}"
    return f"指标：{line['unit']}，服务商分成 {int(str(line['share_permille'])) / 10:g}%"


def _meter_text(meter: Meter) -> str:
    if meter.price_fen:
        return f"每{meter.unit} {yuan(meter.price_fen)}"
    base = f"每{meter.output_unit} {thousandths(meter.baseline_milli)} {meter.unit}"
    return f"基准 {base}；每{meter.unit}值 {yuan(meter.value_fen)}；分成 {meter.share_permille / 10:g}%"


def _partner_table(project: Project, partners: Sequence[PartnerAnnex], names: dict[int, str]) -> Block:
    texts = {line["need_key"]: line["need"] for line in project.lines}
    rows = [
        (names[one.partner_id], "；".join(texts[key] for key in one.need_keys), yuan(one.price_fen)) for one in partners
    ]
    return table(("合作伙伴", "负责的部分", "金额"), rows, widths=(4, 6, 3))


def _signatures() -> tuple[Block, ...]:
    line = "　　　　　　　　　　"
    return (
        Heading(text="签署"),
        Fields(items=(("甲方（盖章）", line), ("乙方（盖章）", line), ("签订日期", line))),
    )


def office_name(session: Session, *, organisation_id: int) -> str:
    """Return the name of a body for the foot of a paper."""
    return load_organisation(session, organisation_id=organisation_id).name
