"""Conflicts between two parties, from facts alone."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.reviews.conflicts import Conflict, PartyFacts, conflicts
from marketplace.reviews.facts_json import facts_from_json, facts_to_json
from marketplace.reviews.labels import ConflictKind


def facts(**given: set[int] | set[str]) -> PartyFacts:
    return PartyFacts(**{name: frozenset(values) for name, values in given.items()})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("expert", "candidate", "kind", "detail"),
    [
        (facts(organisation_ids={3}), facts(organisation_ids={3}), ConflictKind.SAME_BODY, "3"),
        (facts(credit_codes={"9133"}), facts(credit_codes={"9133"}), ConflictKind.CREDIT_CODE, "9133"),
        (facts(name_keys={"示范云服务"}), facts(name_keys={"示范云服务"}), ConflictKind.NAME, "示范云服务"),
        (facts(declared_ids={3}), facts(organisation_ids={3}), ConflictKind.DECLARED, "3"),
        (facts(organisation_ids={3}), facts(partner_ids={3}), ConflictKind.PARTNERSHIP, "3"),
        (facts(credit_codes={"9133"}), facts(partner_codes={"9133"}), ConflictKind.PARTNERSHIP, "9133"),
        (facts(past_codes={"9133"}), facts(credit_codes={"9133"}), ConflictKind.PAST_EMPLOYMENT, "9133"),
        (facts(past_name_keys={"示范"}), facts(name_keys={"示范"}), ConflictKind.PAST_EMPLOYMENT, "示范"),
        (facts(holding_codes={"9133"}), facts(credit_codes={"9133"}), ConflictKind.HOLDING, "9133"),
        (facts(holding_name_keys={"示范"}), facts(name_keys={"示范"}), ConflictKind.HOLDING, "示范"),
    ],
)
def test_shared_fact_is_a_conflict(expert: PartyFacts, candidate: PartyFacts, kind: ConflictKind, detail: str) -> None:
    assert conflicts(expert, candidate) == (Conflict(kind=kind, detail=detail),)


def test_two_that_share_a_past_employer_have_no_conflict() -> None:
    assert conflicts(facts(past_codes={"9133"}), facts(past_codes={"9133"})) == ()


def test_empty_code_is_no_shared_fact() -> None:
    assert conflicts(facts(credit_codes={""}), facts(credit_codes={""})) == ()


def any_facts() -> st.SearchStrategy[PartyFacts]:
    numbers = st.frozensets(st.integers(1, 4), max_size=3)
    codes = st.frozensets(st.sampled_from(["", "a", "b", "c"]), max_size=3)
    return st.builds(
        PartyFacts, **{field.name: numbers if field.name.endswith("_ids") else codes for field in fields(PartyFacts)}
    )


@given(a=any_facts(), b=any_facts())
def test_conflict_is_the_same_from_both_sides(a: PartyFacts, b: PartyFacts) -> None:
    assert conflicts(a, b) == conflicts(b, a)


@given(a=any_facts(), b=any_facts())
def test_more_facts_never_take_a_conflict_away(a: PartyFacts, b: PartyFacts) -> None:
    more = PartyFacts(**{field.name: getattr(a, field.name) | getattr(b, field.name) for field in fields(PartyFacts)})

    assert set(conflicts(a, b)) <= set(conflicts(more, b))


@given(party=any_facts())
def test_facts_survive_their_json(party: PartyFacts) -> None:
    assert facts_from_json(facts_to_json(party)) == party
