"""Places of Zhejiang from the reference data, and a maker of workbooks."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from marketplace.exchange import Place, Places

ROOT = Path(__file__).parents[2]
SheetRows = Sequence[Sequence[object]]


@pytest.fixture(scope="session")
def counties() -> list[Place]:
    with (ROOT / "seed/data/counties.csv").open(encoding="utf-8-sig") as file:
        return [Place(code=row["code"], county=row["name"], city=row["prefecture"]) for row in csv.DictReader(file)]


@pytest.fixture(scope="session")
def places(counties: list[Place]) -> Places:
    return Places(counties, regions=["全国", "浙江省", "江苏省", "杭州市", "绍兴市"])


@pytest.fixture(scope="session")
def judged() -> Path:
    return ROOT / "seed/judged"


@pytest.fixture
def make_workbook(tmp_path: Path) -> Callable[[dict[str, SheetRows]], Path]:
    """Return a function that writes sheets of plain cells with another library than the product's."""

    def make(sheets: dict[str, SheetRows]) -> Path:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, rows in sheets.items():
            sheet = workbook.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / "表.xlsx"
        workbook.save(path)
        return path

    return make
