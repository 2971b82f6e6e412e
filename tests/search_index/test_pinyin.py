"""Sounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from search_index.pinyin import char_readings, completions, segment, segment_prefix, sound_of, word_readings
from search_index.syllables import SYLLABLES


@pytest.mark.parametrize(
    ("letters", "ways"),
    [
        ("zhaojianyun", [("zhao", "jian", "yun")]),
        ("xian", [("xian",), ("xi", "an")]),
        ("", [()]),
        ("xyz", []),
        ("aps", []),
    ],
)
def test_segment_splits_letters_into_syllables(letters: str, ways: list[tuple[str, ...]]) -> None:
    found = segment(letters)

    assert found[: len(ways)] == ways
    assert bool(found) == bool(ways)


def test_segment_keeps_the_shortest_ways_only() -> None:
    assert len(segment("xian" * 20)) == 6


def test_segment_prefix_tells_the_unfinished_syllable() -> None:
    assert (("zhao",), "ji") in segment_prefix("zhaoji")


def test_completions_begin_with_the_letters() -> None:
    assert completions("zho") == ("zhong", "zhou")


@pytest.mark.parametrize(("one", "other"), [("照见", "找件"), ("绒峪", "荣玉"), ("毛衫", "毛杉")])
def test_sound_of_homophones_is_equal(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


def test_sound_of_different_syllable_boundaries_differs() -> None:
    assert sound_of("西安") != sound_of("先")


def test_word_readings_follow_the_word() -> None:
    assert [r[0] for r in word_readings("重庆")] == ["chong", "qing"]


def test_char_readings_know_several() -> None:
    assert set(char_readings("重")) >= {"zhong", "chong"}


def test_syllables_are_toneless_letters() -> None:
    assert all(s.isascii() and s.isalpha() and s.islower() for s in SYLLABLES)


# Characters whose reading depends on the word, and phrases of the dictionary.
WORDS = st.text("行长重乐朝都会调解还没得着中银音石头厦门", min_size=1, max_size=5) | st.sampled_from(
    sorted(PHRASES_DICT)[::97]
)


@given(WORDS)
def test_word_is_read_as_the_dictionary_of_phrases_reads_it(word: str) -> None:
    chosen = [readings[0] for readings in word_readings(word)]

    assert chosen == [syllable.replace("ü", "v") for syllable in lazy_pinyin(word)]
