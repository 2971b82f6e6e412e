"""A paper and a workbook that use every kind of block."""

from datetime import date

from marketplace.documents.book import Book, Column, Sheet
from marketplace.documents.paper import (
    Cell,
    Cover,
    Fields,
    Heading,
    Issue,
    PageBreak,
    Paper,
    Paragraph,
    Table,
)

TITLE = "示范县木门行业数字化总承包商推荐名单公示"
TABLE = Table(
    rows=(
        (Cell(text="服务商", columns=2, bold=True, align="center"), Cell(text="得分", bold=True)),
        (Cell(text="第一组", rows=2), Cell(text="示范云服务有限公司"), Cell(text="91.2")),
        (Cell(text="示范集成有限公司"), Cell(text="88\n并列")),
    ),
    widths=(1, 3, 1),
    caption="表1　拟列入的服务商",
)
PAPER = Paper(
    title=TITLE,
    number="示经信〔2026〕12号",
    signer="示范县经济和信息化局",
    signed_on=date(2026, 11, 22),
    attachments=("名单", "评分汇总表"),
    blocks=(
        Cover(
            lines=("全省中小企业数字化改造试点县", "申报表"),
            fields=(("申报单位", "示范县人民政府"), ("行业", "木门")),
            foot=("2026年11月",),
        ),
        Heading(text="一、基本情况"),
        Paragraph(text="经公开征集和专家评审，拟将下列单位列入。\n#let *x* = [1]"),
        Heading(text="（一）说明", level=2),
        Heading(text="1. 范围", level=3),
        TABLE,
        Fields(items=(("受理单位", "示范县经济和信息化局"),)),
        PageBreak(),
        Paragraph(text="（此页无正文）", align="center", indent=False),
    ),
)
BOOK = Book(
    title="评分汇总表",
    sheets=(
        Sheet(
            name="汇总",
            caption="满分 100 分",
            columns=(Column(label="服务商", width=30), Column(label="总分"), Column(label="日期")),
            rows=(("=1+1", 87.5, date(2026, 1, 2)), ("示范云服务有限公司", None, None)),
        ),
    ),
)


def issue(*, edition: int = 1, kind: str = "list_notice", is_public: bool = True, subject_id: int = 7) -> Issue:
    return Issue(
        kind=kind,
        kind_label="公示",
        title=TITLE,
        subject_kind="list",
        subject_id=subject_id,
        facts={"edition": edition, "entries": ["甲", "乙"]},
        paper=PAPER,
        book=BOOK,
        is_public=is_public,
    )
