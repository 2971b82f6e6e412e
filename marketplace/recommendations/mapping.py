"""Exchange rows → the engine's types: the only mapping, for files and for the service alike."""

from marketplace.exchange.rows import CaseRow, EnterpriseRow, ModuleRow, PreferencesRow, ProviderRow
from matching import types


def to_query(row: EnterpriseRow) -> types.Query:
    """Return an enterprise as the engine's query."""
    return types.Query(
        ref=row.ref,
        name=row.name,
        uscc=row.uscc,
        county=row.county,
        city=row.city,
        industry=types.Industry(
            catalog_no=row.industry.catalog_no, gbt_code=row.industry.gbt_code, text=row.industry.text
        ),
        description=row.description,
        employees=row.employees,
        revenue_wan=row.revenue_wan,
        problems=tuple(
            types.ProblemText(text=item.text, priority=item.priority, links=item.links) for item in row.problems
        ),
        scenarios=tuple(
            types.ScenarioWish(name=item.name, kind=types.NeedKind(item.kind) if item.kind else None, links=item.links)
            for item in row.scenarios
        ),
        preferences=_preferences(row.preferences),
    )


def _preferences(row: PreferencesRow) -> types.Preferences:
    return types.Preferences(
        payment=tuple(types.Payment(value) for value in row.payment),
        budget_wan=row.budget_wan,
        deployment=types.Deployment(row.deployment) if row.deployment else None,
        must=tuple(types.Must(value) for value in row.must),
    )


def to_candidate(row: ProviderRow) -> types.Candidate:
    """Return a provider as one of the engine's candidates."""
    return types.Candidate(
        ref=row.ref,
        name=row.name,
        uscc=row.uscc,
        county=row.county,
        city=row.city,
        kind=types.ProviderKind(row.kind) if row.kind else None,
        regions=row.regions,
        industries=row.industries,
        description=row.description,
        partners=row.partners,
        modules=tuple(_module(item) for item in row.modules),
        cases=tuple(_case(item) for item in row.cases),
        ratings=types.RatingRecord(cases=row.ratings.cases, stars=row.ratings.stars) if row.ratings else None,
    )


def _module(row: ModuleRow) -> types.ModuleOffer:
    return types.ModuleOffer(
        ref=row.ref,
        name=row.name,
        summary=row.summary,
        scenarios=row.scenarios,
        industries=row.industries,
        payment=tuple(types.Payment(value) for value in row.payment),
        price_wan=row.price_wan,
        deployment=types.Deployment(row.deployment) if row.deployment else None,
        published_on=row.published_on,
        links=row.links,
    )


def _case(row: CaseRow) -> types.CaseRecord:
    return types.CaseRecord(
        enterprise=row.enterprise, industry=row.industry, scenarios=row.scenarios, outcome=row.outcome
    )
