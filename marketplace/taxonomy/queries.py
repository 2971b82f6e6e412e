"""Reads of reference data."""

from collections.abc import Iterable

from sqlmodel import Session, col, func, select

from marketplace.core.errors import NotFoundError
from marketplace.exchange.labels import NeedKind
from marketplace.exchange.places import Place, Places
from marketplace.taxonomy.labels import KnowledgeKind
from marketplace.taxonomy.library import build_library
from marketplace.taxonomy.models import (
    County,
    CountyScenario,
    GbtCode,
    Industry,
    KnowledgeRow,
    LibraryEdition,
    Scenario,
)
from matching.library import Library


def find_edition(session: Session) -> str | None:
    """Return the current edition of the library, None before anything was loaded."""
    return session.exec(select(LibraryEdition.edition).order_by(col(LibraryEdition.id).desc())).first()


def load_library(session: Session) -> Library:
    """Return the whole library, equal to what ``seed.reference.load_library()`` gave when it was stored."""
    edition = find_edition(session)
    if edition is None:
        raise NotFoundError("场景库还没有载入，请先运行 marketplace demo 或 marketplace library load。")
    return build_library(
        edition=edition,
        scenarios=session.exec(select(Scenario).where(~col(Scenario.retired)).order_by(col(Scenario.position))),
        knowledge=session.exec(select(KnowledgeRow).order_by(col(KnowledgeRow.kind), col(KnowledgeRow.position))),
        industries=session.exec(select(Industry).order_by(col(Industry.catalog_no))),
        codes=session.exec(select(GbtCode).order_by(col(GbtCode.code))),
    )


def load_counties(session: Session) -> list[County]:
    """Return the 90 divisions in the order of their codes, which groups them by city."""
    return list(session.exec(select(County).order_by(col(County.code))))


def load_places(session: Session) -> Places:
    """Return divisions and the names of regions, as the readers of files want them."""
    regions = session.exec(select(KnowledgeRow.data).where(KnowledgeRow.kind == KnowledgeKind.REGION))
    names = [name for data in regions for name in (data["name"], *data.get("aliases", []))]
    places = [Place(code=row.code, county=row.name, city=row.city) for row in load_counties(session)]
    return Places(places, regions=names)


def load_county(session: Session, *, code: str) -> County:
    """Return a division by its six-digit code."""
    county = session.get(County, code)
    if county is None:
        raise NotFoundError
    return county


def county_names(session: Session) -> dict[str, str]:
    """Return city and name of every division by code, such as 绍兴市柯桥区."""
    return {row.code: f"{row.city}{row.name}" for row in load_counties(session)}


def county_options(session: Session, *, prefix: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (city, [(code, county)]) of every division of an area, as a drop-down takes them."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in load_counties(session):
        if row.code.startswith(prefix):
            groups.setdefault(row.city, []).append((row.code, row.name))
    return list(groups.items())


def industry_names(session: Session, *, gbt_codes: Iterable[str] = ()) -> dict[str, str]:
    """Return names by catalogue number (as text) and by the given GB/T codes, which carry their C."""
    names = {str(row.catalog_no): row.level2 for row in load_industries(session)}
    digits = [code.removeprefix("C") for code in gbt_codes]
    codes = session.exec(select(GbtCode.code, GbtCode.name).where(col(GbtCode.code).in_(digits))).all()
    return names | {f"C{code}": name for code, name in codes}


def load_industries(session: Session) -> list[Industry]:
    """Return the 39 entries of the catalogue in their order."""
    return list(session.exec(select(Industry).order_by(col(Industry.catalog_no))))


def load_industry(session: Session, *, catalog_no: int) -> Industry:
    """Return one entry of the catalogue."""
    industry = session.get(Industry, catalog_no)
    if industry is None:
        raise NotFoundError
    return industry


def load_scenarios(session: Session) -> list[Scenario]:
    """Return every scenario in use, in the library's order."""
    return list(session.exec(select(Scenario).where(~col(Scenario.retired)).order_by(col(Scenario.position))))


def load_scenarios_after(session: Session, *, after_id: int, limit: int) -> list[Scenario]:
    """Return scenarios in use by id, beyond a cursor."""
    wanted = select(Scenario).where(~col(Scenario.retired), col(Scenario.id) > after_id)
    return list(session.exec(wanted.order_by(col(Scenario.id)).limit(limit)))


def load_scenes(session: Session) -> list[tuple[str, str]]:
    """Return (code, name) of the national scenes in their order."""
    rows = session.exec(
        select(KnowledgeRow.data).where(KnowledgeRow.kind == KnowledgeKind.SCENE).order_by(col(KnowledgeRow.position))
    )
    return [(data["code"], data["name"]) for data in rows]


def scenario_groups(session: Session) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (national scene, [(code, name)]) of every scenario in use, as a drop-down takes them."""
    inside: dict[str, list[tuple[str, str]]] = {}
    for row in load_scenarios(session):
        inside.setdefault(row.scene, []).append((row.code, row.name))
    named = [(code, name) for code, name in load_scenes(session) if code in inside]
    named += [(code, "其他") for code in inside if code not in dict(named)]
    return [(name, inside[code]) for code, name in named]


def load_scenario(session: Session, *, code: str) -> Scenario:
    """Return one scenario by its code."""
    scenario = session.exec(select(Scenario).where(Scenario.code == code)).first()
    if scenario is None:
        raise NotFoundError
    return scenario


def scenario_names(session: Session) -> dict[str, str]:
    """Return the official name of every scenario by code, retired ones too, since old links name them."""
    return dict(session.exec(select(Scenario.code, Scenario.name)).all())


def load_marks(session: Session, *, county_code: str, catalog_no: int) -> dict[str, NeedKind]:
    """Return a county's N/X marks for an industry by scenario code."""
    rows = session.exec(
        select(CountyScenario.scenario_code, CountyScenario.kind).where(
            CountyScenario.county_code == county_code, CountyScenario.catalog_no == catalog_no
        )
    ).all()
    return {code: NeedKind(kind) for code, kind in rows}


def count_marks(session: Session, *, county_code: str) -> dict[int, int]:
    """Return how many scenarios a county has marked for each industry of the catalogue."""
    return dict(
        session.exec(
            select(CountyScenario.catalog_no, func.count())
            .where(CountyScenario.county_code == county_code)
            .group_by(col(CountyScenario.catalog_no))
        ).all()
    )
