"""Rows of enquiries and projects: their parties and who oversees the county; another plant's do not exist."""

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import select

from marketplace.core.actor import Actor, Role
from marketplace.documents.labels import Format
from marketplace.documents.models import IssuedDocument
from marketplace.documents.queries import load_document_file
from marketplace.exchange.rows import ProviderRow
from marketplace.files.process import store_from
from marketplace.projects.access import find_acceptance, find_contract, load_milestones
from marketplace.projects.models import ChangeOrder, Enquiry
from marketplace.projects.papers.contract import CONTRACT_KIND
from marketplace.projects.schemas import ChangeIn, MeterIn, ReadingIn
from marketplace.projects.services.changes import propose_change
from marketplace.projects.services.enquiries import ask_question
from marketplace.projects.services.judging import open_expert_review
from marketplace.projects.services.settlements import add_meter, add_reading
from marketplace.providers.models import Partnership
from marketplace.reviews.panel import add_member
from marketplace.settings import Settings
from marketplace.supervisors.models import Supervisor
from tests.fixtures.web import NOW, make_member
from tests.permissions.matrix import Arguments, Row, both, ids, values
from tests.permissions.world import World
from tests.projects.world import PDF, TODAY, Course, add_supervisor_firm, bring_to
from tests.recommendations.market import add_provider

ABOVE = {Role.PROVINCE, Role.AUDITOR, Role.OPERATOR}
# A stranger's project is brought no further than what its rows need.
OWN_STAGES = ("asked", "quoted", "chosen", "drafted", "signed", "running", "prepared", "applied", "opinion", "rated")
AT_HAND = ("handed_in", "supervised", "complete", "accepted")
CHANGE = {"kind": "scope", "reason": "车间多了两台染缸，也要接进来。"}


def build(world: World) -> None:
    """Bring a project of the plant to every stage that some row needs, and one of a stranger to its end."""
    with world.database.transaction() as session:
        own_firm = world.people[Role.SUPERVISOR].actor.organisation_id
        session.add(Supervisor(organisation_id=own_firm))
    world.ids["firm"] = own_firm
    world.ids["waiting_firm"] = add_supervisor_firm(world.database, name="宁波示例监理有限公司", confirmed=False)
    _add_partner(world)
    own = _own_course(world)
    for stage in (*OWN_STAGES, *AT_HAND):
        _name(world, bring_to(replace(own, ids={}), stage), stage)
    _add_parts(world, own)
    _add_panel(world, own)
    other_course = _other_course(world)
    for stage in ("other_2", "other"):  # The parts named below are those of the last.
        other = bring_to(replace(other_course, ids={}), "rated")
        _name(world, other, stage)
    _name_other_parts(world, other)


def _add_partner(world: World) -> None:
    """Let a fourth provider be a confirmed partner of the plant's contractor."""
    world.ids["partner"] = add_provider(world.database, ProviderRow(ref="P9", name="绍兴示例网络有限公司"))
    with world.database.transaction() as session:
        provider_id = world.ids["provider"]
        session.add(
            Partnership(provider_id=provider_id, partner_id=world.ids["partner"], requested_at=NOW, confirmed_at=NOW)
        )


def _own_course(world: World) -> Course:
    rival, _ = make_member(world.database, role=Role.PROVIDER, organisation_id=world.ids["third_provider"])
    people = {role: member.actor for role, member in world.people.items()}
    return Course(
        database=world.database,
        store=store_from(Settings(demo_mode=True, data_dir=world.path.parent)),
        plant=people[Role.ENTERPRISE],
        provider=people[Role.PROVIDER],
        rival=rival,
        supervisor=people[Role.SUPERVISOR],
        officer=people[Role.COUNTY],
    )


def _other_course(world: World) -> Course:
    firm = add_supervisor_firm(world.database, name="台州示例监理有限公司")
    rival, _ = make_member(world.database, role=Role.PROVIDER, organisation_id=world.ids["third_provider"])
    return replace(
        _own_course(world),
        plant=world.strangers[Role.ENTERPRISE],
        provider=world.strangers[Role.PROVIDER],
        rival=rival,
        supervisor=make_member(world.database, role=Role.SUPERVISOR, organisation_id=firm)[0],
        officer=other_officer(world),
        needs=("p1",),
    )


