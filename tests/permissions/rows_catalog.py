"""Rows of modules: a provider's own pages, the review, the public directory, and drafts through the API."""

from dataclasses import replace

from sqlmodel import col, select

from marketplace.catalog.api_schemas import WholeModuleBody
from marketplace.catalog.models import Module
from marketplace.catalog.services import submit
from marketplace.core.actor import Actor, Role
from tests.fixtures.offers import CONTENT, SUMMARY, draft, link_nothing
from tests.fixtures.web import NOW
from tests.fixtures.whole import whole
from tests.permissions.matrix import Arguments, Row, both, ids, nothing, values
from tests.permissions.world import World

FORM = {"name": "扫码报工二", "summary": SUMMARY, "scenarios": "报工", "payment": "按使用付费", "deployment": "SaaS"}
JSON = {"name": "扫码报工三", "summary": SUMMARY, "scenarios": ["报工"]}
WHOLE = whole(WholeModuleBody, **JSON)
ONE_VERSION = values(older=1, newer=1)
OWN, OTHER = ids(provider_id="provider"), ids(provider_id="other_provider")


def build(world: World) -> None:
    """Add a draft and a version in review to the modules of the own provider, and of a stranger."""
    for mark, owner in (("", world.people[Role.PROVIDER].actor), ("other_", world.strangers[Role.PROVIDER])):
        _add_versions(world, mark=mark, owner=owner)


def _add_versions(world: World, *, mark: str, owner: Actor) -> None:
    begun = draft(world.database, owner=owner)
    waiting = draft(world.database, owner=owner, content=replace(CONTENT, name="排产看板"))
    with world.database.transaction() as session:
        handed_in = submit(
            session,
            actor=owner,
            version_id=waiting.id or 0,
            seen_edit=waiting.edit,
            link_texts=link_nothing,
            now=NOW,
        )
        published = select(Module.id).where(Module.provider_id == owner.organisation_id).order_by(col(Module.id))
        world.ids[f"{mark}module"] = session.exec(published).first()
    world.ids |= {f"{mark}draft": begun.module_id, "draft_edit": begun.edit}
    world.ids |= {f"{mark}waiting": waiting.module_id, "version": waiting.id, "version_edit": handed_in.edit}


def _module(name: str) -> tuple[Arguments, Arguments]:
    """Return the own module, and a stranger's under the own address."""
    return (
        ids(provider_id="provider", module_id=name),
        ids(provider_id="provider", module_id=f"other_{name}"),
    )


def _page(name: str, *, more: Arguments = nothing, data: Arguments = nothing) -> tuple[Row, ...]:
    """Return rows for one's own module beside a stranger's module, and beside a stranger's address."""
    own, strange = _module(name)
    whole = ids(provider_id="other_provider", module_id=f"other_{name}")
    return tuple(Row(own=both(own, more), other=both(other, more), data=data) for other in (strange, whole))


def _steps() -> tuple[Row, ...]:
    found = {"submit": "draft", "withdraw": "waiting", "revise": "module", "retire": "module"}
    return tuple(row for step, name in found.items() for row in _page(name, more=values(step=step)))


def _decision(decision: str) -> Row:
    return Row(
        own=both(ids(version_id="version"), values(decision=decision)),
        data=both(ids(edit="version_edit"), values(reason="写得清楚", scenarios="energy")),
    )


DRAFT, STRANGE_DRAFT = ids(module_id="draft"), ids(module_id="other_draft")
EDITED = both(ids(edit="draft_edit"), values(**FORM))

ROWS = {
    "catalog.modules": Row(own=OWN, other=OTHER),
    "catalog.workbook": Row(own=OWN, other=OTHER),
    "module_form.new": Row(own=OWN, other=OTHER),
    "module_form.new_post": Row(own=OWN, other=OTHER, data=values(**FORM)),
    "module_form.new_merge": Row(own=OWN, other=OTHER, ok=303),
    "module_form.new_merge_post": Row(own=OWN, other=OTHER),
    "module_form.new_discard": Row(own=OWN, other=OTHER),
    "catalog.module": _page("module"),
    "module_form.edit": _page("draft"),
    "module_form.edit_post": _page("draft", data=EDITED),
    "module_form.edit_merge": tuple(replace(row, ok=303) for row in _page("draft")),
    "module_form.edit_merge_post": _page("draft"),
    "module_form.edit_discard": _page("draft"),
    "catalog.preview": _page("module"),
    "catalog.compare": _page("module", more=ONE_VERSION),
    "catalog.take_step": _steps(),
    "catalog_api.create_draft": Row(data=values(**JSON), ok=201),
    "catalog_api.save_draft": Row(own=DRAFT, other=STRANGE_DRAFT, data=both(values(**WHOLE), ids(edit="draft_edit"))),
    "catalog_api.submit_draft": Row(own=DRAFT, other=STRANGE_DRAFT, data=ids(edit="draft_edit")),
    "catalog_api.list_own": Row(),
    "catalog_api.get_draft": Row(own=DRAFT, other=STRANGE_DRAFT),
    "catalog_api.withdraw_draft": Row(own=ids(module_id="waiting"), other=ids(module_id="other_waiting")),
    "catalog_api.revise": Row(own=ids(module_id="module"), other=ids(module_id="other_module"), ok=201),
    "catalog_api.retire": Row(
        own=ids(module_id="module"), other=ids(module_id="other_module"), data=values(reason="产品停售")
    ),
    "module_review.queue": Row(),
    "module_review.review": Row(own=ids(version_id="version")),
    "module_review.decide": (_decision("accept"), _decision("reject")),
    "module_review.retire": Row(own=ids(module_id="module"), data=values(reason="资料与实际不符")),
    "module_pages.modules": Row(),
    "module_pages.module": Row(own=ids(module_id="module")),
    "module_pages.compare": Row(own=both(ids(module_id="module"), ONE_VERSION)),
    "module_directory_api.list_modules": Row(),
    "module_directory_api.get_module": Row(own=ids(module_id="module")),
}
