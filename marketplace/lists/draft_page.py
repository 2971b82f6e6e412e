"""What the page of a draft shows: its entries, what may be done now, and what is in the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.wording import day_text
from marketplace.documents.queries import DocumentRow, load_documents
from marketplace.lists import policies
from marketplace.lists.drafting import situation_of
from marketplace.lists.entries import Entry, from_json
from marketplace.lists.facts import draft_entries
from marketplace.lists.labels import BASIS_LABELS, LIST_STATE_LABELS, Basis, ListAction, ListState
from marketplace.lists.models import ListDraft, ListEdition, RecommendedList
from marketplace.lists.queries import (
    NOTICE_SUBJECT,
    draft_state_of,
    find_newest_edition,
    load_draft,
    load_watched_list,
)
from marketplace.notices.labels import CHANGE_REASON_LABELS, ObjectionState
from marketplace.notices.models import PublicNotice
from marketplace.notices.objections import receipt_number
from marketplace.notices.queries import (
    Standing,
    find_newest,
    load_chain,
    load_chain_objections,
    standing_of,
    state_of_objection,
)
from marketplace.reviews.criteria import score_text
from marketplace.reviews.models import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """A draft for its office; ``refusals`` say for each action why it may not be done now."""

    draft: ListDraft
    kept: RecommendedList
    state: ListState
    entries: tuple[Entry, ...]
    omitted: tuple[Entry, ...]
    labels: Mapping[str, str]
    refusals: Mapping[ListAction, str | None]
    can_manage: bool
    has_drafted: bool
    notice: PublicNotice | None
    standing: Standing | None
    due: tuple[tuple[str, str], ...]
    documents: tuple[DocumentRow, ...]
    edition: ListEdition | None
    today: date

    @property
    def state_label(self) -> str:
        return LIST_STATE_LABELS[self.state]

    @property
    def basis_label(self) -> str:
        return BASIS_LABELS[self.draft.basis]

    def may(self, action: str) -> bool:
        """Say whether an action may be done now."""
        return self.can_manage and self.refusals[ListAction(action)] is None

    def refusal(self, action: str) -> str:
        """Return why an action may not be done now, empty when it may."""
        return self.refusals[ListAction(action)] or ""

    @property
    def is_old_list(self) -> bool:
        """Say whether an old list was entered: then its codes and days are what a colleague checks."""
        return self.draft.basis is Basis.IMPORT

    def rows(self) -> list[list[object]]:
        """Return the entries as cells of a table."""
        return [_old_cells(entry) if self.is_old_list else _cells(entry, self.labels) for entry in self.entries]

    def omitted_rows(self) -> list[list[object]]:
        """Return those who are not proposed, with the reason."""
        return [[entry.name, score_text(entry.total) if entry.scores else "–", entry.note] for entry in self.omitted]

    @property
    def columns(self) -> list[dict[str, object]]:
        """Return the heads of the table of entries."""
        if self.is_old_list:
            return [{"label": label} for label in ("服务商", "统一社会信用代码", "原列入日期", "有效期至", "说明")]
        scores = [{"label": label, "number": True, "width": "w4"} for label in self.labels.values()]
        return [{"label": "服务商"}, {"label": "总分", "number": True, "width": "w4"}, *scores, {"label": "依据"}]


def load_draft_page(session: Session, *, actor: Actor, draft_id: int, now: datetime) -> DraftPage:
    """Return a draft for one person; a draft of a county that the person does not watch does not exist."""
    draft = load_draft(session, draft_id=draft_id)
    kept = load_watched_list(session, actor=actor, list_id=draft.list_id)
    situation = situation_of(session, actor=actor, draft=draft, kept=kept, now=now)
    notice = find_newest(session, subject_kind=NOTICE_SUBJECT, subject_id=draft_id)
    documents = load_documents(session, subject_kind=NOTICE_SUBJECT, subject_ids=[draft_id])[draft_id]
    review = session.get(Review, draft.review_id) if draft.review_id else None
    return DraftPage(
        draft=draft,
        kept=kept,
        state=draft_state_of(draft),
        entries=draft_entries(draft),
        omitted=tuple(from_json(item) for item in draft.omitted),
        labels={item["key"]: item["label"] for item in review.scheme["criteria"]} if review else {},
        refusals={action: policies.refusal(action, situation) for action in ListAction},
        can_manage=situation.is_own,
        has_drafted=situation.has_drafted,
        notice=notice,
        standing=standing_of(session, notice=notice, now=now) if notice else None,
        due=_due(session, notice),
        documents=tuple(row for row in documents if row.is_current),
        edition=find_newest_edition(session, list_id=draft.list_id),
        today=shanghai_day(now),
    )


def change_reasons() -> list[tuple[str, str]]:
    """Return the reasons for a change of what is under notice, as options."""
    return [(reason.value, label) for reason, label in CHANGE_REASON_LABELS.items()]


def _due(session: Session, notice: PublicNotice | None) -> tuple[tuple[str, str], ...]:
    """Return upheld objections that wait for a change, as (id, number)."""
    if notice is None:
        return ()
    by_id = {row.id: row for row in load_chain(session, notice=notice)}
    return tuple(
        (str(row.id), receipt_number(by_id[row.notice_id], row))
        for row in load_chain_objections(session, notice=notice)
        if state_of_objection(row) is ObjectionState.CHANGE_DUE
    )


def _cells(entry: Entry, labels: Mapping[str, str]) -> list[object]:
    name = {
        "text": f"{entry.place}　{entry.name}" if entry.place else entry.name,
        "url": f"/providers/{entry.provider_id}",
    }
    total = score_text(entry.total) if entry.scores else "–"
    scores = [score_text(entry.scores[key]) if key in entry.scores else "–" for key in labels]
    return [name, total, *scores, entry.note or _evidence(entry)]


def _old_cells(entry: Entry) -> list[object]:
    is_old = entry.basis is Basis.IMPORT
    first = str(entry.provenance.get("first_admitted_on", ""))
    return [
        {"text": entry.name, "url": f"/providers/{entry.provider_id}"},
        entry.uscc or "没有登记",
        day_text(date.fromisoformat(first)) if first else "表里没有写" if is_old else "–",
        day_text(entry.valid_until) if entry.valid_until else "按名单的有效期",
        entry.note or ("–" if is_old else BASIS_LABELS[entry.basis]),
    ]


def _evidence(entry: Entry) -> str:
    cases = entry.provenance.get("cases")
    return f"{BASIS_LABELS[entry.basis]}，{cases} 个同行案例" if cases else BASIS_LABELS[entry.basis]
