"""What people did with recommendations, read as judgements, so that weights can be learned from use."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Deed(StrEnum):
    """What an enterprise did about a provider that it was shown."""

    SHOWN = "shown"
    SHORTLISTED = "shortlisted"
    ENQUIRED = "enquired"
    CONTRACTED = "contracted"
    ACCEPTED = "accepted"


# A contract is worth the highest grade; looking alone says nothing against a provider, and nothing for it.
GRADES = {Deed.SHOWN: 0, Deed.SHORTLISTED: 1, Deed.ENQUIRED: 2, Deed.CONTRACTED: 3, Deed.ACCEPTED: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class UseEvent:
    """One deed of an enterprise about a provider, both by ref."""

    query_ref: str
    candidate_ref: str
    deed: Deed


def judgements(events: Iterable[UseEvent]) -> dict[str, dict[str, int]]:
    """Return the best grade of each pair; enterprises that chose nobody are left out, for they judged nothing."""
    grades: dict[str, dict[str, int]] = {}
    for event in events:
        row = grades.setdefault(event.query_ref, {})
        row[event.candidate_ref] = max(row.get(event.candidate_ref, 0), GRADES[event.deed])
    return {query: row for query, row in grades.items() if any(row.values())}
