"""A bureau's table of first threes, as a page and as a workbook."""

from io import BytesIO

from flask import Blueprint, Response, render_template, request, send_file, url_for

from marketplace.recommendations.county import load_county_page, load_county_rows
from marketplace.recommendations.process import ranker
from marketplace.recommendations.workbook import write_first_threes
from marketplace.web.pages import page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("county_recommendations", __name__, template_folder="templates")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _county_code() -> str:
    text = request.args.get("county", "")
    return text if text.isascii() and text.isdigit() and len(text) <= 6 else ""  # noqa: PLR2004 - codes have six digits


@bp.get("/county/recommendations")
@requires(Permission.SEE_COUNTY)
def first_threes() -> str:
    """Show each enterprise of the area with its first three contractors and a short reason."""
    code = _county_code()
    page = load_county_page(read_session(), ranker(), actor=actor(), county_code=code, args=page_args(request.args))
    county = code or None

    def page_url(number: int) -> str:
        return url_for(".first_threes", page=number, county=county)

    return render_template(
        "recommendations/county.html",
        page=page,
        page_url=page_url,
        workbook_url=url_for(".first_threes_workbook", county=county),
    )


@bp.get("/county/recommendations.xlsx")
@requires(Permission.SEE_COUNTY)
def first_threes_workbook() -> Response:
    """Answer with the same table as a workbook."""
    rows = load_county_rows(read_session(), ranker(), actor=actor(), county_code=_county_code())
    content = write_first_threes(rows, when=now())
    return send_file(BytesIO(content), mimetype=WORKBOOK, as_attachment=True, download_name="首三名推荐.xlsx")
