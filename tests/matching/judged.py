"""Read the judged collection straight into the engine's types, without the service's exchange area."""

import json
from pathlib import Path
from typing import Any

from matching.types import (
    Candidate,
    CaseRecord,
    Deployment,
    Industry,
    ModuleOffer,
    Must,
    Payment,
    Preferences,
    ProblemText,
    ProviderKind,
    Query,
    ScenarioWish,
)

FOLDER = Path(__file__).parents[2] / "seed" / "judged"


def lines(name: str) -> list[str]:
    return (FOLDER / name).read_text(encoding="utf-8").splitlines()


def queries() -> list[Query]:
    return [query(json.loads(line)) for line in lines("enterprises.jsonl") if line.strip()]


def candidates() -> list[Candidate]:
    return [candidate(json.loads(line)) for line in lines("providers.jsonl") if line.strip()]


def query(row: dict[str, Any]) -> Query:
    industry, wishes = row.get("industry") or {}, row.get("preferences") or {}
    return Query(
        ref=row["ref"],
        name=row["name"],
        county=row.get("county") or "",
        city=row.get("city") or "",
        industry=Industry(
            catalog_no=industry.get("catalog_no"),
            gbt_code=industry.get("gbt_code") or "",
            text=industry.get("text") or "",
        ),
        description=row.get("description") or "",
        employees=row.get("employees"),
        revenue_wan=row.get("revenue_wan"),
        problems=tuple(
            ProblemText(text=one["text"], priority=one.get("priority") or 2) for one in row.get("problems") or ()
        ),
        scenarios=tuple(ScenarioWish(name=one["name"]) for one in row.get("scenarios") or ()),
        preferences=Preferences(
            payment=tuple(Payment(one) for one in wishes.get("payment") or ()),
            budget_wan=wishes.get("budget_wan"),
            deployment=Deployment(wishes["deployment"]) if wishes.get("deployment") else None,
            must=tuple(Must(one) for one in wishes.get("must") or ()),
        ),
    )


def candidate(row: dict[str, Any]) -> Candidate:
    return Candidate(
        ref=row["ref"],
        name=row["name"],
        county=row.get("county") or "",
        city=row.get("city") or "",
        kind=ProviderKind(row["kind"]),
        regions=tuple(row.get("regions") or ()),
        industries=tuple(row.get("industries") or ()),
        description=row.get("description") or "",
        partners=tuple(row.get("partners") or ()),
        modules=tuple(module(one) for one in row.get("modules") or ()),
        cases=tuple(
            CaseRecord(
                enterprise=one.get("enterprise") or "",
                industry=one.get("industry"),
                scenarios=tuple(one.get("scenarios") or ()),
                outcome=one.get("outcome") or "",
            )
            for one in row.get("cases") or ()
        ),
    )


def module(row: dict[str, Any]) -> ModuleOffer:
    return ModuleOffer(
        ref=row["ref"],
        name=row["name"],
        summary=row.get("summary") or "",
        scenarios=tuple(row.get("scenarios") or ()),
        industries=tuple(row.get("industries") or ()),
        payment=tuple(Payment(one) for one in row.get("payment") or ()),
        price_wan=row.get("price_wan"),
        deployment=Deployment(row["deployment"]) if row.get("deployment") else None,
    )
