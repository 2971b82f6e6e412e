"""The kinds that are searched, in the order in which pages name them."""

from marketplace.search.sources.base import DocumentSource
from marketplace.search.sources.industries import INDUSTRIES
from marketplace.search.sources.lists import LISTS
from marketplace.search.sources.modules import MODULES
from marketplace.search.sources.providers import PROVIDERS
from marketplace.search.sources.samples import SAMPLES
from marketplace.search.sources.scenarios import SCENARIOS

SOURCES: tuple[DocumentSource, ...] = (PROVIDERS, MODULES, LISTS, SAMPLES, SCENARIOS, INDUSTRIES)
SOURCES_BY_KIND: dict[str, DocumentSource] = {source.kind: source for source in SOURCES}
