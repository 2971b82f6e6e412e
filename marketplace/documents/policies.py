"""Who may open a document, and whether it still stands."""

from marketplace.core.actor import Actor, Role
from marketplace.documents.models import IssuedDocument

READ_EVERYTHING = frozenset({Role.AUDITOR, Role.OPERATOR})


def can_open(actor: Actor | None, document: IssuedDocument, *, subject_allows: bool) -> bool:
    """The public opens public documents; others are for the issuing body, the subject's readers and auditors."""
    if document.is_public or subject_allows:
        return True
    if actor is None:
        return False
    return actor.role in READ_EVERYTHING or document.organisation_id == actor.organisation_id


def is_current(document: IssuedDocument) -> bool:
    """Say whether no newer document took its place and nobody withdrew it."""
    return document.superseded_at is None and document.withdrawn_at is None
