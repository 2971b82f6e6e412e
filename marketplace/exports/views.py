"""The page that offers every public table, and the files themselves."""

import tempfile
from collections.abc import Callable, Iterator
from urllib.parse import quote

from flask import Blueprint, Response, render_template, send_file, stream_with_context

from marketplace.core.clock import shanghai_day
from marketplace.core.errors import NotFoundError
from marketplace.exports.tables import TABLES, TABLES_BY_KEY, PublicTable
from marketplace.exports.writing import FORMAT_LABELS, Format, Rows, csv_pieces, jsonl_pieces, write_workbook
from marketplace.web.downloads import WORKBOOK
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.state import now

bp = Blueprint("exports", __name__, template_folder="templates")
KEPT_IN_MEMORY = 1024 * 1024
Pieces = Callable[[PublicTable, Rows], Iterator[str]]
TEXTS: dict[Format, tuple[str, Pieces]] = {
    Format.CSV: ("text/csv", csv_pieces),
    Format.JSONL: ("application/jsonl", jsonl_pieces),
}


@bp.get("/exports")
@requires(Permission.PUBLIC)
def index() -> str:
    """Show what can be taken, with what its columns hold."""
    return render_template("exports/index.html", tables=TABLES, formats=FORMAT_LABELS)


@bp.get("/exports/<key>.<any(csv, xlsx, jsonl):kind>")
@requires(Permission.PUBLIC)
def table(key: str, kind: str) -> Response:
    """Send one table as it stands now."""
    found = TABLES_BY_KEY.get(key)
    if found is None:
        raise NotFoundError
    chosen, rows = Format(kind), found.rows(read_session(), now())
    name = f"{found.label}_{shanghai_day(now()).isoformat()}.{kind}"
    if chosen is Format.XLSX:
        return _workbook(found, rows, name=name)
    mimetype, pieces = TEXTS[chosen]
    answer = Response(stream_with_context(pieces(found, rows)), mimetype=mimetype)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def _workbook(found: PublicTable, rows: Rows, *, name: str) -> Response:
    # The answer closes it when it was sent.
    file = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115
    write_workbook(file, table=found, rows=rows)
    file.seek(0)
    return send_file(file, mimetype=WORKBOOK, as_attachment=True, download_name=name)
