"""What `records.to_record` wrote, back to rows without checking: for rows that wait in a place of our own."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marketplace.exchange.labels import Deployment, Must, NeedKind, Payment, ProviderKindName
from marketplace.exchange.rows import (
    CaseRow,
    EnterpriseRow,
    IndustryRef,
    ModuleRow,
    PreferencesRow,
    ProblemRow,
    ProviderRow,
    RatingsRow,
    ScenarioRow,
)

Record = Mapping[str, Any]


def restore_enterprise(record: Record) -> EnterpriseRow:
    """Return the enterprise that a record was made of; raises KeyError, TypeError or ValueError on any other."""
    plain = {name: record[name] for name in _PLAIN if name in record}
    return EnterpriseRow(
        **plain,
        industry=IndustryRef(**record.get("industry", {})),
        problems=tuple(
            ProblemRow(text=item["text"], priority=item["priority"], links=tuple(item.get("links", ())))
            for item in record.get("problems", ())
        ),
        scenarios=tuple(
            ScenarioRow(
                name=item["name"],
                kind=NeedKind(item["kind"]) if "kind" in item else None,
                links=tuple(item.get("links", ())),
            )
            for item in record.get("scenarios", ())
        ),
        preferences=_preferences(record.get("preferences", {})),
    )


def restore_provider(record: Record) -> ProviderRow:
    """Return the provider that a record was made of; raises as `restore_enterprise`."""
    plain = {name: record[name] for name in _PLAIN if name in record}
    return ProviderRow(
        **plain,
        kind=ProviderKindName(record["kind"]) if "kind" in record else None,
        regions=tuple(record.get("regions", ())),
        industries=tuple(record.get("industries", ())),
        partners=tuple(record.get("partners", ())),
        modules=tuple(_module(item) for item in record.get("modules", ())),
        cases=tuple(
            CaseRow(**{**item, "scenarios": tuple(item.get("scenarios", ()))}) for item in record.get("cases", ())
        ),
        ratings=RatingsRow(**record["ratings"]) if "ratings" in record else None,
    )


_PLAIN = ("ref", "name", "uscc", "county", "city", "description", "employees", "revenue_wan")


def _preferences(record: Record) -> PreferencesRow:
    return PreferencesRow(
        payment=tuple(Payment(value) for value in record.get("payment", ())),
        budget_wan=record.get("budget_wan"),
        deployment=Deployment(record["deployment"]) if "deployment" in record else None,
        must=tuple(Must(value) for value in record.get("must", ())),
    )


def _module(record: Record) -> ModuleRow:
    plain = {name: record[name] for name in ("ref", "name", "summary", "price_wan") if name in record}
    return ModuleRow(
        **plain,
        scenarios=tuple(record.get("scenarios", ())),
        industries=tuple(record.get("industries", ())),
        payment=tuple(Payment(value) for value in record.get("payment", ())),
        deployment=Deployment(record["deployment"]) if "deployment" in record else None,
        published_on=date.fromisoformat(record["published_on"]) if "published_on" in record else None,
        links=tuple(record.get("links", ())),
    )
