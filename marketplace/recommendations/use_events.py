"""From what enterprises did to judgements: deeds joined to the features of the ranking that they saw.

A deed counts on the run that the enterprise relied on, rebuilt from what was kept with it. So nothing that a provider
gained by a project, such as the case that it then tells of, explains why it was chosen.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from marketplace.core.errors import ConflictError
from marketplace.projects.labels import EventKind
from marketplace.projects.models import OutcomeEvent
from marketplace.recommendations.mapping import to_query
from marketplace.recommendations.models import Run, RunMention
from marketplace.recommendations.ranker import Held
from marketplace.recommendations.replay import rebuild_held
from marketplace.recommendations.run_records import read_query
from matching.fit import JudgedRun, judged_runs
from matching.use import Deed, UseEvent, judgements

DEEDS: dict[EventKind, Deed] = {
    EventKind.SHORTLISTED: Deed.SHORTLISTED,
    EventKind.ASKED: Deed.ENQUIRED,
    EventKind.DECLINED: Deed.ENQUIRED,
    EventKind.QUOTED: Deed.ENQUIRED,
    EventKind.NOT_CHOSEN: Deed.ENQUIRED,
    EventKind.CHOSEN: Deed.CONTRACTED,
    EventKind.SIGNED: Deed.CONTRACTED,
    EventKind.ACCEPTED: Deed.ACCEPTED,
    EventKind.RATED: Deed.ACCEPTED,
}
# Who was rated so low would hardly be chosen again: the contract then says no more than the enquiry.
REGRETTED_STARS = 2
_BEYOND_ENQUIRY = frozenset({Deed.CONTRACTED, Deed.ACCEPTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Judged runs, one an enterprise, and how many enterprises did something without a run that was kept."""

    runs: tuple[JudgedRun, ...]
    without_run: int


def load_use(session: Session) -> Use:
    """Return what can be learned from use: one judged run for every enterprise that picked somebody."""
    events = _events(session)
    runs = _newest_runs(session, enterprise_ids=list(events))
    judged, lost = list[JudgedRun](), 0
    for group in _by_candidates(runs.values()):
        try:
            held = rebuild_held(session, run=group[0])
        except ConflictError:
            lost += len(group)
            continue
        shown = _shown(session, run_ids=[run.id or 0 for run in group])
        for run in group:
            judged += _judged(run, held=held, events=events[run.enterprise_id], shown=shown[run.id or 0])
    ordered = sorted(judged, key=lambda one: one.query_ref)
    return Use(runs=tuple(ordered), without_run=len(events) - len(runs) + lost)


def deeds_of(kinds: Sequence[tuple[EventKind, int]]) -> list[Deed]:
    """Return the deeds of a pair from its events as (kind, value); a bad rating takes back what goes beyond asking."""
    regretted = any(kind is EventKind.RATED and value <= REGRETTED_STARS for kind, value in kinds)
    deeds = [DEEDS[kind] for kind, _ in kinds]
    return [Deed.ENQUIRED if regretted and deed in _BEYOND_ENQUIRY else deed for deed in deeds]


def _events(session: Session) -> dict[int, dict[int, list[tuple[EventKind, int]]]]:
    """Return the events by enterprise and provider."""
    found: dict[int, dict[int, list[tuple[EventKind, int]]]] = defaultdict(lambda: defaultdict(list))
    for one in session.exec(select(OutcomeEvent).order_by(col(OutcomeEvent.id))):
        found[one.enterprise_id][one.provider_id].append((EventKind(one.kind), one.value))
    return found


def _newest_runs(session: Session, *, enterprise_ids: Sequence[int]) -> dict[int, Run]:
    """Return each enterprise's newest run that some event names."""
    named = select(OutcomeEvent.run_digest).where(col(OutcomeEvent.run_digest) != "")
    rows = session.exec(
        select(Run).where(col(Run.enterprise_id).in_(enterprise_ids), col(Run.digest).in_(named)).order_by(col(Run.id))
    )
    return {run.enterprise_id: run for run in rows}


def _by_candidates(runs: Iterable[Run]) -> list[list[Run]]:
    groups: dict[tuple[str, str, str], list[Run]] = defaultdict(list)
    for run in runs:
        groups[run.candidates_digest, run.statistics_edition, run.library_edition].append(run)
    return list(groups.values())


def _shown(session: Session, *, run_ids: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {run_id: [] for run_id in run_ids}
    for one in session.exec(select(RunMention).where(col(RunMention.run_id).in_(run_ids))):
        found[one.run_id].append(one.provider_id)
    return found


def _judged(
    run: Run, *, held: Held, events: Mapping[int, Sequence[tuple[EventKind, int]]], shown: Sequence[int]
) -> tuple[JudgedRun, ...]:
    refs = {provider_id: ref for ref, provider_id in held.ids.items()}
    # Numbers of senders may meet; ids never do.
    query = replace(to_query(read_query(run.inputs["query"])), ref=str(run.enterprise_id))
    deeds = [(provider_id, Deed.SHOWN) for provider_id in shown]
    deeds += [(provider_id, deed) for provider_id, kinds in events.items() for deed in deeds_of(kinds)]
    used = [
        UseEvent(query_ref=query.ref, candidate_ref=refs[provider_id], deed=deed)
        for provider_id, deed in deeds
        if provider_id in refs
    ]
    return judged_runs([query], held.index, qrels=judgements(used))
