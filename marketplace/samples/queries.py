"""Reads of samples and their copies: lists, one sample with its tree, coverage by county."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, literal
from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor, Role
from marketplace.core.errors import NotFoundError
from marketplace.projects.models import Acceptance, Effect, Enquiry, Project
from marketplace.projects.policies import oversees
from marketplace.samples.kits import Kit, Likeness, Profile, kit_from_data, likeness
from marketplace.samples.labels import SizeBand
from marketplace.samples.making import load_profile
from marketplace.samples.models import Replication, Sample
from marketplace.taxonomy.queries import county_names
from marketplace.web.pages import Page, PageArgs, make_page

ORIGIN = "replication:"
MOST_LIKE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCard:
    """A sample on a list; ``copies`` counts plants that adopted it."""

    id: int
    title: str
    story: str
    kit: Kit
    copies: int
    likeness: Likeness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """A plant that copied a sample, with what came of it; ``sample_id`` when its project is a sample in turn."""

    replication_id: int
    county: str
    adopted_at: datetime
    deviations: int
    project_id: int | None
    accepted_at: datetime | None
    sample_id: int | None
    effects: tuple[tuple[str, str, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyCoverage:
    """How often a sample was adopted and accepted in a county."""

    county: str
    adopted: int
    accepted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePage:
    """A sample with its kit, where it came from, and who copied it."""

    sample: Sample
    kit: Kit
    copies: Page[CopyRow]
    coverage: tuple[CountyCoverage, ...]
    parent: tuple[int, str] | None


def list_samples(
    session: Session, *, args: PageArgs, catalog_no: int | None = None, band: SizeBand | None = None
) -> Page[SampleCard]:
    """Return the samples that are shown, newest first, narrowed by industry and size."""
    conditions: list[Any] = [col(Sample.withdrawn_at).is_(None)]
    if catalog_no is not None:
        conditions.append(Sample.catalog_no == catalog_no)
    if band is not None:
        conditions.append(Sample.size_band == band)
    total = session.exec(select(func.count()).select_from(Sample).where(*conditions)).one()
    found = select(Sample).where(*conditions).order_by(col(Sample.id).desc())
    rows = session.exec(found.offset(args.offset).limit(args.per_page)).all()
    return make_page(_cards(session, rows), total=total, args=args)


def load_like(session: Session, *, enterprise_id: int, needs: tuple[str, ...]) -> list[SampleCard]:
    """Return the samples most like a plant, with what they share and where they differ."""
    plant = load_profile(session, enterprise_id=enterprise_id, needs=needs)
    rows = session.exec(
        select(Sample).where(col(Sample.withdrawn_at).is_(None), Sample.enterprise_id != enterprise_id)
    ).all()
    # Counties have some hundred samples at most; the likeness of each is a handful of comparisons.
    ordered = sorted(rows, key=lambda one: (-_likeness(plant, one).points, -(one.id or 0)))
    best = [one for one in ordered if _likeness(plant, one).points > 0][:MOST_LIKE]
    return _cards(session, best, plant=plant)


def _likeness(plant: Profile, sample: Sample) -> Likeness:
    return likeness(plant, kit_from_data(sample.kit).profile)


def _cards(session: Session, rows: Sequence[Sample], *, plant: Profile | None = None) -> list[SampleCard]:
    counted = (
        select(Replication.sample_id, func.count())
        .where(col(Replication.sample_id).in_([one.id for one in rows]))
        .group_by(col(Replication.sample_id))
    )
    copies: dict[int, int] = dict(session.exec(counted).all())
    return [
        SampleCard(
            id=one.id or 0,
            title=one.title,
            story=one.story,
            kit=kit_from_data(one.kit),
            copies=copies.get(one.id or 0, 0),
            likeness=_likeness(plant, one) if plant else None,
        )
        for one in rows
    ]


def load_sample_page(session: Session, *, sample_id: int, args: PageArgs) -> SamplePage:
    """Return a sample with one page of its copies; the number of statements does not grow with them."""
    sample = session.get(Sample, sample_id)
    if sample is None or sample.withdrawn_at is not None:
        raise NotFoundError
    return SamplePage(
        sample=sample,
        kit=kit_from_data(sample.kit),
        copies=_copies(session, sample_id=sample_id, args=args),
        coverage=_coverage(session, sample_id=sample_id),
        parent=_parent(session, sample),
    )


def _copies(session: Session, *, sample_id: int, args: PageArgs) -> Page[CopyRow]:
    total = session.exec(select(func.count()).select_from(Replication).where(Replication.sample_id == sample_id)).one()
    rows = session.exec(
        select(Replication)
        .where(Replication.sample_id == sample_id)
        .order_by(col(Replication.id).desc())
        .offset(args.offset)
        .limit(args.per_page)
    ).all()
    return make_page(copy_rows(session, rows), total=total, args=args)


def copy_rows(session: Session, rows: Sequence[Replication]) -> list[CopyRow]:
    """Return copies with their projects, effects and own samples: five statements."""
    plants = {f"{ORIGIN}{one.id}": one.enterprise_id for one in rows}
    projects = {
        origin: project
        for origin, project in session.exec(
            select(Enquiry.origin, Project)
            .join(Project, col(Project.enquiry_id) == Enquiry.id)
            .where(col(Enquiry.origin).in_(plants))
            .order_by(col(Project.id))
        )
        # An enquiry says itself where it came from: only the copying plant's own counts.
        if plants[origin] == project.enterprise_id
    }
    ids = [project.id for project in projects.values()]
    samples = dict(session.exec(select(Sample.project_id, Sample.id).where(col(Sample.project_id).in_(ids))).all())
    effects = _effects(session, project_ids=ids)
    counties = county_names(session)
    made = []
    for one in rows:
        project = projects.get(f"{ORIGIN}{one.id}")
        project_id = project.id if project else None
        made.append(
            CopyRow(
                replication_id=one.id or 0,
                county=counties.get(one.county_code, ""),
                adopted_at=one.adopted_at,
                deviations=len(one.deviations),
                project_id=project_id,
                accepted_at=project.accepted_at if project else None,
                sample_id=samples.get(project_id or 0),
                effects=tuple(effects.get(project_id or 0, ())),
            )
        )
    return made


def _effects(session: Session, *, project_ids: Sequence[int | None]) -> dict[int, list[tuple[str, str, int, int]]]:
    rows = session.exec(
        select(Acceptance.project_id, Effect)
        .join(Effect, col(Effect.acceptance_id) == Acceptance.id)
        .join(Project, col(Project.id) == Acceptance.project_id)
        .where(col(Acceptance.project_id).in_(project_ids), col(Project.accepted_at).is_not(None))
        .order_by(col(Effect.id))
    )
    found: dict[int, list[tuple[str, str, int, int]]] = {}
    for project_id, effect in rows:
        found.setdefault(project_id, []).append((effect.name, effect.unit, effect.before_milli, effect.after_milli))
    return found


def _coverage(session: Session, *, sample_id: int) -> tuple[CountyCoverage, ...]:
    """Return adoption and acceptance by county: two statements."""
    adopted = (
        select(Replication.county_code, func.count())
        .where(Replication.sample_id == sample_id)
        .group_by(col(Replication.county_code))
    )
    accepted = (
        select(Project.county_code, func.count())
        .join(Enquiry, col(Enquiry.id) == Project.enquiry_id)
        .join(Replication, col(Replication.enterprise_id) == Enquiry.enterprise_id)
        .where(col(Enquiry.origin) == literal(ORIGIN) + cast(col(Replication.id), String))
        .where(Replication.sample_id == sample_id, col(Project.accepted_at).is_not(None))
        .group_by(col(Project.county_code))
    )
    done: dict[str, int] = dict(session.exec(accepted).all())
    names = county_names(session)
    return tuple(
        CountyCoverage(county=names.get(code, "其他"), adopted=number, accepted=done.get(code, 0))
        for code, number in sorted(session.exec(adopted).all(), key=lambda pair: (-pair[1], pair[0]))
    )


def _parent(session: Session, sample: Sample) -> tuple[int, str] | None:
    """Return the sample of which this one is itself a copy."""
    origin = session.exec(
        select(Enquiry.origin)
        .join(Project, col(Project.enquiry_id) == Enquiry.id)
        .where(Project.id == sample.project_id)
    ).one()
    if not origin.startswith(ORIGIN) or not origin.removeprefix(ORIGIN).isdecimal():
        return None
    row = session.exec(
        select(Sample.id, Sample.title)
        .join(Replication, col(Replication.sample_id) == Sample.id)
        .where(Replication.id == int(origin.removeprefix(ORIGIN)[:9]))
        .where(Replication.enterprise_id == sample.enterprise_id)
    ).first()
    return (row[0] or 0, row[1]) if row else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicationPage:
    """A plant's copy: what it keeps, what came of it, beside the original."""

    replication: Replication
    enterprise: str
    sample: Sample
    kit: Kit
    row: CopyRow


