"""Closed sets of reviews with their Chinese labels."""

from enum import StrEnum


class ReviewState(StrEnum):
    """Where a review stands, told by its times."""

    PREPARING = "preparing"
    SCORING = "scoring"
    CONSENSUS = "consensus"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


REVIEW_STATE_LABELS: dict[ReviewState, str] = {
    ReviewState.PREPARING: "组建专家组",
    ReviewState.SCORING: "专家独立打分",
    ReviewState.CONSENSUS: "合议",
    ReviewState.CONCLUDED: "已结束",
    ReviewState.CANCELLED: "已取消",
}


class ConflictKind(StrEnum):
    """Why a person must not judge, or a body must not stand on two sides."""

    DECLARED = "declared"
    SAME_BODY = "same_body"
    CREDIT_CODE = "credit_code"
    PARTNERSHIP = "partnership"
    PAST_EMPLOYMENT = "past_employment"
    HOLDING = "holding"
    NAME = "name"


CONFLICT_LABELS: dict[ConflictKind, str] = {
    ConflictKind.DECLARED: "本人申报",
    ConflictKind.SAME_BODY: "在该单位任职",
    ConflictKind.CREDIT_CODE: "所在单位信用代码相同",
    ConflictKind.PARTNERSHIP: "所在单位是其合作伙伴",
    ConflictKind.PAST_EMPLOYMENT: "曾在该单位任职",
    ConflictKind.HOLDING: "持有该单位股份或权益",
    ConflictKind.NAME: "单位名称相同",
}


class Verdict(StrEnum):
    """The answer to a question that is not scored."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    DISCRETIONARY = "discretionary"


VERDICT_LABELS: dict[Verdict, str] = {
    Verdict.PASS: "通过",
    Verdict.FAIL: "不通过",
    Verdict.DISCRETIONARY: "提请合议",
}


class Standing(StrEnum):
    """What became of a candidate."""

    RANKED = "ranked"
    BELOW_MINIMUM = "below_minimum"
    FAILED = "failed"


STANDING_LABELS: dict[Standing, str] = {
    Standing.RANKED: "进入排序",
    Standing.BELOW_MINIMUM: "低于最低分",
    Standing.FAILED: "有不通过的项目",
}
