"""A stored run as its page shows it: read from what was stored, never computed anew."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from marketplace.accounts.passwords import token_digest
from marketplace.core.errors import NotFoundError
from marketplace.enterprises.labels import urgency_words
from marketplace.exchange.rows import EnterpriseRow
from marketplace.recommendations.labels import RUN_REASON_LABELS
from marketplace.recommendations.models import Run
from marketplace.recommendations.page import shown_kind, texts_of
from marketplace.recommendations.run_places import KeptPlace, kept_places
from marketplace.recommendations.run_records import read_query
from marketplace.recommendations.run_wishes import wishes_of
from marketplace.recommendations.terms import exclusion_words
from marketplace.taxonomy.knowledge import KNOWLEDGE
from matching.ranking import NeedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    """A stored run for people; ``needs`` are (number, text, urgency) of the list that the places are held against.

    ``scenarios`` are the lines of a scenario list that counted beside the problems; ``excluded`` counts those that a
    must kept out, ``musts`` are these in words.
    """

    digest: str
    reason: str
    is_shared: bool
    created_at: datetime
    enterprise: str
    needs: tuple[tuple[int, str, str], ...]
    scenarios: tuple[str, ...]
    wishes: tuple[tuple[str, str], ...]
    places: tuple[KeptPlace, ...]
    total: int
    excluded: int
    musts: str
    editions: tuple[tuple[str, str], ...]


def run_page_of(session: Session, run: Run) -> RunPage:
    """Return a stored run as a page."""
    row = read_query(run.inputs["query"])
    reasons = run.answer.get("excluded", {}).values()
    return RunPage(
        digest=run.digest,
        reason=RUN_REASON_LABELS[run.reason],
        is_shared=run.share_digest is not None,
        created_at=run.created_at,
        enterprise=row.name,
        needs=_needs(row),
        scenarios=tuple(one.name for one in row.scenarios) if row.problems else (),
        wishes=wishes_of(row, library=KNOWLEDGE.library(session)),
        places=kept_places(session, run=run, row=row),
        total=run.answer["total"],
        excluded=len(reasons),
        musts=exclusion_words(sorted({must for one in reasons for must in one})),
        editions=editions_of(run),
    )


def editions_of(run: Run) -> tuple[tuple[str, str], ...]:
    """Return what a run was computed with, as (what, edition)."""
    return (
        ("引擎", run.engine_version),
        ("权重", run.weights_edition),
        ("场景库", run.library_edition),
        ("词频统计", run.statistics_edition),
        ("种子", str(run.seed)),
    )


def find_shared(session: Session, *, token: str) -> Run:
    """Return the run that a share link opens; a closed or unknown link leads nowhere."""
    run = session.exec(select(Run).where(Run.share_digest == token_digest(token))).first()
    if run is None:
        raise NotFoundError("这个链接已经停用，或者不完整。请向分享的人要一个新的。")
    return run


def _needs(row: EnterpriseRow) -> tuple[tuple[int, str, str], ...]:
    kind = shown_kind(row)
    urgencies = [urgency_words(one.priority) for one in row.problems] if kind is NeedKind.PROBLEM else []
    texts = texts_of(row, kind=kind)
    padded = [*urgencies, *[""] * (len(texts) - len(urgencies))]
    return tuple((number, text, urgency) for number, (text, urgency) in enumerate(zip(texts, padded, strict=True), 1))
