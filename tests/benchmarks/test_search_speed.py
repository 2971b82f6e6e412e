"""Speed of both engines beside naive Whoosh, SQLite FTS5 and bare tantivy on the same documents and questions.

Facets and snippets are part of every answer of ours; the others only return titles. Run by `make bench`.
"""

import gc
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import cpu_count
from pathlib import Path
from typing import Any

import pytest
import rjieba
import tantivy
from whoosh.analysis import Token, Tokenizer
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.index import create_in
from whoosh.qparser import MultifieldParser

from search_index import Document, EngineName, SearchIndex, SearchQuery, open_index
from tests.search_index.corpus import documents, questions

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800)]
QUESTIONS = 1_000
Search = Callable[[SearchQuery], object]


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds of one question at the median and the 99th percentile."""

    p50: float
    p99: float


def ask_all(search: Search, asked: Iterable[SearchQuery]) -> Speed:
    taken: list[float] = []
    for query in asked:
        start = time.perf_counter()
        search(query)
        taken.append((time.perf_counter() - start) * 1e3)
    taken.sort()
    return Speed(taken[len(taken) // 2], taken[int(len(taken) * 0.99)])


def show(name: str, *, size: int, seconds: float, speed: Speed) -> None:
    rate = size / seconds
    print(f"{name:<22} {size:>7} documents  {rate:>7.0f} documents/s  p50 {speed.p50:7.2f} ms  p99 {speed.p99:7.2f} ms")


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class JiebaTokenizer(Tokenizer):  # type: ignore[misc]  # Whoosh has no types.
    """What an afternoon's Whoosh has: words of a segmenter, positions for phrases."""

    def __call__(self, value: str, **options: Any) -> Iterator[Token]:
        positions, start = options.get("positions", False), options.get("start_pos", 0)
        token = Token(positions, options.get("chars", False), mode=options.get("mode", ""))
        for place, word in enumerate(rjieba.cut_for_search(value)):
            token.text, token.boost, token.stopped = word, 1.0, False
            if positions:
                token.pos = start + place
            token.startchar, token.endchar = 0, len(value)
            yield token


def naive_whoosh(folder: Path, found: list[Document]) -> tuple[float, Search]:
    words = JiebaTokenizer()
    facets = {name: KEYWORD(stored=True, commas=True) for name in found[0].fields}
    schema = Schema(
        key=ID(unique=True, stored=True),
        title=TEXT(analyzer=words, stored=True, field_boost=3.0),
        body=TEXT(analyzer=words, stored=True),
        digest=ID(stored=True),
        **facets,
    )
    index = create_in(str(folder), schema)

    def write() -> None:
        writer = index.writer(limitmb=128)
        for d in found:
            facet_values = {name: ",".join(values) for name, values in d.fields.items()}
            writer.add_document(key=f"{d.kind}/{d.id}", title=d.title, body=d.body, digest=d.digest, **facet_values)
        writer.commit()

    seconds = timed(write)
    searcher, parser = index.searcher(), MultifieldParser(["title", "body"], schema)
    return seconds, lambda query: [h["title"] for h in searcher.search(parser.parse(query.text), limit=20)]


def fts5(folder: Path, found: list[Document]) -> tuple[float, Search]:
    jieba = rjieba.Jieba()
    connection = sqlite3.connect(folder / "fts.db")
    connection.execute("CREATE VIRTUAL TABLE docs USING fts5(title, body, words)")

    def write() -> None:
        rows = ((d.title, d.body, " ".join(jieba.cut_for_search(f"{d.title} {d.body}"))) for d in found)
        connection.executemany("INSERT INTO docs VALUES (?, ?, ?)", rows)
        connection.commit()

    def search(query: SearchQuery) -> object:
        words = " ".join(f'"{w}"' for w in jieba.cut(query.text.replace('"', "")) if w.strip())
        sql = "SELECT title FROM docs WHERE words MATCH ? ORDER BY rank LIMIT 20"
        return connection.execute(sql, (words or '"x"',)).fetchall()

    return timed(write), search


