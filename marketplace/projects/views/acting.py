"""What the views of this area share: do it in one transaction, or show the page again with what is wrong."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import flash, redirect
from sqlmodel import Session
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, MarketplaceError, NotFoundError
from marketplace.web.forms import BoundForm
from marketplace.web.problems import status_of
from marketplace.web.session import transaction

Answer = Response | tuple[str, int]
Form = BoundForm[Any]
Made = TypeVar("Made")


def perform(
    form: Form,
    do: Callable[[Session], Made],
    *,
    said: str | Callable[[Made], str],
    url: str | Callable[[Made], str],
    page: Callable[[Form], str],
) -> Answer:
    """Do something and lead on, perhaps to what was made; what is wrong stands on the page with all that was typed."""
    try:
        with transaction() as session:
            made = do(session)
    except NotFoundError:
        raise
    except MarketplaceError as error:
        # The form's own errors come back through require(); only what the services found is new.
        if not (isinstance(error, InvalidError) and error.fields and error.fields == form.field_errors):
            form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        return page(form), int(status_of(error))
    flash(said if isinstance(said, str) else said(made), "success")
    return redirect(url if isinstance(url, str) else url(made), code=303)


def blank(labels: dict[str, str], **raw: Any) -> Form:
    """Return a form that nobody has typed into yet."""
    return BoundForm(raw=raw, labels=labels)
