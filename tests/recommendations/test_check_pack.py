"""What a stored run was computed from leaves the house as files that give the same places, scores and digests."""

import hashlib
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlmodel import delete, select

from marketplace.catalog.services.files import update_with_modules
from marketplace.core.db import Database
from marketplace.recommendations.cli import rank_command
from marketplace.recommendations.models import CandidateValue, StatisticsEdition
from matching.weights import DEFAULT
from seed.demo.province import demo_places
from tests.fixtures.web import NOW, Person
from tests.recommendations.market import DYE_HOUSE, DYEING_SOFTWARE, LIBRARY, SYSTEM, Market


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def line_of(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def keep(owner: Person, market: Market) -> str:
    answer = owner.client.post(f"/enterprises/{market.dye_house}/recommendations/print")
    return answer.location.rsplit("/", 1)[1]


def unpack(owner: Person, digest: str, folder: Path) -> Path:
    answer = owner.client.get(f"/runs/{digest}/pack.zip")
    assert answer.status_code == 200
    assert f"check_{digest[:12]}.zip" in answer.headers["Content-Disposition"]
    zipfile.ZipFile(BytesIO(answer.data)).extractall(folder)
    return folder


def check(folder: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-I", str(folder / "check.py")], capture_output=True, check=False)
    return done.returncode, done.stdout.decode()


def compute_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    told = (folder / "README.txt").read_text(encoding="utf-8")
    command = next(line for line in told.splitlines() if line.startswith("marketplace match rank"))
    monkeypatch.chdir(folder)
    release = replace(LIBRARY, edition="another", scenarios=LIBRARY.scenarios[:1])
    reference = SimpleNamespace(load_places=demo_places, load_library=lambda: release, load_linker=pytest.fail)
    done = CliRunner().invoke(rank_command, [*command.split()[3:], "--processes", "1"], obj=reference)
    assert (done.exit_code, done.stdout) == (0, ""), done.output
    return done.stderr


def test_pack_gives_the_kept_places_and_scores_by_its_one_command_after_everything_changed(
    owner: Person, market: Market, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = keep(owner, market)
    with database.transaction() as session:
        row = replace(DYEING_SOFTWARE, description="改做别的", modules=DYEING_SOFTWARE.modules[1:])
        update_with_modules(session, actor=SYSTEM, provider_id=market.dyeing_software, row=row, publish=True, now=NOW)
    folder = unpack(owner, digest, tmp_path)

    said = compute_again(folder, monkeypatch)

    assert said.count("\n") == 1  # Not one warning on what the pack holds.
    kept, again = (folder / "run.txt").read_text().splitlines(), (folder / "run-again.txt").read_text().splitlines()
    assert kept == again[: len(kept)]
    assert len(again) == 3
    assert hashlib.sha256((folder / "run.json").read_bytes()).hexdigest() == digest
    assert "就是当时的那些资料" in (folder / "README.txt").read_text(encoding="utf-8")
    status, said = check(folder)
    assert (status, said.count("相同  "), digest in said) == (0, 4, True), said


def test_check_finds_a_provider_and_a_score_that_were_changed(
    owner: Person, market: Market, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = unpack(owner, keep(owner, market), tmp_path)
    weights = json.loads((folder / "weights.json").read_bytes())
    weights["weights"] = [[name, value + 0.5 if name == "region" else value] for name, value in weights["weights"]]
    (folder / "weights.json").write_text(json.dumps(weights))
    compute_again(folder, monkeypatch)
    providers = (folder / "providers.jsonl").read_text().replace("老师傅的脑子", "经验")
    (folder / "providers.jsonl").write_text(providers)

    status, said = check(folder)

    assert status == 1
    assert [line[:2] for line in said.splitlines()[1:]] == ["相同", "不同", "不同", "不同"]


def test_pack_says_plainly_what_is_no_longer_kept(
    owner: Person, market: Market, database: Database, tmp_path: Path
) -> None:
    digest = keep(owner, market)
    with database.transaction() as session:
        one = session.exec(select(CandidateValue).limit(1)).one()
        session.delete(one)
        session.exec(delete(StatisticsEdition))

    told = (unpack(owner, digest, tmp_path) / "README.txt").read_text(encoding="utf-8")

    assert "服务商：2 家，与留存的摘要不同" in told
    assert "没有保存下来，重算会用现有的" in told
    assert "--statistics" not in told


def test_program_reads_the_same_pack_and_a_stranger_none(owner: Person, market: Market, client: FlaskClient) -> None:
    digest = keep(owner, market)

    told = owner.client.get(f"/api/v1/runs/{digest}/pack")

    assert told.mimetype == "application/zip"
    assert told.data == owner.client.get(f"/runs/{digest}/pack.zip").data
    assert client.get(f"/api/v1/runs/{digest}/pack").status_code == 401


def test_example_on_the_rules_page_comes_out_with_nothing_but_sha256(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/how-ranking-works").text, "html.parser")
    texts = {str(one["data-step"]): one.get_text() for one in page.select("pre[data-step]")}
    printed = {str(one["data-step"]): one.find_next("code") for one in page.select("pre[data-step]")}

    digests = {key: sha256(text) for key, text in texts.items()}

    assert list(texts) == ["P1", "P2", "candidates", "query", "index", "weights", "input", "order"]
    assert digests == {key: code.get_text() for key, code in printed.items() if code}
    candidates = [f"P1 {digests['P1']}", f"P2 {digests['P2']}"]
    assert texts["candidates"].split("\n") == candidates
    assert texts["index"].split("\n")[2:] == candidates
    assert texts["input"].split("\n") == [digests[key] for key in ("query", "index", "weights")]
    for key in ("P1", "P2", "query", "weights"):
        assert (
            json.dumps(json.loads(texts[key]), ensure_ascii=False, sort_keys=True, separators=(",", ":")) == texts[key]
        )


def test_input_digest_of_a_live_answer_comes_out_as_the_rules_page_says(
    owner: Person, market: Market, tmp_path: Path
) -> None:
    folder = unpack(owner, keep(owner, market), tmp_path)
    live = owner.client.get(f"/api/v1/enterprises/{market.dye_house}/recommendations").get_json()
    asked = {
        "ref": DYE_HOUSE.ref,
        "name": DYE_HOUSE.name,
        "uscc": "",
        "county": DYE_HOUSE.county,
        "city": DYE_HOUSE.city,
        "industry": {"catalog_no": None, "gbt_code": "C1713", "text": ""},
        "description": DYE_HOUSE.description,
        "employees": 120,
        "revenue_wan": None,
        "problems": [{"text": one.text, "priority": one.priority, "links": []} for one in DYE_HOUSE.problems],
        "scenarios": [],
        "preferences": {"payment": ["按使用付费"], "budget_wan": 50.0, "deployment": None, "must": []},
    }
    lines = (folder / "providers.jsonl").read_text().splitlines()
    index = [live["library_edition"], live["statistics_edition"]]
    index += [f"{ref} {sha256(line)}" for ref, line in sorted((json.loads(line)["ref"], line) for line in lines)]
    weights = (folder / "weights.json").read_text()

    assert json.loads(weights)["version"] == DEFAULT.version
    parts = [sha256(line_of(asked)), sha256("\n".join(index)), sha256(weights)]
    assert sha256("\n".join(parts)) == live["input_digest"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{", "不是权重文件"),
        ('{"name": "a", "version": "1", "weights": {"region": -1}}', "不是权重文件"),
        ('{"name": "a", "version": "1", "weights": {"money": 1}}', "排序不认识的权重：money"),
    ],
)
def test_weights_that_cannot_be_used_are_refused(tmp_path: Path, written: str, said: str) -> None:
    for name in ("p", "e"):
        (tmp_path / name).write_text("")
    (tmp_path / "w.json").write_text(written)
    named = {"--providers": "p", "--enterprises": "e", "--weights": "w.json", "--out": "run.txt"}
    arguments = [part for key, name in named.items() for part in (key, str(tmp_path / name))]

    done = CliRunner().invoke(rank_command, arguments, obj=SimpleNamespace())

    assert (done.exit_code, said in done.stderr) == (2, True), done.output
    assert not (tmp_path / "run.txt").exists()
