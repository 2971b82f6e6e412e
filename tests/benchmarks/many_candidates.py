"""A market of any size, made from the judged collection: every text is different."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from matching.types import Candidate, Query

LONGEST_PIECE = 60  # Characters of another module's text that lengthen one.
LONGEST_CUT = 10


def many_candidates(known: Sequence[Candidate], *, modules: int) -> list[Candidate]:
    """Repeat candidates under new refs until they have so many modules, each summary cut and lengthened by a piece."""
    dice = random.Random(0)
    texts = [module.summary for candidate in known for module in candidate.modules]
    copies: list[Candidate] = []
    count = 0
    while count < modules:
        turn = len(copies) // len(known)
        candidate = _varied(known[len(copies) % len(known)], turn=turn, texts=texts, dice=dice)
        copies.append(candidate)
        count += len(candidate.modules)
    return copies


def _varied(candidate: Candidate, *, turn: int, texts: Sequence[str], dice: random.Random) -> Candidate:
    modules = tuple(
        replace(
            module,
            ref=f"{module.ref}-{turn}",
            summary=module.summary[dice.randrange(LONGEST_CUT) :] + dice.choice(texts)[: dice.randrange(LONGEST_PIECE)],
        )
        for module in candidate.modules
    )
    return replace(candidate, ref=f"{candidate.ref}-{turn}", partners=(), modules=modules)


def many_queries(known: Sequence[Query], *, count: int) -> list[Query]:
    """Repeat enterprises under new refs, each turn with its problems in another order or one fewer."""
    dice = random.Random(0)

    def varied(query: Query, turn: int) -> Query:
        problems = dice.sample(query.problems, max(1, len(query.problems) - turn % 2)) if query.problems else ()
        return replace(query, ref=f"{query.ref}-{turn}", problems=tuple(problems))

    turns = (varied(query, turn) for turn in range(count) for query in known)
    return list(islice(turns, count))
