"""The engine's answers as JSON objects, the same for commands, API and stored runs."""

from typing import Any

from matching.bundle import Bundle, BundleModule, NeedRef
from matching.ranking import (
    CaseEvidence,
    Evidence,
    Explanation,
    FactEvidence,
    LinkedNeed,
    NeedEvidence,
)


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation in the shape of ``marketplace match explain``."""
    return {
        "enterprise": explanation.query_ref,
        "provider": explanation.ref,
        "score": explanation.score,
        "rank": explanation.rank,
        "contributions": [
            {
                "feature": item.feature,
                "raw": item.raw,
                "weight": item.weight,
                "contribution": item.contribution,
                "evidence": [evidence_json(one) for one in item.evidence],
            }
            for item in explanation.contributions
        ],
        "linked_scenarios": [linked_json(need) for need in explanation.linked_scenarios],
        "unsolved_problems": list(explanation.unsolved_problems),
        "excluded": [reason_text(reason) for reason in explanation.excluded],
        "engine_version": explanation.engine_version,
        "input_digest": explanation.input_digest,
    }


def reason_text(reason: object) -> str:
    """Return the stable code of a reason of exclusion."""
    return str(getattr(reason, "value", reason))


def linked_json(need: LinkedNeed) -> dict[str, Any]:
    """Return a need with its scenarios and their confidence."""
    return {
        "kind": need.kind.value,
        "number": need.number,
        "text": need.text,
        "links": [{"scenario": link.scenario, "confidence": link.confidence} for link in need.links],
    }


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """Return one piece of evidence with its kind."""
    if isinstance(evidence, NeedEvidence):
        return _need_evidence(evidence)
    if isinstance(evidence, CaseEvidence):
        case = evidence.case
        return {
            "kind": "case",
            "enterprise": case.enterprise,
            "industry": case.industry,
            "outcome": case.outcome,
            "share": evidence.share,
        }
    if isinstance(evidence, FactEvidence):
        return {
            "kind": "fact",
            "wished": list(evidence.wished),
            "offered": list(evidence.offered),
            "met": evidence.met,
            "modules": list(evidence.modules),
        }
    raise TypeError(evidence)


def _need_evidence(evidence: NeedEvidence) -> dict[str, Any]:
    return {
        "kind": evidence.kind.value,
        "number": evidence.number,
        "text": evidence.text,
        "share": evidence.share,
        "told": evidence.told,
        "module": evidence.module_ref,
        "module_name": evidence.module_name,
        "module_of": evidence.module_of,
        "scenario": evidence.scenario,
        "scenario_name": evidence.scenario_name,
        "words": [
            {
                "need": word.need_word,
                "need_span": list(word.need_span),
                "offer": word.offer_word,
                "offer_span": list(word.offer_span),
            }
            for word in evidence.words
        ],
    }


def bundle_json(bundle: Bundle) -> dict[str, Any]:
    """Return a bundle in the shape of ``marketplace match bundle``; money in 万元."""
    return {
        **_plan(bundle),
        "unpriced": [_bundle_module(module) for module in bundle.unpriced],
        "alternatives": [_plan(other) for other in bundle.alternatives],
    }


def _plan(bundle: Bundle) -> dict[str, Any]:
    return {
        "modules": [_bundle_module(module) for module in bundle.modules],
        "cost_wan": bundle.cost_wan,
        "three_year_wan": bundle.three_year_wan,
        "covered": [_need(need) for need in bundle.covered],
        "uncovered": [_need(need) for need in bundle.uncovered],
    }


def _bundle_module(module: BundleModule) -> dict[str, Any]:
    return {
        "provider": module.provider,
        "module": module.module,
        "name": module.name,
        "price_wan": module.price_wan,
        "three_year_wan": module.three_year_wan,
        "covers": [_need(need) for need in module.covers],
        "unmet": [wish.value for wish in module.unmet],
    }


def _need(need: NeedRef) -> dict[str, Any]:
    return {"kind": need.kind.value, "number": need.number, "text": need.text, "scenarios": list(need.links)}
