"""A province of invented firms, written in bulk: counties and catalogue are the real ones, the rest is chance."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from marketplace.accounts.labels import Origin
from marketplace.accounts.models import Organisation, User
from marketplace.assessments.labels import Purpose
from marketplace.assessments.models import Assessment
from marketplace.catalog.models import Module, ModuleFacet
from marketplace.core.db import Database
from marketplace.enterprises.models import Enterprise
from marketplace.exchange.labels import ProviderKindName
from marketplace.programme.models import Pilot, PilotAcceptance, PilotApplication, PilotRound, PilotSelection
from marketplace.projects.labels import Better, Decision
from marketplace.projects.models import Acceptance, Effect, Enquiry, Project
from marketplace.providers.labels import FacetKind
from marketplace.providers.models import Provider
from marketplace.samples.labels import SizeBand
from marketplace.samples.models import Replication, Sample
from marketplace.taxonomy.models import GbtCode, Industry
from marketplace.taxonomy.services import store_counties
from seed.county_rows import county_rows
from seed.reference import load_library
from tests.fixtures.web import NOW

Row = dict[str, Any]
PIECE = 10_000
EFFECTS = (("交货周期", Better.LOWER), ("人均产值", Better.HIGHER), ("不良率", Better.LOWER))


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is written; works, assessments and the rest follow from the firms."""

    firms: int
    providers: int
    modules: int
    pilots: int = 30


def write_province(database: Database, size: Size, *, seed: int = 8) -> None:
    """Write reference data, then firms, providers with modules, works, samples and pilot counties."""
    chance = random.Random(seed)
    library = load_library()
    counties = list(county_rows())
    with database.transaction() as session:
        store_counties(session, counties=counties)
        session.add_all(
            Industry(
                catalog_no=entry.catalog_no,
                level1=entry.level1,
                level2=entry.level2,
                gbt_prefixes=list(entry.gbt_prefixes),
                words=[],
            )
            for entry in library.catalog
        )
        session.add_all(GbtCode(code=code, name=name[:80]) for code, name in library.gbt_names)
        session.add(User(id=1, email="someone@example.invalid", display_name="测试", salt="0" * 32, created_at=NOW))
        session.flush()  # What follows points to them.
        codes = [code for code, _ in library.gbt_names]
        _write(session, _Making(chance=chance, size=size, counties=[row.code for row in counties], codes=codes))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Making:
    chance: random.Random
    size: Size
    counties: Sequence[str]
    codes: Sequence[str]

    @property
    def provider_ids(self) -> range:
        return range(self.size.firms + 1, self.size.firms + self.size.providers + 1)


def _write(session: Session, making: _Making) -> None:
    firms = list(_firms(making))
    _insert(session, Organisation, (body for body, _ in firms))
    _insert(session, Organisation, (_body(number, county="") for number in making.provider_ids))
    _insert(session, Enterprise, (firm for _, firm in firms))
    _insert(session, Provider, _providers(making))
    _insert(session, Module, _modules(making))
    _insert(session, ModuleFacet, _facets(making))
    _insert(session, Assessment, _assessments(making))
    works = list(_works(making, [str(body["county_code"]) for body, _ in firms]))
    _insert(session, Enquiry, (enquiry for enquiry, _ in works))
    _insert(session, Project, (project for _, project in works))
    accepted = [project for _, project in works if project["accepted_at"]]
    _insert(session, Acceptance, _acceptances(making, accepted))
    _insert(session, Effect, _effects(making, accepted))
    _insert(session, Sample, _samples(accepted))
    _insert(session, Replication, _copies(making, accepted))
    _write_pilots(session, making)


def _insert(session: Session, table: Any, rows: Iterable[Row]) -> None:
    waiting = list(rows)
    for start in range(0, len(waiting), PIECE):
        session.connection().execute(insert(table), waiting[start : start + PIECE])


