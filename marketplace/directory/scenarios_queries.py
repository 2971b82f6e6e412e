"""Reads of the public scenario library: what a scenario means, how owners speak of it, and who offers it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleFacet, ModuleVersion
from marketplace.core.errors import NotFoundError
from marketplace.directory.masking import masked
from marketplace.providers.labels import FacetKind
from matching.library import Bound, Library, Role, Scenario, Scene, Voice

MOST_OFFERS = 12
MOST_SAYINGS = 8
SAYING_LENGTH = 60
BOUND_WORDS = {
    Bound.GENERIC: "各行各业做法差不多",
    Bound.TUNED: "通用，但要按工艺调整",
    Bound.PROCESS: "特定工艺才有",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A published module that is linked to a scenario."""

    module_id: int
    name: str
    summary: str
    provider_id: int
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioPage:
    """A scenario with its surroundings in the library."""

    scenario: Scenario
    scene: str
    bound: str
    trades: tuple[str, ...]
    parents: tuple[tuple[str, str], ...]
    children: tuple[tuple[str, str], ...]
    sayings: tuple[str, ...]
    symptoms: tuple[str, ...]


def filter_scenarios(library: Library, *, scene: str, words: str) -> list[tuple[Scene, list[Scenario]]]:
    """Return scenarios by scene, narrowed down to a scene and to those that say all of the words somewhere."""
    wanted = [word.casefold() for word in words.split()]
    found = [one for one in library.scenarios if scene in {"", one.scene} and _says_all(one, wanted)]
    groups = [(entry, [one for one in found if one.scene == entry.code]) for entry in library.scenes]
    return [(entry, rows) for entry, rows in groups if rows]


def _says_all(scenario: Scenario, words: Iterable[str]) -> bool:
    said = "\n".join(
        (
            scenario.name,
            scenario.description,
            *scenario.aliases,
            *scenario.vendor_words,
            *scenario.objects,
            *("".join(symptom) for symptom in scenario.symptoms),
        )
    ).casefold()
    return all(word in said for word in words)


def describe_scenario(library: Library, *, code: str) -> ScenarioPage:
    """Return a scenario's page; raises NotFoundError for a code that the library does not hold."""
    names = {one.code: one.name for one in library.scenarios}
    scenario = next((one for one in library.scenarios if one.code == code), None)
    if scenario is None:
        raise NotFoundError
    trade_names = {trade.code: trade.name for trade in library.trades}
    return ScenarioPage(
        scenario=scenario,
        scene=next((scene.name for scene in library.scenes if scene.code == scenario.scene), ""),
        bound=BOUND_WORDS[scenario.bound],
        trades=tuple(trade_names.get(trade, trade) for trade in scenario.trades),
        parents=tuple((parent, names[parent]) for parent in scenario.parents if parent in names),
        children=tuple((one.code, one.name) for one in library.scenarios if code in one.parents),
        sayings=tuple(_sayings(library, code=code)),
        symptoms=tuple("＋".join(words) for words in scenario.symptoms),
    )


def _sayings(library: Library, *, code: str) -> list[str]:
    """Return sentences in which owners mean this scenario: first those that mean nothing else beside it."""
    said = [
        phrase
        for phrase in library.phrases
        if phrase.voice is Voice.OWNER
        and phrase.role is not Role.MAKER
        and not phrase.held_out
        and code in phrase.scenarios
        and len(phrase.text) <= SAYING_LENGTH
    ]
    return [phrase.text for phrase in sorted(said, key=lambda phrase: len(phrase.scenarios))[:MOST_SAYINGS]]


def load_offers(session: Session, *, code: str) -> tuple[list[Offer], int]:
    """Return the newest modules of listed providers for a scenario, and how many providers offer it."""
    listed = (
        select(Module.id, ModuleVersion.name, ModuleVersion.summary, Organisation.id, Organisation.name)  # type: ignore[call-overload]  # - SQLModel types four columns at most
        .join(ModuleFacet, col(ModuleFacet.module_id) == Module.id)
        .join(ModuleVersion, col(ModuleVersion.module_id) == Module.id)
        .join(Organisation, col(Organisation.id) == Module.provider_id)
        .where(ModuleFacet.kind == FacetKind.SCENARIO, ModuleFacet.value == code)
        .where(ModuleVersion.state == VersionState.PUBLISHED)
        .where(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
    )
    rows = session.exec(listed.order_by(col(Module.id).desc()).limit(MOST_OFFERS)).all()
    providers = session.scalar(listed.with_only_columns(func.count(func.distinct(Organisation.id))))
    offers = [
        Offer(module_id=module_id, name=masked(name), summary=masked(summary), provider_id=body_id, provider=body)
        for module_id, name, summary, body_id, body in rows
    ]
    return offers, int(providers or 0)
