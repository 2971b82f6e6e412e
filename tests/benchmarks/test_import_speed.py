"""Speed of bringing enterprises into SQLite: rows a second of CPU; run by make bench."""

import json
import time

import pytest

from marketplace.core.actor import System
from marketplace.core.db import Database
from marketplace.exchange import Place, Places
from marketplace.imports.bulk import import_files
from tests.fixtures.web import NOW

pytestmark = [pytest.mark.bench, pytest.mark.slow]

ROWS = 5_000
LEAST_A_SECOND = 1_000


def test_enterprises_are_imported_at_a_thousand_a_second_of_cpu(database: Database, tmp_path):
    problems = [{"text": "小样打得准，放到大货就有缸差。", "priority": 1}, {"text": "蒸汽只有总表。", "priority": 2}]
    path = tmp_path / "enterprises.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(ROWS):
            row = {"ref": f"E{number}", "name": f"绍兴第{number}印染有限公司", "county": "柯桥区", "city": "绍兴市"}
            file.write(json.dumps({**row, "problems": problems}, ensure_ascii=False) + "\n")
    places = Places([Place(code="330603", county="柯桥区", city="绍兴市")])

    started = time.process_time()
    result = import_files(database, [path], actor=System(name="bench"), places=places, now=NOW)
    rate = ROWS / (time.process_time() - started)
    print(f"{rate:,.0f} enterprises a second of CPU")

    assert result.outcome is not None
    assert result.outcome.enterprises == ROWS
    assert rate > LEAST_A_SECOND
