"""A bureau's table of first threes, as a page and as a workbook."""

from flask import Blueprint, Response, render_template, request, url_for

from marketplace.enterprises.policies import area_prefix_of
from marketplace.recommendations.county import area_name, load_county_page, load_county_rows
from marketplace.recommendations.process import ranker
from marketplace.recommendations.workbook import write_first_threes
from marketplace.taxonomy.queries import county_options
from marketplace.web.downloads import workbook_answer
from marketplace.web.forms import BoundForm
from marketplace.web.pages import page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("county_recommendations", __name__, template_folder="templates")


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
        form=BoundForm(raw={"county": code}),
        counties=county_options(read_session(), prefix=area_prefix_of(actor()) or ""),
        about=area_name(read_session(), actor=actor(), county_code=code),
        workbook_url=url_for(".first_threes_workbook", county=county),
        when=now(),
    )


@bp.get("/county/recommendations.xlsx")
@requires(Permission.SEE_COUNTY)
def first_threes_workbook() -> Response:
    """Answer with the same table as a workbook."""
    code = _county_code()
    rows = load_county_rows(read_session(), ranker(), actor=actor(), county_code=code)
    about = area_name(read_session(), actor=actor(), county_code=code)
    return workbook_answer(
        write_first_threes(rows, when=now()), title="每家前三名", plain="first_three", about=about, when=now()
    )
