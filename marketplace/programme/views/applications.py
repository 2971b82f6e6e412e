"""Pages of an application: the hub, its parts, opinions, and handing in."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.core.wording import clock_text
from marketplace.documents.process import base_url
from marketplace.files.process import file_store, uploads
from marketplace.files.sniffing import ACCEPT
from marketplace.programme.labels import APPLICATION_PART_LABELS, ApplicationPart, OpinionDecision
from marketplace.programme.models import PilotApplication
from marketplace.programme.plan import FIELD_LABELS, PART_FIELDS
from marketplace.programme.queries.applications import Whole, load_whole
from marketplace.programme.queries.pages import hub_context, part_context
from marketplace.programme.schemas import OpinionIn, SubmitIn
from marketplace.programme.services.applications import (
    finalise_application,
    reopen_application,
    save_part,
    start_application,
    submit_application,
)
from marketplace.programme.services.opinions import give_city_opinion, give_government_opinion
from marketplace.programme.views.acting import attempt, perform, version_of
from marketplace.web.forms import BoundForm, structure
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("programme_applications", __name__, url_prefix="/programme", template_folder="../templates")
OPINION_LABELS = {
    "text": "意见",
    "signed_on": "落款日期",
    "page": "盖章页",
    "decision": "审核结论",
    "declared": "真实性声明",
}


@bp.post("/rounds/<int:round_id>/applications")
@requires(Permission.WRITE_PILOT)
def start(round_id: int) -> Response:
    """Begin the county's application, or go on with it."""
    with transaction() as session:
        made = start_application(session, actor=actor(), round_id=round_id, now=now())
    return redirect(url_for("programme_applications.show", application_id=made.id), code=303)


@bp.get("/applications/<int:application_id>")
@requires(Permission.SEE_PILOT_APPLICATIONS)
def show(application_id: int) -> str:
    """Show an application: where it stands, what is missing, opinions, papers, and its whole text."""
    return _hub(application_id, BoundForm(raw={}, labels=OPINION_LABELS))


@bp.get("/applications/<int:application_id>/parts/<part>")
@requires(Permission.WRITE_PILOT)
def edit_part(application_id: int, part: str) -> str:
    """Show a part's form with the checks beside its fields."""
    whole, at = _own_part(application_id, part)
    raw = {**whole.application.content, "version": whole.application.version}
    raw |= {name: getattr(whole.application, name) for name in ("contact_name", "contact_phone")}
    form: BoundForm[Any] = BoundForm(raw=raw, labels=FIELD_LABELS)
    # Nothing is held against a part in which nothing was written yet.
    is_begun = any(raw.get(name) for name in PART_FIELDS[at])
    found = whole.checked.defects if request.args.get("check") and is_begun else whole.checked.wrong
    form.field_errors = {name: texts for name, texts in found.items() if name in PART_FIELDS[at]}
    return _part_page(whole, at, form)


@bp.post("/applications/<int:application_id>/parts/<part>")
@requires(Permission.WRITE_PILOT)
def store_part(application_id: int, part: str) -> Response | tuple[Any, int]:
    """Keep what was typed, faults and all; a script that saves as one types gets JSON."""
    whole, at = _own_part(application_id, part)
    typed = structure(request.form)
    form: BoundForm[Any] = BoundForm(raw=typed, labels=FIELD_LABELS)
    fields = {name: str(typed.get(name, "")) for name in PART_FIELDS[at]}
    saved: list[PilotApplication] = []
    status = attempt(
        form,
        lambda session: saved.append(
            save_part(
                session,
                actor=actor(),
                application_id=application_id,
                part=at,
                fields=fields,
                seen_version=version_of(form),
                now=now(),
            )
        ),
    )
    if request.accept_mimetypes.best == "application/json":
        return _told(form, saved, status, application_id=application_id, part=at)
    if status is not None:
        form.raw["version"] = whole.application.version
        return _part_page(whole, at, form), status
    flash("已保存。", "success")
    return redirect(_onwards(application_id, at), code=303)


def _told(
    form: BoundForm[Any],
    saved: list[PilotApplication],
    status: int | None,
    *,
    application_id: int,
    part: ApplicationPart,
) -> tuple[Response, int]:
    if status is None:
        return jsonify(saved_at=clock_text(now()), version=saved[0].version), 200
    here = url_for("programme_applications.edit_part", application_id=application_id, part=part)
    return jsonify(errors=form.field_errors, merge_url=here), status


def _onwards(application_id: int, part: ApplicationPart) -> str:
    parts = list(ApplicationPart)
    after = parts.index(part) + 1
    if request.form.get("do") == "next" and after < len(parts):
        return url_for("programme_applications.edit_part", application_id=application_id, part=parts[after])
    if request.form.get("do") == "stay":
        return url_for("programme_applications.edit_part", application_id=application_id, part=part, check=1)
    return url_for("programme_applications.show", application_id=application_id)


