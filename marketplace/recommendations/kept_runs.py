"""Lists of stored runs: of an area for bureaus and auditors, and an enterprise's own shortlists."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.errors import NotFoundError
from marketplace.enterprises.policies import area_prefix_of
from marketplace.recommendations.labels import RUN_REASON_LABELS, RunReason
from marketplace.recommendations.models import Run
from marketplace.web.pages import Page, PageArgs, make_page

SHORTLISTS_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """A stored run in a list; ``first`` is who stood first."""

    digest: str
    enterprise: str
    created_at: datetime
    reason: str
    first: str
    weights: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """A kept shortlist: whom the enterprise picked, and when."""

    digest: str
    created_at: datetime
    names: tuple[str, ...]
    provider_ids: tuple[int, ...]


def load_shortlists(session: Session, *, enterprise_id: int) -> list[Shortlist]:
    """Return an enterprise's newest shortlists in one statement."""
    runs = session.exec(
        select(Run)
        .where(Run.enterprise_id == enterprise_id, Run.reason == RunReason.SHORTLISTED)
        .order_by(col(Run.id).desc())
        .limit(SHORTLISTS_SHOWN)
    ).all()
    return [_shortlist(run) for run in runs]


def _shortlist(run: Run) -> Shortlist:
    chosen = run.inputs["chosen"]
    names = [one["name"] for one in run.answer["places"] if one["provider_id"] in chosen]
    return Shortlist(digest=run.digest, created_at=run.created_at, names=tuple(names), provider_ids=tuple(chosen))


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
