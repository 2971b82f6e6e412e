"""What the pages of the programme share: try a write, and keep what was typed when it is refused."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect
from sqlmodel import Session
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, MarketplaceError, NotFoundError
from marketplace.web.forms import BoundForm
from marketplace.web.problems import status_of
from marketplace.web.session import transaction


def attempt(form: BoundForm[Any], act: Callable[[Session], object]) -> int | None:
    """Do something in one transaction; None when it is done, else the status of the page that comes back.

    The form's own faults come back through ``require()``; only what the services found is added to it.
    """
    try:
        with transaction() as session:
            act(session)
    except NotFoundError:
        raise
    except InvalidError as error:
        if error.fields != form.field_errors:
            form.add_error(error)
        return int(status_of(error))
    except MarketplaceError as error:
        form.add_error(InvalidError(error.message))
        return int(status_of(error))
    return None


def perform(
    form: BoundForm[Any],
    do: Callable[[Session], object],
    *,
    said: str,
    url: str,
    page: Callable[[BoundForm[Any]], str],
) -> Response | tuple[str, int]:
    """Do something and lead on; what is wrong stands on the page with all that was typed."""
    status = attempt(form, do)
    if status is not None:
        return page(form), status
    flash(said, "success")
    return redirect(url, code=303)


def version_of(form: BoundForm[Any]) -> int:
    """Return the version that a form was made from, 0 for none that could be ours."""
    text = str(form.value("version"))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0  # noqa: PLR2004 - longer is none of ours