def _body(number: int, *, county: str, merged: int | None = None) -> Row:
    name = f"示例第{number}有限公司"
    return {
        "id": number,
        "name": name,
        "name_key": name,
        "county_code": county,
        "origin": Origin.IMPORTED,
        "created_at": NOW,
        "confirmed_at": None if number % 17 == 0 else NOW,
        "merged_into_id": merged,
    }


def _firms(making: _Making) -> Iterator[tuple[Row, Row]]:
    chance = making.chance
    for number in range(1, making.size.firms + 1):
        # One in a hundred was merged, a few state no county; codes, catalogue and words alone take turns.
        county = "" if number % 211 == 0 else chance.choice(making.counties)
        merged = number - 1 if number % 100 == 50 else None
        kind = number % 5
        stated = {
            "catalog_no": chance.randint(1, 39) if kind < 2 else None,
            "gbt_code": f"C{chance.choice(making.codes)}" if kind in {2, 3} else None,
            "industry_text": "做木门的" if kind == 4 else "",
        }
        yield _body(number, county=county, merged=merged), {"organisation_id": number, "updated_at": NOW, **stated}


def _providers(making: _Making) -> Iterator[Row]:
    kinds = list(ProviderKindName)
    for number in making.provider_ids:
        yield {"organisation_id": number, "kind": kinds[number % 3], "updated_at": NOW}


def _modules(making: _Making) -> Iterator[Row]:
    first, count = making.provider_ids.start, making.size.providers
    for key in range(1, making.size.modules + 1):
        yield {"id": key, "provider_id": first + key % count, "external_ref": f"M{key}", "created_at": NOW}


def _facets(making: _Making) -> Iterator[Row]:
    for key in range(1, making.size.modules + 1):
        for value in sorted({making.chance.randint(1, 39), making.chance.randint(1, 39)}):
            yield {"kind": FacetKind.INDUSTRY, "value": str(value), "module_id": key}


def _assessments(making: _Making) -> Iterator[Row]:
    for number in range(1, making.size.firms + 1, 3):
        for turn in range(1 + number % 2):
            yield {
                "enterprise_id": number,
                "edition": "2024",
                "purpose": Purpose.SELF,
                "options": {},
                "depths": {},
                "milli": 0,
                "level": making.chance.randint(0, 4),
                "digest": "a" * 64,
                "concluded_at": NOW + timedelta(minutes=turn),
                "concluded_by_id": 1,
            }


def _works(making: _Making, counties: Sequence[str]) -> Iterator[tuple[Row, Row]]:
    chance, key = making.chance, 0
    for firm in range(4, making.size.firms + 1, 6):
        for _ in range(1 + firm % 2):
            key += 1
            county = counties[firm - 1]
            signed = NOW if chance.random() < 0.8 else None
            accepted = NOW if signed and chance.random() < 0.6 else None
            ended = NOW if accepted is None and chance.random() < 0.1 else None
            frozen = {"enterprise_id": firm, "county_code": county, "title": "改造", "needs": []}
            yield (
                {"id": key, "due_on": date(2026, 10, 1), "created_at": NOW, **frozen},
                {
                    "id": key,
                    "enquiry_id": key,
                    "provider_id": making.provider_ids[min(int(chance.expovariate(0.02)), making.size.providers - 1)],
                    "lines": [],
                    "price_fen": chance.randint(1, 500) * 1_000_000,
                    "warranty_months": 12,
                    "created_at": NOW,
                    "signed_at": signed,
                    "accepted_at": accepted,
                    "ended_at": ended,
                    **frozen,
                },
            )


def _acceptances(making: _Making, accepted: Sequence[Row]) -> Iterator[Row]:
    for row in accepted:
        before = making.chance.randint(0, 3)
        yield {
            "id": row["id"],
            "project_id": row["id"],
            "number": 1,
            "papers": {},
            "level_before": before,
            "level_after": min(4, before + making.chance.randint(0, 2)),
            "summary": "已完成",
            "decision": Decision.PASSED,
            "decided_at": NOW,
            "created_at": NOW,
        }


