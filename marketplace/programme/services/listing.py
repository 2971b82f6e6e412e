"""Writes of the list: change it after an upheld objection, and publish it."""

from datetime import date, datetime

from sqlmodel import Session

from marketplace.accounts.queries import load_organisation
from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import WrongStateError
from marketplace.core.errors import NotFoundError
from marketplace.core.wording import day_text
from marketplace.documents.services import issue_document
from marketplace.notices.labels import ChangeReason
from marketplace.notices.schemas import ChangeIn, NoticeItem
from marketplace.notices.services import restart_notice, settle_notice
from marketplace.programme.models import Pilot, PilotApplication, PilotRound, PilotTask
from marketplace.programme.papers import list_issue
from marketplace.programme.plan import number_text
from marketplace.programme.queries.applications import whole_of
from marketplace.programme.queries.judging import (
    SUBJECT,
    load_candidates,
    load_due_objections,
    load_next,
    load_ranking,
    proposed,
)
from marketplace.programme.queries.rounds import load_own_round, rules_of_round
from marketplace.programme.schemas import AmendmentIn
from marketplace.programme.services.judging import changed_lead, list_facts, list_items
from marketplace.programme.services.rounds import note_round
from marketplace.programme.services.telling import tell_county
from marketplace.taxonomy.queries import county_names


def amend_list(session: Session, *, actor: Actor, round_id: int, entered: AmendmentIn, now: datetime) -> PilotRound:
    """Take a county off the noticed list after an upheld objection, or for an error found by oneself.

    The next in rank may take its place. What changed is noticed anew; upheld objections are noted as done.
    """
    found = load_own_round(session, actor=actor, round_id=round_id, lock=True)
    if found.proposed_at is None or found.listed_at is not None:
        raise WrongStateError("名单公示期间才能更改。")
    ranking = load_ranking(session, found=found)
    candidates = load_candidates(session, round_id=round_id)
    names = county_names(session)
    leaving = _noticed(candidates, application_id=entered.application_id)
    leaving.dropped_at, leaving.dropped_reason = now, entered.rationale
    changes = [f"移出{names[leaving.county_code]}"]
    items = [NoticeItem(key=f"removed:{leaving.county_code}", label=f"移出{names[leaving.county_code]}")]
    follower = load_next(session, ranking=ranking, candidates=candidates) if entered.takes_next else None
    if entered.takes_next and follower is None:
        raise WrongStateError("没有可以递补的，或者下一名并列，不能自动递补。请先只移出。")
    if follower is not None:
        follower.proposed_at = now
        changes.append(f"按名次递补{names[follower.county_code]}")
        items += list_items(session, ranking=ranking, rows=[follower])
    due = load_due_objections(session, round_id=round_id)
    change = ChangeIn(
        subject_kind=SUBJECT,
        subject_id=round_id,
        reason=ChangeReason.OBJECTION if due else ChangeReason.OWN_CORRECTION,
        rationale=entered.rationale,
        facts=list_facts(session, found=found, ranking=ranking, candidates=candidates),
        items=tuple(items),
        changes=tuple(changes),
        objection_ids=due,
        lead=changed_lead(session, found=found, rows=proposed(candidates)),
    )
    restart_notice(session, actor=actor, change=change, now=now)
    body = f"贵县（市、区）被移出拟定名单。理由：{entered.rationale}"
    tell_county(session, application=leaving, subject="拟定试点名单有更改", body=body, now=now)
    note_round(session, actor=actor, found=found, action="pilot_round.amended", now=now)
    return found


def _noticed(candidates: list[PilotApplication], *, application_id: int) -> PilotApplication:
    found = next((row for row in proposed(candidates) if row.id == application_id), None)
    if found is None:
        raise NotFoundError("这个县（市、区）不在公示的名单上。")
    return found


def publish_list(session: Session, *, actor: Actor, round_id: int, base_url: str, now: datetime) -> PilotRound:
    """Publish the pilot list under its digest once the notice is clear; the two years begin.

    Raises NoticeNotClearError while the notice runs, objections are open or changes are due.
    """
    found = load_own_round(session, actor=actor, round_id=round_id, lock=True)
    if found.listed_at is not None:
        return found  # Pressed twice: it is published already.
    settle_notice(session, actor=actor, subject_kind=SUBJECT, subject_id=round_id, now=now)
    rows = proposed(load_candidates(session, round_id=round_id))
    today = shanghai_day(now)
    ends_on = last_day(today, years=rules_of_round(found).pilot_years)
    found.listed_at, found.listed_by_id = now, actor.user_id
    for row in rows:
        row.listed_at = now
        _begin(session, found=found, application=row, starts_on=today, ends_on=ends_on, now=now)
        tell_county(session, application=row, subject="已列入试点名单", body=f"{found.title}：创建期两年。", now=now)
    ranking = load_ranking(session, found=found)
    names = county_names(session)
    period = f"{day_text(today)}至{day_text(ends_on)}"
    issue = list_issue(
        round_id=round_id,
        title=found.title,
        organisation_id=found.organisation_id,
        issuer=load_organisation(session, organisation_id=found.organisation_id).name,
        rows=[(names[row.county_code], row.industry_name, period) for row in rows],
        facts={
            **list_facts(session, found=found, ranking=ranking, candidates=rows),
            "ends_on": ends_on.isoformat(),
            "starts_on": today.isoformat(),
        },
        signed_on=today,
    )
    found.list_digest = issue_document(session, actor=actor, issue=issue, base_url=base_url, now=now).digest
    note_round(session, actor=actor, found=found, action="pilot_round.listed", now=now)
    return found


def last_day(first: date, *, years: int) -> date:
    """Return the last day of a period of whole years that begins on a day: 2026-12-01 and two years → 2028-11-30."""
    try:
        after = first.replace(year=first.year + years)
    except ValueError:  # 29 February
        after = date(first.year + years, 3, 1)
    return date.fromordinal(after.toordinal() - 1)


def _begin(
    session: Session,
    *,
    found: PilotRound,
    application: PilotApplication,
    starts_on: date,
    ends_on: date,
    now: datetime,
) -> Pilot:
    plan = whole_of(session, application=application, found=found).checked.plan
    pilot = Pilot(
        round_id=found.id or 0,
        application_id=application.id or 0,
        county_code=application.county_code,
        organisation_id=application.organisation_id,
        catalog_no=application.catalog_no,
        industry_name=application.industry_name,
        starts_on=starts_on,
        ends_on=ends_on,
        targets=[[t.kind.value, number_text(t.first), number_text(t.total)] for t in plan.targets] if plan else [],
        created_at=now,
    )
    session.add(pilot)
    session.flush()  # The tasks of the work chart refer to their pilot.
    for position, item in enumerate(plan.chart if plan else (), start=1):
        session.add(
            PilotTask(
                pilot_id=pilot.id or 0,
                position=position,
                task=item.task,
                owner=item.owner,
                starts_on=item.starts_on,
                ends_on=item.ends_on,
            )
        )
    return pilot
