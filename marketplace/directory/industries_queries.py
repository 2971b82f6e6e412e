"""Reads of the public catalogue of industries: its codes, how entries nest, and what is typical of each."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.exchange.rows import IndustryRef
from marketplace.providers.labels import FacetKind
from marketplace.providers.models import ProviderFacet
from marketplace.taxonomy.industries import is_within
from marketplace.taxonomy.models import Industry
from marketplace.taxonomy.typical import trades_of, typical_problems
from matching.library import Library, Scenario

MOST_SCENARIOS = 24
MOST_PROBLEMS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryPage:
    """An entry of the catalogue with its surroundings; codes are (code, official name)."""

    entry: Industry
    codes: tuple[tuple[str, str], ...]
    inside: tuple[Industry, ...]
    around: tuple[Industry, ...]
    own_scenarios: tuple[Scenario, ...]
    problems: tuple[str, ...]


def describe_industry(library: Library, *, entry: Industry, industries: list[Industry]) -> IndustryPage:
    """Return the page of an entry: codes, narrower and wider entries, scenarios of its trades, what owners say."""
    names = dict(library.gbt_names)
    others = [one for one in industries if one.catalog_no != entry.catalog_no]
    industry = IndustryRef(catalog_no=entry.catalog_no)
    trades = {trade.code for trade in trades_of(library, industry=industry)}
    own = [one for one in library.scenarios if trades & set(one.trades)]
    # The fewer trades share a scenario, the more it tells of this one.
    own.sort(key=lambda one: (len(one.trades), one.code))
    return IndustryPage(
        entry=entry,
        codes=tuple((f"C{prefix}", names.get(prefix, "")) for prefix in entry.gbt_prefixes),
        inside=tuple(one for one in others if is_within(one.gbt_prefixes, entry.gbt_prefixes)),
        around=tuple(one for one in others if is_within(entry.gbt_prefixes, one.gbt_prefixes)),
        own_scenarios=tuple(own[:MOST_SCENARIOS]),
        problems=tuple(typical_problems(library, industry=industry, most=MOST_PROBLEMS)),
    )


def count_providers(session: Session) -> dict[int, int]:
    """Return how many listed providers claim each entry of the catalogue."""
    rows = session.exec(
        select(ProviderFacet.value, func.count())
        .join(Organisation, col(Organisation.id) == ProviderFacet.provider_id)
        .where(ProviderFacet.kind == FacetKind.INDUSTRY)
        .where(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
        .group_by(col(ProviderFacet.value))
    ).all()
    return {int(value): count for value, count in rows}
