"""What a concluded assessment states, as canonical data: its digest stands on the page and on the report."""

from typing import Any

from marketplace.assessments.models import Assessment
from marketplace.core.digest import digest


def facts_of(assessment: Assessment) -> dict[str, Any]:
    """Return the facts of an assessment: whose, under which edition, every answer, and what they came to."""
    return {
        "concluded_at": assessment.concluded_at.isoformat(timespec="microseconds"),
        "depths": {code: int(depth) for code, depth in sorted(assessment.depths.items())},
        "edition": assessment.edition,
        "enterprise_id": assessment.enterprise_id,
        "level": assessment.level,
        "milli": assessment.milli,
        "options": {key: sorted(ticked) for key, ticked in sorted(assessment.options.items())},
        "purpose": assessment.purpose.value,
    }


def digest_of(assessment: Assessment) -> str:
    """Return the digest of an assessment's facts."""
    return digest(facts_of(assessment))
