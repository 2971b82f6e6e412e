"""The picture in values that a page, a workbook and a printer show alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marketplace.insights.labels import MEASURE_LABELS, Measure
from marketplace.insights.progress.queries import EntryLine, Picture, Values
from marketplace.insights.queries import ConcentrationLine
from marketplace.insights.regions import PROVINCE

HIDDEN = "–"
FEN_PER_WAN = 1_000_000
# What the map can be coloured by and the tables list; money is a figure of its own.
COUNTS = tuple(measure for measure in Measure if measure is not Measure.SPENT)
MOST_BARS = 12
LEVELS = ("没有达到一级", "一级", "二级", "三级", "四级")

Cell = str | int | float | dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A county on the map: its place in the row of its city."""

    code: str
    name: str
    value: int | None
    column: int
    row: int


def tiles_of(picture: Picture) -> tuple[list[str], list[Tile]]:
    """Return the names of the cities, a row each, and the counties' tiles in the order of their codes."""
    cities: list[str] = []
    tiles: list[Tile] = []
    columns: dict[str, int] = {}
    for line in picture.places:
        city = picture.regions.parents[line.code]
        if city not in columns:
            cities.append(picture.regions.names[city])
        columns[city] = columns.get(city, -1) + 1
        tiles.append(
            Tile(
                code=line.code,
                name=line.name,
                value=line.values[picture.wanted.measure],
                column=columns[city],
                row=len(cities) - 1,
            )
        )
    return cities, tiles


def shown(value: int | None) -> Cell:
    """Return a count, or the mark of one that is hidden."""
    return HIDDEN if value is None else value


def counts_of(values: Values) -> list[Cell]:
    """Return the counts of a line, in the order of the tables."""
    return [shown(values[measure]) for measure in COUNTS]


def wan_of(fen: int | None) -> str:
    """Return money in 万元, rounded to one place."""
    return HIDDEN if fen is None else f"{fen / FEN_PER_WAN:,.1f}".removesuffix(".0")


def about(picture: Picture) -> str:
    """Return what the page is about: a region, and an industry where one was chosen."""
    industry = "" if picture.wanted.industry is None else f" · {picture.entries[0].name}"
    return f"{picture.regions.full_name(picture.wanted.region)}{industry}"


def entry_bars(picture: Picture) -> list[tuple[str, float]]:
    """Return the coverage in percent of the industries with most firms."""
    covered = [line for line in picture.entries if line.coverage is not None and line.number]
    most = sorted(covered, key=lambda line: (-(line.values[Measure.FIRMS] or 0), line.number))[:MOST_BARS]
    return [(line.name, round((line.coverage or 0.0) * 100, 1)) for line in most]


def entry_rows(picture: Picture) -> Iterator[tuple[EntryLine, list[Cell]]]:
    """Return each industry of which there is something, with its cells."""
    for line in picture.entries:
        if any(line.values[measure] for measure in COUNTS) or line.pilots or line.modules:
            coverage = HIDDEN if line.coverage is None else f"{line.coverage * 100:.1f}%"
            yield line, [line.pilots, *counts_of(line.values), coverage, line.modules]


def concentration_lines(picture: Picture) -> list[ConcentrationLine]:
    """Return the newest survey's lines of the region itself and of the regions right inside it."""
    region, page = picture.wanted.region, picture.concentration
    whole = [page.whole] if page.whole and region == PROVINCE else []
    wanted = {region, *picture.regions.inside(region)}
    return [*whole, *(line for line in page.regions if line.code in wanted)]


def level_bars(picture: Picture) -> list[tuple[str, int, int]]:
    """Return (level, after, before) of accepted works."""
    if picture.inner is None:
        return []
    return [(LEVELS[level], after, before) for level, (before, after) in enumerate(picture.inner.effects.levels)]


def measure_options() -> list[tuple[str, str]]:
    """Return what the map can be coloured by."""
    return [(measure.value, MEASURE_LABELS[measure]) for measure in COUNTS]
