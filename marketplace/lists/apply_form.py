"""The form of an application as it is typed: bound, kept while somebody types, put together when two windows wrote."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.drafts.services import Saved, Seen, form_key
from marketplace.lists.application_page import form_values
from marketplace.lists.doing import LABELS
from marketplace.lists.labels import YES_NO_LABELS
from marketplace.lists.models import ListCall
from marketplace.lists.queries import find_application
from marketplace.lists.schemas import ApplicationIn, EvidenceIn
from marketplace.web.forms import BoundForm, structure
from marketplace.web.messages_zh import field_messages

Keeper = Callable[..., Saved]
BLANK_ROWS = ({"scenario": "", "text": ""},) * 2


def draft_key(actor: Actor, *, call_id: int) -> str:
    """Return the key under which somebody's typing for a call is kept."""
    return form_key(f"list_application.{actor.organisation_id}", object_id=call_id, user_id=actor.user_id)


def bind_application(data: Any) -> BoundForm[ApplicationIn]:
    """Bind what the browser sent."""
    return bind_raw(structure(data))


def bind_raw(raw: dict[str, Any]) -> BoundForm[ApplicationIn]:
    """Bind the values of the form: answer_q1, statement_product and rows of evidence."""
    shaped = {
        "answers": {name[7:]: value for name, value in raw.items() if name.startswith("answer_") and value},
        "statements": {name[10:]: value for name, value in raw.items() if name.startswith("statement_") and value},
        "evidence": [row for row in raw.get("evidence", []) if any(row.values())],
        "version": raw.get("version") or 0,
    }
    bound: BoundForm[ApplicationIn] = BoundForm(raw=raw, labels=LABELS)
    try:
        bound.valid = ApplicationIn.model_validate(shaped)
    except ValidationError as error:
        bound.field_errors = {_field(name): texts for name, texts in field_messages(error.errors()).items()}
    return bound


def _field(path: str) -> str:
    """Return the name of the form's field for a path of the schema: answers.q1 → answer_q1."""
    head, _, rest = path.partition(".")
    return f"{head.removesuffix('s')}_{rest}" if head in {"answers", "statements"} else path


def labels_of(call: ListCall) -> dict[str, str]:
    """Return what the fields of a call's form are called."""
    answers = {f"answer_{item['key']}": item["text"] for item in call.questions}
    return answers | {f"statement_{item['key']}": item["label"] for item in call.scheme["criteria"]}


def words_of(name: str, value: str) -> str:
    """Return a field's value as people read it."""
    return {one.value: label for one, label in YES_NO_LABELS.items()}.get(value, value) if _is_answer(name) else value


def _is_answer(name: str) -> bool:
    return name.startswith("answer_")


def typed_fields(call: ListCall, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form holds as a draft keeps it: blank rows of evidence left out."""
    return {**{name: str(raw.get(name) or "") for name in labels_of(call)}, "evidence": filled_rows(raw)}


def filled_rows(raw: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the rows of evidence in which something stands."""
    rows = [{name: str(row.get(name) or "") for name in EvidenceIn.model_fields} for row in raw.get("evidence") or ()]
    return [row for row in rows if any(row.values())]


def put(
    session: Session,
    way: Keeper,
    *,
    actor: Actor,
    call: ListCall,
    raw: Mapping[str, Any],
    seen: Seen,
    now: datetime,
) -> Saved:
    """Keep what was typed in one of two ways: as a draft, or put together with what was saved meanwhile."""
    application = find_application(session, call_id=call.id or 0, provider_id=actor.organisation_id)
    return way(
        session,
        key=draft_key(actor, call_id=call.id or 0),
        fields=typed_fields(call, raw),
        stated=typed_fields(call, form_values(application)),
        stated_version=application.version if application else 0,
        seen=seen,
        now=now,
    )
