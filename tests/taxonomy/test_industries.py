"""Typed words of an industry, nested entries, and what a trade complains about."""

import pytest

from marketplace.core.db import Database
from marketplace.exchange.rows import IndustryRef
from marketplace.taxonomy.industries import entries_holding, guess_industries, is_within, suggest_industries
from marketplace.taxonomy.models import Industry
from marketplace.taxonomy.typical import trades_of, typical_problems
from tests.fixtures.reference import SMALL_LIBRARY


@pytest.mark.parametrize("typed", ["印染", "\uff231713", "1713", "棉印染精加工", "我们做坯布印染的"])
def test_suggestion_for_words_of_dyeing_begins_with_its_code(typed: str) -> None:
    assert suggest_industries(SMALL_LIBRARY, text=typed)[0].code == "C1713"


def test_suggestion_names_the_catalogue_entry_that_holds_the_code() -> None:
    assert suggest_industries(SMALL_LIBRARY, text="变压器")[0].entry == "变压器制造"


@pytest.mark.parametrize("typed", ["", "   ", "开饭店", "😀", "9"])
def test_suggestion_for_words_that_tell_nothing_is_empty(typed: str) -> None:
    assert suggest_industries(SMALL_LIBRARY, text=typed) == []


def test_entries_holding_a_code_come_narrowest_first() -> None:
    entries = [
        Industry(catalog_no=4, level1="", level2="", gbt_prefixes=["38"], words=[]),
        Industry(catalog_no=8, level1="", level2="", gbt_prefixes=["3821"], words=[]),
        Industry(catalog_no=13, level1="", level2="", gbt_prefixes=["171"], words=[]),
    ]

    assert [entry.catalog_no for entry in entries_holding(entries, code="C3821")] == [8, 4]


def test_industry_without_codes_lies_within_nothing() -> None:
    assert is_within([], ["38"]) is False


def test_industry_of_which_one_code_lies_elsewhere_is_not_within() -> None:
    assert is_within(["3821", "171"], ["38"]) is False


@pytest.mark.parametrize(
    ("industry", "codes"),
    [
        (IndustryRef(catalog_no=13), ["dyeing"]),
        (IndustryRef(gbt_code="C3392"), ["diecast"]),
        (IndustryRef(text="小型压铸件"), ["diecast"]),
        (IndustryRef(), []),
    ],
)
def test_trades_of_industry_follow_codes_else_words(industry: IndustryRef, codes: list[str]) -> None:
    assert [trade.code for trade in trades_of(SMALL_LIBRARY, industry=industry)] == codes


def test_typical_problems_of_a_trade_are_its_owners_words_one_a_scenario() -> None:
    assert typical_problems(SMALL_LIBRARY, industry=IndustryRef(gbt_code="C1713")) == ["排缸全靠老师傅一个人"]


def test_typical_problems_of_an_unknown_industry_are_those_of_any_plant() -> None:
    assert typical_problems(SMALL_LIBRARY, industry=IndustryRef()) == ["水电汽一个月一张单子"]


def test_suggestion_for_a_sentence_follows_what_is_made(stored: Database) -> None:
    with stored.session() as session:
        found = guess_industries(session, text="给变压器厂做铝压铸件")

    assert found[0].code == "C3392"


def test_suggestion_before_a_library_is_stored_is_empty(database: Database) -> None:
    with database.session() as session:
        assert guess_industries(session, text="印染") == []
