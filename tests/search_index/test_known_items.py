"""Known items: each title of a realistic collection is found by its names, its sound and with a wrong character."""

import csv
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from pypinyin import lazy_pinyin

from search_index import Document, EngineName, Hit, SearchIndex, SearchQuery, open_index

ROOT = Path(__file__).parents[2]
LEGAL_FORM = re.compile(r"((股份|责任)*有限(责任)?公司|（(有限|普通)合伙）|厂|商行)$")
BRACKETED = re.compile(r"（[^（）]*）")


def providers_and_modules() -> Iterator[Document]:
    for line in (ROOT / "seed/judged/providers.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Document(kind="provider", id=row["ref"], title=row["name"], body=row["description"])
        for part in row["modules"]:
            body = f"{part['summary']} {' '.join(part['scenarios'])}"
            yield Document(kind="module", id=part["ref"], title=part["name"], body=body)


def scenarios() -> Iterator[Document]:
    for path in sorted((ROOT / "seed/data/scenarios").glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield Document(kind="scenario", id=row["code"], title=row["name"], body=" ".join(row["aliases"]))


def registered_names() -> Iterator[Document]:
    lines = (ROOT / "tests/data/names/registry.txt").read_text(encoding="utf-8").splitlines()
    for number, name in enumerate(lines):
        yield Document(kind="enterprise", id=str(number), title=name)


def places() -> list[str]:
    with (ROOT / "seed/data/counties.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    full = {row[column] for row in rows for column in ("name", "prefecture")} | {"浙江省", "上海市", "深圳市", "苏州市"}
    return sorted(full | {name[:-1] for name in full if len(name) > 2}, key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class Collection:
    documents: tuple[Document, ...]
    titles: frozenset[str]
    places: tuple[str, ...]
    characters: tuple[str, ...]


@pytest.fixture(scope="module")
def collection() -> Collection:
    documents = (*providers_and_modules(), *scenarios(), *registered_names())
    characters = tuple(c for d in documents for c in d.title if "\u4e00" <= c <= "\u9fff")
    return Collection(documents, frozenset(d.title for d in documents), tuple(places()), characters)


@pytest.fixture(scope="module")
def index(engine: EngineName, collection: Collection, tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    found = open_index(str(tmp_path_factory.mktemp(f"known-{engine}")), engine=engine)
    found.apply(upserts=collection.documents, deletes=[], cursor=1)
    return found


def sound(title: str) -> str:
    return "".join(lazy_pinyin(title)).lower()


def short_name(title: str, collection: Collection) -> str | None:
    """Drop legal form and places; None when another title holds what is left, so that nobody could tell them apart."""
    short = LEGAL_FORM.sub("", BRACKETED.sub("", title))
    for _ in range(2):
        place = next((p for p in collection.places if short.startswith(p) and len(short) > len(p) + 1), "")
        short = short.removeprefix(place)
    holders = sum(short in other for other in collection.titles)
    return short if holders == 1 and len(short) > 1 else None


def with_wrong_character(title: str, collection: Collection, *, chance: random.Random) -> str | None:
    """Put another character of the collection at a random place; None without Chinese characters."""
    places_ = [i for i, c in enumerate(title) if "\u4e00" <= c <= "\u9fff"]
    if not places_:
        return None
    while True:
        at = chance.choice(places_)
        wrong = title[:at] + chance.choice(collection.characters) + title[at + 1 :]
        if wrong not in collection.titles:
            return wrong


Asked = Iterator[tuple[str, str]]


def share_at_rank_one(index: SearchIndex, asked: Asked, *, same: Callable[[Hit, str], bool]) -> tuple[float, int]:
    found = [bool(hits) and same(hits[0], title) for text, title in asked for hits in [ask(index, text)]]
    return sum(found) / len(found), len(found)


def ask(index: SearchIndex, text: str) -> tuple[Hit, ...]:
    return index.search(SearchQuery(text=text, per_page=1)).hits


def by_title(hit: Hit, title: str) -> bool:
    return hit.title == title


def by_sound(hit: Hit, title: str) -> bool:
    """Accept a namesake in sound: pinyin cannot tell 昭恒 from 昭衡."""
    return sound(hit.title) == sound(title)


def show(engine: EngineName, what: str, found: tuple[float, int]) -> None:
    print(f"known items, {engine}, {what}: {found[0]:.4f} of {found[1]} at rank 1")


def test_titles_are_found_first_by_full_name(index: SearchIndex, collection: Collection, engine: EngineName) -> None:
    asked = ((d.title, d.title) for d in collection.documents)

    found = share_at_rank_one(index, asked, same=by_title)

    show(engine, "full name", found)
    assert found[0] >= 0.98
    assert found[1] >= 890


def test_titles_are_found_first_by_short_name(index: SearchIndex, collection: Collection, engine: EngineName) -> None:
    pairs = ((short_name(d.title, collection), d.title) for d in collection.documents)
    asked = ((short, title) for short, title in pairs if short)

    found = share_at_rank_one(index, asked, same=by_title)

    show(engine, "short name", found)
    assert found[0] >= 0.95
    assert found[1] >= 600


def test_titles_are_found_first_by_pinyin(index: SearchIndex, collection: Collection, engine: EngineName) -> None:
    asked = ((sound(d.title), d.title) for d in collection.documents)

    found = share_at_rank_one(index, asked, same=by_sound)

    show(engine, "pinyin", found)
    assert found[0] >= 0.98


@pytest.mark.parametrize("seed", [1, 2])
def test_titles_are_found_first_with_one_wrong_character(
    index: SearchIndex, collection: Collection, engine: EngineName, seed: int
) -> None:
    chance = random.Random(seed)
    pairs = ((with_wrong_character(d.title, collection, chance=chance), d.title) for d in collection.documents)
    asked = ((wrong, title) for wrong, title in pairs if wrong)

    found = share_at_rank_one(index, asked, same=by_title)

    show(engine, f"one wrong character (seed {seed})", found)
    assert found[0] >= 0.92
