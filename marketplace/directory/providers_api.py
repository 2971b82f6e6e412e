"""The directory of providers for programs."""

from flask import Response

from marketplace.core.errors import NotFoundError
from marketplace.directory.masking import masked
from marketplace.directory.providers_queries import load_listed_ids, load_listed_rows
from marketplace.directory.providers_schemas import CaseOut, OfferOut, ProviderListQuery, ProviderOut, ProviderPath
from marketplace.exchange.rows import ModuleRow, ProviderRow
from marketplace.web.api import answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session

bp = api_blueprint("provider_directory", tag="服务商")


@bp.get("/providers", summary="服务商目录", responses={200: listing(ProviderOut)})
@requires(Permission.PUBLIC)
def list_providers(query: ProviderListQuery) -> Response:
    """List confirmed providers in the order of their registration."""
    session = read_session()
    ids = load_listed_ids(session, wanted=query, after_id=query.after_id, limit=query.limit + 1)
    return answer_list(_out(ids), limit=query.limit, ids=ids)


@bp.get("/providers/<int:provider_id>", summary="一家服务商", responses={200: ProviderOut})
@requires(Permission.PUBLIC)
def get_provider(path: ProviderPath) -> Response:
    """Return one confirmed provider with its published modules."""
    found = _out([path.provider_id])
    if not found:
        raise NotFoundError
    return answer(found[0])


def _out(ids: list[int]) -> list[ProviderOut]:
    rows, module_ids = load_listed_rows(read_session(), ids=ids)
    return [_provider(key, row, module_ids=module_ids) for key, row in rows]


def _provider(key: int, row: ProviderRow, *, module_ids: dict[tuple[int, str], int]) -> ProviderOut:
    return ProviderOut(
        id=key,
        ref=row.ref,
        name=row.name,
        uscc=row.uscc,
        kind=row.kind,
        county=row.county,
        city=row.city,
        regions=list(row.regions),
        industries=list(row.industries),
        description=masked(row.description),
        partners=list(row.partners),
        modules=[_offer(module_ids[key, module.ref], module) for module in row.modules],
        cases=[
            CaseOut(
                enterprise=masked(case.enterprise),
                industry=case.industry,
                scenarios=list(case.scenarios),
                outcome=masked(case.outcome),
            )
            for case in row.cases
        ],
    )


def _offer(key: int, row: ModuleRow) -> OfferOut:
    return OfferOut(
        id=key,
        ref=row.ref,
        name=masked(row.name),
        summary=masked(row.summary),
        scenarios=list(row.scenarios),
        links=list(row.links),
        industries=list(row.industries),
        payment=list(row.payment),
        price_wan=row.price_wan,
        deployment=row.deployment,
        published_on=row.published_on,
    )
