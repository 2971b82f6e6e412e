"""Rankings of files are the same to the last byte, whoever works them out and in whatever order they were written."""

import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from marketplace.exchange import Place, Places, write_jsonl
from marketplace.exchange.rows import CaseRow, EnterpriseRow, IndustryRef, ModuleRow, ProblemRow, ProviderRow
from marketplace.recommendations.cli import rank_command
from marketplace.recommendations.files import ReferenceData
from marketplace.recommendations.work import Forked
from matching.linking import fit_linker
from tests.recommendations.market import LIBRARY

PLACES = Places([Place(code="339999", county="示范县", city="示范市")], regions=["浙江省", "示范市"])
WORDS = ("排缸排产", "设备点检", "能耗监测", "质量追溯", "计件工资", "仓库条码", "订单进度")
PROVIDERS = [
    ProviderRow(
        ref=f"P{number:03}",
        name=f"示例{number}号软件有限公司",
        description=f"服务{WORDS[number % 7]}，染厂用了{number % 5}年。",
        modules=tuple(
            ModuleRow(
                ref=f"M{number}-{part}", name=WORDS[(number + part) % 7], summary=f"{WORDS[part]}，第{number}版。"
            )
            for part in range(number % 3)
        ),
        cases=(CaseRow(enterprise="示例印染厂"),) if number % 4 == 0 else (),
    )
    for number in range(150)
]
ENTERPRISES = [
    EnterpriseRow(
        ref=f"E{number}",
        name=f"示例{number}号印染厂",
        industry=IndustryRef(text="印染"),
        problems=(ProblemRow(text=f"{WORDS[number % 7]}全凭老师傅，急单一插就乱"),),
    )
    for number in range(9)
]

REFERENCE = ReferenceData(load_library=lambda: LIBRARY, load_linker=fit_linker, load_places=lambda: PLACES)


def written_files(tmp_path: Path, *, dice: random.Random | None = None) -> list[str]:
    """Write both files and return the options that name them and the run."""
    providers = PROVIDERS.copy()
    if dice is not None:
        dice.shuffle(providers)
    for name, rows in (("P.jsonl", providers), ("E.jsonl", ENTERPRISES)):
        with (tmp_path / name).open("w", encoding="utf-8") as file:
            write_jsonl(rows, file)
    named = {"--providers": "P.jsonl", "--enterprises": "E.jsonl", "--out": "run"}
    return [part for option, name in named.items() for part in (option, str(tmp_path / name))]


def run_of(tmp_path: Path, *, processes: int, dice: random.Random | None = None, scheduler: str = "") -> bytes:
    files = written_files(tmp_path, dice=dice)
    arguments = [*files, "--top", "20", "--processes", str(processes), "--scheduler", scheduler]

    done = CliRunner().invoke(rank_command, arguments, obj=REFERENCE)

    assert done.exit_code == 0, done.output
    return (tmp_path / "run").read_bytes()


def test_rank_any_number_of_processes_writes_the_same_bytes(tmp_path: Path) -> None:
    runs = {run_of(tmp_path, processes=count) for count in (1, 2, 3)}

    assert len(runs) == 1
    assert runs.pop().count(b"\n") == 20 * len(ENTERPRISES)


def test_rank_shuffled_providers_in_two_processes_writes_the_same_bytes(tmp_path: Path) -> None:
    plain = run_of(tmp_path, processes=1)

    assert run_of(tmp_path, processes=2, dice=random.Random(3)) == plain


def _fail_on_three(piece: int) -> int:
    if piece == 3:
        raise ValueError("three")
    return piece


def test_forked_results_come_in_the_order_of_the_pieces() -> None:
    assert list(Forked(3)(lambda piece: piece * 2, range(40))) == [piece * 2 for piece in range(40)]


def test_forked_error_of_one_piece_reaches_the_caller() -> None:
    with pytest.raises(ValueError, match="three"):
        list(Forked(2)(_fail_on_three, range(6)))
