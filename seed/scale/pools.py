"""What generated rows are made of: the judged collection's texts, the counties and the scenario library."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from stdnum.cn import uscc

from marketplace.exchange import EnterpriseRow, Located, ProviderRow, read_located
from matching.library import Scenario
from seed.demo.province import COUNTY_CODE, demo_places
from seed.reference import load_counties, load_library
from seed.reference.programme import County

One = TypeVar("One")
JUDGED = Path(__file__).resolve().parent.parent / "judged"
COUNTED = re.compile(r"\d+(?=[台套个条吨人家道])")  # Numbers that may differ from plant to plant; years stay.


@dataclass(frozen=True, slots=True, kw_only=True)
class Pools:
    """Models for rows; ``counties`` are the divisions that firms are spread over."""

    enterprises: tuple[EnterpriseRow, ...]
    providers: tuple[ProviderRow, ...]
    scenarios: tuple[Scenario, ...]
    counties: tuple[County, ...]


def load_pools(*, counties: int) -> Pools:
    """Return the models with the first ``counties`` divisions of the province."""
    enterprises, providers = _judged()
    return Pools(
        enterprises=enterprises,
        providers=providers,
        scenarios=load_library().scenarios,
        counties=tuple(load_counties()[:counties]),
    )


@cache
def _judged() -> tuple[tuple[EnterpriseRow, ...], tuple[ProviderRow, ...]]:
    paths = [JUDGED / "enterprises.jsonl", JUDGED / "providers.jsonl"]
    found = read_located([(path.name, path) for path in paths], places=demo_places())
    rows = [item.row for item in found if isinstance(item, Located)]
    enterprises = tuple(row for row in rows if isinstance(row, EnterpriseRow))
    return enterprises, tuple(row for row in rows if isinstance(row, ProviderRow))


def dice_of(kind: str, number: int) -> random.Random:
    """Return the randomness of one row, which depends on nothing but its kind and number."""
    return random.Random(f"{kind}:{number}")  # A text as seed is hashed the same everywhere.


def credit_code(kind: str, number: int) -> str:
    """Return a valid 统一社会信用代码 of a region that no place bears."""
    body = f"91{COUNTY_CODE}{kind}{number:08d}"
    return f"{body}{uscc.calc_check_digit(body)}"


def varied(text: str, *, dice: random.Random) -> str:
    """Return a text with its counted things a little more or fewer, so that no two firms say the very same."""
    return COUNTED.sub(lambda found: str(max(1, round(int(found[0]) * dice.uniform(0.6, 1.6)))), text)


def some(values: Sequence[One], *, least: int, most: int, dice: random.Random) -> tuple[One, ...]:
    """Return some values in their order."""
    count = min(len(values), dice.randint(least, most))
    return tuple(values[place] for place in sorted(dice.sample(range(len(values)), count)))
