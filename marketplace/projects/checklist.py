"""The checklist of papers for acceptance, held as data: which papers, where they come from, until when."""

import calendar
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from marketplace.reviews.criteria import Criterion, Question, Scheme

TEXTS = "marketplace.projects.texts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper that acceptance asks for."""

    key: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Experts:
    """What experts are asked about an application, and how many of them there have to be."""

    least_members: int
    scheme: Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """An edition of the checklist; ``source`` says whose list it follows."""

    edition: str
    source: str
    within_months: int
    redo_days: int
    papers: tuple[Paper, ...]

    def missing(self, handed_in: frozenset[str]) -> list[Paper]:
        """Return the papers that are not there yet."""
        return [paper for paper in self.papers if paper.key not in handed_in]


@cache
def current_checklist() -> Checklist:
    """Return the checklist of this release."""
    return checklist_from(_read())


@cache
def current_experts() -> Experts:
    """Return what this release lets experts score."""
    data = _read()["experts"]
    return Experts(
        least_members=data["least_members"],
        scheme=Scheme(
            criteria=tuple(Criterion(**one) for one in data["criteria"]),
            questions=tuple(Question(**one) for one in data["questions"]),
            minimum_total=data["minimum_total"],
        ),
    )


def _read() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(files(TEXTS).joinpath("acceptance.yaml").read_text(encoding="utf-8"))
    return read


def checklist_from(data: dict[str, Any]) -> Checklist:
    """Return a checklist as it stands in a file or as it was frozen with an application."""
    papers = tuple(Paper(key=one["key"], label=one["label"], hint=one["hint"]) for one in data["papers"])
    return Checklist(
        edition=data["edition"],
        source=data["source"],
        within_months=data["within_months"],
        redo_days=data["redo_days"],
        papers=papers,
    )


def as_data(checklist: Checklist) -> dict[str, Any]:
    """Return a checklist as it is frozen with an application."""
    return {
        "edition": checklist.edition,
        "source": checklist.source,
        "within_months": checklist.within_months,
        "redo_days": checklist.redo_days,
        "papers": [{"key": one.key, "label": one.label, "hint": one.hint} for one in checklist.papers],
    }


def months_later(day: date, *, months: int) -> date:
    """Return the same day some months later, the month's last day where it has no such day."""
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
