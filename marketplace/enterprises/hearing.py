"""The first words of a start: troubles apart, product and headcount in their fields, and what to say about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from marketplace.enterprises.told import (
    MOST_TROUBLES,
    are_apart,
    facts_of,
    listed_in,
    sentences_in,
    split_told,
    troubles_of,
)
from marketplace.taxonomy.linking import TextKind, guess_scenarios


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Fields of the start, and a sentence on what was made of the words; empty when they stand as typed."""

    fields: dict[str, Any]
    note: str


def hear(session: Session, *, texts: Sequence[str], product: str) -> Heard:
    """Take the first words apart; a product that stands in its own field stays as it is."""
    facts = facts_of(texts[0]) if texts else facts_of("")
    told = [one for text in (facts.rest, *texts[1:]) for one in split_told(text)]
    troubles = _listed_apart(session, told=_sentences_apart(session, told=told))
    fields: dict[str, Any] = {"problems": [{"text": text} for text in troubles]}
    if facts.product and not product:
        fields["industry_text"] = facts.product
    if facts.employees is not None:
        fields["employees"] = str(facts.employees)
    made = f"做{facts.product}" if "industry_text" in fields else ""
    noted = [one for one in (made, f"{facts.employees} 人" if "employees" in fields else "") if one]
    said = [f"记下了：{'，'.join(noted)}。"] if noted else []
    if len(troubles) > len(texts):
        said.append(f"听出 {len(troubles)} 件事，一件记一格；分错了，在“说难处”那一步改。")
    return Heard(fields=fields, note="".join(said))


def _sentences_apart(session: Session, *, told: Sequence[str]) -> list[str]:
    """Take sentences of one piece apart that tell of different things."""
    pieces = {text: sentences for text in told if len(sentences := sentences_in(text)) > 1}
    asked = [sentence for sentences in pieces.values() for sentence in sentences]
    guessed = guess_scenarios(session, texts=asked, kind=TextKind.PROBLEM)
    heard = {sentence: [one.code for one in found] for sentence, found in zip(asked, guessed, strict=True)}
    apart = [
        trouble
        for text in told
        for trouble in (
            troubles_of(pieces[text], heard=[heard[one] for one in pieces[text]]) if text in pieces else [text]
        )
    ]
    return apart if len(apart) <= MOST_TROUBLES else list(told)


def _listed_apart(session: Session, *, told: Sequence[str]) -> list[str]:
    lists = {text: pieces for text in told if (pieces := listed_in(text))}
    asked = [piece for pieces in lists.values() for piece in pieces]
    guessed = guess_scenarios(session, texts=asked, kind=TextKind.PROBLEM)
    heard = dict(zip(asked, ([(one.code, one.is_sure) for one in found] for found in guessed), strict=True))
    apart = [
        piece
        for text in told
        for piece in (lists[text] if text in lists and are_apart([heard[one] for one in lists[text]]) else [text])
    ]
    return apart if len(apart) <= MOST_TROUBLES else list(told)
