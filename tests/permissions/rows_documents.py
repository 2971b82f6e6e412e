"""Rows of verification and issued documents."""

from marketplace.core.actor import Role, System
from marketplace.documents.services import issue_document, publish_head
from tests.documents.samples import issue
from tests.fixtures.web import NOW
from tests.permissions.matrix import Row, both, ids, values
from tests.permissions.world import World

UNKNOWN = "0" * 64


def build(world: World) -> None:
    """Issue a public and a closed document, and publish a head."""
    with world.database.transaction() as session:
        for name, is_public in (("document", True), ("other_document", False)):
            made = issue_document(
                session,
                actor=System(name="test"),
                issue=issue(is_public=is_public, subject_id=1 if is_public else 2),
                base_url="https://example.invalid",
                now=NOW,
            )
            world.ids[name] = made.id
    with world.database.transaction() as session:
        head = publish_head(session, now=NOW)
    assert head is not None
    world.ids["day"] = head.day.isoformat()


ROWS = {
    "documents.verify": Row(),
    "documents.check": Row(data=values(digest=UNKNOWN)),
    "documents.finding": Row(own=values(digest=UNKNOWN)),
    "documents.heads": Row(),
    "documents.head_file": Row(own=ids(day="day")),
    "documents.download": Row(
        own=both(ids(document_id="document"), values(written="docx")),
        other=both(ids(document_id="other_document"), values(written="docx")),
        reaches_other={Role.AUDITOR, Role.OPERATOR},
    ),
    "documents_api.verify_one": Row(own=values(digest=UNKNOWN)),
    "documents_api.list_heads": Row(),
    "documents_api.get_head": Row(own=ids(day="day")),
}
