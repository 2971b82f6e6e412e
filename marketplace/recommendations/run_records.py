"""What a stored run says, as canonical JSON: every number as text, so that a digest over it is exact."""

import json
import zlib
from typing import Any

from pydantic import TypeAdapter

from marketplace.core.digest import digest
from marketplace.exchange.rows import EnterpriseRow
from marketplace.recommendations.answers import evidence_json, explanation_json
from marketplace.recommendations.offers import need_evidence
from marketplace.recommendations.page import build_offer, shown_kind
from marketplace.recommendations.ranked import Ranked
from matching.digests import combined_digest
from matching.ranking import NeedKind
from matching.types import Candidate

_ROW = TypeAdapter(EnterpriseRow)
_CANDIDATE = TypeAdapter(Candidate)
NEED_KINDS = frozenset(kind.value for kind in NeedKind)


def as_text(value: Any) -> Any:
    """Return JSON with each fraction as decimal text, nine digits at most; integers stay integers."""
    if isinstance(value, float):
        return f"{value:.9f}".rstrip("0").rstrip(".") or "0"
    if isinstance(value, dict):
        return {name: as_text(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_text(item) for item in value]
    return value


def query_record(row: EnterpriseRow) -> dict[str, Any]:
    """Return an enterprise as it asked."""
    record: dict[str, Any] = as_text(_ROW.dump_python(row, mode="json"))
    return record


def read_query(record: dict[str, Any]) -> EnterpriseRow:
    """Return what :func:`query_record` wrote down."""
    return _ROW.validate_json(json.dumps(record))


def answer_record(ranked: Ranked) -> dict[str, Any]:
    """Return the first places with their names and whole explanations; the places of all others are one digest."""
    places = [_place(ranked, number) for number in range(len(ranked.shown))]
    order = [f"{place.rank} {place.ref} {place.score:.9f}" for place in ranked.ranking.places]
    linked = explanation_json(ranked.explanations[0])["linked_scenarios"] if ranked.explanations else []
    record: dict[str, Any] = as_text(
        {
            "places": places,
            "linked_scenarios": linked,
            "total": ranked.ranking.total,
            "excluded": {one.ref: [reason.value for reason in one.reasons] for one in ranked.ranking.excluded},
            "order_digest": combined_digest(order),
        }
    )
    return record


def _place(ranked: Ranked, number: int) -> dict[str, Any]:
    place, explanation = ranked.shown[number], ranked.explanations[number]
    told = explanation_json(explanation)
    offer = build_offer(ranked, place, explanation, kind=shown_kind(ranked.row), facts={})
    contributions = [
        # Needs speak for several features: they are told once, below.
        {**item, "evidence": [one for one in item["evidence"] if one["kind"] not in NEED_KINDS]}
        for item in told["contributions"]
    ]
    return {
        "rank": place.rank,
        "provider": place.ref,
        "provider_id": ranked.held.ids[place.ref],
        "name": ranked.candidates[place.ref].name,
        "score": place.score,
        "tied_with": list(ranked.tied_with(place)),
        "price_wan": offer.price.wan,
        "summary": offer.summary,
        "contributions": contributions,
        "needs": [evidence_json(one) for one in need_evidence(explanation)],
        "unsolved_problems": told["unsolved_problems"],
    }


def pack_candidate(candidate: Candidate) -> bytes:
    """Return a candidate as compressed JSON."""
    return zlib.compress(_CANDIDATE.dump_json(candidate))


def unpack_candidate(payload: bytes) -> Candidate:
    """Return what :func:`pack_candidate` packed."""
    return _CANDIDATE.validate_json(zlib.decompress(payload))


def pack_set(digests: dict[str, str], *, ids: dict[str, int]) -> bytes:
    """Return all refs with digest and provider's id as compressed JSON, by ref."""
    rows = [[ref, digests[ref], ids[ref]] for ref in sorted(digests)]
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode())


def unpack_set(payload: bytes) -> tuple[dict[str, str], dict[str, int]]:
    """Return digests and providers' ids by ref, as :func:`pack_set` packed them."""
    rows = json.loads(zlib.decompress(payload))
    return {ref: digest for ref, digest, _ in rows}, {ref: provider_id for ref, _, provider_id in rows}


def digest_of_set(digests: dict[str, str]) -> str:
    """Return one digest of all candidates of a run."""
    return combined_digest([f"{ref} {digests[ref]}" for ref in sorted(digests)])


# The columns of a run over which its digest is made.
DIGESTED = (
    "enterprise_id",
    "engine_version",
    "library_edition",
    "weights_edition",
    "statistics_edition",
    "candidates_digest",
    "seed",
    "inputs",
    "answer",
)


def run_digest(fields: dict[str, Any]) -> str:
    """Return the digest of a run over everything that went into it and came out of it."""
    return digest(fields)
