"""What digests are made from: calls, applications, notices and editions as canonical JSON data."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from marketplace.lists.entries import Entry, from_json, to_json
from marketplace.lists.models import ListApplication, ListCall, ListDraft, ListEdition, RecommendedList

WITHDRAWAL = "withdrawal"


def list_facts(kept: RecommendedList) -> dict[str, Any]:
    """Return what names a list."""
    return {
        "id": kept.id,
        "county_code": kept.county_code,
        "county": kept.county,
        "catalog_no": kept.catalog_no,
        "industry": kept.industry,
        "provider_kind": kept.provider_kind.value,
        "title": kept.title,
    }


def call_facts(kept: RecommendedList, call: ListCall) -> dict[str, Any]:
    """Return what a call promises: it cannot change once published."""
    return {
        "kind": "list_call",
        "list": list_facts(kept),
        "title": call.title,
        "guide": call.guide,
        "places": call.places,
        "valid_months": call.valid_months,
        "notice_days": call.notice_days,
        "scheme": call.scheme,
        "questions": call.questions,
        "deadline_at": call.deadline_at.isoformat(),
    }


def application_facts(
    application: ListApplication, *, call: ListCall, provider_name: str, file_digests: Sequence[str]
) -> dict[str, Any]:
    """Return what was handed in, with the digests of its files."""
    return {
        "kind": "list_application",
        "number": application.number,
        "call_id": call.id,
        "call_digest": call.digest,
        "provider_id": application.provider_id,
        "provider": provider_name,
        "answers": application.answers,
        "statements": application.statements,
        "evidence": application.evidence,
        "files": sorted(file_digests),
    }


def notice_facts(
    kept: RecommendedList, draft: ListDraft, *, scheme: Mapping[str, Any] | None, review_digest: str
) -> dict[str, Any]:
    """Return what is put up for public notice."""
    return {
        "kind": "list_notice",
        "list": list_facts(kept),
        "draft_id": draft.id,
        "basis": draft.basis.value,
        "source": draft.source,
        "entries": draft.entries,
        "not_listed": len(draft.omitted),
        "scheme": dict(scheme) if scheme else {},
        "review_digest": review_digest,
    }


def edition_facts(
    kept: RecommendedList,
    *,
    number: int,
    label: str,
    entries: Sequence[Entry],
    effective_on: date,
    published_at: datetime,
    previous_digest: str,
    criteria: Mapping[str, str],
    decision: Mapping[str, str | int],
) -> dict[str, Any]:
    """Return what an edition says; ``decision`` names why it came to be, ``criteria`` what the scores are called."""
    return {
        "kind": "list_edition",
        "list": list_facts(kept),
        "number": number,
        "label": label,
        "effective_on": effective_on.isoformat(),
        "published_at": published_at.isoformat(timespec="microseconds"),
        "previous_digest": previous_digest,
        "criteria": [{"key": key, "label": label} for key, label in criteria.items()],
        "decision": dict(decision),
        "entries": [to_json(entry) for entry in entries],
    }


def is_withdrawal(edition: ListEdition) -> bool:
    """Say whether an edition withdraws the whole list."""
    return bool(facts_of(edition)["decision"]["basis"] == WITHDRAWAL)


def entries_of(edition: ListEdition) -> tuple[Entry, ...]:
    """Return the entries that an edition's facts hold."""
    return tuple(from_json(item) for item in facts_of(edition)["entries"])


def facts_of(edition: ListEdition) -> dict[str, Any]:
    """Return the facts of an edition."""
    facts: dict[str, Any] = json.loads(edition.facts)
    return facts


def criteria_in(edition: ListEdition) -> dict[str, str]:
    """Return what an edition's scores are called, by key, in the order of the criteria."""
    return {item["key"]: item["label"] for item in facts_of(edition)["criteria"]}


def draft_entries(draft: ListDraft) -> tuple[Entry, ...]:
    """Return the entries of a draft."""
    return tuple(from_json(item) for item in draft.entries)
