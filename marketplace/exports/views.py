"""The page that offers every public table, and the files themselves."""

from functools import partial
from io import BytesIO

from flask import Blueprint, Response, render_template

from marketplace.core.changes import load_last_seq
from marketplace.core.errors import NotFoundError
from marketplace.exports.keeping import FOLDER, kept_file, state_of
from marketplace.exports.tables import TABLES, TABLES_BY_KEY
from marketplace.exports.writing import FORMAT_LABELS, WRITERS, Format
from marketplace.web.downloads import WORKBOOK, file_answer
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import close_read_session, read_session
from marketplace.web.state import now, state, today

bp = Blueprint("exports", __name__, template_folder="templates")
TYPES = {Format.CSV: "text/csv", Format.XLSX: WORKBOOK, Format.JSONL: "application/jsonl"}


@bp.get("/exports")
@requires(Permission.PUBLIC)
@kept_for_visitors
def index() -> str:
    """Show what can be taken, with what its columns hold."""
    return render_template("exports/index.html", tables=TABLES, formats=FORMAT_LABELS)


@bp.get("/exports/<key>.<any(csv, xlsx, jsonl):kind>")
@requires(Permission.PUBLIC)
def table(key: str, kind: str) -> Response:
    """Send one table as it stands now: it is written whole before it is sent, so that nobody gets a half of one."""
    found, chosen = TABLES_BY_KEY.get(key), Format(kind)
    if found is None:
        raise NotFoundError
    session = read_session()
    stands_for = state_of(seq=load_last_seq(session), day=today())
    rows = found.rows_in_words if chosen is Format.XLSX else found.rows
    write = partial(WRITERS[chosen], table=found, rows=rows(session, now()))
    if found.is_long:
        folder = state().settings.data_dir / FOLDER
        content = kept_file(folder, name=f"{key}.{kind}", state=stands_for, write=write)
    else:
        file = BytesIO()
        write(file)
        content = file.getvalue()
    close_read_session()  # However slowly the file is taken, the database waits for nobody.
    ending = f"_{today().isoformat()}.{kind}"
    return file_answer(
        content, media_type=TYPES[chosen], name=found.label + ending, plain=found.key.replace("-", "_") + ending
    )
