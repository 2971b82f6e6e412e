"""The page of the picture: the province, a city or a county, for everybody and for those who are responsible."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response as Redirect

from marketplace.core.errors import NotFoundError
from marketplace.core.jobs import enqueue
from marketplace.insights.choices import industry_options, region_options
from marketplace.insights.labels import MEASURE_LABELS, Measure
from marketplace.insights.progress import page
from marketplace.insights.progress.keeping import PROGRESS_JOB
from marketplace.insights.progress.queries import Picture, load_picture
from marketplace.insights.progress.schemas import ProgressQuery
from marketplace.insights.progress.workbook import write_picture
from marketplace.insights.regions import PROVINCE
from marketplace.web.downloads import workbook_answer
from marketplace.web.forms import BoundForm
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import viewer
from marketplace.web.state import now

bp = Blueprint("progress", __name__, url_prefix="/insights/progress", template_folder="../templates")


@bp.get("")
@requires(Permission.PUBLIC)
@kept_for_visitors
def show() -> str:
    """Show goals, map, industries, applications, shares and effects of a region."""
    picture = _picture()
    cities, tiles = page.tiles_of(picture)
    return render_template(
        "insights/progress.html",
        picture=picture,
        form=BoundForm(raw=picture.wanted.model_dump(mode="json")),
        query=_address(picture.wanted),
        by_industry=picture.sheet.is_exact or picture.wanted.region == PROVINCE,
        about=page.about(picture),
        regions=region_options(picture.regions),
        industries=industry_options(picture.industries),
        measures=page.measure_options(),
        measure_label=MEASURE_LABELS[picture.wanted.measure],
        labels=[MEASURE_LABELS[measure] for measure in page.COUNTS],
        cities=cities,
        tiles=tiles,
        place_rows=[(line, page.counts_of(line.values)) for line in picture.places],
        entry_bars=page.entry_bars(picture),
        entry_rows=list(page.entry_rows(picture)),
        totals=[(MEASURE_LABELS[measure], page.shown(picture.totals[measure])) for measure in page.COUNTS],
        spent=page.wan_of(picture.totals[Measure.SPENT]),
        shares=page.concentration_lines(picture),
        level_bars=page.level_bars(picture),
    )


@bp.get("/table.xlsx")
@requires(Permission.PUBLIC)
def workbook() -> Response:
    """Answer with the same figures as a workbook."""
    picture = _picture()
    content = write_picture(picture, now=now())
    return workbook_answer(content, title="推进情况", plain="progress", about=page.about(picture), when=now())


@bp.post("/keep")
@requires(Permission.OPERATE)
def keep() -> Redirect:
    """Have today's figures kept now instead of tonight."""
    with transaction() as session:
        enqueue(session, kind=PROGRESS_JOB, payload={}, now=now())
    flash("已开始统计，一会儿刷新这一页就能看到。", "success")
    return redirect(url_for("progress.show"), code=303)


def _picture() -> Picture:
    try:
        wanted = ProgressQuery.model_validate(request.args.to_dict())
    except ValidationError:
        raise NotFoundError("筛选条件不对，请从列表里重新选。") from None
    return load_picture(read_session(), wanted=wanted, actor=viewer().actor, now=now())


def _address(wanted: ProgressQuery) -> dict[str, str]:
    return {name: str(value) for name, value in wanted.model_dump(mode="json", exclude_defaults=True).items()}
