"""What one process keeps for the directory."""

from typing import Any, cast

from flask import current_app
from markupsafe import Markup

from marketplace.core.kept import KeptAnswers
from marketplace.web.state import state


def kept_answers() -> KeptAnswers:
    """Return the kept answers of the running process."""
    return cast("KeptAnswers", state().services.setdefault("directory_answers", KeptAnswers()))


def write_kept(template: str, **values: Any) -> Markup:
    """Write out what will be kept for everybody: the template is not told who looks, as a page's would be."""
    html = current_app.jinja_env.get_template(template).render(values)
    return Markup(html)  # noqa: S704 - what a template of our own rendered is escaped
