"""Public pages of the catalogue of industries."""

from itertools import groupby

from flask import Blueprint, render_template, url_for

from marketplace.directory.industries_queries import count_providers, describe_industry
from marketplace.directory.scenarios_views import current_library
from marketplace.taxonomy.queries import load_industries, load_industry
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session

bp = Blueprint("industry_pages", __name__, template_folder="templates")


@bp.get("/industries")
@requires(Permission.PUBLIC)
@kept_for_visitors
def industries() -> str:
    """List the 39 entries under the industries above them, with the number of providers of each."""
    counts = count_providers(read_session())
    rows = sorted(load_industries(read_session()), key=lambda row: (row.level1, row.catalog_no))
    groups = [
        (
            level1,
            [
                (
                    one.level2,
                    url_for("industry_pages.industry", catalog_no=one.catalog_no),
                    f"{counts.get(one.catalog_no, 0)} 家服务商",
                )
                for one in group
            ],
        )
        for level1, group in groupby(rows, key=lambda row: row.level1)
    ]
    return render_template("directory/industries.html", groups=groups)


@bp.get("/industries/<int:catalog_no>")
@requires(Permission.PUBLIC)
@kept_for_visitors
def industry(catalog_no: int) -> str:
    """Show one entry: its codes, what nests in it, typical scenarios and troubles, and who serves it."""
    session = read_session()
    entry = load_industry(session, catalog_no=catalog_no)
    page = describe_industry(current_library(), entry=entry, industries=load_industries(session))
    return render_template(
        "directory/industry.html", page=page, provider_count=count_providers(session).get(catalog_no, 0)
    )
