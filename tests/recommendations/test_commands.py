"""The commands that other programs call: formats, one line per defect, exit code 2, no half-written file."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from marketplace.accounts.cli import resolve_command
from marketplace.recommendations import work
from marketplace.recommendations.cli import bundle_command, evaluate_command, explain_command, rank_command
from marketplace.taxonomy.cli import classify_command
from matching.classify import IndustryLexicon
from matching.linking import fit_linker
from matching.names import NameKnowledge
from seed.demo.province import demo_places
from seed.reference_industry import load_industry_lexicon
from tests.recommendations.market import LIBRARY

PAIR = ("--enterprise", "E1", "--provider", "P1")
KNOWLEDGE = NameKnowledge(
    edition="test",
    cities=(("绍兴", ("柯桥",)), ("台州", ("温岭",))),
    forms=("有限公司",),
    trade_words=("印染", "机械"),
)


def classify(tmp_path: Path, text: str) -> Result:
    source = tmp_path / "texts.jsonl"
    source.write_text(text, encoding="utf-8")
    reference = SimpleNamespace(load_lexicon=lexicon)
    arguments = ["--in", str(source), "--out", str(tmp_path / "out.jsonl")]
    return CliRunner().invoke(classify_command, arguments, obj=reference)


def lexicon() -> IndustryLexicon:
    return load_industry_lexicon(LIBRARY)


def test_classify_answers_in_the_order_of_the_texts(tmp_path: Path) -> None:
    done = classify(tmp_path, '{"id": "a", "text": "棉布印染加工"}\n{"id": 2, "text": "软件开发"}\n')

    assert done.exit_code == 0, done.output
    answers = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["a", 2]
    assert answers[0]["candidates"][0]["catalog_no"] == 24
    assert answers[1] == {"id": 2, "candidates": [], "outside": True}


def test_classify_names_each_bad_line_and_writes_nothing(tmp_path: Path) -> None:
    done = classify(tmp_path, '{"id": "a"}\n不是JSON\n{"id": "b", "text": "印染"}\n')

    assert done.exit_code == 2
    assert "texts.jsonl 第 1 行：缺少 text" in done.stderr
    assert "texts.jsonl 第 2 行：不是完整的 JSON 对象" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_classify_reads_gb18030_and_says_where_damaged_text_breaks(tmp_path: Path) -> None:
    source = tmp_path / "texts.jsonl"
    arguments = ["--in", str(source), "--out", str(tmp_path / "out.jsonl")]
    line = '{"id": 1, "text": "棉布印染加工"}'

    source.write_bytes(line.encode("gb18030"))
    read = CliRunner().invoke(classify_command, arguments, obj=SimpleNamespace(load_lexicon=lexicon))
    source.write_bytes(line.encode().replace("布".encode(), "布".encode()[:2]))
    damaged = CliRunner().invoke(classify_command, arguments)

    assert read.exit_code == 0
    assert "按 GB18030 编码读取" in read.stderr
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))["candidates"][0]["catalog_no"] == 24
    assert damaged.exit_code == 2
    assert "不是 UTF-8 编码" in damaged.stderr


def test_out_file_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text('{"id": 1, "text": "印染"}', encoding="utf-8")
    arguments = ["--in", str(tmp_path / "texts.jsonl"), "--out", str(tmp_path / "none" / "out.jsonl")]

    done = CliRunner().invoke(classify_command, arguments, obj=SimpleNamespace(load_lexicon=lexicon))

    assert done.exit_code == 2
    assert "：文件夹不存在。请检查文件夹、权限和磁盘空间。" in done.stderr


def test_resolve_answers_one_object_a_query_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("绍兴示例印染有限公司\n温岭示例机械有限公司\n", encoding="utf-8")
    (tmp_path / "queries.txt").write_text("温岭示例机械\n绍兴示例印染有限公司\n", encoding="utf-8")
    arguments = ["--names", tmp_path / "names.txt", "--queries", tmp_path / "queries.txt", "--out", tmp_path / "out"]
    reference = SimpleNamespace(load_names=lambda: KNOWLEDGE)

    done = CliRunner().invoke(resolve_command, [str(one) for one in arguments], obj=reference)

    assert done.exit_code == 0, done.output
    answers = [json.loads(line) for line in (tmp_path / "out").read_text(encoding="utf-8").splitlines()]
    assert [answer["query"] for answer in answers] == ["温岭示例机械", "绍兴示例印染有限公司"]
    assert answers[1]["candidates"][0] == {"name": "绍兴示例印染有限公司", "score": 1.0, "same": True}


def evaluate(tmp_path: Path, run: str, qrels: str) -> Result:
    (tmp_path / "run.txt").write_text(run, encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text(qrels, encoding="utf-8")
    arguments = ["--run", str(tmp_path / "run.txt"), "--qrels", str(tmp_path / "qrels.tsv")]
    return CliRunner().invoke(evaluate_command, arguments)


def test_evaluate_of_files_with_a_byte_order_mark_reads_their_first_lines(tmp_path: Path) -> None:
    done = evaluate(tmp_path, "\ufeffE1 Q0 P1 1 0.5 x\n", "\ufeffE1\tP1\t3\r\n")

    assert json.loads(done.stdout)["mean"]["ndcg@10"] == 1.0


def test_evaluate_names_each_bad_line_in_words(tmp_path: Path) -> None:
    done = evaluate(tmp_path, "E1 Q0 P1\nE1 Q0 P1 1 0.5 x\nE1 Q0 P2 1 0.4 x\n", "E1\tP1\t3\n")

    assert done.exit_code == 2
    assert "“run.txt”第1行：应是" in done.stderr
    assert "“run.txt”第3行：这家企业的这个名次前面已有一行。" in done.stderr


def test_evaluate_of_swapped_or_empty_files_says_so(tmp_path: Path) -> None:
    run, qrels = "E1 Q0 P1 1 0.5 x\n", "E1\tP1\t3\n"
    told = [evaluate(tmp_path, *pair) for pair in ((qrels, qrels), (run, run), ("", qrels), (run, "\n"))]

    assert [one.exit_code for one in told] == [2, 2, 2, 2]
    assert ["写反" in one.stderr for one in told] == [True, True, False, False]
    assert "“run.txt”里没有排序" in told[2].stderr
    assert "“qrels.tsv”里没有判定" in told[3].stderr


def test_resolve_without_registered_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("\n", encoding="utf-8")
    names = str(tmp_path / "names.txt")
    done = CliRunner().invoke(resolve_command, ["--names", names, "--queries", names, "--out", str(tmp_path / "out")])

    assert done.exit_code == 2
    assert "“names.txt”里没有登记名称" in done.stderr
    assert not (tmp_path / "out").exists()


def files(tmp_path: Path, *, refs: tuple[str, ...] = ("E1",)) -> list[str]:
    lines = [json.dumps({"ref": ref, "name": f"示例{number}厂"}) for number, ref in enumerate(refs)]
    (tmp_path / "e.jsonl").write_text("\n".join(lines), encoding="utf-8")
    offer = {"ref": "M1", "name": "仓库管理", "summary": "扫码出入库，账实相符。"}
    provider = {"ref": "P1", "name": "示例软件", "kind": "SaaS服务商", "modules": [offer]}
    (tmp_path / "p.jsonl").write_text(json.dumps(provider), encoding="utf-8")
    return ["--providers", str(tmp_path / "p.jsonl"), "--enterprises", str(tmp_path / "e.jsonl")]


def rank(tmp_path: Path, *, refs: tuple[str, ...]) -> Result:
    arguments = [*files(tmp_path, refs=refs), "--out", str(tmp_path / "run.txt"), "--processes", "1"]
    reference = SimpleNamespace(load_places=demo_places, load_library=lambda: LIBRARY, load_linker=fit_linker)
    return CliRunner().invoke(rank_command, arguments, obj=reference)


def test_rank_of_refs_with_blanks_is_refused_for_a_run_could_not_be_read_back(tmp_path: Path) -> None:
    done = rank(tmp_path, refs=("E 1", "E2"))

    assert done.exit_code == 2
    assert "企业编号“E 1”里有空格" in done.stderr
    assert not (tmp_path / "run.txt").exists()


def test_rank_of_swapped_or_empty_files_says_so(tmp_path: Path) -> None:
    _, providers, _, enterprises = files(tmp_path)
    (tmp_path / "nobody.jsonl").write_text("", encoding="utf-8")
    out = ["--out", str(tmp_path / "run.txt")]
    reference = SimpleNamespace(load_places=demo_places)
    swapped, empty = (
        CliRunner().invoke(rank_command, ["--providers", first, "--enterprises", second, *out], obj=reference)
        for first, second in ((enterprises, providers), (str(tmp_path / "nobody.jsonl"), enterprises))
    )

    assert (swapped.exit_code, empty.exit_code) == (2, 2)
    assert "“p.jsonl”第1行：这是服务商文件，这里要的是企业文件" in swapped.stderr
    assert "“nobody.jsonl”里没有服务商" in empty.stderr
    assert not (tmp_path / "run.txt").exists()


def test_rank_writes_enterprises_by_their_refs_whatever_the_order_of_lines(tmp_path: Path) -> None:
    done = rank(tmp_path, refs=("E2", "E1"))

    assert done.exit_code == 0, done.output
    lines = (tmp_path / "run.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split()[0] for line in lines] == ["E1", "E2"]


def test_bundle_for_a_budget_that_is_no_number_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(bundle_command, [*files(tmp_path), "--enterprise", "E1", "--budget-wan", "nan"])

    assert done.exit_code == 2
    assert done.stderr == "--budget-wan 要写一个不小于 0 的数字（万元）。\n"


def test_explain_shows_a_bar_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = list[str]()

    def bar(done: Iterator[Any], *, desc: str, **_: object) -> Iterator[Any]:
        told.append(desc)
        return done

    monkeypatch.setattr(work, "tqdm", bar)

    reference = SimpleNamespace(load_places=demo_places, load_library=lambda: LIBRARY, load_linker=fit_linker)

    done = CliRunner().invoke(explain_command, [*files(tmp_path), *PAIR], obj=reference)

    assert done.exit_code == 0, done.output
    assert "读服务商" in told


def test_explain_points_into_texts_that_it_gives_and_joins_telling_words(tmp_path: Path) -> None:
    said = {"ref": "E1", "name": "示例厂", "problems": [{"text": "客户问仓库里有没有布，哪个货位都说不清"}]}
    summary = "客户、仓库、货位一个系统管，扫码出入库，哪个货位有什么一查就知道。"
    offer = {"ref": "M1", "name": "仓库管理", "scenarios": ["仓库条码"], "summary": summary}
    provider = {"ref": "P1", "name": "示例软件", "kind": "SaaS服务商", "modules": [offer]}
    arguments = files(tmp_path)
    for name, value in (("e.jsonl", said), ("p.jsonl", provider)):
        (tmp_path / name).write_text(json.dumps(value), encoding="utf-8")
    reference = SimpleNamespace(load_places=demo_places, load_library=lambda: LIBRARY, load_linker=fit_linker)

    done = CliRunner().invoke(explain_command, [*arguments, "--enterprise", "E1", "--provider", "P1"], obj=reference)

    answer = json.loads(done.stdout)
    text = {(one["provider"], one["module"]): one["text"] for one in answer["modules"]}["P1", "M1"]
    words = [word for item in answer["contributions"] for one in item["evidence"] for word in one.get("words", ())]
    assert {"仓库", "货位"} <= {word["need"] for word in words}
    assert not {"客户", "哪个", ""} & {word["need"] for word in words}
    assert {text[slice(*word["offer_span"])] for word in words} == {word["offer"] for word in words}
