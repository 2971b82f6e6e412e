"""Who is told of what: bureaus by their area, through inbox and mail."""

from datetime import datetime

from sqlmodel import Session, select

from marketplace.bureaus.models import Bureau
from marketplace.notify.services import notify_organisation
from marketplace.programme.models import PilotApplication, PilotRound

CITY_DIGITS = 4


def tell_city(session: Session, *, application: PilotApplication, county: str, now: datetime) -> None:
    """Ask the bureau of the county's city for its opinion."""
    _tell_area(
        session,
        prefix=application.county_code[:CITY_DIGITS],
        subject=f"请审核：{county}的试点创建申报",
        body="县（市、区）已报送，请提出审核意见：同意，或者退回并写明理由。",
        url=f"/programme/applications/{application.id}",
        now=now,
    )


def tell_county(session: Session, *, application: PilotApplication, subject: str, body: str, now: datetime) -> None:
    """Tell the applicant."""
    notify_organisation(
        session,
        organisation_id=application.organisation_id,
        subject=subject,
        body=body,
        url=f"/programme/applications/{application.id}",
        now=now,
    )


def tell_province(
    session: Session, *, found: PilotRound, application: PilotApplication, county: str, now: datetime
) -> None:
    """Tell the province that an application came up."""
    notify_organisation(
        session,
        organisation_id=found.organisation_id,
        subject=f"新的申报：{county}",
        body=f"设区市已同意，可以初审。轮次：{found.title}。",
        url=f"/programme/applications/{application.id}",
        now=now,
    )


def _tell_area(session: Session, *, prefix: str, subject: str, body: str, url: str, now: datetime) -> None:
    for organisation_id in session.exec(select(Bureau.organisation_id).where(Bureau.area_prefix == prefix)).all():
        notify_organisation(session, organisation_id=organisation_id, subject=subject, body=body, url=url, now=now)
