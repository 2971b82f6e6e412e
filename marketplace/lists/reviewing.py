"""From screened applications to a review, and from its result to a draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, or_, select

from marketplace.accounts.models import Organisation
from marketplace.accounts.naming import name_key
from marketplace.core.actor import Actor
from marketplace.core.conflicts import NotReadyError
from marketplace.core.errors import ConflictError
from marketplace.core.journal import record
from marketplace.lists.calls import load_own_call
from marketplace.lists.entries import Entry, candidate_key
from marketplace.lists.labels import ApplicationState, Basis, CallState
from marketplace.lists.models import ListApplication, ListCall, RecommendedList
from marketplace.lists.queries import REVIEW_SUBJECT, application_state_of, call_state_of, load_handed_in
from marketplace.providers.models import Case, Partnership
from marketplace.reviews import criteria
from marketplace.reviews.conflicts import PartyFacts
from marketplace.reviews.models import Review
from marketplace.reviews.queries import CandidateOutcome, Outcome, find_review, load_outcome
from marketplace.reviews.ranking import cut
from marketplace.reviews.schemas import CandidateIn, ReviewIn
from marketplace.reviews.services import open_review

NO_LIMIT = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Who is proposed and who is not; those who tie across the cut are named in the reason."""

    entries: tuple[Entry, ...]
    omitted: tuple[Entry, ...]


def open_call_review(session: Session, *, actor: Actor, call_id: int, now: datetime) -> Review:
    """Set up the review of everybody who met the conditions; their facts are frozen for the check of conflicts.

    Raises ConflictError while an application waits for its screening, when nobody passed, or for a second review.
    """
    call, kept = load_own_call(session, actor=actor, call_id=call_id)
    if call_state_of(call, now=now) is not CallState.OPENED:
        raise NotReadyError("请先在截止后开启申报材料，逐家审查条件。")
    if find_review(session, subject_kind=REVIEW_SUBJECT, subject_id=call_id) is not None:
        raise ConflictError("这次征集已经建立了评审。", code="call.reviewed")
    passed = _passed(load_handed_in(session, call_id=call_id))
    facts = load_party_facts(session, provider_ids=[row.provider_id for row in passed])
    names = load_names(session, provider_ids=[row.provider_id for row in passed])
    review = ReviewIn(
        subject_kind=REVIEW_SUBJECT,
        subject_id=call_id,
        subject_url=f"/bureau/calls/{call_id}",
        title=f"{call.title}评审"[:200],
        scheme=criteria.from_json(call.scheme),
        candidates=tuple(_candidate(row, call=call, names=names, facts=facts) for row in passed),
        county_code=kept.county_code,
        least_members=call.least_members,
    )
    made = open_review(session, actor=actor, review=review, now=now)
    subject = f"recommended_list:{kept.id}"
    details = {"call_id": call_id, "candidates": len(passed), "review_id": made.id}
    record(session, actor=actor, action="call.review_opened", subject=subject, now=now, details=details)
    return made


def _passed(applications: Sequence[ListApplication]) -> list[ListApplication]:
    waiting = [row for row in applications if application_state_of(row) is ApplicationState.SUBMITTED]
    if waiting:
        raise NotReadyError(f"还有 {len(waiting)} 家没有审查条件，审查完再建立评审。")
    passed = [row for row in applications if application_state_of(row) is ApplicationState.PASSED]
    if not passed:
        raise NotReadyError("没有一家通过资格审查，不能建立评审。可以取消这次征集，重新征集。")
    return passed


def _candidate(
    row: ListApplication, *, call: ListCall, names: Mapping[int, str], facts: Mapping[int, PartyFacts]
) -> CandidateIn:
    parts = [f"【{item['label']}】{row.statements.get(item['key'], '没有写')}" for item in call.scheme["criteria"]] + [
        f"【证据：{item['scenario']}】{item['text']}" for item in row.evidence
    ]
    return CandidateIn(
        key=candidate_key(row.provider_id),
        label=names[row.provider_id],
        facts=facts[row.provider_id],
        summary="\n".join(parts)[:5000],
        links=(("服务商公开页面", f"/providers/{row.provider_id}"), ("申报材料", f"/applications/{row.id}")),
    )


def load_names(session: Session, *, provider_ids: Sequence[int]) -> dict[int, str]:
    """Return the registered names of bodies."""
    rows = session.exec(select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(provider_ids)))
    return {key or 0: name for key, name in rows}


