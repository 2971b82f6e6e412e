"""Keep the ranking of this moment for whoever relies on it, in one transaction; and the link of a shared one."""

from collections.abc import Sequence

from flask import url_for

from marketplace.recommendations.labels import RunReason
from marketplace.recommendations.models import Run
from marketplace.recommendations.policies import can_keep
from marketplace.recommendations.queries import Asker
from marketplace.recommendations.ranked import Ranked
from marketplace.recommendations.services import keep_run, share_run, share_token
from marketplace.web.session import transaction
from marketplace.web.signin import actor
from marketplace.web.state import now, state


def store_run(asker: Asker, ranked: Ranked, *, reason: RunReason, chosen: Sequence[int]) -> str:
    """Store a ranking for a reason, with a link when it is shared; return its digest."""
    with transaction() as session:
        if reason is RunReason.SHARED:
            secret = state().settings.secret_key
            run, _ = share_run(session, actor=actor(), asker=asker, ranked=ranked, secret=secret, now=now())
        else:
            run = keep_run(session, actor=actor(), asker=asker, ranked=ranked, reason=reason, chosen=chosen, now=now())
        return run.digest


def share_link(run: Run, *, asker: Asker) -> str:
    """Return the link of a shared run for those who may share it, empty for others and for what isn't shared."""
    may_keep = can_keep(actor(), enterprise_id=asker.id, county_code=asker.county_code)
    if run.share_digest is None or not may_keep:
        return ""
    token = share_token(run.digest, secret=state().settings.secret_key)
    return state().settings.base_url.rstrip("/") + url_for("runs.shared", token=token)