def other_officer(world: World) -> Actor:
    """Return an officer of the other county."""
    return world.strangers[Role.COUNTY]


def _name(world: World, course: Course, stage: str) -> None:
    world.ids[f"enquiry_{stage}"] = course.enquiry_id
    world.ids[f"project_{stage}"] = course.project_id
    with world.database.session() as session:
        enquiry = session.get_one(Enquiry, course.enquiry_id)
        world.ids[f"enquiry_version_{stage}"] = enquiry.version
        if not course.project_id:
            return
        contract = find_contract(session, project_id=course.project_id)
        acceptance = find_acceptance(session, project_id=course.project_id)
        milestones = load_milestones(session, project_id=course.project_id)
        world.ids[f"digest_{stage}"] = contract.signed_digest if contract else ""
        world.ids[f"contract_version_{stage}"] = contract.version if contract else 0
        world.ids[f"acceptance_version_{stage}"] = acceptance.version if acceptance else 0
        if milestones:
            world.ids[f"milestone_{stage}"] = milestones[0].id
            world.ids[f"milestone_version_{stage}"] = milestones[0].version


def _add_parts(world: World, own: Course) -> None:
    project_id = world.ids["project_running"]
    with world.database.transaction() as session:
        question = ask_question(
            session, actor=own.provider, enquiry_id=world.ids["enquiry_asked"], text="现有几口染缸？", now=NOW
        )
        made: dict[Role, ChangeOrder] = {}
        for role, who in ((Role.ENTERPRISE, own.provider), (Role.PROVIDER, own.plant)):
            entered = ChangeIn.model_validate(CHANGE)
            made[role] = propose_change(session, actor=who, project_id=project_id, entered=entered, now=NOW)
        meter = add_meter(session, actor=own.plant, project_id=project_id, entered=_meter(), now=NOW)
        session.flush()
        for day, value in (("2026-11-01", "0"), ("2026-11-20", "10")):
            reading = ReadingIn.model_validate({"read_on": day, "value": value})
            add_reading(
                session, actor=own.plant, project_id=project_id, meter_id=meter.id or 0, entered=reading, now=NOW
            )
        document = session.exec(
            select(IssuedDocument).where(
                IssuedDocument.kind == CONTRACT_KIND, IssuedDocument.subject_id == world.ids["project_drafted"]
            )
        ).one()
        world.ids["contract_docx"] = load_document_file(
            session, document_id=document.id or 0, written=Format.DOCX
        ).content
    world.ids |= {"question": question.id, "meter": meter.id}
    world.ids |= {f"change:{role.value}": change.id for role, change in made.items()}


def _add_panel(world: World, own: Course) -> None:
    """Let an expert sit on the panel of an application: of every other application nothing is to be seen."""
    expert = world.people[Role.EXPERT].actor
    with world.database.transaction() as session:
        review = open_expert_review(session, actor=own.officer, project_id=world.ids["project_applied"], now=NOW)
        session.flush()
        add_member(session, actor=own.officer, review_id=review.id or 0, user_id=expert.user_id, now=NOW)


def _name_other_parts(world: World, other: Course) -> None:
    with world.database.transaction() as session:
        meter = add_meter(session, actor=other.plant, project_id=other.project_id, entered=_meter(), now=NOW)
        session.flush()
        world.ids["other_meter"] = meter.id


def _meter() -> MeterIn:
    return MeterIn.model_validate({"kind": "by_use", "name": "报工终端", "unit": "台时", "price": "0.5"})


def enquiry(stage: str, **more: str) -> Arguments:
    return ids(enquiry_id=f"enquiry_{stage}", **more)


def project(stage: str, **more: str) -> Arguments:
    return ids(project_id=f"project_{stage}", **more)


