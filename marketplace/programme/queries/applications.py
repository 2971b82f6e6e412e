"""Reads of applications and their opinions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor, Role
from marketplace.core.errors import NotFoundError
from marketplace.core.locks import find
from marketplace.enterprises.models import Enterprise
from marketplace.files.queries import FileRow, load_files
from marketplace.programme import policies
from marketplace.programme.checks import Checked, check_content
from marketplace.programme.labels import (
    APPLICATION_STATE_LABELS,
    ApplicationState,
    OpinionDecision,
    OpinionLevel,
)
from marketplace.programme.models import PilotApplication, PilotOpinion, PilotRound, PilotScreening
from marketplace.programme.policies import ApplicationTimes
from marketplace.programme.queries.rounds import flags_for, load_round, rules_of_round
from marketplace.reviews.queries import may_read_candidate
from marketplace.taxonomy.models import County
from marketplace.taxonomy.queries import load_county, load_industries

SUBJECT = "pilot_application"
OPINION_FILES = "pilot_opinion"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationLine:
    """An application in a list."""

    application: PilotApplication
    county: str
    state: ApplicationState

    @property
    def state_label(self) -> str:
        return APPLICATION_STATE_LABELS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """An application with its round, its county and what the checks say of it."""

    application: PilotApplication
    round: PilotRound
    county: County
    state: ApplicationState
    checked: Checked

    @property
    def state_label(self) -> str:
        return APPLICATION_STATE_LABELS[self.state]

    @property
    def county_name(self) -> str:
        return f"{self.county.city}{self.county.name}"


def state_of(application: PilotApplication, found: PilotRound) -> ApplicationState:
    """Return where an application stands."""
    return policies.application_state(
        ApplicationTimes(
            finalised_at=application.finalised_at,
            submitted_at=application.submitted_at,
            returned_at=application.returned_at,
            endorsed_at=application.endorsed_at,
            is_qualified=application.is_qualified,
            proposed_at=application.proposed_at,
            dropped_at=application.dropped_at,
            listed_at=application.listed_at,
            round_listed_at=found.listed_at,
        )
    )


def load_application(session: Session, *, application_id: int, lock: bool = False) -> PilotApplication:
    """Return an application, locked against writers when asked for."""
    found = find(session, PilotApplication, application_id, lock=lock)
    if found is None:
        raise NotFoundError
    return found


def can_read_application(session: Session, actor: Actor | None, application_id: int) -> bool:
    """Say whether somebody may open an application and its papers."""
    application = session.get(PilotApplication, application_id)
    if application is None or actor is None:
        return False
    return policies.can_see_application(
        actor, county_code=application.county_code, is_judge=_is_judge(session, actor, application)
    )


def can_read_opinion(session: Session, actor: Actor | None, opinion_id: int) -> bool:
    """Say whether somebody may open the sealed pages of an opinion."""
    opinion = session.get(PilotOpinion, opinion_id)
    return opinion is not None and can_read_application(session, actor, opinion.application_id)


def _is_judge(session: Session, actor: Actor, application: PilotApplication) -> bool:
    if actor.role is not Role.EXPERT or not application.is_qualified:
        return False
    found = load_round(session, round_id=application.round_id)
    key = str(application.id)
    return found.review_id is not None and may_read_candidate(
        session, review_id=found.review_id, user_id=actor.user_id, key=key
    )


def load_whole(session: Session, *, actor: Actor, application_id: int) -> Whole:
    """Return an application that the actor may see; any other is not found."""
    application = load_application(session, application_id=application_id)
    if not can_read_application(session, actor, application_id):
        raise NotFoundError
    found = load_round(session, round_id=application.round_id)
    return whole_of(session, application=application, found=found)


def whole_of(session: Session, *, application: PilotApplication, found: PilotRound) -> Whole:
    """Return an application with what the checks say of it."""
    county = load_county(session, code=application.county_code)
    return Whole(
        application=application,
        round=found,
        county=county,
        state=state_of(application, found),
        checked=check_content(
            content_with_contact(application),
            rules=rules_of_round(found),
            flags=flags_for(found, county),
            catalog={row.catalog_no for row in load_industries(session)},
        ),
    )


def content_with_contact(application: PilotApplication) -> dict[str, str]:
    """Return what was typed together with whom to call."""
    return {
        **application.content,
        "contact_name": application.contact_name,
        "contact_phone": application.contact_phone,
    }


def list_applications(session: Session, *, found: PilotRound, prefix: str) -> list[ApplicationLine]:
    """Return a round's applications of an area, by county: one statement."""
    rows = session.exec(
        select(PilotApplication, County)
        .join(County, col(County.code) == PilotApplication.county_code)
        .where(PilotApplication.round_id == found.id, col(PilotApplication.county_code).startswith(prefix))
        .order_by(col(PilotApplication.county_code))
    )
    return [
        ApplicationLine(application=row, county=f"{county.city}{county.name}", state=state_of(row, found))
        for row, county in rows
    ]


