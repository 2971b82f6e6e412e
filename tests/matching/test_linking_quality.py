"""Linking on sentences it never learned: another writer's, and lines of the judged collection labelled by hand."""

import csv
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from matching.library import Library
from matching.linking import Linker, TextKind
from matching.linking.quality import LabelledText, calibration_error, measure_links
from matching.linking.training import VOICE_KINDS
from matching.types import Query

LABELS = Path(__file__).parents[1] / "data" / "matching" / "hand_labels.tsv"


def held_out(library: Library) -> list[LabelledText]:
    return [
        LabelledText(text=one.text, kind=VOICE_KINDS[one.voice], scenarios=frozenset(one.scenarios))
        for one in library.phrases
        if one.held_out
    ]


def text_of(query: Query, row: dict[str, str]) -> str:
    place = int(row["number"]) - 1
    return query.problems[place].text if row["list"] == "problem" else query.scenarios[place].name


def labelled_by_hand(queries: list[Query]) -> list[LabelledText]:
    known = {query.ref: query for query in queries}
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    texts = [text_of(known[row["enterprise"]], row) for row in rows]
    return [
        LabelledText(
            text=text,
            kind=TextKind.PROBLEM if row["list"] == "problem" else TextKind.SCENARIO,
            scenarios=frozenset(row["scenarios"].split()),
        )
        for row, text in zip(rows, texts, strict=True)
        if sha256(text.encode()).hexdigest()[:12] == row["digest"]
    ]


def test_hand_labels_of_the_judged_collection_name_its_lines_and_known_scenarios(
    queries: list[Query], library: Library
) -> None:
    labelled = labelled_by_hand(queries)

    assert len(labelled) == 150
    assert {code for one in labelled for code in one.scenarios} <= {one.code for one in library.scenarios}


def test_measure_links_held_out_sentences_stays_above_recorded_floors(library: Library, linker: Linker) -> None:
    quality = measure_links(held_out(library), linker)

    assert quality.texts >= 700
    assert quality.first_right >= 0.80
    assert quality.precision >= 0.70
    assert quality.recall >= 0.75
    assert quality.calibration_error <= 0.10


def test_measure_links_lines_labelled_by_hand_stays_above_recorded_floors(queries: list[Query], linker: Linker) -> None:
    quality = measure_links(labelled_by_hand(queries), linker)

    assert quality.first_right >= 0.74
    assert quality.precision >= 0.68
    assert quality.weak <= 0.20
    assert quality.calibration_error <= 0.12


def test_measure_links_without_texts_is_refused(linker: Linker) -> None:
    with pytest.raises(ValueError, match="nothing"):
        measure_links([], linker)


def test_calibration_error_sure_links_half_wrong_is_their_distance() -> None:
    confidences, right = np.array([0.9, 0.9]), np.array([True, False])

    assert calibration_error(confidences, right) == 0.4


def test_calibration_error_without_links_is_nothing() -> None:
    assert calibration_error(np.array([]), np.array([], bool)) == 0.0
