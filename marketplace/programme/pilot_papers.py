"""Papers of a pilot county's two years: editions, quarterly reports, acceptance, 样本县."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from marketplace.core.clock import shanghai_day
from marketplace.core.wording import day_text
from marketplace.documents.book import Book, Column, Sheet
from marketplace.documents.paper import Fields, Heading, Issue, Paper, Paragraph, Table, table
from marketplace.programme.labels import EDITION_KIND_LABELS, EditionKind
from marketplace.programme.models import Pilot, PilotReport
from marketplace.programme.queries.pilots import PilotLine

SUBJECT = "pilot"
COLUMNS: dict[EditionKind, tuple[tuple[str, str, int], ...]] = {
    EditionKind.ENTERPRISES: (
        ("name", "企业名称", 5),
        ("starts_on", "开始", 2),
        ("ends_on", "完成", 2),
        ("reason", "选定理由", 5),
    ),
    EditionKind.PROBLEMS: (("text", "问题", 6), ("name", "对应场景", 3), ("firms", "提到的企业（家）", 2)),
    EditionKind.SCENARIOS: (
        ("name", "场景", 3),
        ("mark", "共性／个性", 2),
        ("text", "说明", 6),
        ("firms", "需要的企业（家）", 2),
    ),
}


def edition_facts(pilot: Pilot, *, kind: EditionKind, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what the digest of an edition is over."""
    return {"county_code": pilot.county_code, "kind": kind.value, "pilot_id": pilot.id, "rows": list(rows)}


def edition_issue(
    pilot: Pilot,
    *,
    place: str,
    issuer: str,
    kind: EditionKind,
    number: int,
    rows: Sequence[dict[str, Any]],
    signed_on: date,
) -> Issue:
    """Return an edition as a public document, DOCX, PDF and XLSX."""
    columns = COLUMNS[kind]
    cells = [tuple(str(row[key]) for key, _, _ in columns) for row in rows]
    title = f"{place}{pilot.industry_name}行业{EDITION_KIND_LABELS[kind]}（第{number}版）".replace("行业行业", "行业")
    heads = tuple(label for _, label, _ in columns)
    return Issue(
        kind=f"pilot_{kind}",
        kind_label=EDITION_KIND_LABELS[kind],
        title=title,
        subject_kind=SUBJECT,
        subject_id=pilot.id or 0,
        facts=edition_facts(pilot, kind=kind, rows=rows),
        paper=Paper(
            title=title,
            blocks=(
                Paragraph(text=_lead(kind, count=len(rows))),
                table(("序号", *heads), _numbered(cells), widths=(1, *(width for _, _, width in columns))),
            ),
            signer=issuer,
            signed_on=signed_on,
        ),
        book=Book(title=title, sheets=(_sheet(kind, cells),)),
        is_public=True,
        organisation_id=pilot.organisation_id,
    )


def _sheet(kind: EditionKind, cells: Sequence[tuple[str, ...]]) -> Sheet:
    return Sheet(
        name=EDITION_KIND_LABELS[kind],
        columns=tuple(Column(label=label, width=8 * width) for _, label, width in COLUMNS[kind]),
        rows=tuple(cells),
    )


def _lead(kind: EditionKind, *, count: int) -> str:
    if kind is EditionKind.ENTERPRISES:
        return f"经提名和研究，选定以下 {count} 家数字化改造试点企业，现予公布。"
    return f"根据本县企业登记的清单汇总，共 {count} 条；提到的企业不足 3 家的不列入。"


