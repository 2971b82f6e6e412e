"""The held-out part of the corpus is wide, stands apart, and teaches the engine nothing."""

from dataclasses import replace

import pytest

from matching.library import Library, Voice
from matching.linking import fit_linker, link_text
from matching.linking.types import TextKind
from seed.reference import load_library
from seed.reference.build import content_digest

SPAN = 12  # Shared runs of this many characters mean that one sentence was copied from the other.


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def spans(text: str) -> set[str]:
    """Return every run of SPAN characters of a text."""
    return {text[start : start + SPAN] for start in range(len(text) - SPAN + 1)}


def test_heldout_sentences_are_a_tenth_of_the_corpus_or_more(library: Library) -> None:
    held = sum(phrase.held_out for phrase in library.phrases)

    assert held >= 480
    assert held * 10 >= len(library.phrases)


def test_heldout_sentences_speak_of_every_scenario(library: Library) -> None:
    spoken = {code for phrase in library.phrases if phrase.held_out for code in phrase.scenarios}

    assert {scenario.code for scenario in library.scenarios} - spoken == set()


def test_heldout_sentences_come_from_all_voices(library: Library) -> None:
    assert {phrase.voice for phrase in library.phrases if phrase.held_out} == set(Voice)


def test_heldout_sentences_share_no_span_with_learned_ones(library: Library) -> None:
    learned = {span for phrase in library.phrases if not phrase.held_out for span in spans(phrase.text)}

    copied = [phrase.text for phrase in library.phrases if phrase.held_out and spans(phrase.text) & learned]

    assert copied == []


def test_digest_without_heldout_sentences_is_the_same(library: Library) -> None:
    learned = tuple(phrase for phrase in library.phrases if not phrase.held_out)

    assert content_digest(replace(library, phrases=learned)) == content_digest(library)


def test_linker_fitted_without_heldout_sentences_links_the_same(library: Library) -> None:
    # Few sentences keep the two fits quick; the choice depends on the mark alone.
    learned = tuple(phrase for phrase in library.phrases if not phrase.held_out)[:300]
    held = tuple(phrase for phrase in library.phrases if phrase.held_out)[:100]
    text = held[0].text

    with_held = fit_linker(replace(library, phrases=learned + held))
    without = fit_linker(replace(library, phrases=learned))

    assert link_text(text, with_held, kind=TextKind.PROBLEM) == link_text(text, without, kind=TextKind.PROBLEM)