def load_party_facts(session: Session, *, provider_ids: Sequence[int]) -> dict[int, PartyFacts]:
    """Return what the check of conflicts knows of providers: bodies, codes, names, confirmed partners."""
    bodies = session.exec(select(Organisation).where(col(Organisation.id).in_(provider_ids))).all()
    pairs = session.exec(
        select(Partnership.provider_id, Partnership.partner_id)
        .where(or_(col(Partnership.provider_id).in_(provider_ids), col(Partnership.partner_id).in_(provider_ids)))
        .where(col(Partnership.confirmed_at).is_not(None))
    ).all()
    partners: dict[int, set[int]] = {provider_id: set() for provider_id in provider_ids}
    for one, other in pairs:
        partners.setdefault(one, set()).add(other)
        partners.setdefault(other, set()).add(one)
    return {
        body.id or 0: PartyFacts(
            organisation_ids=frozenset({body.id or 0}),
            credit_codes=frozenset({body.uscc} if body.uscc else ()),
            name_keys=frozenset({name_key(body.name)}),
            partner_ids=frozenset(partners[body.id or 0]),
        )
        for body in bodies
    }


def split_of_review(session: Session, *, call: ListCall, kept: RecommendedList, review_id: int) -> Split:
    """Return entries and omissions by the places of a concluded review; nobody outside it is ever added here."""
    outcome = load_outcome(session, review_id=review_id)
    placed = [row.placed for row in outcome.rows]
    limit = cut(placed, places=call.places or NO_LIMIT)
    by_key = {candidate_key(row.provider_id): row for row in load_handed_in(session, call_id=call.id or 0)}
    bodies = _bodies(session, [row.provider_id for row in by_key.values()])
    cases = _case_counts(session, kept=kept, provider_ids=list(bodies))
    entries, omitted = list[Entry](), list[Entry]()
    for row in outcome.rows:
        application = by_key[row.candidate.key]
        entry = _entry(row, application=application, outcome=outcome, bodies=bodies, cases=cases)
        if row.candidate.id in limit.inside:
            entries.append(entry)
        else:
            omitted.append(_with_reason(entry, row=row, tied=row.candidate.id in limit.tied, places=call.places))
    reviewed = {row.candidate.key for row in outcome.rows}
    omitted += [_screened_out(row, bodies=bodies) for key, row in by_key.items() if key not in reviewed]
    return Split(entries=tuple(entries), omitted=tuple(omitted))


def _entry(
    row: CandidateOutcome,
    *,
    application: ListApplication,
    outcome: Outcome,
    bodies: Mapping[int, Organisation],
    cases: Mapping[int, int],
) -> Entry:
    body = bodies[application.provider_id]
    return Entry(
        provider_id=application.provider_id,
        name=body.name,
        uscc=body.uscc or "",
        basis=Basis.REVIEW,
        place=row.placed.place or 0,
        total=row.placed.with_tilt,
        scores=dict(row.marks.scores),
        provenance={
            "application": application.number,
            "application_digest": application.digest,
            "review_id": outcome.review.id or 0,
            "review_digest": outcome.digest,
            "cases": cases.get(application.provider_id, 0),
        },
    )


def _with_reason(entry: Entry, *, row: CandidateOutcome, tied: bool, places: int) -> Entry:
    if tied:
        note = f"与其他单位并列在第 {places} 名前后，需要集体研究决定"
    elif row.placed.place is not None:
        note = f"第 {row.placed.place} 名，名额 {places} 家已满"
    else:
        note = "；".join(row.placed.reasons)
    return replace(entry, note=note)


def _screened_out(row: ListApplication, *, bodies: Mapping[int, Organisation]) -> Entry:
    body = bodies[row.provider_id]
    return Entry(
        provider_id=row.provider_id,
        name=body.name,
        uscc=body.uscc or "",
        provenance={"application": row.number, "application_digest": row.digest},
        note=f"资格审查没有通过：{row.screening_reason}",
    )


def _bodies(session: Session, ids: Sequence[int]) -> dict[int, Organisation]:
    rows = session.exec(select(Organisation).where(col(Organisation.id).in_(ids)))
    return {row.id or 0: row for row in rows}


def _case_counts(session: Session, *, kept: RecommendedList, provider_ids: Sequence[int]) -> dict[int, int]:
    wanted = select(Case.provider_id).where(col(Case.provider_id).in_(provider_ids))
    if kept.catalog_no:
        wanted = wanted.where(Case.catalog_no == kept.catalog_no)
    found = session.exec(wanted).all()
    return {provider_id: found.count(provider_id) for provider_id in provider_ids}
