"""Better spellings."""

import pytest

from search_index.spelling import Vocabulary, meant_in_title

VOCABULARY = Vocabulary(
    [("排产", 9), ("开机率", 3), ("计件工资", 2), ("mes", 8), ("wms", 5), ("infolink", 1), ("kingdee", 2)]
)


def nowhere(_pair: str) -> bool:
    return False


def everywhere(_pair: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("派产", "排产"),
        ("开鸡率", "开机率"),
        ("计件公资", "计件工资"),
        ("计建工资", "计件工资"),
        ("排厂", "排产"),
        ("排产", "排产"),
        ("天地", "天地"),
    ],
)
def test_correct_replaces_what_sounds_or_looks_alike(wrong: str, right: str) -> None:
    assert VOCABULARY.correct(wrong, occurs=nowhere) == right


@pytest.mark.parametrize(("wrong", "right"), [("派场", "排产"), ("计件总资", "计件总资")])
def test_correct_by_sound_leaves_what_only_looks_alike(wrong: str, right: str) -> None:
    assert VOCABULARY.correct(wrong, occurs=nowhere, by_sound=True) == right


def test_correct_leaves_what_occurs_in_documents() -> None:
    assert VOCABULARY.correct("派产", occurs=everywhere) == "派产"


def test_correct_keeps_the_words_around() -> None:
    assert VOCABULARY.correct("车间派产系统", occurs=nowhere) == "车间排产系统"


@pytest.mark.parametrize(
    ("token", "near"),
    [("wsm", ("wms",)), ("infolnik", ("infolink",)), ("kingde", ("kingdee",)), ("ab", ()), ("1234", ()), ("mss", ())],
)
def test_near_latin_finds_words_within_few_edits(token: str, near: tuple[str, ...]) -> None:
    assert VOCABULARY.near_latin(token) == near


@pytest.mark.parametrize(
    ("query", "title", "meant"),
    [
        ("照见运", "湖州照见云信息科技有限公司", "照见云"),
        ("infolimk", "InfoLinkMES", "InfoLink"),
        ("照见云", "湖州照见云信息科技有限公司", None),
        ("刀具", "刀工管理", None),
        ("完全不同的词", "湖州照见云信息科技有限公司", None),
        ("照见运", "", None),
    ],
)
def test_meant_in_title_finds_the_misspelt_part(query: str, title: str, meant: str | None) -> None:
    assert meant_in_title(query, title=title) == meant
