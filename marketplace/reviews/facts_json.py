"""Facts of a party as JSON, as they are frozen with a review."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from marketplace.reviews.conflicts import PartyFacts


def facts_to_json(facts: PartyFacts) -> dict[str, Any]:
    """Return facts as lists in a fixed order."""
    return {item.name: sorted(getattr(facts, item.name)) for item in fields(facts)}


def facts_from_json(data: Mapping[str, Any]) -> PartyFacts:
    """Return the facts that ``facts_to_json`` wrote."""
    return PartyFacts(**{name: frozenset(values) for name, values in data.items()})
