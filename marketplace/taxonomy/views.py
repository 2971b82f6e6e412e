"""Pages on reference data: suggestions while an industry is typed, and a county's N/X marks."""

from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from marketplace.core.digest import digest_bytes
from marketplace.core.errors import NotFoundError, VersionMovedError
from marketplace.exchange.labels import NeedKind
from marketplace.exchange.rows import IndustryRef
from marketplace.taxonomy.industries import guess_industries
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.labels import NEED_KIND_LABELS
from marketplace.taxonomy.models import Industry
from marketplace.taxonomy.queries import count_marks, load_county, load_industries, load_industry, load_marks
from marketplace.taxonomy.schemas import MarksIn
from marketplace.taxonomy.services import mark_scenarios
from marketplace.taxonomy.typical import trades_of
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now
from matching.library import Scenario

bp = Blueprint("taxonomy", __name__, template_folder="templates")
CHOICES = [*((kind.value, label) for kind, label in NEED_KIND_LABELS.items()), ("", "不标")]
PREFIX = "marks-"


@bp.get("/industries/suggest")
@requires(Permission.PUBLIC)
def suggest() -> str:
    """Answer the codes that typed words may mean, as a fragment."""
    found = guess_industries(read_session(), text=request.args.get("q", ""))
    items = [
        {"value": one.code, "label": one.name, "note": f"{one.code}{f'，属于{one.entry}' if one.entry else ''}"}
        for one in found
    ]
    return render_template("components/_suggestions.html", items=items)


@bp.get("/county/scenarios")
@requires(Permission.MARK_SCENARIOS)
def county_scenarios() -> str:
    """List the industries of the catalogue with the number of marks in each."""
    session, county_code = read_session(), actor().area_prefix
    counts = count_marks(session, county_code=county_code)
    rows = sorted(load_industries(session), key=lambda row: (row.level1, row.catalog_no))
    return render_template(
        "taxonomy/county_scenarios.html",
        county=load_county(session, code=county_code),
        groups=[
            (level1, [_index_item(one, count=counts.get(one.catalog_no, 0)) for one in group])
            for level1, group in groupby(rows, key=lambda row: row.level1)
        ],
    )


def _index_item(industry: Industry, *, count: int) -> tuple[str, str, str]:
    address = url_for("taxonomy.county_marks", catalog_no=industry.catalog_no)
    return industry.level2, address, f"已标 {count} 个" if count else "还没有标"


@bp.get("/county/scenarios/<int:catalog_no>")
@requires(Permission.MARK_SCENARIOS)
def county_marks(catalog_no: int) -> str:
    """Show the scenarios of an industry with the county's own marks."""
    marks = load_marks(read_session(), county_code=actor().area_prefix, catalog_no=catalog_no)
    form: BoundForm[MarksIn] = BoundForm(raw={"marks": marks, "seen": _state_of(marks)})
    return _marks_page(form, catalog_no=catalog_no)


def _marks_page(form: BoundForm[MarksIn], *, catalog_no: int) -> str:
    session = read_session()
    library = KNOWLEDGE.library(session)
    trades = {trade.code for trade in trades_of(library, industry=IndustryRef(catalog_no=catalog_no))}
    marked = set(form.raw["marks"])
    shown = [one for one in library.scenarios if not one.trades or trades & set(one.trades) or one.code in marked]
    own = [one for one in shown if one.trades]
    groups = [("这个行业特有的场景", own)] if own else []
    groups += [(scene.name, _of_scene(shown, code=scene.code)) for scene in library.scenes]
    return render_template(
        "taxonomy/county_marks.html",
        county=load_county(session, code=actor().area_prefix),
        industry=load_industry(session, catalog_no=catalog_no),
        groups=[(title, rows) for title, rows in groups if rows],
        choices=CHOICES,
        form=form,
    )


def _of_scene(scenarios: list[Scenario], *, code: str) -> list[Scenario]:
    return [one for one in scenarios if one.scene == code and not one.trades]


@bp.post("/county/scenarios/<int:catalog_no>")
@requires(Permission.MARK_SCENARIOS)
def save_county_marks(catalog_no: int) -> Response | tuple[str, int]:
    """Set the marks; when somebody else set them meanwhile, show the page again with what was chosen."""
    form = _bind(request.form)
    if form.valid is None:
        return _marks_page(form, catalog_no=catalog_no), 422
    wanted, county_code = form.valid, actor().area_prefix
    with transaction() as session:
        load_industry(session, catalog_no=catalog_no)
        current = load_marks(session, county_code=county_code, catalog_no=catalog_no)
        moved = wanted.seen != _state_of(current)
        if not moved:
            mark_scenarios(
                session,
                actor=actor(),
                county_code=county_code,
                catalog_no=catalog_no,
                marks=wanted.marks,
                now=now(),
            )
    # Sending the same choice twice is no conflict: what was wanted already stands.
    if moved and {code: kind for code, kind in wanted.marks.items() if kind} != current:
        form.field_errors["form"] = [VersionMovedError.default_message]
        form.raw["seen"] = _state_of(current)
        return _marks_page(form, catalog_no=catalog_no), 409
    flash("标记已保存。", "success")
    return redirect(url_for("taxonomy.county_marks", catalog_no=catalog_no), code=303)


def _bind(data: MultiDict[str, str]) -> BoundForm[MarksIn]:
    marks = {name.removeprefix(PREFIX): value for name, value in data.items() if name.startswith(PREFIX)}
    form: BoundForm[MarksIn] = BoundForm(raw={"marks": marks, "seen": data.get("seen", "")})
    unknown = [value for value in marks.values() if value not in {choice for choice, _ in CHOICES}]
    if unknown:
        form.field_errors["form"] = ["标记只能选“共性”“个性”或“不标”。"]
        return form
    if not marks:
        raise NotFoundError
    form.valid = MarksIn(
        marks={code: NeedKind(value) if value else None for code, value in marks.items()}, seen=form.raw["seen"]
    )
    return form


def _state_of(marks: dict[str, NeedKind]) -> str:
    """Return a short name of a set of marks, so that a stale form is noticed."""
    return digest_bytes(";".join(f"{code}={kind}" for code, kind in sorted(marks.items())).encode())[:16]