def bare_tantivy(folder: Path, found: list[Document]) -> tuple[float, Search]:
    jieba = rjieba.Jieba()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("title", stored=True, tokenizer_name="whitespace")
    builder.add_text_field("body", stored=True, tokenizer_name="whitespace")
    index = tantivy.Index(builder.build(), path=str(folder))

    def write() -> None:
        writer = index.writer(64_000_000, 1)
        for d in found:
            title, body = " ".join(jieba.cut_for_search(d.title)), " ".join(jieba.cut_for_search(d.body))
            writer.add_document(tantivy.Document(title=title, body=body))
        writer.commit()
        writer.wait_merging_threads()

    seconds = timed(write)
    index.reload()
    searcher = index.searcher()

    def search(query: SearchQuery) -> object:
        parsed, _ = index.parse_query_lenient(" ".join(jieba.cut(query.text)), ["title", "body"])
        return [searcher.doc(address)["title"] for _, address in searcher.search(parsed, 20).hits]

    return seconds, search


def ours(folder: Path, found: list[Document], *, engine: EngineName) -> tuple[float, SearchIndex]:
    index = open_index(str(folder), engine=engine)

    def write() -> None:
        if engine is EngineName.WHOOSH:
            index.apply(upserts=found, deletes=[], cursor=1)
            return
        with index.analysis_pool(processes=max(1, cpu_count() - 1)) as analyse:  # As a rebuild of many does.
            index.apply(upserts=found, deletes=[], cursor=1, analyse=analyse)

    seconds = timed(write)
    # The first question after a commit reads columns and terms; people meet it once.
    index.search(SearchQuery(text="排产"))
    index.search(SearchQuery(text="魑魅魍魉"))
    return seconds, index


def collection(size: int) -> tuple[list[Document], list[SearchQuery]]:
    """Return documents and questions, which no collector walks over: no service holds so many at once."""
    found = documents(size)
    asked = questions(found, count=QUESTIONS)
    gc.freeze()
    return found, asked


def folder_of(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    return folder


def test_whoosh_answers_ten_thousand_documents_within_its_targets(tmp_path: Path) -> None:
    found, asked = collection(10_000)

    naive_seconds, naive_search = naive_whoosh(folder_of(tmp_path, "naive"), found)
    show("naive Whoosh", size=10_000, seconds=naive_seconds, speed=ask_all(naive_search, asked[:200]))
    fts_seconds, fts_search = fts5(folder_of(tmp_path, "fts"), found)
    show("SQLite FTS5", size=10_000, seconds=fts_seconds, speed=ask_all(fts_search, asked))
    seconds, index = ours(folder_of(tmp_path, "ours"), found, engine=EngineName.WHOOSH)
    speed = ask_all(index.search, asked)
    show("search_index, Whoosh", size=10_000, seconds=seconds, speed=speed)

    assert speed.p50 <= 20
    assert speed.p99 <= 100
    assert naive_seconds / seconds >= 0.8


def test_tantivy_answers_a_hundred_thousand_documents_within_its_targets(tmp_path: Path) -> None:
    found, asked = collection(100_000)

    fts_seconds, fts_search = fts5(folder_of(tmp_path, "fts"), found)
    show("SQLite FTS5", size=100_000, seconds=fts_seconds, speed=ask_all(fts_search, asked))
    bare_seconds, bare_search = bare_tantivy(folder_of(tmp_path, "bare"), found)
    show("bare tantivy", size=100_000, seconds=bare_seconds, speed=ask_all(bare_search, asked))
    seconds, index = ours(folder_of(tmp_path, "ours"), found, engine=EngineName.TANTIVY)
    speed = ask_all(index.search, asked)
    show("search_index, tantivy", size=100_000, seconds=seconds, speed=speed)

    assert speed.p50 <= 3
    assert speed.p99 <= 15
    assert 100_000 / seconds >= 5_000
