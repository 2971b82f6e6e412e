"""The journal for auditors: search, one entry, and the whole chain computed again."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from marketplace.audit.queries import load_entry, search_journal
from marketplace.audit.schemas import JournalQuery
from marketplace.audit.words import NOUNS, ONLY_SUBJECTS
from marketplace.core.journal import verify
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor

bp = Blueprint("audit", __name__, template_folder="templates")
KINDS = sorted(((name, label) for name, label in NOUNS.items() if name not in ONLY_SUBJECTS), key=lambda pair: pair[1])
LABELS = {"kind": "哪类事", "object": "编号", "since": "从哪天", "until": "到哪天"}


@bp.get("/journal")
@requires(Permission.READ_JOURNAL)
def index() -> str | tuple[str, int]:
    """Search the journal; filters stand in the address."""
    form = BoundForm.bind(JournalQuery, request.args, labels=LABELS)
    found = (
        search_journal(read_session(), actor=actor(), wanted=form.valid or JournalQuery()) if form.is_valid else None
    )
    page = render_template(
        "audit/journal.html",
        form=form,
        found=found,
        kinds=KINDS,
        next_url=_next_url(form, before=found.before) if found and found.before else "",
        is_filtered=any(form.value(name) for name in LABELS),
    )
    return page if form.is_valid else (page, 422)


def _next_url(form: BoundForm[JournalQuery], *, before: int) -> str:
    kept: dict[str, Any] = {name: form.value(name) for name in LABELS if form.value(name)}
    return url_for(".index", before=before, **kept)


@bp.get("/journal/<int:seq>")
@requires(Permission.READ_JOURNAL)
def entry(seq: int) -> str:
    """Show one entry as it was written, its digest computed again."""
    return render_template("audit/entry.html", entry=load_entry(read_session(), actor=actor(), seq=seq))


@bp.get("/journal/verify")
@requires(Permission.READ_JOURNAL)
def verify_chain() -> str:
    """Compute the whole chain again."""
    return render_template("audit/verify.html", outcome=verify(read_session()))
