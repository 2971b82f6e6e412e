"""Public pages of figures: what is needed where, and how first places are shared out."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response as Redirect

from marketplace.core.errors import NotFoundError
from marketplace.core.jobs import enqueue
from marketplace.insights.choices import industry_options, region_options
from marketplace.insights.jobs import SURVEY_JOB
from marketplace.insights.labels import GAP_LABELS, SupplyGap
from marketplace.insights.queries import OUTSIDE, DemandTable, fullest_start, load_concentration, load_demand
from marketplace.insights.schemas import COLUMNS_LABELS, DemandQuery
from marketplace.insights.workbook import write_concentration, write_demand
from marketplace.taxonomy.queries import load_scenes
from marketplace.web.downloads import workbook_answer
from marketplace.web.forms import BoundForm
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.state import now

bp = Blueprint("insights", __name__, template_folder="templates")
MOST_LINES, MOST_COLUMNS, MOST_GAPS, MOST_BARS, MOST_TOPS = 16, 8, 12, 12, 10


@bp.get("/insights")
@requires(Permission.PUBLIC)
def index() -> Redirect:
    """Lead to what people ask for first."""
    return redirect(url_for("progress.show"))


@bp.get("/insights/demand")
@requires(Permission.PUBLIC)
@kept_for_visitors
def demand() -> str:
    """Show what enterprises need, by industry or region, with what is on offer."""
    wanted = _wanted() if request.args else fullest_start(read_session())
    table = load_demand(read_session(), wanted=wanted)
    gaps = [line for line in table.lines if line.gap not in {None, SupplyGap.FEW}]
    return render_template(
        "insights/demand.html",
        form=BoundForm(raw=wanted.model_dump(mode="json")),
        wanted=wanted,
        table=table,
        head=table.head(lines=MOST_LINES, columns=MOST_COLUMNS),
        tops=[(line.name, line.firms, line.supply.modules) for line in table.lines if line.firms is not None][
            :MOST_TOPS
        ],
        gaps=sorted(gaps, key=lambda line: (list(SupplyGap).index(line.gap or SupplyGap.FEW), -(line.firms or 0)))[
            :MOST_GAPS
        ],
        gap_labels=GAP_LABELS,
        about=_about(wanted, table=table),
        regions=region_options(table.regions),
        industries=industry_options(table.industries),
        scenes=load_scenes(read_session()),
        columns=[(kind.value, label) for kind, label in COLUMNS_LABELS.items()],
        query=_address(wanted),
        is_start=not request.args,
    )


@bp.get("/insights/demand.xlsx")
@requires(Permission.PUBLIC)
def demand_workbook() -> Response:
    """Answer with the whole table."""
    wanted = _wanted()
    table = load_demand(read_session(), wanted=wanted)
    about = _about(wanted, table=table)
    return workbook_answer(write_demand(table, about=about), title="需求统计", plain="demand", about=about, when=now())


@bp.get("/insights/concentration")
@requires(Permission.PUBLIC)
@kept_for_visitors
def concentration() -> str:
    """Show how first places are shared out, by region and by industry."""
    page = load_concentration(read_session())
    return render_template("insights/concentration.html", page=page, most=MOST_BARS)


@bp.get("/insights/concentration.xlsx")
@requires(Permission.PUBLIC)
def concentration_workbook() -> Response:
    """Answer with the same figures as a workbook."""
    content = write_concentration(load_concentration(read_session()))
    return workbook_answer(content, title="集中度统计", plain="concentration", about="浙江省", when=now())


@bp.post("/insights/survey")
@requires(Permission.OPERATE)
def survey() -> Redirect:
    """Have the figures counted now instead of tonight."""
    with transaction() as session:
        enqueue(session, kind=SURVEY_JOB, payload={}, now=now())
    flash("已开始统计，几分钟后刷新这一页就能看到。", "success")
    return redirect(url_for("insights.demand"), code=303)


def _wanted() -> DemandQuery:
    try:
        return DemandQuery.model_validate(request.args.to_dict())
    except ValidationError:
        raise NotFoundError("筛选条件不对，请从列表里重新选。") from None


def _about(wanted: DemandQuery, *, table: DemandTable) -> str:
    names = {one.catalog_no: one.level2 for one in table.industries} | {0: OUTSIDE}
    industry = "各行业" if wanted.industry is None else names.get(wanted.industry, "")
    return f"{table.regions.full_name(wanted.region)}，{industry}"


def _address(wanted: DemandQuery) -> dict[str, str]:
    return {name: str(value) for name, value in wanted.model_dump(mode="json", exclude_defaults=True).items()}
