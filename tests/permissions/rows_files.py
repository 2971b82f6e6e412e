"""Rows of uploads: each body reads its own, auditors and the operator everybody's, the public only public ones."""

from marketplace.core.actor import Actor, Role
from marketplace.files.process import store_from
from marketplace.files.services import Upload, attach_file
from tests.fixtures.web import NOW
from tests.permissions.matrix import Row, ids
from tests.permissions.world import World

PDF = b"%PDF-1.7\n%%EOF"


def build(world: World) -> None:
    """Give each role's body a file, a stranger's body another, and the public one."""
    for role, member in world.people.items():
        _add(world, actor=member.actor, name=f"file:{role.value}")
    _add(world, actor=world.strangers[Role.ENTERPRISE], name="other_file")
    _add(world, actor=None, name="file", is_public=True)


def _add(world: World, *, actor: Actor | None, name: str, is_public: bool = False) -> None:
    store = store_from(world.app.extensions["marketplace"].settings)
    with world.database.transaction() as session:
        kept = attach_file(
            session,
            actor=actor,
            store=store,
            upload=Upload(name="证明.pdf", content=PDF),
            subject_kind="matrix",
            subject_id=1,
            is_public=is_public,
            now=NOW,
        )
    world.ids[name] = kept.id


ROWS = {
    "files.download": Row(
        own=ids(file_id="file"), other=ids(file_id="other_file"), reaches_other={Role.AUDITOR, Role.OPERATOR}
    ),
}
