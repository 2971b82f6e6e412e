"""Applications as programs read them."""

from sqlmodel import Session

from marketplace.core.actor import Actor, Role
from marketplace.programme.application_api_schemas import (
    PilotApplicationLineOut,
    PilotApplicationOut,
    PilotConditionOut,
    PilotOpinionOut,
    PilotScreeningOut,
)
from marketplace.programme.labels import ApplicationState, ScreeningVerdict
from marketplace.programme.models import PilotApplication
from marketplace.programme.policies import can_edit
from marketplace.programme.queries.applications import (
    ApplicationLine,
    Whole,
    find_screening,
    load_opinion_files,
    load_opinions,
    load_whole,
)
from marketplace.programme.queries.screening import load_conditions

COPIED = {
    "content",
    "digest",
    "finalised_at",
    "submitted_at",
    "receipt_number",
    "returned_at",
    "endorsed_at",
    "paper_copies",
    "paper_received_on",
    "is_qualified",
}


def line_out(line: ApplicationLine) -> PilotApplicationLineOut:
    """Return an application in a list."""
    return PilotApplicationLineOut.model_validate(_line(line.application, county=line.county, state=line.state))


def application_out(session: Session, *, actor: Actor, application_id: int) -> PilotApplicationOut:
    """Return an application that the actor may see; any other is not found."""
    whole = load_whole(session, actor=actor, application_id=application_id)
    row, sees_contact = whole.application, actor.role is not Role.EXPERT
    return PilotApplicationOut.model_validate(
        {
            **_line(row, county=whole.county_name, state=whole.state),
            **row.model_dump(include=COPIED),
            "contact_name": row.contact_name if sees_contact else None,
            "contact_phone": row.contact_phone if sees_contact else None,
            "defects": whole.checked.defects if can_edit(whole.state) else {},
            "opinions": _opinions(session, application_id=application_id),
        }
    )


def screening_out(session: Session, *, whole: Whole) -> PilotScreeningOut:
    """Return the initial review; raises ConflictError before the application is final."""
    row = whole.application
    known = find_screening(session, application_id=row.id or 0)
    decided = {item["key"]: item for item in known.items} if known else {}
    conditions = [
        PilotConditionOut(
            key=one.key,
            label=one.label,
            basis=one.basis,
            found=one.found,
            evidence=one.evidence,
            verdict=ScreeningVerdict(decided[one.key]["verdict"]) if one.key in decided else None,
            note=decided[one.key]["note"] if one.key in decided else "",
        )
        for one in load_conditions(session, application=row, found=whole.round)
    ]
    return PilotScreeningOut(
        application_id=row.id or 0,
        state=whole.state,
        conditions=conditions,
        is_qualified=known.is_qualified if known else None,
        reason=known.reason if known else "",
        decided_at=known.decided_at if known else None,
        paper_copies=row.paper_copies,
        paper_received_on=row.paper_received_on,
    )


def _line(row: PilotApplication, *, county: str, state: ApplicationState) -> dict[str, object]:
    return {
        **row.model_dump(include={"id", "round_id", "county_code", "place", "version"}),
        "county": county,
        "industry": row.industry_name,
        "state": state,
    }


def _opinions(session: Session, *, application_id: int) -> list[PilotOpinionOut]:
    found = load_opinions(session, application_id=application_id)
    files = load_opinion_files(session, opinions=found)
    return [
        PilotOpinionOut.model_validate({**row.model_dump(), "pages": [one.url for one in files[row.id or 0]]})
        for row in found
    ]
