"""What stands on a paper, as values; how it looks is the writers' business."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from marketplace.documents.book import Book

DIGEST_PREFIX = "sha256:"  # Stands before the digest in every format.
Alignment = Literal["left", "center", "right"]
Level = Literal[1, 2, 3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of the body; level 1 reads 一、, level 2 （一）, level 3 1. — the number is part of the text."""

    text: str
    level: Level = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; ``indent`` leaves two characters free at its start. Line breaks in the text are kept."""

    text: str
    indent: bool = True
    bold: bool = False
    align: Alignment = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table; it may stretch over several columns and rows."""

    text: str
    columns: int = 1
    rows: int = 1
    bold: bool = False
    align: Alignment = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with rules. ``widths`` are parts of the line (their sum may be anything), one a column.

    A cell that stretches downwards leaves its place out of the rows below. The first ``header_rows`` rows are
    repeated on each page. ``is_roomy`` leaves room to write by hand.
    """

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    header_rows: int = 1
    caption: str = ""
    is_roomy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Labels with values below each other, without rules: 报送单位：……"""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """A page of its own at the front: title lines in the middle, fields below, a date at the foot."""

    lines: tuple[str, ...]
    fields: tuple[tuple[str, str], ...] = ()
    foot: tuple[str, ...] = ()


Block = Heading | Paragraph | Table | Fields | PageBreak | Cover


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper in official form: title, body, who signs it and when.

    ``number`` is the document's number (文号), ``attachments`` are the names behind 附件：.
    """

    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    attachments: tuple[str, ...] = ()
    signer: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What makes a paper verifiable: the digest of its facts, where to verify it, and when it was issued."""

    digest: str
    url: str
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A document to issue.

    ``facts`` is canonical JSON data (integers, strings, lists, objects) of what the document states; its digest is
    printed. ``kind`` names the sort of document for programs, ``kind_label`` for people. ``is_public`` lets anybody
    open it; else the subject's readers may. ``organisation_id`` is the issuing body.
    """

    kind: str
    kind_label: str
    title: str
    subject_kind: str
    subject_id: int
    facts: dict[str, Any]
    paper: Paper | None = None
    book: Book | None = None
    is_public: bool = False
    organisation_id: int | None = None


def table(
    header: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    *,
    widths: tuple[int, ...],
    caption: str = "",
    centered: Collection[str] = (),
) -> Table:
    """Return a plain table with one header row; the columns with these headers have their cells in the middle."""
    head = tuple(Cell(text=text, bold=True, align="center") for text in header)
    aligned: list[Alignment] = ["center" if text in centered else "left" for text in header]
    body = tuple(tuple(Cell(text=text, align=way) for text, way in zip(row, aligned, strict=True)) for row in rows)
    return Table(rows=(head, *body), widths=widths, caption=caption)
