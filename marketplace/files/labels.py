"""Kinds of files that are accepted."""

from enum import StrEnum


class FileType(StrEnum):
    """What a file is by its content, whatever its name says."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    DOCX = "docx"
    XLSX = "xlsx"
    OFD = "ofd"


FILE_TYPE_LABELS: dict[FileType, str] = {
    FileType.PDF: "PDF 文件",
    FileType.PNG: "PNG 图片",
    FileType.JPEG: "JPEG 图片",
    FileType.DOCX: "Word 文档",
    FileType.XLSX: "Excel 表格",
    FileType.OFD: "OFD 版式文件",
}
