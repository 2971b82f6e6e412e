"""The only place that reads the clock; everything below the edges takes ``now`` as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def utc_now() -> datetime:
    """Return the present moment in UTC, to the microsecond."""
    return datetime.now(UTC)


def shanghai_day(moment: datetime) -> date:
    """Return the calendar day in Asia/Shanghai, where the programme counts its days."""
    return moment.astimezone(SHANGHAI).date()
