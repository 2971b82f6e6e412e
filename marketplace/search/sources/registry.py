"""The kinds that are searched, in the order in which pages name them."""

from marketplace.search.sources.base import DocumentSource
from marketplace.search.sources.calls import CALLS
from marketplace.search.sources.editions import EDITIONS
from marketplace.search.sources.industries import INDUSTRIES
from marketplace.search.sources.lists import LISTS
from marketplace.search.sources.measures import MEASURES
from marketplace.search.sources.modules import MODULES
from marketplace.search.sources.notices import NOTICES
from marketplace.search.sources.pilots import PILOTS
from marketplace.search.sources.providers import PROVIDERS
from marketplace.search.sources.rounds import ROUNDS
from marketplace.search.sources.samples import SAMPLES
from marketplace.search.sources.scenarios import SCENARIOS

SOURCES: tuple[DocumentSource, ...] = (
    PROVIDERS,
    MODULES,
    SAMPLES,
    LISTS,
    CALLS,
    NOTICES,
    SCENARIOS,
    INDUSTRIES,
    PILOTS,
    EDITIONS,
    MEASURES,
    ROUNDS,
)
SOURCES_BY_KIND: dict[str, DocumentSource] = {source.kind: source for source in SOURCES}
