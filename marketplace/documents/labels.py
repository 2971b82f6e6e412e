"""Formats of documents, and what a verification finds."""

from enum import StrEnum


class Format(StrEnum):
    """How a document is written."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


FORMAT_LABELS: dict[Format, str] = {Format.DOCX: "Word", Format.PDF: "PDF", Format.XLSX: "Excel"}


class Match(StrEnum):
    """How what was handed in stands to what the platform issued."""

    SAME_FILE = "same_file"
    SAME_TEXT = "same_text"
    OTHER_TEXT = "other_text"
    UNREADABLE = "unreadable"
    DIGEST = "digest"
    CHAIN_HEAD = "chain_head"
    BROKEN_HEAD = "broken_head"
    UNKNOWN = "unknown"


MATCH_LABELS: dict[Match, str] = {
    Match.SAME_FILE: "这就是平台签发的那份文件，一个字节也没有变",
    Match.SAME_TEXT: "文件重新保存过，文字和平台签发的一致",
    Match.OTHER_TEXT: "文字和平台签发的不一致，这份文件被改动过",
    Match.UNREADABLE: "文件带有平台的摘要，但不是平台签发的那份文件，内容无法逐字核对",
    Match.DIGEST: "这个摘要登记在册",
    Match.CHAIN_HEAD: "这个日志链头与平台现在的日志一致",
    Match.BROKEN_HEAD: "这个日志链头与平台现在的日志对不上",
    Match.UNKNOWN: "平台没有签发过这份文件，也没有登记过这个摘要",
}
