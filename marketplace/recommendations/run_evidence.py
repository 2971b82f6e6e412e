"""A place of a stored run as the engine's values again, so that pages speak of it by the same rules as of a new one."""

from collections.abc import Mapping
from typing import Any

from matching.ranking import Contribution, Explanation, FactEvidence, NeedEvidence, NeedKind, WordMatch
from matching.types import Candidate, ModuleOffer

Told = Mapping[str, Any]


def read_needs(place: Told) -> tuple[NeedEvidence, ...]:
    """Return which needs were answered, the heaviest first."""
    return tuple(_need(one) for one in place["needs"])


def read_explanation(place: Told, *, query_ref: str, engine_version: str) -> Explanation:
    """Return the account of a place with its contributions and facts; linked scenarios are kept beside the places."""
    return Explanation(
        query_ref=query_ref,
        ref=place["provider"],
        score=float(place["score"]),
        rank=place["rank"],
        contributions=tuple(_contribution(one) for one in place["contributions"]),
        linked_scenarios=(),
        unsolved_problems=tuple(place["unsolved_problems"]),
        excluded=(),
        engine_version=engine_version,
        input_digest="",
    )


def stand_ins(place: Told) -> dict[str, Candidate]:
    """Return those who answer by what the run itself tells of them: names, without texts and prices."""
    modules: dict[str, dict[str, ModuleOffer]] = {place["provider"]: {}}
    for one in place["needs"]:
        own = modules.setdefault(one["module_of"], {})
        own[one["module"]] = ModuleOffer(ref=one["module"], name=one["module_name"])
    return {
        ref: Candidate(ref=ref, name=place["name"] if ref == place["provider"] else ref, modules=tuple(own.values()))
        for ref, own in modules.items()
    }


def _need(one: Told) -> NeedEvidence:
    return NeedEvidence(
        kind=NeedKind(one["kind"]),
        number=one["number"],
        text=one["text"],
        share=float(one["share"]),
        told=float(one.get("told", one["share"])),  # Runs of earlier engines told whatever counted.
        module_ref=one["module"],
        module_name=one["module_name"],
        module_of=one["module_of"],
        scenario=one["scenario"],
        scenario_name=one["scenario_name"],
        words=tuple(_word(word) for word in one["words"]),
    )


def _word(word: Told) -> WordMatch:
    need, offer = ((int(span[0]), int(span[1])) for span in (word["need_span"], word["offer_span"]))
    return WordMatch(need_word=word["need"], need_span=need, offer_word=word["offer"], offer_span=offer)


def _contribution(one: Told) -> Contribution:
    return Contribution(
        feature=one["feature"],
        raw=float(one["raw"]),
        weight=float(one["weight"]),
        contribution=float(one["contribution"]),
        evidence=tuple(_fact(item) for item in one["evidence"] if item["kind"] == "fact"),
    )


def _fact(one: Told) -> FactEvidence:
    return FactEvidence(
        wished=tuple(one["wished"]),
        offered=tuple(one["offered"]),
        met=one["met"],
        modules=tuple(one.get("modules", ())),
    )
