"""Where titles are broken, and that a broken one reads back as one."""

import io

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from marketplace.documents.docx_writing import write_docx
from marketplace.documents.paper import Paper
from marketplace.documents.titles import MOST_EMS, upper_line, width_of


@pytest.mark.parametrize(
    ("title", "upper"),
    [
        ("示范县木门推荐名单公示", "示范县木门推荐名单公示"),
        ("示范县竹木加工行业数字化总承包商推荐名单公示", "示范县竹木加工行业数字化"),
        (
            "关于公布示范县竹木加工行业数字化总承包商推荐名单（2026年第1版）的通知",
            "关于公布示范县竹木加工行业数字化总承包商",
        ),
        ("关于撤回示范县数字化总承包商推荐名单的通知", "关于撤回示范县数字化总承包商"),
    ],
)
def test_title_is_broken_between_words(title: str, upper: str) -> None:
    assert upper_line(title) == upper


@given(st.text(alphabet="县行业数字化总承包商推荐名单公示的A1（）", max_size=60))
def test_broken_title_loses_nothing_and_fits(title: str) -> None:
    upper = upper_line(title)

    assert title.startswith(upper)
    assert upper == title or width_of(title) / 2 <= width_of(upper) <= MOST_EMS


def test_broken_title_reads_back_as_one() -> None:
    title = "示范县竹木加工行业数字化总承包商推荐名单公示"

    document = Document(io.BytesIO(write_docx(Paper(title=title, blocks=()), stamp=None)))

    heading = document.paragraphs[0]
    assert heading.text == title
    assert heading.paragraph_format.left_indent == heading.paragraph_format.right_indent
    assert heading.paragraph_format.left_indent is not None
    assert heading.paragraph_format.left_indent > 0
