"""Rows of the database ↔ the library value that the engine reads."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from marketplace.taxonomy.labels import KnowledgeKind
from marketplace.taxonomy.models import GbtCode, Industry, KnowledgeRow
from marketplace.taxonomy.models import Scenario as ScenarioRow
from matching.library import (
    CatalogEntry,
    ForeignVertical,
    Kinship,
    Library,
    Phrase,
    Region,
    Scenario,
    Scene,
    Trade,
)

# Library attribute and value type of each kind of knowledge row.
KINDS: dict[KnowledgeKind, tuple[str, Any]] = {
    KnowledgeKind.SCENE: ("scenes", Scene),
    KnowledgeKind.TRADE: ("trades", Trade),
    KnowledgeKind.KINSHIP: ("kinships", Kinship),
    KnowledgeKind.VERTICAL: ("verticals", ForeignVertical),
    KnowledgeKind.REGION: ("regions", Region),
    KnowledgeKind.PHRASE: ("phrases", Phrase),
}
_SCENARIO = TypeAdapter(Scenario)
_ADAPTERS = {kind: TypeAdapter(value_type) for kind, (_, value_type) in KINDS.items()}
_LISTS = ("trades", "aliases", "vendor_words", "objects", "parents", "shared")


def scenario_fields(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as the columns of its row."""
    fields = asdict(scenario)
    return {
        **fields,
        **{name: list(fields[name]) for name in _LISTS},
        "bound": scenario.bound.value,
        "symptoms": [list(words) for words in scenario.symptoms],
    }


def knowledge_rows(library: Library) -> list[KnowledgeRow]:
    """Return everything beside scenarios, industries and codes as rows in the library's order."""
    rows = [
        KnowledgeRow(kind=kind, position=position, data=_ADAPTERS[kind].dump_python(item, mode="json"))
        for kind, (attribute, _) in KINDS.items()
        for position, item in enumerate(getattr(library, attribute))
    ]
    words = [
        KnowledgeRow(kind=KnowledgeKind.INDUSTRY_WORDS, position=position, data={"code": code, "words": list(texts)})
        for position, (code, texts) in enumerate(library.industry_words)
    ]
    return rows + words


def build_library(
    *,
    edition: str,
    scenarios: Iterable[ScenarioRow],
    knowledge: Iterable[KnowledgeRow],
    industries: Iterable[Industry],
    codes: Iterable[GbtCode],
) -> Library:
    """Return the library value; rows come in the order of their positions."""
    by_kind: dict[KnowledgeKind, list[dict[str, Any]]] = {kind: [] for kind in KnowledgeKind}
    for row in knowledge:
        by_kind[row.kind].append(row.data)
    parts = {
        attribute: tuple(_ADAPTERS[kind].validate_python(data) for data in by_kind[kind])
        for kind, (attribute, _) in KINDS.items()
    }
    return Library(
        edition=edition,
        scenarios=tuple(_scenario(row) for row in scenarios),
        catalog=tuple(_catalog_entry(row) for row in industries),
        gbt_names=tuple((row.code, row.name) for row in codes),
        industry_words=tuple((data["code"], tuple(data["words"])) for data in by_kind[KnowledgeKind.INDUSTRY_WORDS]),
        **parts,
    )


def _scenario(row: ScenarioRow) -> Scenario:
    return _SCENARIO.validate_python(row.model_dump(exclude={"id", "position", "retired"}))


def _catalog_entry(row: Industry) -> CatalogEntry:
    return CatalogEntry(
        catalog_no=row.catalog_no,
        level1=row.level1,
        level2=row.level2,
        gbt_prefixes=tuple(row.gbt_prefixes),
        words=tuple(row.words),
    )
