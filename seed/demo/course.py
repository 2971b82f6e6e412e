"""A told renovation of the invented county, with those who take part in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from marketplace.core.actor import Actor, Role
from marketplace.files.store import FileStore
from seed.demo.people import Person, ensure_people, load_actor

CONTRACTOR_LOGINS = {"SP01": "provider", "SP02": "provider-sp02", "SP03": "provider-sp03"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A told renovation with those who take part in it; ``day`` turns days before today into a moment."""

    told: Mapping[str, Any]
    plant: Actor
    contractor: Actor
    rival: Actor
    supervisor: Actor
    officer: Actor
    now: datetime
    base_url: str
    store: FileStore

    def day(self, ago: int) -> datetime:
        return self.now - timedelta(days=ago)


def open_course(session: Session, told: Mapping[str, Any], *, now: datetime, base_url: str, store: FileStore) -> Course:
    """Return a renovation that is told, its plant's owner made where it is not there yet."""
    owner = Person(role=Role.ENTERPRISE, name="生产厂长", body=told["plant"], login=told["login"])
    ensure_people(session, people=(owner,), now=now - timedelta(days=told["days"]["asked"] + 5))
    session.flush()  # The membership is read back below.
    return Course(
        told=told,
        plant=load_actor(session, role=Role.ENTERPRISE, login=told["login"]),
        contractor=load_actor(session, role=Role.PROVIDER, login=CONTRACTOR_LOGINS[told["contractor"]]),
        rival=load_actor(session, role=Role.PROVIDER, login=CONTRACTOR_LOGINS[told["rivals"][0]]),
        supervisor=load_actor(session, role=Role.SUPERVISOR),
        officer=load_actor(session, role=Role.COUNTY),
        now=now,
        base_url=base_url,
        store=store,
    )
