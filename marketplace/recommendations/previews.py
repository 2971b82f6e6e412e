"""Both orders side by side: the first places of a sample of enterprises now, and as a change would have them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session, and_, col, or_, select

from marketplace.accounts.models import Organisation
from marketplace.enterprises.models import Enterprise, Problem
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.exchange.rows import EnterpriseRow
from marketplace.recommendations.ranked import first_places
from marketplace.recommendations.ranker import Held
from matching.weights import WeightSet

FIRST = 5
SAMPLE = 8
SPEAKING = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An enterprise's first places before and after; ``moved`` says for each after-place whence it came."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    moved: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        return self.before == self.after


def sample_ids(session: Session, *, most: int = SAMPLE) -> list[int]:
    """Return enterprises with problems, spread evenly over all of them, so that no corner is left out."""
    ids = session.exec(
        select(Enterprise.organisation_id)
        .join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
        .where(col(Organisation.merged_into_id).is_(None))
        .where(col(Enterprise.organisation_id).in_(select(Problem.enterprise_id)))
        .order_by(col(Enterprise.organisation_id))
    ).all()
    if len(ids) <= most:
        return list(ids)
    return [ids[number * len(ids) // most] for number in range(most)]


def speaking_ids(session: Session, *, phrases: Collection[tuple[str, ...]], most: int = SPEAKING) -> list[int]:
    """Return the first enterprises with a problem that holds all words of one of the phrases."""
    if not phrases:
        return []
    holds = [and_(*(col(Problem.text).contains(word, autoescape=True) for word in words)) for words in sorted(phrases)]
    found = session.exec(
        select(Problem.enterprise_id)
        .join(Organisation, col(Organisation.id) == Problem.enterprise_id)
        .where(col(Organisation.merged_into_id).is_(None), or_(*holds))
        .distinct()
        .order_by(col(Problem.enterprise_id))
        .limit(most)
    )
    return list(found)


def preview_weights(session: Session, held: Held, *, weights: WeightSet) -> list[Compared]:
    """Return the orders of a sample under the weights in force and under proposed ones."""
    rows = load_enterprise_rows(session, ids=sample_ids(session))
    return [
        compare(row.name, first_names(row, held, weights=held.weights), first_names(row, held, weights=weights))
        for row in rows
    ]


def first_names(row: EnterpriseRow, held: Held, *, weights: WeightSet, most: int = FIRST) -> list[str]:
    """Return the names of an enterprise's first places."""
    places = first_places(row, held, most=most, weights=weights)
    return [held.index.candidate(place.ref).name for place in places]


def compare(name: str, before: Sequence[str], after: Sequence[str]) -> Compared:
    """Hold two orders against each other."""
    return Compared(name=name, before=tuple(before), after=tuple(after), moved=tuple(_moves(before, after)))


def _moves(before: Sequence[str], after: Sequence[str]) -> list[str]:
    was = {name: place for place, name in enumerate(before, start=1)}
    words = []
    for place, name in enumerate(after, start=1):
        if name not in was:
            words.append("新进前五")
        elif was[name] == place:
            words.append("")
        else:
            words.append(f"原第 {was[name]} 名，{'升' if was[name] > place else '降'}")
    return words
