"""Phrases: which of their tokens decide, and that a text holds them as it holds the text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index import DocKey, Document, SearchIndex, SearchQuery
from search_index.plan import Phrase
from search_index.tokens import grams
from tests.search_index.catalogue import DOCUMENTS


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("急单插", ((1, "急单"), (3, "单插"))),
        ("排", ((0, "排"),)),
        ("s7-1200", ((0, "s7"), (1, "s71200"), (2, "1200"))),
        ("云mes", ((0, "云"), (1, "mes"))),
        ("安灯mes", ((1, "安灯"), (3, "mes"))),
    ],
)
def test_pairs_stand_for_their_characters(text: str, anchors: tuple[tuple[int, str], ...]) -> None:
    assert Phrase(tuple(grams(text))).anchors == anchors


@pytest.mark.parametrize(("text", "run"), [("急单插", "急单插"), ("安灯mes", ""), ("s7-1200", ""), ("急，单", "")])
def test_only_a_run_of_characters_stands_in_a_text_as_it_is(text: str, run: str) -> None:
    assert Phrase(tuple(grams(text))).run == run


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([d for d in DOCUMENTS if d.kind == "module"]), st.integers(0, 30), st.integers(2, 6))
def test_phrase_finds_every_document_that_holds_the_characters(
    catalogue: SearchIndex, document: Document, start: int, size: int
) -> None:
    text = document.body[start : start + size]
    if len(text) < 2 or not all("\u4e00" <= char <= "\u9fff" for char in text):
        return

    found = {DocKey(hit.kind, hit.id) for hit in catalogue.search(SearchQuery(text=f'"{text}"', per_page=100)).hits}

    assert found == {d.key for d in DOCUMENTS if text in d.title or text in d.body}
