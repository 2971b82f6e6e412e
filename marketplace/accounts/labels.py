"""Closed sets of the accounts area with their Chinese labels."""

from enum import StrEnum


class Origin(StrEnum):
    """How an organisation came to the platform."""

    IMPORTED = "imported"
    REGISTERED = "registered"
    REFERENCE = "reference"


ORIGIN_LABELS: dict[Origin, str] = {
    Origin.IMPORTED: "由主管部门导入",
    Origin.REGISTERED: "自行注册",
    Origin.REFERENCE: "平台预置",
}
