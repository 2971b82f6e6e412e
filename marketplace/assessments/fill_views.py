"""The questionnaire: it saves itself, shows the level as one goes, and is handed in once."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from marketplace.assessments.answers import answers_of, fields_of, labels_of, typed_fields
from marketplace.assessments.labels import PURPOSE_LABELS, Purpose
from marketplace.assessments.page_data import grouped, scene_groups, shown
from marketplace.assessments.queries import answers_of_row, draft_key, find_latest
from marketplace.assessments.scheme import Scheme, load_scheme
from marketplace.assessments.scoring import Answers
from marketplace.assessments.services import conclude_assessment
from marketplace.core.errors import InvalidError
from marketplace.drafts.pages import MERGED, is_autosave, merge_page, seen_versions, told
from marketplace.drafts.services import Saved, clashes_of, find_draft, forget_draft, keep_form, settle_clashes
from marketplace.enterprises.queries import EnterpriseView, load_editable
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now, state

bp = Blueprint("assessment_form", __name__, template_folder="templates")
FORM = "/enterprises/<int:enterprise_id>/assessments/new"


@bp.get(FORM)
@requires(Permission.EDIT_ENTERPRISE)
def fill(enterprise_id: int) -> str | BaseResponse:
    """Show the questionnaire as it was left, else with the answers of the last time."""
    session = read_session()
    view = load_editable(session, actor=actor(), enterprise_id=enterprise_id)
    draft = find_draft(session, key=draft_key(enterprise_id), now=now())
    if draft is not None and clashes_of(draft):
        return redirect(url_for(".merge", enterprise_id=enterprise_id), code=303)
    fields = draft.content if draft is not None else _first_fields(enterprise_id)
    form: BoundForm[Any] = BoundForm(raw=fields, labels=labels_of(load_scheme()))
    return _fill_page(form, view=view, version=draft.version if draft else 0)


def _first_fields(enterprise_id: int) -> dict[str, Any]:
    latest, scheme = find_latest(read_session(), enterprise_id=enterprise_id), load_scheme()
    known = latest is not None and latest.edition == scheme.edition
    answers = answers_of_row(latest) if latest is not None and known else Answers()
    wanted = request.args.get("purpose", "")
    return fields_of(scheme, answers, purpose=Purpose(wanted) if wanted in set(Purpose) else Purpose.SELF)


def _fill_page(form: BoundForm[Any], *, view: EnterpriseView, version: int) -> str:
    scheme = load_scheme()
    return render_template(
        "assessments/fill.html",
        form=form,
        view=view,
        draft_version=version,
        scheme=scheme,
        dimensions=grouped(scheme),
        scene_groups=scene_groups(scheme),
        depths=[(str(one.depth), one.name) for one in scheme.depths],
        purposes=[(one.value, label) for one, label in PURPOSE_LABELS.items()],
        shown=shown(scheme, answers_of(scheme, form.raw), library=KNOWLEDGE.library(read_session()), row=view.row),
    )


@bp.post(FORM)
@requires(Permission.EDIT_ENTERPRISE)
def save(enterprise_id: int) -> BaseResponse | tuple[Response, int] | tuple[str, int]:
    """Keep what was ticked; the last button concludes and leads to the result."""
    view = load_editable(read_session(), actor=actor(), enterprise_id=enterprise_id)
    fields = typed_fields(load_scheme(), request.form)
    saved = _keep(enterprise_id, fields)
    merge_url = url_for(".merge", enterprise_id=enterprise_id)
    if is_autosave():
        return told(saved, merge_url=merge_url, now=now())
    if saved.is_clashing:
        return redirect(merge_url, code=303)
    if saved.is_merged:
        flash(MERGED, "warn")
    if saved.is_merged or request.form.get("do") != "conclude":
        return redirect(url_for(".fill", enterprise_id=enterprise_id, _anchor="level"), code=303)
    return _conclude(enterprise_id, fields, view=view, version=saved.version)


def _keep(enterprise_id: int, fields: dict[str, Any]) -> Saved:
    with transaction() as session:
        return keep_form(
            session,
            key=draft_key(enterprise_id),
            fields=fields,
            stated=_first_fields(enterprise_id),
            stated_version=1,
            seen=seen_versions(),
            now=now(),
        )


def _conclude(
    enterprise_id: int, fields: dict[str, Any], *, view: EnterpriseView, version: int
) -> BaseResponse | tuple[str, int]:
    try:
        with transaction() as session:
            draft = find_draft(session, key=draft_key(enterprise_id), now=now(), lock=True)
            made = conclude_assessment(
                session,
                actor=actor(),
                enterprise_id=enterprise_id,
                fields=draft.content if draft is not None else fields,
                base_url=state().settings.base_url,
                now=now(),
            )
            forget_draft(session, key=draft_key(enterprise_id))
            assessment_id = made.id or 0
    except InvalidError as error:
        form: BoundForm[Any] = BoundForm(raw=fields, labels=labels_of(load_scheme()))
        form.add_error(error)
        return _fill_page(form, view=view, version=version), 422
    flash("评测做完了，报告已经生成，可以下载。", "success")
    return redirect(url_for("assessments.show", enterprise_id=enterprise_id, assessment_id=assessment_id), code=303)


@bp.get(f"{FORM}/merge")
@requires(Permission.EDIT_ENTERPRISE)
def merge(enterprise_id: int) -> str | BaseResponse:
    """Show the questions that two windows answered differently."""
    load_editable(read_session(), actor=actor(), enterprise_id=enterprise_id)
    draft = find_draft(read_session(), key=draft_key(enterprise_id), now=now())
    clashes = clashes_of(draft) if draft is not None else ()
    if not clashes:
        return redirect(url_for(".fill", enterprise_id=enterprise_id), code=303)
    scheme = load_scheme()
    return merge_page(
        clashes,
        action=url_for(".merge_post", enterprise_id=enterprise_id),
        labels=labels_of(scheme),
        words=_words(scheme),
    )


def _words(scheme: Scheme) -> Any:
    depths = {str(one.depth): one.name for one in scheme.depths}
    options = {one.key: {option.key: option.text for option in one.options} for one in scheme.indicators}
    options["purpose"] = {one.value: label for one, label in PURPOSE_LABELS.items()}
    return lambda name, value: options.get(name, depths).get(value, value)


@bp.post(f"{FORM}/merge")
@requires(Permission.EDIT_ENTERPRISE)
def merge_post(enterprise_id: int) -> BaseResponse:
    """Write the chosen answers."""
    with transaction() as session:
        load_editable(session, actor=actor(), enterprise_id=enterprise_id)
        draft = find_draft(session, key=draft_key(enterprise_id), now=now(), lock=True)
        if draft is not None:
            settle_clashes(session, draft, chosen=request.form.to_dict(), now=now())
    return redirect(url_for(".fill", enterprise_id=enterprise_id), code=303)
