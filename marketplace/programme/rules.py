"""The rules of a round as data: thresholds, limits, tilt, places. They are frozen and digested when it is published."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from marketplace.core.wording import day_text
from marketplace.reviews.criteria import TENTHS, Criterion, Scheme, points_text
from marketplace.taxonomy.models import County

FEN_PER_YI = 10_000_000_000


class CriterionRule(BaseModel):
    """A criterion of the competitive review, in whole points."""

    model_config = ConfigDict(frozen=True)

    label: str
    points: int
    minimum: int = 0


class RoundRules(BaseModel):
    """What a round goes by; amounts in 亿元, tilts in tenths of a point, limits in 字.

    Thresholds and limits are those of the notice of 2022 unless the province enters others; tilt, places and criteria
    have no official value and therefore no default.
    """

    model_config = ConfigDict(frozen=True)

    output_year: int
    catalog_edition: str
    threshold_yi: int = 100
    mountain_threshold_yi: int = 50
    limit_goals: int = 200
    limit_tasks: int = 500
    limit_policies: int = 300
    allows_appeal: bool
    paper_copies: int = 5
    places: int
    tilt_mountain: int
    tilt_island: int
    criteria: tuple[CriterionRule, ...]
    least_experts: int
    notice_days: int
    pilot_years: int = 2

    @property
    def scheme(self) -> Scheme:
        """The rules of scoring, as the reviews take them."""
        return Scheme(
            criteria=tuple(
                Criterion(key=f"c{number}", label=item.label, points=item.points, minimum=item.minimum)
                for number, item in enumerate(self.criteria, start=1)
            )
        )


def rules_of(data: dict[str, Any]) -> RoundRules:
    """Return the rules that a round keeps."""
    return RoundRules.model_validate(data)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyFlags:
    """Whether a county is on the mountain and island lists on the day that counts."""

    is_mountain: bool = False
    is_island: bool = False

    @property
    def label(self) -> str:
        """Words for the lists it is on, empty for none."""
        return "、".join(word for word, on in (("山区县", self.is_mountain), ("海岛县", self.is_island)) if on)


def flags_on(county: County, *, day: date) -> CountyFlags:
    """Return what a county is on a day; the lists carry dates because they change."""
    return CountyFlags(
        is_mountain=_within(county.mountain_from, county.mountain_until, day),
        is_island=_within(county.island_from, county.island_until, day),
    )


def _within(first: date | None, until: date | None, day: date) -> bool:
    return first is not None and first <= day and (until is None or day < until)


def threshold_yi(rules: RoundRules, flags: CountyFlags) -> int:
    """Return the least output in 亿元. Notice, annex 1, conditions, two: mountain counties have their own."""
    return rules.mountain_threshold_yi if flags.is_mountain else rules.threshold_yi


def tilt_of(rules: RoundRules, flags: CountyFlags) -> int:
    """Return the tilt in tenths of a point; a county on both lists takes the higher one, not the sum."""
    return max(rules.tilt_mountain if flags.is_mountain else 0, rules.tilt_island if flags.is_island else 0)


def tilt_text(rules: RoundRules, *, day: date) -> str:
    """Return the published formula in words."""
    mountain, island = points_text(rules.tilt_mountain), points_text(rules.tilt_island)
    return (
        f"合计分＝评审总分＋倾斜分。山区县倾斜 {mountain} 分，海岛县倾斜 {island} 分，"
        "两者都是的取较高的一项，其他县（市、区）为 0；"
        f"名单以 {day_text(day)}有效的为准。最低分按倾斜前的分数判断。"
    )


def tenths(points: float) -> int:
    """Return points as tenths."""
    return round(points * TENTHS)
