"""A fitted linker is found again by the next process, and nothing else is read in its place."""

import os
import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from marketplace.core.db import Database
from marketplace.taxonomy import command_linker, knowledge
from marketplace.taxonomy.command_linker import load_linker
from marketplace.taxonomy.fitted import find_linker, keep_linker
from marketplace.taxonomy.knowledge import KnowledgeCache
from matching.linking import Linker, TextKind, fit_linker, link_texts
from tests.fixtures.reference import SMALL_LIBRARY, store_reference

TEXTS = ("排缸全靠老师傅", "水电汽不知道用在哪", "做到哪一步没人答得上来")


@pytest.fixture(scope="module")
def fitted() -> Linker:
    return fit_linker(SMALL_LIBRARY)


@pytest.fixture
def kept(fitted: Linker, tmp_path: Path) -> Path:
    """The one file that was kept."""
    keep_linker(tmp_path / "fitted", fitted, library=SMALL_LIBRARY)
    (path,) = (tmp_path / "fitted").iterdir()
    return path


def test_kept_linker_links_as_the_fitted_one(fitted: Linker, kept: Path) -> None:
    found = find_linker(kept.parent, library=SMALL_LIBRARY)

    assert found is not None
    assert link_texts(TEXTS, found, kind=TextKind.PROBLEM) == link_texts(TEXTS, fitted, kind=TextKind.PROBLEM)


def test_find_linker_of_another_edition_finds_nothing(kept: Path) -> None:
    assert find_linker(kept.parent, library=replace(SMALL_LIBRARY, edition="2026-02-02-other")) is None


def test_find_linker_in_an_empty_folder_finds_nothing(tmp_path: Path) -> None:
    assert find_linker(tmp_path / "none", library=SMALL_LIBRARY) is None


def test_find_linker_of_a_cut_file_finds_nothing(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes()[:-100])

    assert find_linker(kept.parent, library=SMALL_LIBRARY) is None


class _Harm:
    """Runs a command when it is read without care."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.folder),)


def test_find_linker_of_a_file_that_would_run_code_runs_nothing(kept: Path, tmp_path: Path) -> None:
    harm = tmp_path / "harm"
    kept.write_bytes(pickle.dumps(_Harm(harm)))

    assert find_linker(kept.parent, library=SMALL_LIBRARY) is None
    assert not harm.exists()


def test_find_linker_that_others_may_write_finds_nothing(kept: Path) -> None:
    kept.chmod(0o622)

    assert find_linker(kept.parent, library=SMALL_LIBRARY) is None


def test_keep_linker_leaves_one_file_that_only_its_owner_reads(fitted: Linker, kept: Path) -> None:
    keep_linker(kept.parent, replace(fitted), library=replace(SMALL_LIBRARY, edition="2026-02-02-other"))

    (only,) = kept.parent.iterdir()
    assert only != kept
    assert only.stat().st_mode & 0o777 == 0o600


def test_second_process_reads_what_the_first_fitted(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_reference(database)
    first, second = KnowledgeCache(), KnowledgeCache()
    first.keep_in(tmp_path / "fitted")
    second.keep_in(tmp_path / "fitted")
    with database.session() as session:
        known = first.linker(session)
        # What takes seconds must not run again; there is no other way to see that it didn't.
        monkeypatch.setattr(knowledge, "fit_linker", None)

        found = second.linker(session)

    assert link_texts(TEXTS, found, kind=TextKind.PROBLEM) == link_texts(TEXTS, known, kind=TextKind.PROBLEM)


def test_load_linker_of_a_command_fits_once_and_leaves_what_the_service_kept(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(SMALL_LIBRARY, edition="2026-02-02-other")
    first = load_linker(other, data_folder=kept.parent.parent)
    monkeypatch.setattr(command_linker, "fit_linker", None)  # Nobody fits from here on.

    assert [load_linker(library, data_folder=kept.parent.parent).edition for library in (other, SMALL_LIBRARY)] == [
        first.edition,
        SMALL_LIBRARY.edition,
    ]
    assert kept.exists()


@pytest.mark.parametrize("inner", ["", "fitted-commands"])
def test_load_linker_keeps_nothing_where_others_may_write(tmp_path: Path, inner: str) -> None:
    folder = tmp_path / inner
    folder.mkdir(exist_ok=True)
    folder.chmod(0o777)

    assert load_linker(SMALL_LIBRARY, data_folder=tmp_path).edition == SMALL_LIBRARY.edition
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_load_linker_makes_no_data_folder(tmp_path: Path) -> None:
    assert load_linker(SMALL_LIBRARY, data_folder=tmp_path / "var").edition == SMALL_LIBRARY.edition
    assert list(tmp_path.iterdir()) == []