def load_replication_page(session: Session, *, actor: Actor, replication_id: int) -> ReplicationPage:
    """Return a copy to its plant and to those who oversee the county."""
    replication = session.get(Replication, replication_id)
    if replication is None:
        raise NotFoundError
    own = actor.role is Role.ENTERPRISE and actor.organisation_id == replication.enterprise_id
    if not own and not oversees(actor, county_code=replication.county_code):
        raise NotFoundError
    sample = session.get_one(Sample, replication.sample_id)
    return ReplicationPage(
        replication=replication,
        enterprise=session.get_one(Organisation, replication.enterprise_id).name,
        sample=sample,
        kit=kit_from_data(sample.kit),
        row=copy_rows(session, [replication])[0],
    )


def find_copy(session: Session, *, sample_id: int, enterprise_id: int) -> int | None:
    """Return the id of a plant's copy of a sample."""
    wanted = select(Replication.id).where(
        Replication.sample_id == sample_id, Replication.enterprise_id == enterprise_id
    )
    return session.exec(wanted).first()


def load_own_copies(session: Session, *, enterprise_id: int) -> list[tuple[int, str]]:
    """Return a plant's copies as (id, title of the sample)."""
    rows = session.exec(
        select(Replication.id, Sample.title)
        .join(Sample, col(Sample.id) == Replication.sample_id)
        .where(Replication.enterprise_id == enterprise_id)
        .order_by(col(Replication.id).desc())
    )
    return [(key or 0, title) for key, title in rows]
