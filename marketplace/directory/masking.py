"""A module's content as the public sees it: free texts without ways to reach a person."""

from dataclasses import replace
from typing import Any

from marketplace.catalog.services.content import ModuleContent
from marketplace.core.contacts import MASK, masked

__all__ = ["MASK", "masked", "masked_content"]


def masked_content(content: ModuleContent) -> ModuleContent:
    """Return a module's content with its free texts masked."""
    return replace(
        content,
        name=masked(content.name),
        summary=masked(content.summary),
        price_note=masked(content.price_note),
        prerequisites=masked(content.prerequisites),
        interfaces=masked(content.interfaces),
        answers=_masked(content.answers),
    )


def _masked(value: Any) -> Any:
    """Return an answer with every text in it masked, however deep it stands."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, list):
        return [_masked(one) for one in value]
    return {name: _masked(one) for name, one in value.items()} if isinstance(value, dict) else value