def find_own(session: Session, *, round_id: int, county_code: str) -> PilotApplication | None:
    """Return a county's application to a round, None when it has none."""
    return session.exec(
        select(PilotApplication).where(
            PilotApplication.round_id == round_id, PilotApplication.county_code == county_code
        )
    ).first()


def load_opinions(session: Session, *, application_id: int) -> list[PilotOpinion]:
    """Return every opinion on an application, newest first; older ones may be about older contents."""
    rows = session.exec(
        select(PilotOpinion).where(PilotOpinion.application_id == application_id).order_by(col(PilotOpinion.id).desc())
    )
    return list(rows)


def find_opinion(opinions: Sequence[PilotOpinion], *, level: OpinionLevel, digest: str) -> PilotOpinion | None:
    """Return the newest opinion of a level about the content that a digest names."""
    return next((row for row in opinions if row.level is level and row.digest == digest), None)


def agrees(opinions: Sequence[PilotOpinion], *, level: OpinionLevel, digest: str) -> bool:
    """Say whether a level agrees with the content that a digest names."""
    found = find_opinion(opinions, level=level, digest=digest)
    return found is not None and found.decision is OpinionDecision.AGREE


def load_opinion_files(session: Session, *, opinions: Sequence[PilotOpinion]) -> dict[int, list[FileRow]]:
    """Return the scans of sealed pages by opinion."""
    return load_files(session, subject_kind=OPINION_FILES, subject_ids=[row.id or 0 for row in opinions])


def find_screening(session: Session, *, application_id: int) -> PilotScreening | None:
    """Return the initial review of an application, None before there is one."""
    return session.get(PilotScreening, application_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFigures:
    """What the platform itself knows of a county's industry; shares from 0 to 1, None without any firm."""

    enterprises: int
    in_industry: int

    @property
    def share(self) -> float | None:
        return self.in_industry / self.enterprises if self.enterprises else None


def load_known_figures(session: Session, *, county_code: str, catalog_no: int | None) -> KnownFigures:
    """Return how many firms of a county, and of an industry in it, are registered: two statements."""
    counted = (
        select(func.count())
        .select_from(Enterprise)
        .join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
        .where(Organisation.county_code == county_code, col(Organisation.merged_into_id).is_(None))
    )
    in_industry = 0
    if catalog_no is not None:
        condition = industry_condition(session, catalog_no=catalog_no)
        in_industry = session.exec(counted.where(condition)).one()
    return KnownFigures(enterprises=session.exec(counted).one(), in_industry=in_industry)


def industry_condition(session: Session, *, catalog_no: int):  # type: ignore[no-untyped-def]  # an SQL expression
    """Return the condition that a firm belongs to an entry of the catalogue, by its number or by its GB/T code."""
    prefixes = next((row.gbt_prefixes for row in load_industries(session) if row.catalog_no == catalog_no), [])
    condition = col(Enterprise.catalog_no) == catalog_no
    for prefix in prefixes:
        condition = condition | col(Enterprise.gbt_code).startswith(f"C{prefix}", autoescape=True)
    return condition