def _effects(making: _Making, accepted: Sequence[Row]) -> Iterator[Row]:
    for row in accepted:
        for name, better in EFFECTS:
            yield {
                "acceptance_id": row["id"],
                "name": name,
                "unit": "天",
                "before_milli": 1000 * making.chance.randint(1, 100),
                "after_milli": 1000 * making.chance.randint(1, 100),
                "better": better,
                "proof": "台账",
                "added_at": NOW,
            }


def _samples(accepted: Sequence[Row]) -> Iterator[Row]:
    for key, row in enumerate(accepted[::20], start=1):
        yield {
            "id": key,
            "project_id": row["id"],
            "enterprise_id": row["enterprise_id"],
            "county_code": row["county_code"],
            "title": "样本",
            "story": "照着做",
            "size_band": SizeBand.UNKNOWN,
            "kit": {},
            "digest": "c" * 64,
            "marked_at": NOW,
            "withdrawn_at": NOW if key % 7 == 0 else None,
        }


def _copies(making: _Making, accepted: Sequence[Row]) -> Iterator[Row]:
    samples = len(accepted[::20])
    for number, firm in enumerate(range(7, making.size.firms + 1, 23)):
        if samples:
            yield {"sample_id": number % samples + 1, "enterprise_id": firm, "kept": [], "adopted_at": NOW}


def _write_pilots(session: Session, making: _Making) -> None:
    opened = {"organisation_id": 1, "opens_on": date(2026, 6, 1), "closes_on": date(2026, 7, 1), "rules": {}}
    _insert(
        session,
        PilotRound,
        [{"id": 1, "title": "2026年度试点县创建", "created_at": NOW, "published_at": NOW, "listed_at": NOW, **opened}],
    )
    counties = list(making.counties)[: making.size.pilots]
    _insert(session, PilotApplication, (_application(key, code) for key, code in enumerate(counties, start=1)))
    _insert(session, Pilot, (_pilot(key, code) for key, code in enumerate(counties, start=1)))
    _insert(
        session,
        PilotAcceptance,
        (
            {
                "pilot_id": key,
                "summary": "完成",
                "copying": "照做",
                "digest": "d" * 64,
                "requested_at": NOW,
                "is_passed": key % 2 == 0,
            }
            for key in range(1, len(counties) + 1, 3)
        ),
    )
    _insert(session, PilotSelection, _selections(making, len(counties)))


def _application(key: int, code: str) -> Row:
    moments = {"created_at": NOW, "updated_at": NOW, "finalised_at": NOW, "submitted_at": NOW, "endorsed_at": NOW}
    judged = {"screened_at": NOW, "is_qualified": True, "proposed_at": NOW, "listed_at": NOW if key % 3 else None}
    base = {"id": key, "round_id": 1, "county_code": code, "organisation_id": 1, "content": {}}
    return {**base, **moments, **judged}


def _pilot(key: int, code: str) -> Row:
    return {
        "id": key,
        "round_id": 1,
        "application_id": key,
        "county_code": code,
        "organisation_id": 1,
        "catalog_no": key % 39 + 1 if key % 5 else None,
        "industry_name": "某行业",
        "starts_on": date(2026, 8, 1),
        "ends_on": date(2028, 7, 31),
        "targets": [],
        "created_at": NOW,
    }


def _selections(making: _Making, pilots: int) -> Iterator[Row]:
    for firm in range(2, making.size.firms + 1, 9):
        yield {
            "pilot_id": firm % pilots + 1,
            "enterprise_id": firm,
            "proposal": "基础好",
            "proposed_at": NOW,
            "is_selected": None if firm % 4 == 0 else firm % 4 != 1,
            "finished_on": date(2026, 11, 1) if firm % 5 == 0 else None,
        }
