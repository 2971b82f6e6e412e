"""A change of words is proposed by a person or a program: read, kept, and its preview put to the worker."""

from collections.abc import Mapping

from marketplace.recommendations.library_preview import preview_scope, queue_preview
from marketplace.recommendations.process import ranker
from marketplace.taxonomy.change_services import propose_change
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.word_changes import find_scenario, read_words, words_of
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now


def propose_words(*, code: str, typed: Mapping[str, str], reason: str) -> int:
    """Keep the proposal and let the worker compute both orders; return its id.

    ``typed`` holds the words by field, one a line. Raises InvalidError that names each field with a fault.
    """
    library = KNOWLEDGE.library(read_session())
    words = read_words(typed, library=library, code=code)
    before = words_of(find_scenario(library, code=code))
    scope = preview_scope(read_session(), ranker().current(read_session()), before=before, after=words)
    with transaction() as session:
        made = propose_change(session, actor=actor(), code=code, words=words, reason=reason, now=now())
        queue_preview(session, scope, change=made, now=now())
        return made.id or 0
