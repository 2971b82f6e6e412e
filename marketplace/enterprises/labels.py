"""Words for the closed sets of an enterprise's lists."""

from enum import StrEnum


class Urgency(StrEnum):
    """How urgent a problem is; the values are the priorities of the exchange format."""

    HIGH = "1"
    MIDDLE = "2"
    LOW = "3"


URGENCY_LABELS: dict[Urgency, str] = {Urgency.HIGH: "很急", Urgency.MIDDLE: "一般", Urgency.LOW: "不急"}
