"""A bureau's and an auditor's list of stored runs."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.errors import NotFoundError
from marketplace.enterprises.policies import area_prefix_of
from marketplace.recommendations.labels import RUN_REASON_LABELS
from marketplace.recommendations.models import Run
from marketplace.web.pages import Page, PageArgs, make_page


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """A stored run in a list; ``first`` is who stood first."""

    digest: str
    enterprise: str
    created_at: datetime
    reason: str
    first: str
    weights: str


def load_runs(session: Session, *, actor: Actor, args: PageArgs) -> Page[RunLine]:
    """Return a page of the runs of the actor's area, newest first, in two statements."""
    prefix = area_prefix_of(actor)
    if prefix is None:
        raise NotFoundError
    wanted = col(Organisation.county_code).startswith(prefix)
    joined = (
        select(func.count())
        .select_from(Run)
        .join(Organisation, col(Organisation.id) == Run.enterprise_id)
        .where(wanted)
    )
    rows = session.exec(
        select(Run, Organisation.name)
        .join(Organisation, col(Organisation.id) == Run.enterprise_id)
        .where(wanted)
        .order_by(col(Run.id).desc())
        .offset(args.offset)
        .limit(args.per_page)
    ).all()
    return make_page([_line(run, name) for run, name in rows], total=session.exec(joined).one(), args=args)


def _line(run: Run, name: str) -> RunLine:
    places = run.answer["places"]
    return RunLine(
        digest=run.digest,
        enterprise=name,
        created_at=run.created_at,
        reason=RUN_REASON_LABELS[run.reason],
        first=places[0]["name"] if places else "没有对得上的",
        weights=run.weights_edition,
    )