def _numbered(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [(str(number), *row) for number, row in enumerate(rows, start=1)]


def target_table(line: PilotLine) -> Table:
    """Return targets beside facts."""
    rows = [(one.label, one.unit, one.text(one.first), one.text(one.total), one.text(one.fact)) for one in line.targets]
    return table(("目标", "单位", "第一年", "两年合计", "现在"), rows, widths=(6, 1, 2, 2, 2), caption="目标完成情况")


def target_facts(line: PilotLine) -> list[list[str]]:
    """Return targets beside facts as text, for digests."""
    return [[one.kind.value, one.text(one.first), one.text(one.total), one.text(one.fact)] for one in line.targets]


def report_facts(line: PilotLine, *, year: int, quarter: int, done: str, troubles: str) -> dict[str, Any]:
    """Return what the digest of a quarterly report is over."""
    return {
        "done": done,
        "pilot_id": line.pilot.id,
        "quarter": quarter,
        "selected": line.facts.selected,
        "targets": target_facts(line),
        "troubles": troubles,
        "year": year,
    }


def report_issue(line: PilotLine, report: PilotReport) -> Issue:
    """Return a quarterly report as a document for the bureaus."""
    title = f"{line.name}试点创建{report.year}年第{report.quarter}季度报告"
    return Issue(
        kind="pilot_report",
        kind_label="季度报告",
        title=title,
        subject_kind="pilot_report",
        subject_id=report.id or 0,
        facts=report.facts,
        paper=Paper(
            title=title,
            blocks=(
                Heading(text="一、目标完成情况"),
                target_table(line),
                Heading(text="二、本季度工作"),
                Paragraph(text=report.done),
                Heading(text="三、困难和建议"),
                Paragraph(text=report.troubles or "没有。"),
            ),
            signed_on=shanghai_day(report.submitted_at),
        ),
        organisation_id=line.pilot.organisation_id,
    )


def acceptance_issue(line: PilotLine, *, summary: str, copying: str, issuer: str) -> Issue:
    """Return the request for acceptance, its figures filled in from the facts."""
    pilot, facts = line.pilot, line.facts
    title = f"{line.name}试点创建验收申请"
    return Issue(
        kind="pilot_acceptance_request",
        kind_label="验收申请",
        title=title,
        subject_kind="pilot_acceptance",
        subject_id=pilot.id or 0,
        facts={
            "copying": copying,
            "pilot_id": pilot.id,
            "selected": facts.selected,
            "summary": summary,
            "targets": target_facts(line),
        },
        paper=Paper(
            title=title,
            blocks=(
                Fields(
                    items=(
                        ("申请单位", f"{line.county}人民政府"),
                        ("试点行业", pilot.industry_name),
                        ("创建期", f"{day_text(pilot.starts_on)}至{day_text(pilot.ends_on)}"),
                        ("试点企业", f"选定 {facts.selected} 家，完成改造 {facts.enterprises} 家"),
                        ("行业平台", f"{facts.platforms} 个，接入企业 {facts.connected} 家"),
                    )
                ),
                Heading(text="一、目标完成情况"),
                target_table(line),
                Heading(text="二、工作总结"),
                Paragraph(text=summary),
                Heading(text="三、可复制推广的做法"),
                Paragraph(text=copying),
            ),
            signer=issuer,
        ),
        organisation_id=pilot.organisation_id,
    )


def sample_issue(line: PilotLine, *, issuer: str, signed_on: date, review_digest: str) -> Issue:
    """Return the public paper that grants 样本县. Notice, annex 1, four (四)."""
    title = f"授予{line.name}“省中小企业数字化改造样本县（市、区）”"
    return Issue(
        kind="pilot_sample",
        kind_label="样本县公布",
        title=title,
        subject_kind=SUBJECT,
        subject_id=line.pilot.id or 0,
        facts={
            "county_code": line.pilot.county_code,
            "pilot_id": line.pilot.id,
            "review_digest": review_digest,
            "targets": target_facts(line),
        },
        paper=Paper(
            title=title,
            blocks=(
                Paragraph(text=f"{line.name}（{line.pilot.industry_name}）试点创建期满，经专家验收合格，现予公布。"),
                target_table(line),
            ),
            signer=issuer,
            signed_on=signed_on,
        ),
        is_public=True,
        organisation_id=line.pilot.organisation_id,
    )
