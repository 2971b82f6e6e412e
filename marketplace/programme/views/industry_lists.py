"""Pages of the industry's problem list and scenario list: a draft from the firms' rows, published as an edition."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.core.errors import NotFoundError
from marketplace.documents.process import base_url
from marketplace.programme import policies
from marketplace.programme.labels import EDITION_KIND_LABELS, EditionKind
from marketplace.programme.queries.editions import ListRow, draft_rows, load_newest
from marketplace.programme.queries.pilots import load_line, load_own_pilot, load_watched_pilot
from marketplace.programme.services.editions import publish_industry_list
from marketplace.programme.views.acting import attempt
from marketplace.programme.views.pilot_office import bp
from marketplace.web.forms import BoundForm, structure
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

KINDS = {EditionKind.PROBLEMS, EditionKind.SCENARIOS}
__all__ = ["bp"]


@bp.get("/pilots/<int:pilot_id>/lists/<kind>")
@requires(Permission.SEE_COUNTY)
def draft_list(pilot_id: int, kind: str) -> str:
    """Show the draft of the industry's problem or scenario list."""
    return _list_page(pilot_id, kind, BoundForm(raw={}))


@bp.post("/pilots/<int:pilot_id>/lists/<kind>")
@requires(Permission.WRITE_PILOT)
def publish_list(pilot_id: int, kind: str) -> Response | tuple[str, int]:
    """Publish the chosen rows as an edition."""
    load_own_pilot(read_session(), actor=actor(), pilot_id=pilot_id)
    wanted = _kind(kind)
    form: BoundForm[Any] = BoundForm(raw=structure(request.form))
    codes = [name.removeprefix("in_") for name in form.raw if name.startswith("in_")]
    chosen = [ListRow(code=code, name=code, text=str(form.value(f"text_{code}"))) for code in codes]
    status = attempt(
        form,
        lambda session: publish_industry_list(
            session,
            actor=actor(),
            pilot_id=pilot_id,
            kind=wanted,
            chosen=chosen,
            base_url=base_url(),
            now=now(),
        ),
    )
    if status is not None:
        return _list_page(pilot_id, kind, form), status
    flash(f"{EDITION_KIND_LABELS[wanted]}已发布。", "success")
    return redirect(url_for("programme_pilots.show", pilot_id=pilot_id), code=303)


def _kind(kind: str) -> EditionKind:
    if kind not in KINDS:
        raise NotFoundError
    return EditionKind(kind)


def _list_page(pilot_id: int, kind: str, form: BoundForm[Any]) -> str:
    session = read_session()
    wanted = _kind(kind)
    pilot = load_watched_pilot(session, actor=actor(), pilot_id=pilot_id)
    rows = draft_rows(session, pilot=pilot, kind=wanted)
    if not form.raw:
        form.raw = {f"in_{row.code}": "true" for row in rows} | {f"text_{row.code}": row.text for row in rows}
    return render_template(
        "programme/list_draft.html",
        line=load_line(session, pilot_id=pilot_id, now=now()),
        form=form,
        rows=rows,
        kind=wanted,
        label=EDITION_KIND_LABELS[wanted],
        newest=load_newest(session, pilot_id=pilot_id).get(wanted),
        is_own=policies.is_applicant(actor(), county_code=pilot.county_code),
    )
