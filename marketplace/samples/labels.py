"""Closed sets of samples with their Chinese labels."""

from enum import StrEnum


class SizeBand(StrEnum):
    """How large a plant is by its people; plants copy a plant of their size."""

    SMALL = "small"
    MIDDLE = "middle"
    LARGE = "large"
    UNKNOWN = "unknown"


SIZE_BAND_LABELS: dict[SizeBand, str] = {
    SizeBand.SMALL: "100 人以下",
    SizeBand.MIDDLE: "100 至 299 人",
    SizeBand.LARGE: "300 人以上",
    SizeBand.UNKNOWN: "人数没有写",
}


class DeviationKind(StrEnum):
    """How a copy differs from its sample."""

    LEFT_OUT = "left_out"
    OTHER = "other"


DEVIATION_KIND_LABELS: dict[DeviationKind, str] = {
    DeviationKind.LEFT_OUT: "没有采用",
    DeviationKind.OTHER: "做法不同",
}
