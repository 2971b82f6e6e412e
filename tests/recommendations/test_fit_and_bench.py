"""Weights are learned from judgements or from use and signed; the bench compares peers on one set of values."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from marketplace.recommendations.bench import Quality, Speed, measure_speed
from marketplace.recommendations.bench_page import quality_chart, quality_table, speed_table
from marketplace.recommendations.fit_cli import fit_command, read_events
from marketplace.recommendations.peers import bm25, fuzzy, order_of, profiles_of, tf_idf
from marketplace.recommendations.weight_files import WeightFileError, pack_weights, unpack_weights
from matching.intervals import Interval
from matching.ranking import build_index
from matching.text import Tokenizer
from matching.types import Candidate, CaseRecord, ModuleOffer, ProblemText, Query
from matching.use import Deed, UseEvent, judgements
from matching.weights import DEFAULT
from tests.recommendations.market import LIBRARY

SECRET = "x" * 32
QUERIES = [Query(ref="E1", name="甲厂", problems=(ProblemText(text="染缸排产全凭老师傅"),))]
CANDIDATES = [
    Candidate(ref="P1", name="乙软件", modules=(ModuleOffer(ref="M1", name="食堂收银", summary="刷脸吃饭"),)),
    Candidate(ref="P2", name="丙软件", modules=(ModuleOffer(ref="M2", name="染缸排产", summary="按缸号排产"),)),
]


@pytest.mark.parametrize(
    "peer",
    [partial(fuzzy, cut=Tokenizer().words), tf_idf, partial(bm25, cut=Tokenizer().words)],
    ids=["fuzzy", "tf_idf", "bm25"],
)
def test_every_peer_puts_the_provider_with_the_same_words_first(peer: object) -> None:
    scores = peer(profiles_of(QUERIES, CANDIDATES))  # type: ignore[operator]

    assert order_of(scores[0], ["P1", "P2"]) == ["P2", "P1"]


def test_peers_read_names_and_cases_of_both_sides() -> None:
    firm = replace(QUERIES[0], name="示例染厂")
    case = CaseRecord(enterprise="另一染厂", outcome="缸差少一半", scenarios=("配方",))

    told = profiles_of([firm], [replace(CANDIDATES[0], cases=(case,))])

    assert "示例染厂" in told.queries[0]
    assert all(word in told.candidates[0] for word in ("另一染厂", "缸差少一半", "配方"))


def test_order_of_equal_scores_is_by_ref() -> None:
    assert order_of(np.zeros(3), ["c", "a", "b"]) == ["a", "b", "c"]


def test_weights_come_back_from_their_file() -> None:
    text = pack_weights(DEFAULT, cross_validated={"ndcg@10": 0.8}, secret=SECRET)

    found = unpack_weights(text, secret=SECRET)
    assert found.weights == DEFAULT
    assert found.cross_validated == (("ndcg@10", 0.8),)


def test_weights_changed_by_hand_are_refused() -> None:
    row = json.loads(pack_weights(DEFAULT, cross_validated={}, secret=SECRET))
    row["weights"]["region"] = 9.0

    with pytest.raises(WeightFileError, match="签名不符"):
        unpack_weights(json.dumps(row), secret=SECRET)


def test_weights_signed_by_another_installation_are_refused() -> None:
    text = pack_weights(DEFAULT, cross_validated={}, secret=SECRET)

    with pytest.raises(WeightFileError, match="签名不符"):
        unpack_weights(text, secret="y" * 32)


def test_a_file_that_holds_no_weights_is_refused() -> None:
    with pytest.raises(WeightFileError, match="不是完整的权重文件"):
        unpack_weights('{"name": "a"}', secret=SECRET)


def test_judgements_keep_the_best_deed_and_leave_out_who_chose_nobody() -> None:
    events = [
        UseEvent(query_ref="E1", candidate_ref="P1", deed=Deed.ENQUIRED),
        UseEvent(query_ref="E1", candidate_ref="P1", deed=Deed.SHORTLISTED),
        UseEvent(query_ref="E1", candidate_ref="P2", deed=Deed.SHOWN),
        UseEvent(query_ref="E2", candidate_ref="P1", deed=Deed.SHOWN),
    ]

    assert judgements(events) == {"E1": {"P1": 2, "P2": 0}}


def test_events_that_name_an_unknown_deed_are_refused_with_their_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "use.jsonl"
    path.write_text('{"enterprise": "E1", "provider": "P1", "deed": "liked"}\n', encoding="utf-8")

    with pytest.raises(SystemExit) as stopped:
        read_events(path)

    assert stopped.value.code == 2
    assert "use.jsonl 第 1 行" in capsys.readouterr().err


def test_fit_wants_either_judgements_or_events(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("", encoding="utf-8")
    arguments = ["--providers", file, "--enterprises", file, "--name", "a", "--version", "1", "--out", tmp_path / "w"]

    done = CliRunner().invoke(fit_command, [str(one) for one in arguments])

    assert done.exit_code == 2
    assert "选一个" in done.stderr
    assert not (tmp_path / "w").exists()


ROWS = [
    Quality(
        name="本平台",
        mean={"ndcg@10": 0.8, "ndcg@5": 0.75, "p@3": 0.4, "recall@10": 0.9, "mrr": 0.7},
        interval=Interval(mean=0.8, low=0.7, high=0.9),
        p_value=None,
    ),
    Quality(name="<BM25>", mean={"ndcg@10": 0.5}, interval=Interval(mean=0.5, low=0.4, high=0.6), p_value=0.0001),
]


def test_quality_table_tells_interval_and_p() -> None:
    lines = quality_table(ROWS).splitlines()

    assert lines[2] == "| 本平台 | 0.800（0.700–0.900） | 0.750 | 0.400 | 0.900 | 0.700 |  |"
    assert lines[3].endswith("| 0.00010 |")
    assert lines[4] == ""
    assert "k1=1.5" in lines[5]


def test_quality_chart_carries_every_number_and_escapes_names() -> None:
    chart = quality_chart(ROWS)

    assert ">0.800<" in chart
    assert "&lt;BM25&gt;" in chart


def test_speed_table_names_the_number_of_modules() -> None:
    few, many = (
        speed_table(Speed(modules=modules, floor=1.0, ranking=2.0, explanation=3.0)) for modules in (220, 50_000)
    )

    assert "220 个模块" in few
    assert "对 50,000 个模块说的" in few
    assert "说明不了" not in many


def test_speed_is_measured_on_the_modules_of_the_index() -> None:
    index = build_index(CANDIDATES, library=LIBRARY)

    speed = measure_speed(QUERIES, index)

    assert speed.modules == 2
    assert speed.floor > 0
