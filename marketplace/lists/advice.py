"""What the engine says over the county's firms: beside the scores, never among them, and without a single figure."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.conflicts import NotReadyError
from marketplace.core.journal import record
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.lists.calls import load_own_call
from marketplace.lists.labels import CallState
from marketplace.lists.models import ListAdvice, ListCall, RecommendedList
from marketplace.lists.process import PilotFirms, no_pilots
from marketplace.lists.queries import call_state_of, load_handed_in
from marketplace.recommendations.labels import RunReason
from marketplace.recommendations.offers import need_evidence
from marketplace.recommendations.queries import Asker
from marketplace.recommendations.ranked import Ranked, rank_row
from marketplace.recommendations.ranker import Ranker
from marketplace.recommendations.services import keep_run
from marketplace.taxonomy.queries import load_industry

FIRST = 5
MOST_FIRMS = 200  # Ranked while the officer waits; a county's pilot firms of an industry are fewer.


def compute_advice(
    session: Session,
    ranker: Ranker,
    *,
    actor: Actor,
    call_id: int,
    pilots_of: PilotFirms = no_pilots,
    now: datetime,
) -> ListAdvice:
    """Rank for the county's pilot enterprises of the industry, keep the runs, and count; no score is touched.

    A county that has selected none yet is answered over all its firms of the industry.

    Raises ConflictError before the applications are opened, and when the county has no firm of the industry.
    """
    call, kept = load_own_call(session, actor=actor, call_id=call_id)
    if call_state_of(call, now=now) is not CallState.OPENED:
        raise NotReadyError("请先在截止后开启申报材料，再计算参考。")
    firms, is_of_pilots = _asked(session, kept=kept, pilots=pilots_of(session, kept.county_code))
    held = ranker.current(session)
    rows = load_enterprise_rows(session, ids=[asker.id for asker in firms])
    ranked = [rank_row(row, held, k=FIRST) for row in rows]
    runs = [
        keep_run(session, actor=actor, asker=asker, ranked=one, reason=RunReason.ADVICE, now=now).digest
        for asker, one in zip(firms, ranked, strict=True)
    ]
    advice = ListAdvice(
        call_id=call_id,
        firms=len(firms),
        is_of_pilots=is_of_pilots,
        rows=_rows(session, call=call, ranked=ranked),
        runs=runs,
        computed_at=now,
        computed_by_id=actor.user_id,
    )
    session.add(advice)
    details = {"call_id": call_id, "firms": len(firms)}
    record(session, actor=actor, action="call.advised", subject=f"recommended_list:{kept.id}", now=now, details=details)
    return advice


def find_advice(session: Session, *, call_id: int) -> ListAdvice | None:
    """Return the newest advice on a call."""
    return session.exec(
        select(ListAdvice).where(ListAdvice.call_id == call_id).order_by(col(ListAdvice.id).desc()).limit(1)
    ).first()


def _asked(session: Session, *, kept: RecommendedList, pilots: Collection[int]) -> tuple[list[Asker], bool]:
    """Return the firms to rank for, and whether they are the county's pilot enterprises."""
    every = _firms(session, kept=kept)
    if not every:
        raise NotReadyError("本地还没有这个行业的企业清单，请先导入企业。")
    chosen = [asker for asker in every if asker.id in pilots]
    return (chosen or every)[:MOST_FIRMS], bool(chosen)


def _firms(session: Session, *, kept: RecommendedList) -> list[Asker]:
    rows = session.exec(
        select(Organisation, Enterprise)
        .join(Enterprise, col(Enterprise.organisation_id) == Organisation.id)
        .where(Organisation.county_code == kept.county_code, col(Organisation.merged_into_id).is_(None))
        .order_by(col(Organisation.id))
    ).all()
    prefixes = tuple(load_industry(session, catalog_no=kept.catalog_no).gbt_prefixes) if kept.catalog_no else ("",)
    return [
        Asker(id=body.id or 0, name=body.name, county_code=body.county_code)
        for body, firm in rows
        if not kept.catalog_no or firm.catalog_no == kept.catalog_no or _is_in(firm.gbt_code, prefixes)
    ]


def _is_in(code: str | None, prefixes: tuple[str, ...]) -> bool:
    return code is not None and code.lstrip("C").startswith(prefixes)


def _rows(session: Session, *, call: ListCall, ranked: list[Ranked]) -> list[dict[str, object]]:
    """Return for each applicant for how many firms it is among the first five, and with which scenarios."""
    applicants = [row.provider_id for row in load_handed_in(session, call_id=call.id or 0)]
    firms: Counter[int] = Counter()
    scenarios: dict[int, set[str]] = {key: set() for key in applicants}
    for one in ranked:
        for place, explanation in zip(one.shown, one.explanations, strict=True):
            provider_id = one.held.ids[place.ref]
            firms[provider_id] += 1
            if provider_id in scenarios:
                found = {evidence.scenario_name for evidence in need_evidence(explanation) if evidence.scenario_name}
                scenarios[provider_id] |= found
    return [{"provider_id": key, "firms": firms[key], "scenarios": sorted(scenarios[key])} for key in applicants]
