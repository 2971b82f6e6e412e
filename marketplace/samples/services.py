"""Writes of samples and replications."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from marketplace.core.actor import Actor, Role
from marketplace.core.changes import log_change
from marketplace.core.conflicts import AlreadyDoneError, AlreadyExistsError, LimitReachedError, NotReadyError
from marketplace.core.digest import digest
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.enterprises.queries import EnterpriseView, load_visible
from marketplace.enterprises.services import update_enterprise
from marketplace.exchange.rows import ScenarioRow
from marketplace.files.labels import FileType
from marketplace.files.services import Upload, attach_files
from marketplace.files.store import FileStore
from marketplace.notify.services import notify_organisation
from marketplace.projects.access import load_seen_project, parties_of, state_of_project
from marketplace.projects.labels import ProjectState
from marketplace.projects.models import Project
from marketplace.projects.policies import can_decide_acceptance
from marketplace.samples.kits import Kit, kit_as_data, kit_from_data
from marketplace.samples.labels import DeviationKind
from marketplace.samples.making import make_kit
from marketplace.samples.models import Replication, Sample
from marketplace.samples.schemas import AdoptIn, DeviationIn, SampleIn

NAME_LIMIT = 200
MOST_DEVIATIONS = 50
MOST_PHOTOS = 8
PHOTOS = "sample"
PICTURES = frozenset({FileType.JPEG, FileType.PNG})


def mark_sample(
    session: Session,
    *,
    actor: Actor,
    project_id: int,
    entered: SampleIn,
    photos: Sequence[Upload] = (),
    store: FileStore | None = None,
    now: datetime,
) -> Sample:
    """Show an accepted project as a sample; the county does, once the plant has agreed to be named.

    ``photos`` need a ``store``; they are frozen with the kit, their digests are part of its digest.
    """
    project = load_seen_project(session, actor=actor, project_id=project_id, lock=True)
    if not can_decide_acceptance(actor, parties_of(session, project=project)):
        raise ForbiddenError
    if state_of_project(project) is not ProjectState.ACCEPTED:
        raise NotReadyError("只有验收通过的项目才能标为企业样本。")
    if session.exec(select(Sample.id).where(Sample.project_id == project_id)).first() is not None:
        raise AlreadyExistsError("这个项目已经是企业样本。")
    if not entered.has_agreed:
        raise InvalidError(fields={"has_agreed": ["请先征得企业同意，再确认。样本页会公开企业名称和效果。"]})
    kit = make_kit(session, project=project)
    sample = _sample_of(project, kit, entered=entered, marked_by_id=actor.user_id, now=now)
    session.add(sample)
    session.flush()  # Photos, journal and change log name the new row by its id.
    kept = _keep_photos(session, actor=actor, sample=sample, photos=photos, store=store, now=now)
    sample.digest = digest({"kit": sample.kit, "photos": kept, "story": entered.story, "title": entered.title})
    _note(session, actor=actor, sample=sample, action="sample.marked", now=now)
    notify_organisation(
        session,
        organisation_id=project.enterprise_id,
        subject="贵单位的改造项目成为企业样本",
        body=f"“{sample.title}”已经公开，供同行看样学样。",
        url=f"/samples/{sample.id}",
        now=now,
    )
    return sample


def _sample_of(project: Project, kit: Kit, *, entered: SampleIn, marked_by_id: int, now: datetime) -> Sample:
    return Sample(
        project_id=project.id or 0,
        enterprise_id=project.enterprise_id,
        county_code=project.county_code,
        title=entered.title,
        story=entered.story,
        catalog_no=kit.profile.catalog_no,
        size_band=kit.profile.size_band,
        kit=kit_as_data(kit),
        digest="",
        marked_at=now,
        marked_by_id=marked_by_id,
    )


def _keep_photos(
    session: Session,
    *,
    actor: Actor,
    sample: Sample,
    photos: Sequence[Upload],
    store: FileStore | None,
    now: datetime,
) -> list[str]:
    if not photos or store is None:
        return []
    if len(photos) > MOST_PHOTOS:
        raise InvalidError(fields={"photos": [f"最多放 {MOST_PHOTOS} 张照片，请挑最说明问题的。"]})
    files = attach_files(
        session,
        actor=actor,
        store=store,
        uploads=list(photos),
        subject_kind=PHOTOS,
        subject_id=sample.id or 0,
        field="photos",
        now=now,
    )
    wrong = [file.name for file in files if file.file_type not in PICTURES]
    if wrong:
        raise InvalidError(fields={"photos": [f"照片要是 JPG 或 PNG 图片，“{'”“'.join(wrong)}”不是。"]})
    return [file.digest for file in files]


def can_see_photos(session: Session, _actor: Actor | None, sample_id: int) -> bool:
    """Say whether somebody may open the photos of a sample: everybody, while it is shown."""
    sample = session.get(Sample, sample_id)
    return sample is not None and sample.withdrawn_at is None


def withdraw_sample(session: Session, *, actor: Actor, sample_id: int, reason: str, now: datetime) -> Sample:
    """Stop showing a sample; those who copied it keep their copies."""
    sample = find_locked(session, Sample, sample_id)
    if sample is None or actor.role is not Role.COUNTY or not actor.governs(sample.county_code):
        raise NotFoundError
    if sample.withdrawn_at is not None:
        raise AlreadyDoneError("这个样本已经撤下。")
    sample.withdrawn_at, sample.withdrawn_reason = now, reason
    _note(session, actor=actor, sample=sample, action="sample.withdrawn", now=now)
    return sample


def adopt_sample(session: Session, *, actor: Actor, sample_id: int, entered: AdoptIn, now: datetime) -> Replication:
    """Copy a sample: what is kept joins the plant's scenario list, what is left out or done otherwise is recorded."""
    sample = load_shown(session, sample_id=sample_id)
    if actor.role is not Role.ENTERPRISE:
        raise ForbiddenError
    plant = load_visible(session, actor=actor, enterprise_id=actor.organisation_id)
    if sample.enterprise_id == plant.enterprise_id:
        raise ConflictError("这是贵单位自己的样本，不用再学。")
    known = select(Replication.id).where(
        Replication.sample_id == sample_id, Replication.enterprise_id == plant.enterprise_id
    )
    if session.exec(known).first() is not None:
        raise AlreadyExistsError("贵单位已经学了这个样本，请打开已有的那一份。")
    kit = kit_from_data(sample.kit)
    _check_kept(kit, entered)
    _extend_list(session, actor=actor, plant=plant, kit=kit, kept=entered.kept, now=now)
    replication = Replication(
        sample_id=sample_id,
        enterprise_id=plant.enterprise_id,
        county_code=plant.county_code,
        kept=entered.kept,
        deviations=_deviations(kit, entered),
        adopted_at=now,
    )
    session.add(replication)
    session.flush()  # The journal names the new row by its id.
    details = {"sample": sample_id, "kept": len(entered.kept)}
    subject = f"replication:{replication.id}"
    record(session, actor=actor, action="sample.adopted", subject=subject, now=now, details=details)
    return replication


