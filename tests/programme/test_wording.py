"""字数 at the character: full-width signs, punctuation, line breaks, runs of Latin letters and digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.programme.wording import count_words

CASES = [
    ("", 0),
    ("数字化", 3),
    ("数字化。", 4),
    ("　数字化　", 3),
    ("第一行\n第二行\r\n", 6),
    ("MES", 1),
    ("MES 2.0", 2),
    ("第12条", 3),
    ("12.5%", 1),
    ("“N+X”", 3),
    ("２０２５年", 5),
    ("".join(chr(ord(sign) + 0xFEE0) for sign in "MES"), 3),
    ("（一）", 3),
    ("——", 2),
    ("①②", 2),
    ("A，B", 3),
    ("A,B", 1),
    ("a\tb", 2),
    ("数\u200b字", 2),
    ("100 亿元", 3),
    ("𠮷", 1),
    ("café", 1),
    ("…", 1),
]


@pytest.mark.parametrize(("text", "count"), CASES)
def test_count_is_that_of_the_sign(text: str, count: int) -> None:
    assert count_words(text) == count


@given(st.text(alphabet="数字化改造，。：（）“”\n 　", max_size=80))
def test_chinese_text_counts_everything_but_blanks(text: str) -> None:
    assert count_words(text) == sum(not sign.isspace() for sign in text)


@given(st.lists(st.text(alphabet="abcXYZ019.-", min_size=1, max_size=6), max_size=8))
def test_runs_parted_by_blanks_count_one_each(words: list[str]) -> None:
    assert count_words(" \n".join(words)) == len(words)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_break_between_two_texts_adds_up(first: str, second: str) -> None:
    assert count_words(f"{first}\n{second}") == count_words(first) + count_words(second)
