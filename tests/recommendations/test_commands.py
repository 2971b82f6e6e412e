"""The commands that other programs call: formats, one line per defect, exit code 2, no half-written file."""

import json
from pathlib import Path
from types import SimpleNamespace

from click.testing import CliRunner, Result

from marketplace.accounts.cli import resolve_command
from marketplace.taxonomy.cli import classify_command
from matching.classify import IndustryLexicon
from matching.names import NameKnowledge
from seed.reference_industry import load_industry_lexicon
from tests.recommendations.market import LIBRARY

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


def test_classify_of_another_encoding_says_where_it_breaks(tmp_path: Path) -> None:
    source = tmp_path / "texts.jsonl"
    source.write_bytes('{"id": 1, "text": "棉布加工"}'.encode("gb18030"))

    done = CliRunner().invoke(classify_command, ["--in", str(source), "--out", str(tmp_path / "out.jsonl")])

    assert done.exit_code == 2
    assert "不是 UTF-8 编码" in done.stderr


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
