"""The directory of modules for programs."""

from flask import Response

from marketplace.core.errors import NotFoundError
from marketplace.core.money import to_wan
from marketplace.directory.modules_queries import ModulePage, load_module_pages, load_published_ids
from marketplace.directory.modules_schemas import ModuleListQuery, ModuleOut, ModulePath, ScenarioLinkOut
from marketplace.web.api import answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session

bp = api_blueprint("module_directory", tag="解决方案模块")


@bp.get("/modules", summary="模块目录", responses={200: listing(ModuleOut)})
@requires(Permission.PUBLIC)
def list_modules(query: ModuleListQuery) -> Response:
    """List published modules of confirmed providers."""
    session = read_session()
    ids = load_published_ids(session, wanted=query, after_id=query.after_id, limit=query.limit + 1)
    pages = load_module_pages(session, module_ids=ids)
    return answer_list([_out(page) for page in pages], limit=query.limit, ids=ids)


@bp.get("/modules/<int:module_id>", summary="一个模块", responses={200: ModuleOut})
@requires(Permission.PUBLIC)
def get_module(path: ModulePath) -> Response:
    """Return a module's public version; one that was retired is answered with that state."""
    found = load_module_pages(read_session(), module_ids=[path.module_id])
    if not found:
        raise NotFoundError
    return answer(_out(found[0]))


def _out(page: ModulePage) -> ModuleOut:
    content = page.shown.content
    return ModuleOut(
        id=page.id,
        ref=page.ref,
        provider_id=page.provider_id,
        provider_name=page.provider_name,
        number=page.shown.number,
        state=page.shown.state.value,
        name=content.name,
        summary=content.summary,
        scenarios=list(content.scenarios),
        links=[
            ScenarioLinkOut(code=link.code, name=link.name, confidence=link.confidence, confirmed=link.confirmed)
            for link in page.links
        ],
        industries=list(content.industries),
        payment=list(content.payment),
        price_wan=to_wan(content.price_fen),
        price_note=content.price_note,
        deployment=content.deployment,
        days_to_live=content.days_to_live,
        prerequisites=content.prerequisites,
        interfaces=content.interfaces,
        answers=content.answers,
        published_on=page.shown.published_on,
    )
