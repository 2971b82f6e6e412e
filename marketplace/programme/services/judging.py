"""Writes of the competitive review: set it up, and propose its result for the public notice."""

from datetime import datetime

from sqlmodel import Session

from marketplace.accounts.naming import name_key
from marketplace.accounts.queries import load_organisation
from marketplace.core.actor import Actor
from marketplace.core.conflicts import AlreadyDoneError, NotReadyError, WrongStateError
from marketplace.core.errors import InvalidError
from marketplace.notices.schemas import NoticeIn, NoticeItem
from marketplace.notices.services import publish_notice
from marketplace.programme import policies
from marketplace.programme.labels import RoundState
from marketplace.programme.models import PilotApplication, PilotRound
from marketplace.programme.plan import number_text
from marketplace.programme.queries.applications import Whole, list_applications, whole_of
from marketplace.programme.queries.judging import (
    SUBJECT,
    Ranking,
    load_candidates,
    load_ranking,
    proposed,
)
from marketplace.programme.queries.rounds import flags_for, load_own_round, rules_of_round, state_of_round
from marketplace.programme.rules import tilt_of, tilt_text
from marketplace.programme.schemas import ProposalIn
from marketplace.programme.services.rounds import note_round
from marketplace.reviews.conflicts import PartyFacts
from marketplace.reviews.criteria import score_text
from marketplace.reviews.models import Review
from marketplace.reviews.schemas import CandidateIn, ReviewIn
from marketplace.reviews.services import open_review
from marketplace.taxonomy.queries import county_names

PREFIX = "33"


def open_competition(session: Session, *, actor: Actor, round_id: int, now: datetime) -> Review:
    """Set up the competitive review of every qualified application; the tilt is frozen with it as its own column.

    Raises ConflictError before the deadline, while an application waits for the initial review, or without any.
    """
    found = load_own_round(session, actor=actor, round_id=round_id, lock=True)
    if state_of_round(found, now=now) is not RoundState.SCREENING:
        raise WrongStateError("申报截止以后、评审开始以前才能建立竞争性评审。")
    lines = list_applications(session, found=found, prefix=PREFIX)
    waiting = [line.county for line in lines if line.state in policies.TO_SCREEN]
    if waiting:
        raise NotReadyError(f"还有 {len(waiting)} 份申报没有办完审核和初审：{'、'.join(waiting[:5])}。")
    candidates = load_candidates(session, round_id=round_id)
    if not candidates:
        raise NotReadyError("没有初审合格的申报，不能建立评审。")
    rules = rules_of_round(found)
    review = open_review(
        session,
        actor=actor,
        review=ReviewIn(
            subject_kind=SUBJECT,
            subject_id=round_id,
            subject_url=f"/programme/rounds/{round_id}/board",
            title=f"{found.title}竞争性评审"[:200],
            scheme=rules.scheme,
            candidates=tuple(_candidate(session, found=found, application=row) for row in candidates),
            least_members=rules.least_experts,
        ),
        now=now,
    )
    found.review_id = review.id
    note_round(session, actor=actor, found=found, action="pilot_round.review_opened", now=now)
    return review


def _candidate(session: Session, *, found: PilotRound, application: PilotApplication) -> CandidateIn:
    whole = whole_of(session, application=application, found=found)
    rules, flags = rules_of_round(found), flags_for(found, whole.county)
    tilt = tilt_of(rules, flags)
    return CandidateIn(
        key=str(application.id),
        label=whole.county_name,
        facts=_facts(session, whole),
        summary=_summary(whole),
        links=(("申报书", f"/programme/applications/{application.id}"),),
        tilt=tilt,
        tilt_note=f"{flags.label}，倾斜 {score_text(tilt)} 分" if tilt else "",
    )


def _facts(session: Session, whole: Whole) -> PartyFacts:
    body = load_organisation(session, organisation_id=whole.application.organisation_id)
    plan = whole.checked.plan
    firms = {name_key(item.enterprise) for item in plan.projects} if plan else set()
    # Whoever works for a firm of the project list has as much to win as whoever works for the county.
    return PartyFacts(
        organisation_ids=frozenset({whole.application.organisation_id}),
        name_keys=frozenset({body.name_key, name_key(f"{whole.county.name}人民政府"), *firms}),
    )


def _summary(whole: Whole) -> str:
    plan = whole.checked.plan
    if plan is None:
        return ""
    return f"{plan.industry_name}，{whole.round.rules['output_year']} 年产值 {number_text(plan.output)} 亿元"


