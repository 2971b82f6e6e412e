"""States of module versions with their Chinese labels."""

from enum import StrEnum


class VersionState(StrEnum):
    """Where a version of a module stands; at most one version of a module is published."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    RETIRED = "retired"


VERSION_STATE_LABELS: dict[VersionState, str] = {
    VersionState.DRAFT: "草稿",
    VersionState.IN_REVIEW: "审核中",
    VersionState.PUBLISHED: "已发布",
    VersionState.REJECTED: "已退回",
    VersionState.SUPERSEDED: "旧版本",
    VersionState.RETIRED: "已下架",
}
