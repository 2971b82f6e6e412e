"""Reads of imports: a body's batches, and all that the page of one shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from marketplace.core.actor import Actor
from marketplace.exchange import EnterpriseRow, Located
from marketplace.imports.checking import Entry
from marketplace.imports.labels import BATCH_STATE_LABELS, ENTRY_ACTION_LABELS, BatchState, EntryAction
from marketplace.imports.models import ImportBatch
from marketplace.imports.previews import RowGroup, groups_of
from marketplace.imports.services import check_entries, choices_of, load_own_batch
from marketplace.imports.staged import (
    Finding,
    MeantPlace,
    UnknownHeader,
    findings_of,
    headers_from_json,
    rows_from_json,
)
from marketplace.taxonomy.industries import suggest_industries
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.linking import TextKind, guess_scenarios
from marketplace.web.pages import Page, PageArgs, make_page

MOST_CHOICES = 100  # Of each kind on one page: a form may have a thousand fields.
MOST_TEXTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """A batch in the list."""

    id: int
    files: str
    state: BatchState
    state_label: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchChoice:
    """A row that may be a registered body, and what may be done with it."""

    index: int
    name: str
    registered: str
    is_certain: bool
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChoice:
    """Words of the files with what they may mean; ``chosen`` is ticked beforehand, empty for none."""

    words: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPage:
    """All that the page of one batch shows."""

    batch: ImportBatch
    state_label: str
    enterprises: int
    providers: int
    errors: int
    warnings: int
    ready: int
    groups: tuple[RowGroup, ...] = ()
    findings: tuple[Finding, ...] = ()
    headers: tuple[UnknownHeader, ...] = ()
    places: tuple[MeantPlace, ...] = ()
    matches: tuple[MatchChoice, ...] = ()
    industries: tuple[WordChoice, ...] = ()
    scenarios: tuple[WordChoice, ...] = ()


def list_batches(session: Session, *, actor: Actor, args: PageArgs) -> Page[BatchLine]:
    """Return one page of the batches of the actor's body, newest first: two statements."""
    own = ImportBatch.organisation_id == actor.organisation_id
    total = session.exec(select(func.count()).select_from(ImportBatch).where(own)).one()
    rows = session.exec(
        select(ImportBatch.id, ImportBatch.file_names, ImportBatch.state, ImportBatch.created_at)
        .where(own)
        .order_by(col(ImportBatch.id).desc())
        .offset(args.offset)
        .limit(args.per_page)
    ).all()
    lines = [
        BatchLine(
            id=key or 0,
            files="、".join(names),
            state=BatchState(state),
            state_label=BATCH_STATE_LABELS[BatchState(state)],
            created_at=created_at,
        )
        for key, names, state, created_at in rows
    ]
    return make_page(lines, total=total, args=args)


def load_batches_before(session: Session, *, actor: Actor, before_id: int, limit: int) -> Sequence[ImportBatch]:
    """Return the batches of the actor's body without their rows, newest first; ``before_id`` 0 starts with the last."""
    wanted = (
        select(ImportBatch)
        .where(ImportBatch.organisation_id == actor.organisation_id)
        .options(defer(col(ImportBatch.staged)))  # type: ignore[arg-type]  # SQLModel's column is an attribute
    )
    if before_id:
        wanted = wanted.where(col(ImportBatch.id) < before_id)
    return session.exec(wanted.order_by(col(ImportBatch.id).desc()).limit(limit)).all()


def load_batch_page(session: Session, *, actor: Actor, batch_id: int) -> BatchPage:
    """Return a batch of the actor's body with the choices that a person has; any other body's is not found."""
    batch = load_own_batch(session, actor=actor, batch_id=batch_id)
    rows = rows_from_json(batch.staged)
    entries = check_entries(session, rows, actor=actor)
    faults = findings_of([defect for entry in entries for defect in entry.defects()], files=batch.file_names)
    findings = [*faults[:MOST_CHOICES], *(Finding(**one) for one in batch.report["findings"])]
    firms = [one.row for one in rows if isinstance(one.row, EnterpriseRow)]
    return BatchPage(
        batch=batch,
        state_label=BATCH_STATE_LABELS[batch.state],
        enterprises=len(firms),
        providers=len(rows) - len(firms),
        errors=batch.report["errors"] + len(faults),
        warnings=batch.report["warnings"],
        ready=len(rows) - len(faults),
        groups=groups_of(entries, files=batch.file_names),
        findings=tuple(sorted(findings, key=lambda one: one.order)),
        headers=tuple(headers_from_json(batch.report))[:MOST_CHOICES],
        places=tuple(MeantPlace(**one) for one in batch.report["places"])[:MOST_CHOICES],
        matches=tuple(_matches(entries))[:MOST_CHOICES],
        industries=_industries(session, rows),
        scenarios=_scenarios(session, rows),
    )


def _matches(entries: Iterable[Entry]) -> Iterable[MatchChoice]:
    for index, entry in enumerate(entries):
        options = choices_of(entry)
        if entry.match is not None and options and entry.action is not EntryAction.SAME:
            yield MatchChoice(
                index=index,
                name=entry.located.row.name,
                registered=entry.match.name,
                is_certain=entry.match.is_certain,
                options=tuple((option.value, ENTRY_ACTION_LABELS[option]) for option in options),
            )


def _industries(session: Session, rows: Iterable[Located]) -> tuple[WordChoice, ...]:
    texts = dict.fromkeys(
        one.row.industry.text for one in rows if isinstance(one.row, EnterpriseRow) and one.row.industry.text
    )
    if not texts:
        return ()
    library = KNOWLEDGE.library(session)
    choices = []
    for text in list(texts)[:MOST_TEXTS]:
        guesses = suggest_industries(library, text=text, most=5)
        if guesses:
            options = tuple((guess.code, f"{guess.code} {guess.name}") for guess in guesses)
            choices.append(WordChoice(words=text, options=options))
    return tuple(choices)


def _scenarios(session: Session, rows: Iterable[Located]) -> tuple[WordChoice, ...]:
    names = list(
        dict.fromkeys(
            need.name
            for one in rows
            if isinstance(one.row, EnterpriseRow)
            for need in one.row.scenarios
            if not need.links
        )
    )[:MOST_TEXTS]
    guesses = guess_scenarios(session, texts=names, kind=TextKind.SCENARIO)
    return tuple(
        WordChoice(
            words=name,
            options=tuple((guess.code, guess.name) for guess in found),
            chosen=found[0].code if found[0].is_sure else "",
        )
        for name, found in zip(names, guesses, strict=True)
        if found
    )


def first_choices(shown: BatchPage) -> dict[str, Any]:
    """Return what the forms of the page hold before anybody chose: the careful choice for each question."""
    return {
        "pairs": [{"sheet": one.sheet, "header": one.header, "field": one.suggestion} for one in shown.headers],
        "places": [{"county": one.county, "city": one.city, "code": one.code} for one in shown.places],
        "choices": [{"index": one.index, "action": one.options[0][0]} for one in shown.matches],
        "industries": [{"text": one.words, "code": one.chosen} for one in shown.industries],
        "scenarios": [{"name": one.words, "code": one.chosen} for one in shown.scenarios],
    }
