"""Every kind of public thing that can be searched: to add one, write its source and list it in ``registry``."""

from marketplace.search.sources.base import Card, DocumentSource
from marketplace.search.sources.registry import SOURCES, SOURCES_BY_KIND

__all__ = ["SOURCES", "SOURCES_BY_KIND", "Card", "DocumentSource"]
