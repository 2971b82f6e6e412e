"""An edition of the assessment as a value, read from ``editions/<edition>.yaml``; points are thousandths."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from marketplace.core.errors import NotFoundError

EDITIONS = Path(__file__).parent / "editions"
CURRENT = "2024"
MILLI = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An answer that can be ticked, worth ``milli`` thousandths of a point."""

    key: str
    text: str
    milli: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A scored question; of a ``multiple`` one every ticked option counts."""

    key: str
    dimension: str
    group: str
    name: str
    question: str
    options: tuple[Option, ...]
    multiple: bool = False

    @property
    def most(self) -> int:
        """The most that can be reached, in thousandths of a point."""
        points = [option.milli for option in self.options]
        return sum(points) if self.multiple else max(points)


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneItem:
    """One of the sixteen scenes; ``binding`` ones (约束性) count towards a level by themselves."""

    code: str
    name: str
    group: str
    binding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How far a scene has come, from 0."""

    depth: int
    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRule:
    """What a level needs: points, scenes that have come at least as far as its number, and binding ones of them."""

    level: int
    name: str
    milli: int
    scenes: int
    binding: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """An edition whole."""

    edition: str
    title: str
    source: str
    caution: str
    levels: tuple[LevelRule, ...]
    depths: tuple[Depth, ...]
    indicators: tuple[Indicator, ...]
    scenes: tuple[SceneItem, ...]

    @property
    def most(self) -> int:
        return sum(indicator.most for indicator in self.indicators)

    def level_name(self, level: int) -> str:
        """Return the name of a level; 0 is none yet."""
        return next((rule.name for rule in self.levels if rule.level == level), "未达一级")


@cache
def load_scheme(edition: str = CURRENT) -> Scheme:
    """Return an edition; raises NotFoundError for one that was never published here."""
    path = EDITIONS / f"{edition}.yaml"
    if not edition.isalnum() or not path.is_file():
        raise NotFoundError
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Scheme(
        edition=data["edition"],
        title=data["title"],
        source=data["source"],
        caution=data["caution"],
        levels=tuple(_level(one) for one in data["levels"]),
        depths=tuple(Depth(**one) for one in data["depths"]),
        indicators=tuple(_indicator(one) for one in data["indicators"]),
        scenes=tuple(SceneItem(**one) for one in data["scenes"]),
    )


def points_text(milli: int) -> str:
    """Return thousandths of a point as people read them: 37.5 and 40, not 40.000."""
    return f"{Decimal(milli) / MILLI:.3f}".rstrip("0").rstrip(".")


def _milli(points: float) -> int:
    return int(Decimal(str(points)) * MILLI)


def _level(one: dict[str, Any]) -> LevelRule:
    return LevelRule(**{**{name: one[name] for name in one if name != "points"}, "milli": _milli(one["points"])})


def _indicator(one: dict[str, Any]) -> Indicator:
    options = tuple(
        Option(key=option["key"], text=option["text"], milli=_milli(option["points"])) for option in one["options"]
    )
    return Indicator(**{**one, "options": options})
