"""Memory and speed of reading 100,000 enterprises; run by make bench."""

import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from marketplace.exchange import EnterpriseRow, Place, Places, ProblemRow, read_enterprises, write_workbook

pytestmark = [pytest.mark.bench, pytest.mark.slow]

ROWS = 100_000
PLACE = Place(code="330603", county="柯桥区", city="绍兴市")
# A process of its own, so that the highest memory it ever used is that of reading. The starting figure is taken after
# the reader has been used once, because its libraries are no part of the bound.
PROBE = """
import io, json, re, sys, time
from pathlib import Path
from marketplace.exchange import Place, Places, read_enterprises

def peak():  # Of this program only; ru_maxrss would count the memory of the process that forked it.
    return int(re.search("VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

places = Places([Place(code="330603", county="柯桥区", city="绍兴市")])
list(read_enterprises(io.BytesIO(b'{"ref": "1", "name": "a"}'), places=places))
before, started = peak(), time.process_time()
count = sum(1 for item in read_enterprises(sys.argv[1], places=places) if hasattr(item, "ref"))
seconds = time.process_time() - started
print(json.dumps({"count": count, "grown_mb": peak() - before, "peak_mb": peak(), "cpu_s": seconds}))
"""


def enterprise(number: int) -> EnterpriseRow:
    return EnterpriseRow(
        ref=f"E{number}",
        name=f"绍兴柯桥第{number}印染有限公司",
        county=PLACE.county,
        city=PLACE.city,
        description="涤棉面料染色和后整理，染缸46台，用过一套只管开单的系统。" * 3,
        employees=number % 900,
        revenue_wan=number / 10,
    )


def probe(path: Path) -> dict[str, float]:
    command = [sys.executable, "-c", PROBE, str(path)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    return json.loads(answer.stdout)


def test_jsonl_of_100_000_lines_is_read_in_bounded_memory(tmp_path):
    problems = [{"text": "小样打得准，放到大货就有缸差，一次准不到八成。", "priority": 1}] * 5
    path = tmp_path / "enterprises.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(ROWS):
            row = {"ref": f"E{number}", "name": f"绍兴第{number}印染有限公司", "county": "柯桥区", "city": "绍兴市"}
            file.write(json.dumps({**row, "problems": problems}, ensure_ascii=False) + "\n")

    figures = probe(path)
    print(figures)

    assert figures["count"] == ROWS
    assert figures["grown_mb"] < 60
    assert ROWS / figures["cpu_s"] > 1000


def test_csv_of_100_000_lines_is_read_in_bounded_memory(tmp_path):
    path = tmp_path / "企业.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("编号,企业名称,县（市、区）,设区市,企业情况\n")
        file.writelines(f"E{n},绍兴第{n}印染有限公司,柯桥区,绍兴市,{'涤棉面料染色和后整理' * 9}\n" for n in range(ROWS))

    figures = probe(path)
    print(figures)

    assert figures["count"] == ROWS
    assert figures["grown_mb"] < 60


def test_xlsx_of_100_000_rows_stays_within_300_mb(tmp_path):
    path = tmp_path / "企业.xlsx"
    write_workbook(path, enterprises=(enterprise(number) for number in range(ROWS)))

    figures = probe(path)
    print(figures)

    assert figures["count"] == ROWS
    assert figures["peak_mb"] < 300


def test_enterprises_are_read_faster_than_a_thousand_a_second():
    places = Places([PLACE])
    row = enterprise(1)
    problem = ProblemRow(text="缸差", priority=1)
    lines = [
        json.dumps(
            {"ref": f"E{n}", "name": row.name, "county": row.county, "city": row.city, "description": row.description}
            | {"problems": [{"text": problem.text, "priority": 1}] * 5},
            ensure_ascii=False,
        )
        for n in range(5000)
    ]
    started = time.process_time()
    count = sum(1 for _ in read_enterprises(io.BytesIO("\n".join(lines).encode()), places=places))
    rate = count / (time.process_time() - started)
    print(f"{rate:,.0f} enterprises a second of CPU")

    assert rate > 1000
