"""What one process keeps for the directory."""

from typing import cast

from marketplace.core.kept import KeptAnswers
from marketplace.web.state import state


def kept_answers() -> KeptAnswers:
    """Return the kept answers of the running process."""
    return cast("KeptAnswers", state().services.setdefault("directory_answers", KeptAnswers()))