def propose_list(session: Session, *, actor: Actor, round_id: int, entered: ProposalIn, now: datetime) -> PilotRound:
    """Propose who has the places and notice it publicly; ties at the cut are decided by people, with the reason.

    Raises ConflictError before the review is concluded or when it was proposed already, InvalidError when the choice
    among the tied does not fill the open places or has no reason.
    """
    found = load_own_round(session, actor=actor, round_id=round_id, lock=True)
    if found.proposed_at is not None:
        raise AlreadyDoneError("拟定名单已经公示，不用再提一次。")
    ranking = load_ranking(session, found=found)
    chosen = _chosen(ranking, entered)
    candidates = load_candidates(session, round_id=round_id)
    for row in candidates:
        row.place = ranking.row_of(row.id or 0).placed.place
        if row.id in chosen:
            row.proposed_at = now
    found.proposed_at, found.proposal_note = now, entered.note
    session.flush()  # What is noticed is read back from the rows.
    notice = list_notice(session, found=found, ranking=ranking, candidates=candidates)
    publish_notice(session, actor=actor, notice=notice, now=now)
    note_round(session, actor=actor, found=found, action="pilot_round.proposed", now=now)
    return found


def _chosen(ranking: Ranking, entered: ProposalIn) -> set[int]:
    picked = set(entered.chosen)
    if not ranking.tied:
        if not ranking.inside:
            raise NotReadyError("没有进入排序的申报，不能拟定名单。")
        return set(ranking.inside)
    if not picked <= set(ranking.tied) or len(picked) > ranking.open_places:
        message = f"并列的 {len(ranking.tied)} 个里最多选 {ranking.open_places} 个。"
        raise InvalidError(fields={"chosen": [message]})
    if not entered.note.strip():
        raise InvalidError(fields={"note": ["名次在名额线上并列，请写明怎样取舍、依据是什么，会公开。"]})
    return set(ranking.inside) | picked


def list_notice(
    session: Session, *, found: PilotRound, ranking: Ranking, candidates: list[PilotApplication]
) -> NoticeIn:
    """Return the public notice of the list as it stands now."""
    rules = rules_of_round(found)
    return NoticeIn(
        subject_kind=SUBJECT,
        subject_id=found.id or 0,
        subject_url=f"/programme/rounds/{found.id}",
        title=f"{found.title}拟定试点名单公示"[:200],
        lead=_lead(found, count=len(proposed(candidates))),
        facts=list_facts(session, found=found, ranking=ranking, candidates=candidates),
        items=list_items(session, ranking=ranking, rows=proposed(candidates)),
        days=rules.notice_days,
    )


def _lead(found: PilotRound, *, count: int) -> str:
    return f"经初审和竞争性评审，拟将以下 {count} 个县（市、区）列入试点名单，现予公示。{_how(found)}"


def changed_lead(session: Session, *, found: PilotRound, rows: list[PilotApplication]) -> str:
    """Return what the notice of a change begins with: the whole list after it, since only the change stands below."""
    names = county_names(session)
    after = "、".join(names[row.county_code] for row in rows)
    return f"拟定试点名单有更改，现就更改的部分重新公示。更改后拟列入 {len(rows)} 个：{after}。{_how(found)}"


def _how(found: PilotRound) -> str:
    formula = tilt_text(rules_of_round(found), day=found.opens_on)
    note = f"\n名额线上并列的取舍：{found.proposal_note}" if found.proposal_note else ""
    return f"{formula}{note}"


def list_items(session: Session, *, ranking: Ranking, rows: list[PilotApplication]) -> tuple[NoticeItem, ...]:
    """Return the counties as parts of a notice, with place and score beside them."""
    names = county_names(session)
    return tuple(
        NoticeItem(
            key=f"county:{row.county_code}",
            label=f"{names[row.county_code]}（{row.industry_name}）",
            note=_note(ranking, row),
        )
        for row in rows
    )


def _note(ranking: Ranking, row: PilotApplication) -> str:
    placed = ranking.row_of(row.id or 0).placed
    tilt = f"，倾斜 {score_text(placed.tilt)} 分" if placed.tilt else ""
    tie = "（并列）" if placed.is_tied else ""
    return (
        f"第 {placed.place} 名{tie}，评审 {score_text(placed.total)} 分{tilt}，合计 {score_text(placed.with_tilt)} 分"
    )


def list_facts(
    session: Session, *, found: PilotRound, ranking: Ranking, candidates: list[PilotApplication]
) -> dict[str, object]:
    """Return the list as canonical JSON data: counties, industries, places and sums in tenths of a point."""
    names = county_names(session)
    return {
        "counties": [
            {
                "application_digest": row.digest,
                "code": row.county_code,
                "industry": row.industry_name,
                "name": names[row.county_code],
                "place": row.place,
                "tenths": ranking.row_of(row.id or 0).placed.with_tilt,
            }
            for row in proposed(candidates)
        ],
        "note": found.proposal_note,
        "review_digest": ranking.outcome.digest,
        "round_id": found.id,
        "rules_digest": found.rules_digest,
    }
