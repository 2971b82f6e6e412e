"""Public pages of pilot counties: the county itself, its editions, its experiences."""

from flask import Blueprint, render_template

from marketplace.core.errors import NotFoundError
from marketplace.documents.queries import load_documents
from marketplace.programme.labels import (
    EDITION_KIND_LABELS,
    MEASURE_KIND_LABELS,
    PLATFORM_KIND_LABELS,
    PRACTICE_KIND_LABELS,
    RECOGNITION_KIND_LABELS,
    RENOVATION_STAGE_LABELS,
    PilotState,
)
from marketplace.programme.models import IndustryPlatform, PilotEdition, PilotPractice, Recognition, SupportMeasure
from marketplace.programme.pilot_papers import COLUMNS, SUBJECT
from marketplace.programme.queries.editions import load_editions
from marketplace.programme.queries.pilots import load_line
from marketplace.programme.queries.records import find_acceptance, load_records
from marketplace.taxonomy.queries import scenario_names
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import viewer
from marketplace.web.state import now

bp = Blueprint("programme_pilots", __name__, url_prefix="/programme/pilots", template_folder="../templates")


@bp.get("/<int:pilot_id>")
@requires(Permission.PUBLIC)
@kept_for_visitors
def show(pilot_id: int) -> str:
    """Show a pilot county: goals and facts, lists, platforms, recognitions, support, and what others can copy."""
    session = read_session()
    line = load_line(session, pilot_id=pilot_id, now=now())
    person = viewer().actor
    acceptance = find_acceptance(session, pilot_id=pilot_id)
    documents = load_documents(session, subject_kind=SUBJECT, subject_ids=[pilot_id])[pilot_id]
    watches = person is not None and (person.role in {"auditor", "operator"} or person.governs(line.pilot.county_code))
    return render_template(
        "programme/pilot.html",
        line=line,
        is_sample=line.state is PilotState.SAMPLE,
        copying=acceptance.copying if acceptance and line.state is PilotState.SAMPLE else "",
        editions=load_editions(session, pilot_id=pilot_id),
        platforms=load_records(session, model=IndustryPlatform, pilot_id=pilot_id),
        recognitions=load_records(session, model=Recognition, pilot_id=pilot_id),
        measures=load_records(session, model=SupportMeasure, pilot_id=pilot_id),
        practices=load_records(session, model=PilotPractice, pilot_id=pilot_id),
        documents=[row for row in documents if row.is_public and row.is_current],
        names=scenario_names(session),
        labels={
            "edition": EDITION_KIND_LABELS,
            "platform": PLATFORM_KIND_LABELS,
            "recognition": RECOGNITION_KIND_LABELS,
            "measure": MEASURE_KIND_LABELS,
            "stage": RENOVATION_STAGE_LABELS,
            "practice": PRACTICE_KIND_LABELS,
        },
        watches=watches,
    )


@bp.get("/<int:pilot_id>/editions/<int:edition_id>")
@requires(Permission.PUBLIC)
@kept_for_visitors
def edition(pilot_id: int, edition_id: int) -> str:
    """Show a published edition; later ones never change it."""
    session = read_session()
    line = load_line(session, pilot_id=pilot_id, now=now())
    found = session.get(PilotEdition, edition_id)
    if found is None or found.pilot_id != pilot_id:
        raise NotFoundError
    columns = COLUMNS[found.kind]
    return render_template(
        "programme/edition.html",
        line=line,
        edition=found,
        label=EDITION_KIND_LABELS[found.kind],
        columns=[{"label": head, "number": key == "firms"} for key, head, _ in columns],
        rows=[[row[key] for key, _, _ in columns] for row in found.rows],
    )
