"""What visitors of a province do: four kinds of pages, read alone or mixed with owners who save their form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from urllib.parse import quote

import urllib3

from marketplace.core.db import Database
from tests.benchmarks.load_client import Page, Task
from tests.benchmarks.load_people import Owner
from tests.benchmarks.load_site import Site

WORDS = ("染缸", "排产", "计件工资", "能耗", "质量追溯", "扫码报工", "设备点检", "仓库", "订单进度", "模具")
QUESTIONS = [*((word,) for word in WORDS), *permutations(WORDS, 2)]
KINDS = ("", "&kind=module", "&kind=provider", "&kind=scenario")
WRITE_EVERY = 10
Tasks = Callable[[int], Task]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A running province: its site, pages by kind, and owners who write."""

    database: Database
    site: Site
    pages: Mapping[str, Sequence[Page]]
    writers: Sequence[Owner]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.site.port}"


def pages_of(readers: Sequence[Owner]) -> dict[str, list[Page]]:
    """Return forty pages of the directory, the page of lists, 400 questions, and each owner's recommendations."""
    return {
        "directory": [Page(path=f"/providers?page={page}") for page in range(1, 41)],
        "lists": [Page(path="/lists")],
        "search": [Page(path=f"/search?q={quote(' '.join(words))}{kind}") for words, kind in product(QUESTIONS, KINDS)],
        "recommendations": [
            Page(path=f"/enterprises/{one.enterprise_id}/recommendations", cookie=one.cookie) for one in readers
        ],
    }


def reading(world: World, *kinds: str) -> Tasks:
    """Return tasks that take kinds in turn, and of each its pages in turn."""

    def task(number: int) -> Task:
        kind, turn = kinds[number % len(kinds)], number // len(kinds)
        page = world.pages[kind][turn % len(world.pages[kind])]
        return kind, lambda _pool: page.get(world.site.port)

    return task


def mixed(world: World, *, run: str) -> Tasks:
    """Return tasks of which every tenth writes; ``run`` makes what is written differ from other runs."""
    read = reading(world, *world.pages)

    def task(number: int) -> Task:
        turn, rest = divmod(number, WRITE_EVERY)
        return _writing(world, turn, run=run) if rest == 0 else read(turn * (WRITE_EVERY - 1) + rest - 1)

    return task


def _writing(world: World, turn: int, *, run: str) -> Task:
    """Return an owner's next write: the form as it is typed, the next time handed in."""
    again, place = divmod(turn, len(world.writers))
    owner, text = world.writers[place], f"负载试验 {run} 第 {turn} 次：染缸温度靠人看"
    kind, send = ("type", owner.type) if (again + place) % 2 else ("hand in", owner.save)

    def write(pool: urllib3.PoolManager) -> int:
        with owner.lock:
            return send(pool, world.address, text=text)

    return kind, write
