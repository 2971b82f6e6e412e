"""Suggestions of scenarios for typed texts."""

from marketplace.core.db import Database
from marketplace.taxonomy.linking import TextKind, guess_scenarios


def test_guess_for_an_owners_sentence_names_its_scenario_first(stored: Database) -> None:
    with stored.session() as session:
        guesses = guess_scenarios(session, texts=["我们厂排缸全凭老师傅的脑子"], kind=TextKind.PROBLEM)

    assert (guesses[0][0].code, guesses[0][0].name) == ("dye_sched", "染缸排产")
    assert guesses[0][0].is_sure


def test_guess_for_a_scenario_name_of_another_writing_finds_it(stored: Database) -> None:
    with stored.session() as session:
        guesses = guess_scenarios(session, texts=["染缸排程"], kind=TextKind.SCENARIO)

    assert guesses[0][0].code == "dye_sched"


def test_guess_for_a_text_without_meaning_offers_nothing(stored: Database) -> None:
    with stored.session() as session:
        assert guess_scenarios(session, texts=["……"], kind=TextKind.PROBLEM) == [()]


def test_guesses_for_several_texts_keep_their_order(stored: Database) -> None:
    with stored.session() as session:
        guesses = guess_scenarios(session, texts=["能耗监测", "染缸排产"], kind=TextKind.SCENARIO)

    assert [one[0].code for one in guesses] == ["energy_meter", "dye_sched"]
