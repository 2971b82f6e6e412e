"""Who may read and take off a file."""

from marketplace.core.actor import Actor, Role
from marketplace.files.models import StoredFile

READ_EVERYTHING = frozenset({Role.AUDITOR, Role.OPERATOR})


def owns(actor: Actor | None, file: StoredFile) -> bool:
    """Say whether the actor's body brought the file."""
    return actor is not None and file.organisation_id is not None and file.organisation_id == actor.organisation_id


def can_read(actor: Actor | None, file: StoredFile, *, subject_allows: bool) -> bool:
    """The public reads public files; others are for the body that brought them, the subject's readers and auditors."""
    if file.removed_at is not None:
        return False
    if file.is_public or owns(actor, file) or subject_allows:
        return True
    return actor is not None and actor.role in READ_EVERYTHING
