"""Conflicts of interest between two parties, from facts alone: values in, values out.

A party is an expert, a provider, an enterprise, a supervisor. Nothing here knows tables; each area collects the facts
of its parties.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from marketplace.reviews.labels import ConflictKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts:
    """What is known of a party.

    ``organisation_ids``: bodies that it is or acts for now; ``credit_codes``: their 统一社会信用代码; ``name_keys``:
    their names by ``accounts.naming.name_key``; ``partner_ids`` and ``partner_codes``: confirmed partners of those
    bodies; ``past_codes`` and ``past_name_keys``: former employers; ``holding_codes`` and ``holding_name_keys``: bodies
    in which it holds shares; ``declared_ids``: bodies to which it declared a conflict itself.
    """

    organisation_ids: frozenset[int] = field(default_factory=frozenset)
    credit_codes: frozenset[str] = field(default_factory=frozenset)
    name_keys: frozenset[str] = field(default_factory=frozenset)
    partner_ids: frozenset[int] = field(default_factory=frozenset)
    partner_codes: frozenset[str] = field(default_factory=frozenset)
    past_codes: frozenset[str] = field(default_factory=frozenset)
    past_name_keys: frozenset[str] = field(default_factory=frozenset)
    holding_codes: frozenset[str] = field(default_factory=frozenset)
    holding_name_keys: frozenset[str] = field(default_factory=frozenset)
    declared_ids: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Conflict:
    """A conflict; ``detail`` is the code, id or name key that both sides share."""

    kind: ConflictKind
    detail: str


def conflicts(facts_a: PartyFacts, facts_b: PartyFacts) -> tuple[Conflict, ...]:
    """Return every conflict between two parties, each once, ordered by kind; the order of the parties is immaterial."""
    found = set(_shared(facts_a, facts_b)) | set(_one_sided(facts_a, facts_b)) | set(_one_sided(facts_b, facts_a))
    return tuple(sorted(found))


def _shared(a: PartyFacts, b: PartyFacts) -> Iterator[Conflict]:
    yield from _each(ConflictKind.SAME_BODY, a.organisation_ids & b.organisation_ids)
    yield from _each(ConflictKind.CREDIT_CODE, a.credit_codes & b.credit_codes)
    yield from _each(ConflictKind.NAME, a.name_keys & b.name_keys)


def _one_sided(a: PartyFacts, b: PartyFacts) -> Iterator[Conflict]:
    yield from _each(ConflictKind.DECLARED, a.declared_ids & b.organisation_ids)
    yield from _each(ConflictKind.PARTNERSHIP, a.partner_ids & b.organisation_ids)
    yield from _each(ConflictKind.PARTNERSHIP, a.partner_codes & b.credit_codes)
    yield from _each(ConflictKind.PAST_EMPLOYMENT, a.past_codes & b.credit_codes)
    yield from _each(ConflictKind.PAST_EMPLOYMENT, a.past_name_keys & b.name_keys)
    yield from _each(ConflictKind.HOLDING, a.holding_codes & b.credit_codes)
    yield from _each(ConflictKind.HOLDING, a.holding_name_keys & b.name_keys)


def _each(kind: ConflictKind, shared: frozenset[int] | frozenset[str]) -> Iterator[Conflict]:
    for value in shared:
        if value != "":
            yield Conflict(kind=kind, detail=str(value))
