"""What the directory can be narrowed down by: typed values, choices, and names of regions that serve a place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from markupsafe import Markup
from pydantic import BaseModel, BeforeValidator, Field
from sqlalchemy import select
from sqlmodel import Session, col

from marketplace.directory.options import OptionList, flat, grouped
from marketplace.exchange.labels import (
    DEPLOYMENT_LABELS,
    PAYMENT_LABELS,
    PROVIDER_KIND_NAME_LABELS,
    Deployment,
    Payment,
    ProviderKindName,
)
from marketplace.taxonomy.labels import KnowledgeKind
from marketplace.taxonomy.models import KnowledgeRow
from marketplace.taxonomy.queries import find_edition, load_counties, load_industries, load_scenarios

NATION = "全国"
LABELS = {
    "kind": "类别",
    "industry": "细分行业",
    "region": "服务哪里",
    "scenario": "场景",
    "payment": "付费方式",
    "deployment": "部署方式",
}


def _blank_is_none(value: Any) -> Any:
    return None if value == "" else value


_BLANK = BeforeValidator(_blank_is_none)


class ModuleFilter(BaseModel):
    """What modules are narrowed down by; every part is optional, several must all hold."""

    industry: Annotated[int | None, _BLANK] = Field(default=None, ge=1, le=39, description="Catalogue number")
    scenario: Annotated[str | None, _BLANK] = Field(default=None, max_length=40, description="Scenario code")
    payment: Annotated[Payment | None, _BLANK] = None
    deployment: Annotated[Deployment | None, _BLANK] = None

    @property
    def is_set(self) -> bool:
        return bool(self.chosen())

    def chosen(self) -> dict[str, Any]:
        """Return the parts that are set, as an address carries them."""
        return self.model_dump(mode="json", exclude={"cursor", "limit"}, exclude_none=True)


class ProviderFilter(ModuleFilter):
    """What providers are narrowed down by; ``region`` is the code of a county or of a city (330600)."""

    kind: Annotated[ProviderKindName | None, _BLANK] = None
    region: Annotated[str | None, _BLANK] = Field(default=None, pattern=r"^\d{6}$", description="Division code")


def read_filter(schema: type[ModuleFilter], args: Mapping[str, str]) -> Any:
    """Return the filter that a query string states; raises pydantic's ValidationError."""
    return schema.model_validate({name: args[name] for name in schema.model_fields if name in args})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The options of the filter forms by field, and names of industries by number."""

    lists: Mapping[str, OptionList]
    industry_names: Mapping[int, str]

    def fields(self, names: Iterable[str], *, chosen: Mapping[str, object]) -> list[tuple[str, str, Markup]]:
        """Return (field, label, options with what was chosen) for a form."""
        return [(name, LABELS[name], self.lists[name].choosing(chosen.get(name))) for name in names]


class _ChoicesCache:
    """The choices of one edition of the library, built once a process."""

    def __init__(self) -> None:
        self._edition: str | None = None
        self._kept: Choices | None = None

    def get(self, session: Session) -> Choices:
        edition = find_edition(session)
        kept = self._kept
        if kept is not None and edition == self._edition:
            return kept
        built = _build_choices(session)
        is_whole = edition is not None and bool(built.lists["region"].markup)
        if is_whole:  # Before reference data is whole, nothing is worth keeping.
            self._kept, self._edition = built, edition
        return built


_CACHE = _ChoicesCache()


def load_choices(session: Session) -> Choices:
    """Return the options of the filter forms; one statement once they are built for the library's edition."""
    return _CACHE.get(session)


def _build_choices(session: Session) -> Choices:
    industries, scenarios = load_industries(session), load_scenarios(session)
    scenes = {data["code"]: data["name"] for data in _knowledge(session, KnowledgeKind.SCENE)}
    places = [
        (row.city, code, name)
        for row in load_counties(session)
        for code, name in ((row.city_code, f"{row.city}（全市）"), (row.code, row.name))
    ]
    return Choices(
        lists={
            "industry": grouped((row.level1, row.catalog_no, row.level2) for row in industries),
            "scenario": grouped((scenes.get(row.scene, row.scene), row.code, row.name) for row in scenarios),
            "region": grouped(dict.fromkeys(places)),
            "kind": flat((kind.value, label) for kind, label in PROVIDER_KIND_NAME_LABELS.items()),
            "payment": flat((payment.value, label) for payment, label in PAYMENT_LABELS.items()),
            "deployment": flat((deployment.value, label) for deployment, label in DEPLOYMENT_LABELS.items()),
        },
        industry_names={row.catalog_no: row.level2 for row in industries},
    )


def _knowledge(session: Session, kind: KnowledgeKind) -> list[dict[str, Any]]:
    rows = session.execute(
        select(col(KnowledgeRow.data)).where(col(KnowledgeRow.kind) == kind).order_by(col(KnowledgeRow.position))
    )
    return [dict(data) for data in rows.scalars()]


def names_serving(session: Session, *, code: str) -> list[str]:
    """Return every name under which a provider may say that it serves a division: its own and those around it.

    A city is also served, in part, by who serves one of its counties. An unknown code is served by nobody.
    """
    counties = load_counties(session)
    keys = {f"{row.city}/{row.name}" for row in counties if code in {row.code, row.city_code}}
    cities = {row.city for row in counties if row.city_code == code}
    names = _names(_knowledge(session, KnowledgeKind.REGION), places=keys | cities) if keys else set()
    return sorted(names | {NATION}) if names else []


def _names(regions: list[dict[str, Any]], *, places: set[str]) -> set[str]:
    above: dict[str, set[str]] = {}
    for region in regions:
        for member in region.get("members", ()):
            above.setdefault(member, set()).add(region["name"])
    found, waiting = set(places), list(places)
    while waiting:
        for larger in above.get(waiting.pop(), set()) - found:
            found.add(larger)
            waiting.append(larger)
    return {name for row in regions if row["name"] in found for name in (row["name"], *row.get("aliases", ()))}
