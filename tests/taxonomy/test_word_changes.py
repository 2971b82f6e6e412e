"""A change of a scenario's words: read, checked, applied, named, and kept through the next release."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.taxonomy.word_changes import (
    as_lines,
    changed_library,
    differences,
    edition_of,
    find_scenario,
    read_words,
    with_changes,
    words_of,
)
from seed.reference import load_library
from tests.recommendations.market import LIBRARY

VAT = find_scenario(LIBRARY, code="vat-scheduling")
TYPED = as_lines(words_of(VAT))
lines = st.lists(st.text(alphabet="排缸乱水电&", min_size=1, max_size=6), max_size=5, unique=True)


def test_words_read_from_their_own_form_are_unchanged() -> None:
    assert read_words(TYPED, library=LIBRARY, code=VAT.code) == words_of(VAT)


def test_new_alias_stands_in_the_changed_library_alone() -> None:
    words = read_words({**TYPED, "aliases": "排缸\n\n 排机 \n排缸"}, library=LIBRARY, code=VAT.code)

    changed = changed_library(LIBRARY, code=VAT.code, words=words, edition="other")

    assert find_scenario(changed, code=VAT.code) == replace(VAT, aliases=("排缸", "排机"))
    assert changed.scenarios[1:] == LIBRARY.scenarios[1:]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("aliases", "计件", "“计件”已经是场景“计件工资”的叫法"),
        ("vendor_words", "能耗监测", "“能耗监测”已经是场景“能耗监测”的叫法"),
        ("aliases", "长" * 41, "每行最多 40 个字"),
        ("symptoms", "\n".join(f"词{number}" for number in range(301)), "最多 300 行"),
        ("description", " ", "请用一句话说明"),
        ("symptoms", "急单\n\n工钱&&", "第 3 行“工钱&&”不完整"),
        ("symptoms", "&工钱", "第 1 行“&工钱”不完整"),
        ("symptoms", "工钱& &月底", "第 1 行“工钱& &月底”不完整"),
        ("symptoms", "&", "第 1 行“&”不完整"),
        ("symptoms", "急单\n工钱|月底", "第 2 行“工钱|月底”里不能有“|”"),
        ("aliases", "排缸\n排机;排车", "第 2 行“排机;排车”里不能有“;”"),
        ("objects", "染缸&染料", "第 1 行“染缸&染料”里不能有“&”"),
    ],
)
def test_fault_is_named_with_its_field(field: str, typed: str, sentence: str) -> None:
    with pytest.raises(InvalidError) as caught:
        read_words({**TYPED, field: typed}, library=LIBRARY, code=VAT.code)

    assert sentence in "".join(caught.value.fields[field])


def test_unknown_scenario_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        find_scenario(LIBRARY, code="no-such")


def test_symptoms_of_several_words_are_read_with_either_sign() -> None:
    words = read_words({**TYPED, "symptoms": "排缸 \uff06 脑子\n急单"}, library=LIBRARY, code=VAT.code)

    assert words["symptoms"] == ["排缸&脑子", "急单"]


def test_release_keeps_agreed_changes_and_forgets_those_of_vanished_scenarios() -> None:
    words = {**words_of(VAT), "aliases": ["排缸", "排机"]}

    kept = with_changes(replace(LIBRARY, edition="2027-01"), [(VAT.code, words), ("gone", words)])

    assert find_scenario(kept, code=VAT.code).aliases == ("排缸", "排机")
    assert kept.edition == edition_of("2027-01", [(VAT.code, words)])
    assert with_changes(LIBRARY, []) == LIBRARY


def test_differences_name_what_goes_and_what_comes() -> None:
    before = words_of(VAT)

    assert differences(before, {**before, "aliases": ["排机"]}) == [("别名", "排缸", "排机")]


def test_words_of_the_whole_library_are_well_formed() -> None:
    library = load_library()
    for scenario in library.scenarios:
        words = words_of(scenario)
        assert read_words(as_lines(words), library=library, code=scenario.code) == words


@given(first=lines, second=lines)
def test_edition_is_a_function_of_the_agreed_words(first: list[str], second: list[str]) -> None:
    names = [edition_of("2026", [("a", {"aliases": one})]) for one in (first, second)]

    assert (names[0] == names[1]) == (first == second)


@given(
    typed=st.lists(st.lists(st.sampled_from(["排缸", "乱", "水电"]), min_size=1, max_size=3).map("&".join), max_size=5)
)
def test_lines_that_were_read_once_are_read_the_same_again(typed: list[str]) -> None:
    once = read_words({**TYPED, "symptoms": "\n".join(typed)}, library=LIBRARY, code=VAT.code)
    again = read_words(as_lines(once), library=LIBRARY, code=VAT.code)

    assert once["symptoms"] == again["symptoms"]
