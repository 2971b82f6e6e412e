"""What the pages of an application show: values, ready to print."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketplace.accounts.queries import load_organisation
from marketplace.core.actor import Actor, Role
from marketplace.documents.queries import load_documents
from marketplace.enterprises.page_data import industry_options
from marketplace.files.queries import FileRow
from marketplace.programme import policies
from marketplace.programme.labels import (
    APPLICATION_PART_LABELS,
    OPINION_DECISION_LABELS,
    OPINION_LEVEL_LABELS,
    SYSTEM_KIND_LABELS,
    TARGET_KIND_LABELS,
    ApplicationPart,
    ApplicationState,
    OpinionLevel,
    RoundState,
    SystemKind,
    TargetKind,
)
from marketplace.programme.models import PilotOpinion
from marketplace.programme.plan import CHAPTERS, FIELD_LABELS, TARGET_UNITS, number_text, part_of
from marketplace.programme.policies import HANDED_IN, deadline_of
from marketplace.programme.queries.applications import (
    SUBJECT,
    Whole,
    agrees,
    find_screening,
    load_known_figures,
    load_opinion_files,
    load_opinions,
)
from marketplace.programme.queries.rounds import flags_for, rules_of_round, state_of_round
from marketplace.programme.rules import threshold_yi


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionView:
    """An opinion; ``is_current`` when it is about the content that stands."""

    who: str
    body: str
    decision: str
    opinion: PilotOpinion
    files: tuple[FileRow, ...]
    is_current: bool


def hub_context(session: Session, *, whole: Whole, actor: Actor, now: datetime) -> dict[str, Any]:
    """Return what the page of an application shows to an actor."""
    application, found = whole.application, whole.round
    opinions = load_opinions(session, application_id=application.id or 0)
    documents = load_documents(session, subject_kind=SUBJECT, subject_ids=[application.id or 0])
    is_own = policies.is_applicant(actor, county_code=application.county_code)
    state, takes = whole.state, state_of_round(found, now=now) is RoundState.OPEN
    sealed = agrees(opinions, level=OpinionLevel.GOVERNMENT, digest=application.digest)
    return {
        "opinions": _views(session, whole, opinions),
        "documents": [row for row in documents[application.id or 0] if row.is_current],
        "screening": find_screening(session, application_id=application.id or 0),
        "gaps": _gaps(whole) if is_own and policies.can_edit(state) else [],
        "figures": _figures(whole),
        "text_of": _text(whole),
        "steps": _steps(whole),
        "deadline": deadline_of(found.closes_on),
        "is_own": is_own,
        "takes": takes,
        "can_edit": is_own and policies.can_edit(state),
        "can_seal": is_own and state is ApplicationState.FINAL,
        "can_submit": is_own and state is ApplicationState.FINAL and sealed,
        "can_judge_as_city": policies.is_its_city(actor, county_code=application.county_code)
        and state is ApplicationState.SUBMITTED,
        "can_screen": policies.can_run_round(actor, organisation_id=found.organisation_id) and state in HANDED_IN,
        "sees_contact": actor.role is not Role.EXPERT,
        "part_labels": APPLICATION_PART_LABELS,
    }


def _views(session: Session, whole: Whole, opinions: list[PilotOpinion]) -> list[OpinionView]:
    files = load_opinion_files(session, opinions=opinions)
    return [
        OpinionView(
            who=OPINION_LEVEL_LABELS[row.level],
            body=load_organisation(session, organisation_id=row.organisation_id).name,
            decision=OPINION_DECISION_LABELS[row.decision],
            opinion=row,
            files=tuple(files[row.id or 0]),
            is_current=bool(whole.application.digest) and row.digest == whole.application.digest,
        )
        for row in opinions
    ]


def _gaps(whole: Whole) -> list[tuple[ApplicationPart, str, list[str]]]:
    """Return the parts with what is to be mended in them."""
    by_part: dict[ApplicationPart, list[str]] = {part: [] for part in ApplicationPart}
    for name, texts in whole.checked.defects.items():
        label = FIELD_LABELS[name]
        by_part[part_of(name)] += [text if label in text else f"{label}：{text}" for text in texts]
    return [(part, APPLICATION_PART_LABELS[part], texts) for part, texts in by_part.items()]


def _figures(whole: Whole) -> list[tuple[str, str, str]]:
    content, year = whole.application.content, whole.round.rules["output_year"]
    flags = flags_for(whole.round, whole.county)
    least = threshold_yi(rules_of_round(whole.round), flags)
    return [
        (f"{year} 年产值", f"{content.get('output') or '–'} 亿元", f"条件 {least} 亿元"),
        ("规上产值", f"{content.get('large_output') or '–'} 亿元", ""),
        ("中小企业", f"{content.get('sme_count') or '–'} 家", f"占比 {content.get('sme_share') or '–'}%"),
        ("倾斜", flags.label or "没有", ""),
    ]


def _text(whole: Whole) -> dict[str, Any]:
    content, plan = whole.application.content, whole.checked.plan
    return {
        "industry": content.get("industry_name", ""),
        "off_reason": content.get("off_reason", ""),
        "appeal": content.get("appeal", ""),
        "short": [
            (label, content.get(name, ""))
            for name, label in (("goals", "绩效目标"), ("tasks", "试点内容及任务"), ("policies", "政策支持"))
        ],
        "chapters": [(label, content.get(name, "")) for name, label in CHAPTERS.items()],
        "systems": [(SYSTEM_KIND_LABELS[kind], content.get(f"system_{kind}", "")) for kind in SystemKind],
        "targets": [
            [
                TARGET_KIND_LABELS[kind],
                TARGET_UNITS[kind],
                content.get(f"{kind}_first") or "–",
                content.get(f"{kind}_total") or "–",
            ]
            for kind in TargetKind
        ],
        "chart": [[i.task, i.owner, i.starts_on.isoformat(), i.ends_on.isoformat()] for i in plan.chart]
        if plan
        else [],
        "projects": [[p.enterprise, p.content, number_text(p.investment)] for p in plan.projects] if plan else [],
    }


def _steps(whole: Whole) -> list[tuple[str, str, str]]:
    """Return the way of an application; what comes next is marked."""
    application, state = whole.application, whole.state
    reached = (
        ("填写定稿", application.finalised_at is not None),
        ("政府盖章、报送", application.submitted_at is not None),
        ("设区市审核", application.endorsed_at is not None),
        ("省级初审", application.screened_at is not None),
        ("竞争性评审", application.place is not None or application.proposed_at is not None),
        ("公示", application.listed_at is not None),
        ("试点名单", application.listed_at is not None),
    )
    rows, is_next = list[tuple[str, str, str]](), True
    for title, done in reached:
        kind = "done" if done else "now" if is_next else ""
        is_next = is_next and done
        rows.append((title, "", kind))
    if state is ApplicationState.RETURNED:
        rows[0] = ("填写定稿", "设区市退回，请修改", "act")
    return rows


def part_context(session: Session, *, whole: Whole) -> dict[str, Any]:
    """Return what a part's form needs beside its values: options, limits, and figures that the platform knows."""
    number = whole.application.content.get("catalog_no", "")
    known = load_known_figures(
        session,
        county_code=whole.application.county_code,
        catalog_no=int(number) if number.isascii() and number.isdigit() else None,
    )
    return {
        "industries": industry_options(session),
        "rules": rules_of_round(whole.round),
        "least": threshold_yi(rules_of_round(whole.round), flags_for(whole.round, whole.county)),
        "known": known,
        "chapters": list(CHAPTERS.items()),
        "systems": [(kind, SYSTEM_KIND_LABELS[kind]) for kind in SystemKind],
        "targets": [(kind, TARGET_KIND_LABELS[kind], TARGET_UNITS[kind]) for kind in TargetKind],
    }
