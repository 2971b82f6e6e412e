"""Levels of bureaus with their Chinese labels."""

from enum import StrEnum


class BureauLevel(StrEnum):
    """The three levels of the programme."""

    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"


BUREAU_LEVEL_LABELS: dict[BureauLevel, str] = {
    BureauLevel.COUNTY: "县级",
    BureauLevel.CITY: "设区市",
    BureauLevel.PROVINCE: "省级",
}
