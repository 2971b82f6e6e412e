"""Candidates as a stored run saw them: kept once under the digest of each."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from marketplace.core.errors import ConflictError
from marketplace.recommendations.models import CandidateSet, CandidateValue, Run
from marketplace.recommendations.run_records import unpack_candidate, unpack_set
from matching.digests import digest_of
from matching.types import Candidate

BATCH = 500


def kept_candidates(session: Session, *, run: Run) -> tuple[list[Candidate], dict[str, int]]:
    """Return all candidates of a run by digest, and providers' ids by ref; raises ConflictError for altered ones."""
    digests, ids = unpack_set(session.get_one(CandidateSet, run.candidates_digest).payload)
    found = _load(session, wanted=digests.values())
    candidates = [found[digest] for digest in sorted(found)]
    if {candidate.ref: digest_of(candidate) for candidate in candidates} != digests:
        raise ConflictError("保存的服务商资料与这次排序的摘要对不上，记录可能被改动过。")
    return candidates, ids


def find_all_kept(session: Session, *, run: Run) -> list[Candidate]:
    """Return all candidates of a run by ref; those that are gone or were altered are left out."""
    digests, _ = unpack_set(session.get_one(CandidateSet, run.candidates_digest).payload)
    found = find_kept(session, run=run, refs=digests)
    return [found[ref] for ref in sorted(found)]


def find_kept(session: Session, *, run: Run, refs: Iterable[str]) -> dict[str, Candidate]:
    """Return some candidates of a run by ref; one that is gone or was altered is left out."""
    digests, _ = unpack_set(session.get_one(CandidateSet, run.candidates_digest).payload)
    wanted = {digests[ref]: ref for ref in refs if ref in digests}
    found = _load(session, wanted=wanted)
    return {wanted[digest]: one for digest, one in found.items() if digest_of(one) == digest}


def _load(session: Session, *, wanted: Iterable[str]) -> dict[str, Candidate]:
    named = sorted(set(wanted))
    found: dict[str, Candidate] = {}
    for start in range(0, len(named), BATCH):
        part = named[start : start + BATCH]
        rows = session.exec(
            select(CandidateValue.digest, CandidateValue.payload).where(col(CandidateValue.digest).in_(part))
        )
        found.update({digest: unpack_candidate(payload) for digest, payload in rows.all()})
    return found
