"""Pages of imports: upload, look, choose, apply."""

import io

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError
from marketplace.exchange import Place, write_template
from marketplace.imports.labels import ENTRY_ACTION_LABELS, EntryAction
from marketplace.imports.previews import load_rows
from marketplace.imports.queries import first_choices, list_batches, load_batch_page
from marketplace.imports.schemas import ApplyForm, HeadersForm, PlacesForm
from marketplace.imports.services import apply_batch, correct_places, discard_batch, map_headers, stage_files
from marketplace.taxonomy.queries import load_counties, load_industries
from marketplace.web.downloads import WORKBOOK, file_answer
from marketplace.web.forms import BoundForm
from marketplace.web.pages import page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("imports", __name__, url_prefix="/imports", template_folder="templates")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNPROCESSABLE = 422


@bp.get("")
@requires(Permission.IMPORT_FILES)
def index() -> str:
    """Show the upload form and the body's batches."""
    return _index_page(BoundForm(raw={}))


@bp.post("")
@requires(Permission.IMPORT_FILES)
def upload() -> Response | tuple[str, int]:
    """Stage the uploaded files and lead to the page of the batch."""
    files = [(file.filename or "上传的文件", file.read()) for file in request.files.getlist("files") if file.filename]
    try:
        with transaction() as session:
            batch = stage_files(session, actor=actor(), files=files, now=now())
    except InvalidError as error:
        form: BoundForm[ApplyForm] = BoundForm(raw={}, labels={"files": "文件"})
        form.add_error(error)
        return _index_page(form), UNPROCESSABLE
    return redirect(url_for("imports.show", batch_id=batch.id), code=303)


@bp.get("/template.xlsx")
@requires(Permission.IMPORT_FILES)
def template() -> Response:
    """Send the workbook to fill in, with the counties and industries of the reference data."""
    counties = [Place(code=row.code, county=row.name, city=row.city) for row in load_counties(read_session())]
    industries = [(row.catalog_no, row.level2) for row in load_industries(read_session())]
    file = io.BytesIO()
    write_template(file, counties=counties, industries=industries)
    return file_answer(
        file.getvalue(), media_type=WORKBOOK, name="企业与服务商导入模板.xlsx", plain="import_template.xlsx"
    )


@bp.get("/<int:batch_id>")
@requires(Permission.IMPORT_FILES)
def show(batch_id: int) -> str:
    """Show what was read, what is wrong and what is to be chosen."""
    return _batch_page(batch_id, BoundForm(raw={}))


@bp.get("/<int:batch_id>/rows/<any(create, update, skip, same):action>")
@requires(Permission.IMPORT_FILES)
def rows(batch_id: int, action: str) -> str:
    """Show every row of which the same is to become, page by page."""
    shown = load_rows(
        read_session(), actor=actor(), batch_id=batch_id, action=EntryAction(action), args=page_args(request.args)
    )
    return render_template(
        "imports/rows.html",
        shown=shown,
        page_url=lambda number: url_for("imports.rows", batch_id=batch_id, action=action, page=number),
    )


@bp.post("/<int:batch_id>/headers")
@requires(Permission.IMPORT_FILES)
def headers(batch_id: int) -> Response:
    """Keep what unknown headers mean and read again."""
    form = BoundForm.bind(HeadersForm, request.form).require()
    with transaction() as session:
        map_headers(session, actor=actor(), batch_id=batch_id, pairs=form.pairs)
    flash("已按您的对应重新读取，以后上传会沿用。", "success")
    return redirect(url_for("imports.show", batch_id=batch_id), code=303)


@bp.post("/<int:batch_id>/places")
@requires(Permission.IMPORT_FILES)
def places(batch_id: int) -> Response:
    """Take confirmed places and read again."""
    form = BoundForm.bind(PlacesForm, request.form).require()
    with transaction() as session:
        correct_places(session, actor=actor(), batch_id=batch_id, places=form.places)
    flash("已按您确认的县（市、区）重新读取。", "success")
    return redirect(url_for("imports.show", batch_id=batch_id), code=303)


@bp.post("/<int:batch_id>/apply")
@requires(Permission.IMPORT_FILES)
def apply(batch_id: int) -> Response | tuple[str, int]:
    """Bring the rows in and say how many."""
    form = BoundForm.bind(ApplyForm, request.form, labels={"skip_bad": "有问题的行"})
    try:
        with transaction() as session:
            outcome = apply_batch(session, actor=actor(), batch_id=batch_id, form=form.require(), now=now())
    except InvalidError as error:
        form.add_error(error)
        return _batch_page(batch_id, form), UNPROCESSABLE
    skipped = outcome.counts[EntryAction.SKIP]
    counts = "，".join(f"{ENTRY_ACTION_LABELS[kind]}{outcome.counts[kind]}行" for kind in EntryAction)
    words = f"已导入企业{outcome.enterprises}家、服务商{outcome.providers}家（{counts}）。"
    flash(words, "success" if not skipped else "info")
    return redirect(url_for("imports.show", batch_id=batch_id), code=303)


@bp.post("/<int:batch_id>/discard")
@requires(Permission.IMPORT_FILES)
def discard(batch_id: int) -> Response:
    """Forget the files."""
    with transaction() as session:
        discard_batch(session, actor=actor(), batch_id=batch_id, now=now())
    flash("已放弃这批文件，什么都没有导入。", "info")
    return redirect(url_for("imports.index"), code=303)


def _index_page(form: BoundForm[ApplyForm]) -> str:
    page = list_batches(read_session(), actor=actor(), args=page_args(request.args))
    return render_template(
        "imports/index.html",
        page=page,
        form=form,
        page_url=lambda number: url_for("imports.index", page=number),
    )


def _batch_page(batch_id: int, form: BoundForm[ApplyForm]) -> str:
    shown = load_batch_page(read_session(), actor=actor(), batch_id=batch_id)
    form.raw = {**first_choices(shown), **form.raw}
    outcome = shown.batch.report.get("outcome", {})
    done = [(label, outcome[kind], "行", "") for kind, label in ENTRY_ACTION_LABELS.items() if outcome.get(kind)]
    return render_template("imports/batch.html", shown=shown, form=form, done=done)
