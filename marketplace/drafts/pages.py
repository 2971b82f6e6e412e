"""What pages with drafts have in common: the answer to the script that saves, and the page where two windows meet."""

from collections.abc import Callable, Mapping
from datetime import datetime

from flask import Response, jsonify, render_template, request

from marketplace.core.wording import clock_text
from marketplace.drafts.merging import Clash
from marketplace.drafts.services import Saved, Seen

MERGED = "另一个窗口也改过，两边写的都留下了，请看一遍。"
MOST_DIGITS = 9  # No thing has more versions.


def is_autosave() -> bool:
    """Say whether the script that saves while somebody types has sent the request."""
    return request.headers.get("Accept", "") == "application/json"


def seen_versions() -> Seen:
    """Return what the form was made from."""
    return Seen(stated=_number("version"), draft=_number("draft_version"))


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def told(saved: Saved, *, merge_url: str, now: datetime) -> tuple[Response, int]:
    """Answer the script: when it was saved, or where two windows must be held against each other."""
    if saved.is_clashing:
        return jsonify(merge_url=merge_url), 409
    return jsonify(saved_at=clock_text(now), version=saved.version), 200


def merge_page(
    clashes: tuple[Clash, ...],
    *,
    action: str,
    labels: Mapping[str, str],
    words: Callable[[str, str], str] = lambda _name, value: value,
) -> str:
    """Show what two windows filled in differently; ``words`` says a field's value as people read it."""
    shown = [
        (one, labels.get(one.name, one.name), words(one.name, one.mine), words(one.name, one.theirs)) for one in clashes
    ]
    return render_template("merge.html", action=action, clashes=shown)