@bp.post("/applications/<int:application_id>/finalise")
@requires(Permission.WRITE_PILOT)
def finalise(application_id: int) -> Response | tuple[str, int]:
    """Freeze the content and issue the form to be sealed."""
    form = BoundForm.bind(SubmitIn, request.form, labels={**FIELD_LABELS, **OPINION_LABELS})
    return _act(
        application_id,
        form,
        lambda session: finalise_application(
            session,
            actor=actor(),
            application_id=application_id,
            seen_version=version_of(form),
            base_url=base_url(),
            now=now(),
        ),
        said="已定稿。请下载、双面打印、盖章，再录入政府意见。",
    )


@bp.post("/applications/<int:application_id>/reopen")
@requires(Permission.WRITE_PILOT)
def reopen(application_id: int) -> Response | tuple[str, int]:
    """Take the final form back to change it."""
    form: BoundForm[Any] = BoundForm(raw={}, labels=OPINION_LABELS)
    return _act(
        application_id,
        form,
        lambda session: reopen_application(session, actor=actor(), application_id=application_id, now=now()),
        said="已撤回定稿，可以修改。修改后要重新定稿和盖章。",
    )


@bp.post("/applications/<int:application_id>/government-opinion")
@requires(Permission.WRITE_PILOT)
def government_opinion(application_id: int) -> Response | tuple[str, int]:
    """Keep the government's opinion with the scan of the sealed page."""
    form = BoundForm.bind(OpinionIn, request.form, labels=OPINION_LABELS)
    return _act(
        application_id,
        form,
        lambda session: give_government_opinion(
            session,
            actor=actor(),
            application_id=application_id,
            entered=form.require(),
            uploads=uploads("page"),
            store=file_store(),
            now=now(),
        ),
        said="政府意见已录入，可以报送了。",
    )


@bp.post("/applications/<int:application_id>/submit")
@requires(Permission.WRITE_PILOT)
def submit(application_id: int) -> Response | tuple[str, int]:
    """Hand the application in to the city."""
    form = BoundForm.bind(SubmitIn, request.form, labels=OPINION_LABELS)
    return _act(
        application_id,
        form,
        lambda session: submit_application(
            session,
            actor=actor(),
            application_id=application_id,
            declared=form.require().declared,
            base_url=base_url(),
            now=now(),
        ),
        said="已报送，回执已生成。",
    )


@bp.post("/applications/<int:application_id>/city-opinion")
@requires(Permission.GIVE_CITY_OPINION)
def city_opinion(application_id: int) -> Response | tuple[str, int]:
    """Agree or return, as the bureau of the county's city."""
    load_whole(read_session(), actor=actor(), application_id=application_id)
    form = BoundForm.bind(OpinionIn, request.form, labels=OPINION_LABELS)
    if not form.value("decision"):
        form.add_error(InvalidError(fields={"decision": ["请选择同意或退回。"]}))
    returned = form.value("decision") == OpinionDecision.RETURN
    return _act(
        application_id,
        form,
        lambda session: give_city_opinion(
            session,
            actor=actor(),
            application_id=application_id,
            entered=form.require(),
            uploads=uploads("page"),
            store=file_store(),
            now=now(),
        ),
        said="已退回，理由已告知县（市、区）。" if returned else "已同意并上报省级。",
    )


def _act(
    application_id: int, form: BoundForm[Any], do: Callable[[Session], object], *, said: str
) -> Response | tuple[str, int]:
    """Do something with an application and come back to its page, with what is wrong or with what was done."""
    return perform(
        form,
        do,
        said=said,
        url=url_for("programme_applications.show", application_id=application_id),
        page=lambda again: _hub(application_id, again),
    )


def _own_part(application_id: int, part: str) -> tuple[Whole, ApplicationPart]:
    whole = load_whole(read_session(), actor=actor(), application_id=application_id)
    if part not in set(ApplicationPart):
        raise NotFoundError
    return whole, ApplicationPart(part)


def _hub(application_id: int, form: BoundForm[Any]) -> str:
    session = read_session()
    whole = load_whole(session, actor=actor(), application_id=application_id)
    context = hub_context(session, whole=whole, actor=actor(), now=now())
    return render_template("programme/application.html", whole=whole, form=form, accept=ACCEPT, **context)


def _part_page(whole: Whole, part: ApplicationPart, form: BoundForm[Any]) -> str:
    return render_template(
        "programme/application_part.html",
        whole=whole,
        part=part,
        part_label=APPLICATION_PART_LABELS[part],
        parts=list(APPLICATION_PART_LABELS.items()),
        form=form,
        **part_context(read_session(), whole=whole),
    )
