"""Writes: a run that somebody relies on, its share link, and a new edition of the statistics."""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from marketplace.accounts.passwords import token_digest
from marketplace.core.actor import Actor, System
from marketplace.core.errors import ForbiddenError
from marketplace.core.journal import record
from marketplace.projects.labels import EventKind
from marketplace.projects.services.events import note_outcome
from marketplace.recommendations.candidates import load_all_candidates
from marketplace.recommendations.labels import RunReason
from marketplace.recommendations.models import CandidateSet, CandidateValue, Run, RunMention
from marketplace.recommendations.policies import can_keep
from marketplace.recommendations.queries import Asker
from marketplace.recommendations.ranked import Ranked
from marketplace.recommendations.run_records import (
    answer_record,
    digest_of_set,
    pack_candidate,
    pack_set,
    query_record,
    run_digest,
)
from marketplace.recommendations.statistics import find_statistics, store_statistics
from marketplace.taxonomy.knowledge import KNOWLEDGE
from matching.ranking import fit_candidate_statistics
from matching.statistics import Statistics
from matching.types import Candidate

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Statistics beside the edition of the library that they were fitted under."""

    statistics: Statistics
    library_edition: str


def keep_run(
    session: Session,
    *,
    actor: Actor,
    asker: Asker,
    ranked: Ranked,
    reason: RunReason,
    chosen: Sequence[int] = (),
    now: datetime,
) -> Run:
    """Store a ranking with everything needed to compute it again; the same ranking is stored once.

    ``chosen`` are ids of the providers that the enterprise picked. Raises ForbiddenError for a stranger.
    """
    if not can_keep(actor, enterprise_id=asker.id, county_code=asker.county_code):
        raise ForbiddenError
    fields = _fields(ranked, enterprise_id=asker.id, chosen=chosen)
    digest = run_digest(fields)
    known = session.exec(select(Run).where(Run.digest == digest)).first()
    if known is not None:
        return known
    _keep_inputs(session, ranked=ranked, now=now)
    run = Run(**fields, digest=digest, reason=reason, created_at=now, created_by_id=actor.user_id)
    session.add(run)
    session.flush()  # Its mentions point to it.
    shown = [ranked.held.ids[place.ref] for place in ranked.shown]
    session.add_all(
        RunMention(run_id=run.id or 0, provider_id=provider_id, chosen=provider_id in chosen)
        for provider_id in dict.fromkeys((*shown, *chosen))
    )
    _note_chosen(session, run=run, chosen=chosen, now=now)
    details = {"run": digest, "reason": reason.value, "chosen": list(chosen)}
    record(session, actor=actor, action="run.kept", subject=f"enterprise:{asker.id}", now=now, details=details)
    return run


def _note_chosen(session: Session, *, run: Run, chosen: Sequence[int], now: datetime) -> None:
    for provider_id in dict.fromkeys(chosen):
        note_outcome(
            session,
            kind=EventKind.SHORTLISTED,
            enterprise_id=run.enterprise_id,
            provider_id=provider_id,
            run_digest=run.digest,
            now=now,
        )


def share_run(
    session: Session, *, actor: Actor, asker: Asker, ranked: Ranked, secret: str, now: datetime
) -> tuple[Run, str]:
    """Store a ranking and open it to whoever has the link; return the run and the token of its link."""
    run = keep_run(session, actor=actor, asker=asker, ranked=ranked, reason=RunReason.SHARED, now=now)
    token = share_token(run.digest, secret=secret)
    if run.share_digest is None:
        run.share_digest = token_digest(token)
        session.add(run)
        subject = f"enterprise:{asker.id}"
        record(session, actor=actor, action="run.shared", subject=subject, now=now, details={"run": run.digest})
    return run, token


def close_share(session: Session, *, actor: Actor, asker: Asker, run: Run, now: datetime) -> None:
    """Make the link of a run lead nowhere."""
    if not can_keep(actor, enterprise_id=asker.id, county_code=asker.county_code):
        raise ForbiddenError
    if run.share_digest is not None:
        run.share_digest = None
        session.add(run)
        subject = f"enterprise:{asker.id}"
        record(session, actor=actor, action="run.share_closed", subject=subject, now=now, details={"run": run.digest})


def share_token(digest: str, *, secret: str) -> str:
    """Return the token of a run's link: it can be shown again to its owner, yet nobody can guess it."""
    return hmac.new(secret.encode(), f"share:{digest}".encode(), hashlib.sha256).hexdigest()[:40]


def refit_statistics(session: Session, *, actor: Actor | System, now: datetime) -> tuple[Statistics, bool]:
    """Fit the statistics on the published modules of today; the flag says whether they differ from the newest."""
    fitted = fit_statistics(session)
    return fitted.statistics, keep_statistics(session, actor=actor, fitted=fitted, now=now)


def fit_statistics(session: Session) -> Fitted:
    """Fit the statistics on the published modules of today and write nothing; needs seconds."""
    linker = KNOWLEDGE.linker(session)
    statistics = fit_candidate_statistics([one.candidate for one in load_all_candidates(session)], linker=linker)
    return Fitted(statistics=statistics, library_edition=linker.edition)


def keep_statistics(session: Session, *, actor: Actor | System, fitted: Fitted, now: datetime) -> bool:
    """Make fitted statistics the newest edition; return False when they are it already."""
    statistics = fitted.statistics
    is_new = store_statistics(session, statistics, library_edition=fitted.library_edition, now=now)
    if is_new:
        details = {"documents": statistics.documents}
        subject = f"statistics:{statistics.edition}"
        record(session, actor=actor, action="statistics.fitted", subject=subject, now=now, details=details)
    return is_new


def _fields(ranked: Ranked, *, enterprise_id: int, chosen: Sequence[int]) -> dict[str, Any]:
    index = ranked.held.index
    return {
        "enterprise_id": enterprise_id,
        "engine_version": ranked.ranking.engine_version,
        "library_edition": ranked.held.library_edition,
        "weights_edition": ranked.ranking.weights,
        "statistics_edition": index.statistics.edition,
        "candidates_digest": digest_of_set(index.digests),
        "seed": ranked.ranking.seed,
        "inputs": {"query": query_record(ranked.row), "chosen": list(chosen), "k": len(ranked.shown)},
        "answer": answer_record(ranked),
    }


def _keep_inputs(session: Session, *, ranked: Ranked, now: datetime) -> None:
    index = ranked.held.index
    edition, library_edition = index.statistics.edition, ranked.held.library_edition
    if find_statistics(session, edition=edition, library_edition=library_edition) is None:
        store_statistics(session, index.statistics, library_edition=library_edition, now=now)
    whole = digest_of_set(index.digests)
    if session.get(CandidateSet, whole) is not None:
        return
    _keep_candidates(session, candidates=ranked.candidates.values(), digests=index.digests)
    session.add(CandidateSet(digest=whole, payload=pack_set(index.digests, ids=ranked.held.ids)))
    session.flush()  # The run points to the set.


def _keep_candidates(session: Session, *, candidates: Iterable[Candidate], digests: dict[str, str]) -> None:
    by_digest = {digests[candidate.ref]: candidate for candidate in candidates}
    wanted = sorted(by_digest)
    for start in range(0, len(wanted), BATCH):
        part = wanted[start : start + BATCH]
        kept = set(session.exec(select(CandidateValue.digest).where(col(CandidateValue.digest).in_(part))))
        session.add_all(
            CandidateValue(digest=digest, payload=pack_candidate(by_digest[digest]))
            for digest in part
            if digest not in kept
        )
