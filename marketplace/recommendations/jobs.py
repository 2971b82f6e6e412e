"""What the worker does for rankings: fit the statistics anew every night."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketplace.core.actor import System
from marketplace.core.jobs import Errand
from marketplace.recommendations.services import Fitted, fit_statistics, keep_statistics
from marketplace.taxonomy.queries import find_edition

REFIT_JOB = "refit_statistics"


def refit_errand() -> Errand[Fitted, Fitted]:
    """Return the nightly errand: fitting takes seconds, so no transaction is open meanwhile."""
    return Errand(read=_fit, send=lambda fitted, _now: fitted, note=_keep)


def _fit(session: Session, _payload: Mapping[str, Any], _now: datetime) -> Fitted | None:
    # Before the first library there is nothing to fit, which is no fault.
    return fit_statistics(session) if find_edition(session) is not None else None


def _keep(session: Session, fitted: Fitted, now: datetime) -> None:
    keep_statistics(session, actor=System(name="refit"), fitted=fitted, now=now)