def note_deviation(
    session: Session, *, actor: Actor, replication_id: int, entered: DeviationIn, now: datetime
) -> Replication:
    """Record where a copy came to differ from its sample."""
    replication = find_locked(session, Replication, replication_id)
    if replication is None or replication.enterprise_id != actor.organisation_id:
        raise NotFoundError
    if replication.version != entered.version:
        raise VersionMovedError
    if len(replication.deviations) >= MOST_DEVIATIONS:
        raise LimitReachedError(f"最多记录 {MOST_DEVIATIONS} 条不同。")
    added = {"kind": DeviationKind.OTHER.value, "text": entered.text}
    replication.deviations = [*replication.deviations, added]
    replication.version += 1
    record(session, actor=actor, action="replication.deviated", subject=f"replication:{replication_id}", now=now)
    return replication


def load_shown(session: Session, *, sample_id: int) -> Sample:
    """Return a sample that is shown to the public."""
    sample = session.get(Sample, sample_id)
    if sample is None or sample.withdrawn_at is not None:
        raise NotFoundError
    return sample


def _check_kept(kit: Kit, entered: AdoptIn) -> None:
    if not set(entered.kept) <= {module.key for module in kit.modules}:
        raise InvalidError(fields={"kept": ["选的内容和样本对不上，请重新读取样本，再选一次。"]})


def _deviations(kit: Kit, entered: AdoptIn) -> list[dict[str, str]]:
    left_out = [
        {"kind": DeviationKind.LEFT_OUT.value, "text": f"{module.need}（{module.module}）"}
        for module in kit.modules
        if module.key not in entered.kept
    ]
    other = [{"kind": DeviationKind.OTHER.value, "text": entered.otherwise}] if entered.otherwise else []
    return [*left_out, *other]


def _extend_list(
    session: Session, *, actor: Actor, plant: EnterpriseView, kit: Kit, kept: list[str], now: datetime
) -> None:
    there = {one.name for one in plant.row.scenarios} | {one.text for one in plant.row.problems}
    names = dict.fromkeys(module.need[:NAME_LIMIT] for module in kit.modules if module.key in kept)
    missing = [name for name in names if name not in there]
    if not missing:
        return
    row = replace(plant.row, scenarios=(*plant.row.scenarios, *(ScenarioRow(name=name) for name in missing)))
    update_enterprise(
        session, actor=actor, enterprise_id=plant.enterprise_id, row=row, seen_version=plant.version, now=now
    )


def _note(session: Session, *, actor: Actor, sample: Sample, action: str, now: datetime) -> None:
    details = {"digest": sample.digest, "project": sample.project_id}
    record(session, actor=actor, action=action, subject=f"sample:{sample.id}", now=now, details=details)
    log_change(session, kind="sample", object_id=sample.id or 0, now=now)
