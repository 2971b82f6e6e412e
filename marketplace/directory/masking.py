"""A module's content as the public sees it: free texts without ways to reach a person."""

from dataclasses import replace

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
    )
