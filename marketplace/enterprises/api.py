"""Enterprises for programs: what the owner of a token may see, and their lists."""

from dataclasses import replace

from flask import Response
from sqlmodel import Session

from marketplace.enterprises.api_schemas import EnterpriseBody, LinkedRowOut, LinksBody, LinksOut, ListsBody
from marketplace.enterprises.form_rows import need_rows, problem_rows
from marketplace.enterprises.listed import load_listed, with_guesses
from marketplace.enterprises.queries import EnterpriseView, load_editable, load_visible, load_visible_after
from marketplace.enterprises.schemas import EnterpriseOut, EnterprisePath, NeedOut, StatedProblemOut
from marketplace.enterprises.services import update_enterprise
from marketplace.enterprises.stating import confirm_links, state_enterprise
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("enterprises", tag="企业")


@bp.get("/enterprises", summary="企业列表", responses={200: listing(EnterpriseOut)})
@requires(Permission.SEE_ENTERPRISES)
def list_all(query: CursorQuery) -> Response:
    """List what the actor may see: a bureau its area, an enterprise itself."""
    found = load_visible_after(read_session(), actor=actor(), after_id=query.after_id, limit=query.limit + 1)
    return answer_list(
        [enterprise_out(one) for one in found], limit=query.limit, ids=[one.enterprise_id for one in found]
    )


@bp.get("/enterprises/<int:enterprise_id>", summary="一家企业", responses={200: EnterpriseOut})
@requires(Permission.SEE_ENTERPRISES)
def get_one(path: EnterprisePath) -> Response:
    """Return one enterprise."""
    return answer(enterprise_out(load_visible(read_session(), actor=actor(), enterprise_id=path.enterprise_id)))


@bp.put("/enterprises/<int:enterprise_id>", summary="更新企业资料", responses={200: EnterpriseOut})
@requires(Permission.EDIT_ENTERPRISE)
def put_one(path: EnterprisePath, body: EnterpriseBody) -> Response:
    """Replace all that the enterprise states, as its form does; what is left out is empty from then on."""
    with transaction() as session:
        require_match(enterprise_out(load_editable(session, actor=actor(), enterprise_id=path.enterprise_id)))
        state_enterprise(session, actor=actor(), enterprise_id=path.enterprise_id, entered=body, now=now())
    return answer(enterprise_out(load_visible(read_session(), actor=actor(), enterprise_id=path.enterprise_id)))


@bp.put("/enterprises/<int:enterprise_id>/lists", summary="更新问题清单和场景清单", responses={200: EnterpriseOut})
@requires(Permission.EDIT_ENTERPRISE)
def put_lists(path: EnterprisePath, body: ListsBody) -> Response:
    """Replace both lists, unless somebody else did so since ``version``."""
    with transaction() as session:
        require_match(enterprise_out(load_visible(session, actor=actor(), enterprise_id=path.enterprise_id)))
        current = load_editable(session, actor=actor(), enterprise_id=path.enterprise_id)
        update_enterprise(
            session,
            actor=actor(),
            enterprise_id=path.enterprise_id,
            row=replace(current.row, problems=problem_rows(body.problems), scenarios=need_rows(body.scenarios)),
            seen_version=body.version,
            now=now(),
        )
    return answer(enterprise_out(load_visible(read_session(), actor=actor(), enterprise_id=path.enterprise_id)))


@bp.get("/enterprises/<int:enterprise_id>/links", summary="难题和场景的对照", responses={200: LinksOut})
@requires(Permission.EDIT_ENTERPRISE)
def get_links(path: EnterprisePath) -> Response:
    """Return each row of the lists with the scenarios confirmed for it and those that its words suggest."""
    return answer(_links(read_session(), enterprise_id=path.enterprise_id))


@bp.post("/enterprises/<int:enterprise_id>/links", summary="核对难题和场景的对照", responses={200: LinksOut})
@requires(Permission.EDIT_ENTERPRISE)
def post_links(path: EnterprisePath, body: LinksBody) -> Response:
    """Keep the scenarios of the rows that are named; the others stay, and no scenario leaves a row to the engine."""
    require_match(_links(read_session(), enterprise_id=path.enterprise_id))
    with transaction() as session:
        confirm_links(
            session,
            actor=actor(),
            enterprise_id=path.enterprise_id,
            chosen={one.field: tuple(dict.fromkeys(one.codes)) for one in body.rows},
            gbt_code=body.gbt_code,
            seen_version=body.version,
            now=now(),
        )
    return answer(_links(read_session(), enterprise_id=path.enterprise_id))


def _links(session: Session, *, enterprise_id: int) -> LinksOut:
    view = load_editable(session, actor=actor(), enterprise_id=enterprise_id)
    listed = with_guesses(session, listed=load_listed(session, enterprise_id=enterprise_id))
    return LinksOut(
        enterprise_id=enterprise_id,
        version=view.version,
        rows=[LinkedRowOut.model_validate(one, from_attributes=True) for one in listed],
    )


def enterprise_out(view: EnterpriseView) -> EnterpriseOut:
    """Return an enterprise as programs read it."""
    row, wishes = view.row, view.row.preferences
    return EnterpriseOut(
        id=view.enterprise_id,
        ref=row.ref,
        name=row.name,
        uscc=row.uscc,
        county=row.county,
        city=row.city,
        county_code=view.county_code,
        is_confirmed=view.is_confirmed,
        catalog_no=row.industry.catalog_no,
        gbt_code=row.industry.gbt_code,
        industry_text=row.industry.text,
        description=row.description,
        employees=row.employees,
        revenue_wan=row.revenue_wan,
        problems=[
            StatedProblemOut(text=one.text, priority=one.priority, links=list(one.links)) for one in row.problems
        ],
        scenarios=[NeedOut(name=one.name, kind=one.kind, links=list(one.links)) for one in row.scenarios],
        payment=list(wishes.payment),
        budget_wan=wishes.budget_wan,
        deployment=wishes.deployment,
        must=list(wishes.must),
        version=view.version,
    )
