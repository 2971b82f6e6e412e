"""Pages of samples: the public list and one sample, marking, adopting, a plant's copy."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlmodel import Session

from marketplace.core.actor import Role
from marketplace.core.ids import read_id
from marketplace.enterprises.queries import load_visible
from marketplace.files.process import file_store, uploads
from marketplace.files.queries import load_files
from marketplace.projects.access import load_seen_project, parties_of, state_of_project
from marketplace.projects.labels import ProjectState
from marketplace.projects.needs import needs_of
from marketplace.projects.papers.acceptance import LEVELS
from marketplace.projects.policies import can_decide_acceptance
from marketplace.projects.settlement import thousandths
from marketplace.projects.views.acting import Answer, perform
from marketplace.samples.kits import Kit, effect_text
from marketplace.samples.labels import DEVIATION_KIND_LABELS, SIZE_BAND_LABELS, DeviationKind, SizeBand
from marketplace.samples.models import Sample
from marketplace.samples.queries import (
    ORIGIN,
    find_copy,
    list_samples,
    load_like,
    load_own_copies,
    load_replication_page,
    load_sample_page,
)
from marketplace.samples.schemas import AdoptIn, DeviationIn, SampleIn, WithdrawIn
from marketplace.samples.services import PHOTOS, adopt_sample, mark_sample, note_deviation, withdraw_sample
from marketplace.taxonomy.queries import load_industries
from marketplace.web.forms import BoundForm
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.pages import page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor, viewer
from marketplace.web.state import now

bp = Blueprint("samples", __name__, template_folder="templates")
LABELS = {
    "title": "标题",
    "story": "做法和体会",
    "has_agreed": "企业已同意",
    "reason": "理由",
    "kept": "采用哪些",
    "otherwise": "做法不同的地方",
    "text": "不同的地方",
    "photos": "照片",
}


@bp.get("/samples")
@requires(Permission.PUBLIC)
@kept_for_visitors
def index() -> str:
    """List samples; an enterprise sees first those that are most like it."""
    session, who = read_session(), viewer().actor
    catalog_no, band = read_id(request.args.get("industry", "")), request.args.get("size", "")
    chosen_band = SizeBand(band) if band in set(SizeBand) else None
    is_plant = who is not None and who.role is Role.ENTERPRISE
    page = list_samples(session, args=page_args(request.args), catalog_no=catalog_no, band=chosen_band)
    return render_template(
        "samples/index.html",
        page=page,
        like=_like(session) if is_plant and page.page == 1 else [],
        copies=load_own_copies(session, enterprise_id=who.organisation_id) if who and is_plant else [],
        industries=[(row.catalog_no, row.level2) for row in load_industries(session)],
        bands=[(one.value, label) for one, label in SIZE_BAND_LABELS.items() if one is not SizeBand.UNKNOWN],
        chosen=(catalog_no or "", band),
        size_labels=SIZE_BAND_LABELS,
        effect=first_effect,
        page_url=lambda number: url_for("samples.index", industry=catalog_no, size=band or None, page=number),
    )


def _like(session: Session) -> list[Any]:
    own = actor().organisation_id
    row = load_visible(session, actor=actor(), enterprise_id=own).row
    needs = tuple(need["text"] for need in needs_of(row))
    return load_like(session, enterprise_id=own, needs=needs)


def first_effect(kit: Kit) -> str:
    """Return the first effect in words."""
    return effect_text(kit.effects[0]) if kit.effects else ""


@bp.get("/samples/<int:sample_id>")
@requires(Permission.PUBLIC)
@kept_for_visitors
def show(sample_id: int) -> str:
    """Show a sample with its kit, its copies and where it is spread."""
    return _sample_page(sample_id, BoundForm(raw={}, labels=LABELS))


def _sample_page(sample_id: int, form: BoundForm[Any]) -> str:
    page = load_sample_page(read_session(), sample_id=sample_id, args=page_args(request.args))
    who = viewer().actor
    is_county = who is not None and who.role is Role.COUNTY and who.governs(page.sample.county_code)
    is_plant = who is not None and who.role is Role.ENTERPRISE
    own = (
        find_copy(read_session(), sample_id=sample_id, enterprise_id=who.organisation_id) if who and is_plant else None
    )
    return render_template(
        "samples/sample.html",
        own_copy=own,
        page=page,
        kit=page.kit,
        photos=load_files(read_session(), subject_kind=PHOTOS, subject_ids=[sample_id])[sample_id],
        form=form,
        figure=thousandths,
        levels=LEVELS,
        size_labels=SIZE_BAND_LABELS,
        can_withdraw=is_county,
        can_adopt=is_plant and who is not None and who.organisation_id != page.sample.enterprise_id,
        is_visitor=who is None,
        page_url=lambda number: url_for("samples.show", sample_id=sample_id, page=number),
    )


@bp.post("/samples/<int:sample_id>/withdraw")
@requires(Permission.DECIDE_ACCEPTANCE)
def withdraw(sample_id: int) -> Answer:
    """Stop showing a sample."""
    form = BoundForm.bind(WithdrawIn, request.form, labels=LABELS)

    def do(session: Session) -> None:
        withdraw_sample(session, actor=actor(), sample_id=sample_id, reason=form.require().reason, now=now())

    return perform(
        form, do, said="样本已撤下。", url=url_for("samples.index"), page=lambda shown: _sample_page(sample_id, shown)
    )


@bp.get("/projects/<int:project_id>/sample")
@requires(Permission.DECIDE_ACCEPTANCE)
def mark(project_id: int) -> str:
    """Ask what to say about an accepted project."""
    project = load_seen_project(read_session(), actor=actor(), project_id=project_id)
    return _mark_page(project_id, BoundForm(raw={"title": project.title}, labels=LABELS))


@bp.post("/projects/<int:project_id>/sample")
@requires(Permission.DECIDE_ACCEPTANCE)
def store_mark(project_id: int) -> Answer:
    """Show an accepted project as a sample."""
    form = BoundForm.bind(SampleIn, request.form, labels=LABELS)

    def do(session: Session) -> Sample:
        return mark_sample(
            session,
            actor=actor(),
            project_id=project_id,
            entered=form.require(),
            photos=uploads("photos"),
            store=file_store(),
            now=now(),
        )

    return perform(
        form,
        do,
        said="已公开为企业样本。",
        url=lambda made: url_for("samples.show", sample_id=made.id),
        page=lambda shown: _mark_page(project_id, shown),
    )


def _mark_page(project_id: int, form: BoundForm[Any]) -> str:
    session = read_session()
    project = load_seen_project(session, actor=actor(), project_id=project_id)
    can_mark = can_decide_acceptance(actor(), parties_of(session, project=project))
    return render_template(
        "samples/mark.html",
        project=project,
        form=form,
        can_mark=can_mark and state_of_project(project) is ProjectState.ACCEPTED,
    )


@bp.get("/samples/<int:sample_id>/adopt")
@requires(Permission.RUN_PROJECTS)
def adopt(sample_id: int) -> str:
    """Ask what to keep of a kit, everything ticked."""
    kit = load_sample_page(read_session(), sample_id=sample_id, args=page_args({})).kit
    return _adopt_page(sample_id, BoundForm(raw={"kept": [one.key for one in kit.modules]}, labels=LABELS))


@bp.post("/samples/<int:sample_id>/adopt")
@requires(Permission.RUN_PROJECTS)
def store_adoption(sample_id: int) -> Answer:
    """Copy a sample into one's own lists and plan."""
    form = BoundForm.bind(AdoptIn, request.form, labels=LABELS)
    return perform(
        form,
        lambda session: adopt_sample(session, actor=actor(), sample_id=sample_id, entered=form.require(), now=now()),
        said="已照样本建好清单和方案，可以向服务商询价了。",
        url=lambda made: url_for("samples.replication", replication_id=made.id),
        page=lambda shown: _adopt_page(sample_id, shown),
    )


