"""A round of the programme that runs: opened by the province, applied for by the county, endorsed by its city.

Nothing in it is counted in working days, so it loads on any day of the year; the progress of the province's firms is
kept once, as the worker does every night.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Role
from marketplace.core.clock import shanghai_day
from marketplace.core.db import Database
from marketplace.documents.labels import Format
from marketplace.documents.models import IssuedDocument
from marketplace.documents.queries import load_document_file
from marketplace.enterprises.models import Enterprise
from marketplace.files.services import Upload
from marketplace.files.store import FileStore
from marketplace.insights.models import ProgressDay
from marketplace.insights.progress.keeping import count_day, keep, sift
from marketplace.programme.labels import ApplicationPart
from marketplace.programme.models import PilotApplication, PilotRound
from marketplace.programme.plan import PART_FIELDS
from marketplace.programme.schemas import OpinionIn, RoundIn
from marketplace.programme.services import applications, opinions, rounds
from seed.demo.marks import CATALOG_NO
from seed.demo.people import load_actor
from seed.demo.province import COUNTY_CODE
from seed.demo.workbooks import FOLDER
from seed.reference.files import read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is told of the round, and the day around which it is told."""

    told: Mapping[str, Any]
    now: datetime
    base_url: str
    store: FileStore

    def ago(self, step: str) -> datetime:
        """Return the moment of a step."""
        return self.now - timedelta(days=self.told["days"][step])

    def day(self, ahead: int) -> str:
        """Return a day from today on, as people type it."""
        return shanghai_day(self.now + timedelta(days=ahead)).isoformat()


def open_demo_round(database: Database, now: datetime, *, base_url: str, store: FileStore) -> None:
    """Open the round and bring the county's application to the province, unless there is a round."""
    telling = Telling(told=read_yaml(FOLDER / "programme.yaml"), now=now, base_url=base_url, store=store)
    with database.transaction() as session:
        if session.exec(select(PilotRound.id)).first() is None:
            application = _write(session, telling, round_id=_open(session, telling))
            _bring(session, telling, application=application)


def keep_demo_progress(database: Database, now: datetime) -> None:
    """Keep the day's figures, unless some were kept."""
    with database.session() as session:
        if session.exec(select(ProgressDay)).first() is not None:
            return
        sifted = sift(count_day(session, now=now))
    with database.transaction() as session:
        keep(session, sifted, now=now)


def _open(session: Session, telling: Telling) -> int:
    province, when = load_actor(session, role=Role.PROVINCE), telling.ago("opened")
    opens_on = shanghai_day(when)
    entered = RoundIn(
        title=telling.told["title"].format(year=opens_on.year),
        opens_on=opens_on,
        closes_on=shanghai_day(telling.now + timedelta(days=telling.told["days"]["closes"])),
        output_year=opens_on.year - 1,
        **telling.told["round"],
    )
    made = rounds.create_round(session, actor=province, entered=entered, now=when)
    return rounds.publish_round(session, actor=province, round_id=made.id or 0, now=when).id or 0


def _write(session: Session, telling: Telling, *, round_id: int) -> PilotApplication:
    county, when = load_actor(session, role=Role.COUNTY), telling.ago("written")
    made = applications.start_application(session, actor=county, round_id=round_id, now=when)
    session.flush()  # Every part is saved into what is stored.
    typed = _content(session, telling)
    for part in ApplicationPart:
        applications.save_part(
            session,
            actor=county,
            application_id=made.id or 0,
            part=part,
            fields={name: typed[name] for name in PART_FIELDS[part]},
            seen_version=made.version,
            now=when,
        )
    return applications.finalise_application(
        session,
        actor=county,
        application_id=made.id or 0,
        seen_version=made.version,
        base_url=telling.base_url,
        now=when,
    )


def _content(session: Session, telling: Telling) -> dict[str, str]:
    told = telling.told
    chart = [
        f"{task}｜{owner}｜{telling.day(first)}｜{telling.day(last)}" for task, owner, first, last in told["chart"]
    ]
    firms = session.exec(
        select(Organisation.name)
        .join(Enterprise, col(Enterprise.organisation_id) == Organisation.id)
        .where(Organisation.county_code == COUNTY_CODE)
        .order_by(col(Organisation.id))
        .limit(len(told["projects"]))
    ).all()
    projects = [f"{firm}｜{what}｜{cost}" for firm, (what, cost) in zip(firms, told["projects"], strict=True)]
    return {
        **told["form"],
        **told["plan"],
        "catalog_no": str(CATALOG_NO),
        **{f"{kind}_first": first for kind, (first, _) in told["targets"].items()},
        **{f"{kind}_total": total for kind, (_, total) in told["targets"].items()},
        "chart": "\n".join(chart),
        "projects": "\n".join(projects),
    }


def _bring(session: Session, telling: Telling, *, application: PilotApplication) -> None:
    """Seal, hand in, endorse."""
    county, city = load_actor(session, role=Role.COUNTY), load_actor(session, role=Role.CITY)
    key, sealed, endorsed = application.id or 0, telling.ago("sealed"), telling.ago("endorsed")
    session.flush()  # The page to seal is found among what was issued.
    opinions.give_government_opinion(
        session,
        actor=county,
        application_id=key,
        entered=OpinionIn(text=telling.told["opinions"]["government"], signed_on=shanghai_day(sealed)),
        uploads=[Upload(name="盖章页.docx", content=_issued(session, application_id=key))],
        store=telling.store,
        now=sealed,
    )
    session.flush()  # Handing in looks for the opinion.
    applications.submit_application(
        session, actor=county, application_id=key, declared=True, base_url=telling.base_url, now=sealed
    )
    session.flush()  # The city finds it among what was handed in.
    opinions.give_city_opinion(
        session,
        actor=city,
        application_id=key,
        entered=OpinionIn(text=telling.told["opinions"]["city"], signed_on=shanghai_day(endorsed)),
        uploads=[],
        store=telling.store,
        now=endorsed,
    )


def _issued(session: Session, *, application_id: int) -> bytes:
    about = (IssuedDocument.kind == "pilot_application", IssuedDocument.subject_id == application_id)
    newest = select(IssuedDocument.id).where(*about).order_by(col(IssuedDocument.id).desc()).limit(1)
    return load_document_file(session, document_id=session.exec(newest).one() or 0, written=Format.DOCX).content
