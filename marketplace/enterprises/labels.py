"""Words for the closed sets of an enterprise's lists."""

from enum import StrEnum


class Urgency(StrEnum):
    """How urgent a problem is; the values are the priorities of the exchange format."""

    HIGH = "1"
    MIDDLE = "2"
    LOW = "3"


URGENCY_LABELS: dict[Urgency, str] = {Urgency.HIGH: "最急", Urgency.MIDDLE: "一般", Urgency.LOW: "不急"}


def urgency_words(priority: int) -> str:
    """Return a priority of the exchange format in the words that every page and paper uses."""
    return URGENCY_LABELS[Urgency(str(priority))]


class Gap(StrEnum):
    """What is missing before the recommendations of an enterprise can be relied on."""

    UNCONFIRMED = "unconfirmed"
    NOBODY = "nobody"
    NO_PROBLEM = "no_problem"
    UNCHECKED = "unchecked"
    NO_INDUSTRY = "no_industry"


GAP_LABELS: dict[Gap, str] = {
    Gap.UNCONFIRMED: "等您确认",
    Gap.NOBODY: "还没有人登录",
    Gap.NO_PROBLEM: "没写难题",
    Gap.UNCHECKED: "难题没核对场景",
    Gap.NO_INDUSTRY: "没填行业",
}

# What the enterprise itself can mend, as the reminder asks for it.
GAP_ASKS = {
    Gap.NO_PROBLEM: "写上厂里最头疼的一两件事",
    Gap.UNCHECKED: "核对系统怎样理解您的难题",
    Gap.NO_INDUSTRY: "写上做什么产品",
}