def _adopt_page(sample_id: int, form: BoundForm[Any]) -> str:
    page = load_sample_page(read_session(), sample_id=sample_id, args=page_args({}))
    return render_template("samples/adopt.html", page=page, kit=page.kit, form=form)


@bp.get("/replications/<int:replication_id>")
@requires(Permission.SEE_ENTERPRISES)
def replication(replication_id: int) -> str:
    """Show a plant's copy beside its sample."""
    return _replication_page(replication_id, BoundForm(raw={}, labels=LABELS))


@bp.post("/replications/<int:replication_id>/deviations")
@requires(Permission.RUN_PROJECTS)
def deviate(replication_id: int) -> Answer:
    """Record where the copy came to differ."""
    form = BoundForm.bind(DeviationIn, request.form, labels=LABELS)
    return perform(
        form,
        lambda session: note_deviation(
            session, actor=actor(), replication_id=replication_id, entered=form.require(), now=now()
        ),
        said="已记录。",
        url=url_for("samples.replication", replication_id=replication_id),
        page=lambda shown: _replication_page(replication_id, shown),
    )


def _replication_page(replication_id: int, form: BoundForm[Any]) -> str:
    page = load_replication_page(read_session(), actor=actor(), replication_id=replication_id)
    kept = [one for one in page.kit.modules if one.key in page.replication.kept]
    providers = list(dict.fromkeys(one.provider_id for one in kept))
    is_own = actor().organisation_id == page.replication.enterprise_id
    origin = f"{ORIGIN}{replication_id}"
    title = f"{page.sample.title}（看样学样）"[:120]
    return render_template(
        "samples/replication.html",
        page=page,
        kit=page.kit,
        kept=kept,
        form=form,
        figure=thousandths,
        labels={kind.value: DEVIATION_KIND_LABELS[kind] for kind in DeviationKind},
        is_own=is_own,
        enquire_url=url_for("enquiries.new", p=providers, origin=origin, title=title),
    )
