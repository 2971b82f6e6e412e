"""What the codes of errors mean and how to mend what they tell: one table for programs' authors."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

FILE = "problem_codes.yaml"


@dataclass(frozen=True, slots=True)
class ProblemCode:
    """A code with the HTTP status that it usually comes with, what it means, and how to mend it."""

    code: str
    status: int
    meaning: str
    remedy: str


@cache
def load_problem_codes() -> Mapping[str, tuple[ProblemCode, ...]]:
    """Return the codes by the title of their part, in the order of the table."""
    parts = yaml.safe_load(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))
    return {
        part["title"]: tuple(ProblemCode(code, *told) for code, told in part["codes"].items())
        for part in parts.values()
    }


def find_problem_code(code: str) -> ProblemCode | None:
    """Return a code's entry, None for one that no error bears."""
    return next((one for part in load_problem_codes().values() for one in part if one.code == code), None)
