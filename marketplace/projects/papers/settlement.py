"""The settlement sheet of a meter: a paper to sign and a workbook to compute again."""

from collections.abc import Sequence

from sqlmodel import Session

from marketplace.accounts.queries import load_organisation
from marketplace.core.wording import day_text
from marketplace.documents.book import Book, Column, Sheet
from marketplace.documents.paper import Fields, Heading, Issue, Paper, Paragraph, table
from marketplace.projects.labels import METER_KIND_LABELS, MeterKind
from marketplace.projects.models import Meter, Project
from marketplace.projects.papers.contract import SUBJECT
from marketplace.projects.papers.money import yuan
from marketplace.projects.settlement import ReadingValue, SheetLine, Terms, settle, thousandths, total_of

HOW = {
    MeterKind.BY_USE: "累计应付＝（读数减起始读数）×单价，四舍五入到分；本期应付＝本期累计应付减上期累计应付。",
    MeterKind.BY_EFFECT: (
        "累计效果＝基准×累计产量与实际用量之差；累计应付＝累计效果×单位价值×分成比例，四舍五入到分，取历次最高值；"
        "本期应付＝累计应付的增加额，没有达到基准的期间不付款，也不倒扣。"
    ),
}


def terms_of(meter: Meter) -> Terms:
    """Return how a meter turns into money."""
    return Terms(
        kind=meter.kind,
        price_fen=meter.price_fen,
        baseline_milli=meter.baseline_milli,
        value_fen=meter.value_fen,
        share_permille=meter.share_permille,
        better=meter.better,
        cap_fen=meter.cap_fen,
    )


def settlement_issue(session: Session, *, project: Project, meter: Meter, readings: Sequence[ReadingValue]) -> Issue:
    """Return the settlement sheet of a meter."""
    lines = settle(readings, terms_of(meter))
    title = f"{project.title}结算单（{meter.name}）"
    return Issue(
        kind=f"settlement_{meter.id}",
        kind_label="结算单",
        title=title,
        subject_kind=SUBJECT,
        subject_id=project.id or 0,
        facts=_facts(project, meter, readings, lines),
        paper=_paper(session, project, meter, lines, title=title),
        book=_book(meter, lines, title=title),
        organisation_id=project.enterprise_id,
    )


def _facts(
    project: Project, meter: Meter, readings: Sequence[ReadingValue], lines: Sequence[SheetLine]
) -> dict[str, object]:
    fields = ("name", "unit", "price_fen", "baseline_milli", "value_fen", "share_permille", "cap_fen")
    return {
        "project": project.id,
        "meter": {"kind": meter.kind.value, "better": meter.better.value}
        | {name: getattr(meter, name) for name in fields},
        "readings": [[one.read_on.isoformat(), one.value_milli, one.output_milli] for one in readings],
        "amounts": [one.amount_fen for one in lines],
        "total": total_of(lines),
    }


def _paper(session: Session, project: Project, meter: Meter, lines: Sequence[SheetLine], *, title: str) -> Paper:
    line = "　　　　　　　　"
    return Paper(
        title=title,
        blocks=(
            Fields(
                items=(
                    ("付款方", load_organisation(session, organisation_id=project.enterprise_id).name),
                    ("收款方", load_organisation(session, organisation_id=project.provider_id).name),
                    ("付费方式", METER_KIND_LABELS[meter.kind]),
                    *_terms_fields(meter),
                )
            ),
            Heading(text="一、分期明细"),
            table(_heads(meter), [_cells(meter, one) for one in lines], widths=(5, 3, 3, 3, 3)),
            Paragraph(text=f"合计应付：{yuan(total_of(lines))}", bold=True),
            Heading(text="二、算法"),
            Paragraph(text=HOW[meter.kind]),
            Fields(items=(("甲方签字", line), ("乙方签字", line))),
        ),
    )


def _terms_fields(meter: Meter) -> list[tuple[str, str]]:
    if meter.kind is MeterKind.BY_USE:
        fields = [("单价", f"每{meter.unit} {yuan(meter.price_fen)}")]
    else:
        fields = [
            ("基准", f"每{meter.output_unit} {thousandths(meter.baseline_milli)} {meter.unit}（{meter.source}）"),
            ("单位价值", f"每{meter.unit} {yuan(meter.value_fen)}"),
            ("分成比例", f"{meter.share_permille / 10:g}%"),
        ]
    return [*fields, *([("付款上限", yuan(meter.cap_fen))] if meter.cap_fen is not None else [])]


def _heads(meter: Meter) -> tuple[str, ...]:
    middle = "累计产量增加" if meter.kind is MeterKind.BY_EFFECT else "累计应付"
    return (
        "期间",
        f"用量（{meter.unit}）",
        middle,
        "效果" if meter.kind is MeterKind.BY_EFFECT else "单价",
        "本期应付",
    )


def _cells(meter: Meter, one: SheetLine) -> tuple[str, ...]:
    period, used = f"{day_text(one.first_on)}～{day_text(one.last_on)}", thousandths(one.used_milli)
    if meter.kind is MeterKind.BY_EFFECT:
        return period, used, thousandths(one.output_milli), thousandths(one.effect_milli), yuan(one.amount_fen)
    return period, used, yuan(one.total_fen), yuan(meter.price_fen), yuan(one.amount_fen)


def _book(meter: Meter, lines: Sequence[SheetLine], *, title: str) -> Book:
    columns = (
        Column(label="起"),
        Column(label="止"),
        Column(label=f"用量（{meter.unit}）"),
        Column(label="产量"),
        Column(label="效果"),
        Column(label="本期应付（元）"),
        Column(label="累计应付（元）"),
    )
    rows = tuple(
        (
            one.first_on,
            one.last_on,
            one.used_milli / 1000,
            one.output_milli / 1000,
            one.effect_milli / 1000,
            one.amount_fen / 100,
            one.total_fen / 100,
        )
        for one in lines
    )
    return Book(title=title, sheets=(Sheet(name="结算", columns=columns, rows=rows, caption=HOW[meter.kind]),))