def upload(*fields: str, **more: str) -> Arguments:
    """Arguments of a form with a PDF under each field; a stream is read once, so each call gets its own."""
    return lambda _world, _role: {**more, **{name: (io.BytesIO(PDF), "a.pdf") for name in fields}}


OTHER = project("other")
OTHER_ENQUIRY = enquiry("other")
OTHER_METER = project("other", meter_id="other_meter")
MILESTONE = {Role.ENTERPRISE: "supervised", Role.PROVIDER: "running", Role.SUPERVISOR: "handed_in"}
TARGETS = {Role.ENTERPRISE: "done", Role.PROVIDER: "handed_in", Role.SUPERVISOR: "supervised"}
REASON = values(reason="方向变了，先不做。")


def its_milestone(world: World, role: Role | None) -> dict[str, Any]:
    stage = MILESTONE[role or Role.PROVIDER]
    return {"project_id": world.ids[f"project_{stage}"], "milestone_id": world.ids[f"milestone_{stage}"]}


def its_move(world: World, role: Role | None) -> dict[str, Any]:
    who = role or Role.PROVIDER
    version = world.ids[f"milestone_version_{MILESTONE[who]}"]
    sent = {"target": TARGETS[who], "note": "已经做完，见附件", "version": str(version)}
    return {**sent, "files": (io.BytesIO(PDF), "a.pdf")}


def its_plain_move(world: World, role: Role | None) -> dict[str, Any]:
    moved = its_move(world, role)
    return {"target": moved["target"], "note": moved["note"], "version": int(moved["version"])}


def contract_copy(world: World, _role: Role | None) -> dict[str, Any]:
    return {"file": (io.BytesIO(world.ids["contract_docx"]), "合同.docx")}


def contract_form(world: World, _role: Role | None) -> dict[str, Any]:
    choices: Mapping[str, str] = {
        "scope": "general",
        "security": "on_site",
        "ownership": "plant",
        "warranty": "h4",
        "exit": "d15",
        "disputes": "court",
    }
    return {
        **{f"choice_{key}": option for key, option in choices.items()},
        "milestones-0-title": "上线",
        "milestones-0-due_on": "2026-12-20",
        "milestones-0-payment": "20",
        "check_days": "5",
        "pay_days": "15",
        "daily_permyriad": "5",
        "version": str(world.ids["contract_version_drafted"]),
    }


ENQUIRY_FORM = {
    "title": "能耗改造询价",
    "needs": ["p1"],
    "due_on": "2026-12-01",
}
QUOTATION_FORM = values(
    **{
        "lines-0-key": "p1",
        "lines-0-module": "智能排缸",
        "lines-0-payment": "一次性付费",
        "lines-0-price": "20",
        "lines-0-days": "40",
        "warranty_months": "12",
        "version": "0",
    }
)
QUOTATION = {
    "lines": [
        {"need_key": "p1", "module_name": "智能排缸", "payment": "一次性付费", "price_fen": 20_000_000, "days": 40}
    ],
    "warranty_months": 12,
    "note": "",
}
ROWS = {
    "supervisors.register": Row(),
    "supervisors.register_post": Row(
        data=values(
            name="绍兴示例监理有限公司",
            email="firm@example.invalid",
            display_name="监理",
            password="a sentence to remember",
        )
    ),
    "supervisors_api.register": Row(data=values(name="示范县虚构监理有限公司"), ok=201),
    "supervisors.waiting": Row(),
    "supervisors.confirm": Row(own=ids(supervisor_id="waiting_firm"), other=ids(supervisor_id="other_provider")),
    "enquiries.index": Row(),
    "enquiries.new": Row(),
    "enquiries.send": Row(data=lambda world, _role: {**ENQUIRY_FORM, "providers": [str(world.ids["provider"])]}),
    "enquiries.show": Row(own=enquiry("asked"), other=OTHER_ENQUIRY, reaches_other=ABOVE),
    "enquiries.ask": Row(own=enquiry("asked"), other=OTHER_ENQUIRY, data=values(text="现有几口染缸？")),
    "enquiries.answer": Row(
        own=enquiry("asked", question_id="question"),
        other=enquiry("other", question_id="question"),
        data=values(text="一共三十口。"),
    ),
    "enquiries.refuse": Row(own=enquiry("asked"), other=OTHER_ENQUIRY, data=REASON),
    "enquiries.cancel": Row(own=enquiry("asked"), other=OTHER_ENQUIRY, data=REASON),
    "quotations.edit": Row(own=enquiry("asked"), other=OTHER_ENQUIRY),
    "quotations.submit": Row(own=enquiry("asked"), other=OTHER_ENQUIRY, data=QUOTATION_FORM),
    "quotations.compare": Row(own=enquiry("quoted"), other=OTHER_ENQUIRY),
    "quotations.take": Row(
        own=enquiry("quoted"),
        other=OTHER_ENQUIRY,
        data=lambda world, _role: {
            "provider_id": str(world.ids["provider"]),
            "reason": "两条都能做，看过同行案例。",
            "version": str(world.ids["enquiry_version_quoted"]),
        },
    ),
    "projects.index": Row(),
    "projects.show": Row(own=project("running"), other=OTHER, reaches_other=ABOVE),
    "projects.invite": Row(
        own=project("chosen"), other=OTHER, data=lambda world, _role: {"supervisor_id": str(world.ids["firm"])}
    ),
    "projects.answer_invite": Row(own=project("chosen"), other=OTHER, data=values(agrees="true")),
    "projects.report": Row(
        own=project("running"),
        other=OTHER,
        data=values(visited_on=TODAY.isoformat(), verdict="in_order", findings="现场看过，设备已经装好。"),
    ),
    "projects.end": Row(own=project("running"), other=OTHER, data=REASON),
    "projects.give_rating": Row(
        own=project("accepted"),
        other=OTHER,
        data=values(stars="5", on_time="5", as_promised="5", service="5", text="很好，按时上线。"),
    ),
    "projects.reply_to_rating": Row(own=project("rated"), other=OTHER, data=values(answer="谢谢，我们继续改进。")),
    "contracts.show": Row(own=project("drafted"), other=OTHER, reaches_other=ABOVE),
    "contracts.draft": Row(own=project("drafted"), other=OTHER, data=contract_form),
    "contracts.partner": Row(
        own=project("chosen"),
        other=OTHER,
        data=lambda world, _role: {"partner_id": str(world.ids["partner"]), "needs": ["p1"], "price": "5"},
    ),
    "contracts.compare": Row(own=project("drafted"), other=OTHER, data=contract_copy, ok=200),
    "contracts.sign": Row(own=project("drafted"), other=OTHER, data=upload("signed", signed_on=TODAY.isoformat())),
    "contracts.confirm": Row(
        own=project("signed"),
        other=OTHER,
        data=lambda world, _role: {"signed_digest": world.ids["digest_signed"]},
    ),
    "delivery.milestone": Row(
        own=project("running", milestone_id="milestone_running"),
        other=project("other", milestone_id="milestone_other"),
        reaches_other=ABOVE,
    ),
    "delivery.move": Row(own=its_milestone, other=project("other", milestone_id="milestone_other"), data=its_move),
    "delivery.changes": Row(own=project("running"), other=OTHER, reaches_other=ABOVE),
    "delivery.propose": Row(own=project("running"), other=OTHER, data=values(**CHANGE)),
    "delivery.answer": Row(
        own=project("running", change_id="change"),
        other=both(OTHER, ids(change_id="change")),
        data=values(agrees="true"),
    ),
    "settlements.index": Row(own=project("running"), other=OTHER, reaches_other=ABOVE),
    "settlements.add": Row(
        own=project("running"),
        other=OTHER,
        data=values(kind="by_use", name="报工终端", unit="台时", price="0.5"),
    ),
    "settlements.meter": Row(own=project("running", meter_id="meter"), other=OTHER_METER, reaches_other=ABOVE),
    "settlements.read": Row(
        own=project("running", meter_id="meter"), other=OTHER_METER, data=values(read_on="2026-11-21", value="12")
    ),
    "settlements.sheet": Row(own=project("running", meter_id="meter"), other=OTHER_METER),
    "enquiries_api.list_enquiries": Row(),
    "enquiries_api.get_enquiry": Row(own=enquiry("asked"), other=OTHER_ENQUIRY, reaches_other=ABOVE),
    "enquiries_api.send_enquiry": Row(
        data=lambda world, _role: {**ENQUIRY_FORM, "providers": [world.ids["provider"]]}, ok=201
    ),
    "enquiries_api.post_question": Row(
        own=enquiry("asked"), other=OTHER_ENQUIRY, data=values(text="现有几口染缸？"), ok=201
    ),
    "enquiries_api.put_answer": Row(
        own=enquiry("asked", question_id="question"),
        other=enquiry("other", question_id="question"),
        data=values(text="一共三十口。"),
    ),
    "enquiries_api.post_refusal": Row(own=enquiry("asked"), other=OTHER_ENQUIRY, data=REASON),
    "enquiries_api.post_cancellation": Row(own=enquiry("asked"), other=OTHER_ENQUIRY, data=REASON),
    "enquiries_api.put_quotation": Row(own=enquiry("asked"), other=OTHER_ENQUIRY, data=values(**QUOTATION)),
    "enquiries_api.get_quotation": Row(own=enquiry("quoted"), other=OTHER_ENQUIRY),
    "enquiries_api.get_quotations": Row(own=enquiry("quoted"), other=OTHER_ENQUIRY),
    "enquiries_api.post_choice": Row(
        own=enquiry("quoted"),
        other=OTHER_ENQUIRY,
        data=lambda world, _role: {
            "provider_id": world.ids["provider"],
            "reason": "两条都能做，看过同行案例。",
            "version": world.ids["enquiry_version_quoted"],
        },
        ok=201,
    ),
    "projects_api.list_projects": Row(),
    "projects_api.get_project": Row(own=project("running"), other=OTHER, reaches_other=ABOVE),
    "works_api.post_move": Row(
        own=its_milestone,
        other=project("other", milestone_id="milestone_other"),
        data=its_plain_move,
        answers={Role.PROVIDER: 422},  # Its one move needs files.
        other_answers={Role.PROVIDER: 404},
    ),
    "works_api.get_reports": Row(own=project("running"), other=OTHER, reaches_other=ABOVE),
    "works_api.post_report": Row(
        own=project("running"),
        other=OTHER,
        data=values(visited_on=TODAY.isoformat(), verdict="in_order", findings="现场看过，设备已经装好。"),
        ok=201,
    ),
    "acceptance_terms.show": Row(),
    "acceptance_terms.save": Row(data=values(within_months="6", redo_days="45", version="0")),
    "acceptances.show": Row(own=project("applied"), other=OTHER, reaches_other=ABOVE),
    "acceptances.prepare": Row(
        own=project("prepared"),
        other=OTHER,
        data=values(summary="三个里程碑都已完成，两个场景每天在用，工人已经培训。"),
    ),
    "acceptances.paper": Row(own=project("prepared"), other=OTHER, data=upload("files", key="summary")),
    "acceptances.effect": Row(
        own=project("prepared"),
        other=OTHER,
        data=values(name="重排用时", unit="分钟", before="120", after="5", better="lower", proof="总结报告第三页"),
    ),
    "acceptances.apply": Row(own=project("complete"), other=OTHER),
    "acceptances.ask_experts": Row(own=project("applied"), other=OTHER),
    "acceptances.opinion": Row(
        own=project("applied"), other=OTHER, data=values(agrees="true", opinion="现场看过，与材料一致，同意验收。")
    ),
    "acceptances.decide": Row(
        own=project("opinion"),
        other=OTHER,
        data=lambda world, _role: {
            "decision": "passed",
            "opinion": "材料齐全，场景在用，同意通过。",
            "version": str(world.ids["acceptance_version_opinion"]),
        },
    ),
}
