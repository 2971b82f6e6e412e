"""A large invented collection made of clauses of the judged one, and questions that people would ask of it."""

import json
import random
import re
from pathlib import Path

from pypinyin import lazy_pinyin

from search_index import Document, SearchQuery

ROOT = Path(__file__).parents[2]
CORES = "恒锐衡砺澜锋铭泓钧弈晟翌桁栩岭瀚沛桐臻鸿骁璟宸逸驰凌霁沐睿铄楷启越辰川屿柏榕"


def _parts() -> tuple[list[str], list[str], list[str]]:
    rows = [json.loads(line) for line in (ROOT / "seed/judged/providers.jsonl").read_text("utf-8").splitlines()]
    modules = [module for row in rows for module in row["modules"]]
    clauses = [c for m in modules for c in re.split("[，。；、：]", m["summary"]) if len(c) > 3]
    counties = sorted({row["county"] for row in rows if row["county"]})
    return clauses, [m["name"] for m in modules], counties


def documents(count: int, *, seed: int = 1) -> list[Document]:
    """Return modules with a firm's core name in the title and about a hundred characters of text."""
    chance = random.Random(seed)
    clauses, names, counties = _parts()
    return [
        Document(
            kind=chance.choice(("module", "module", "provider")),
            id=str(number),
            title="".join(chance.choices(CORES, k=3)) + chance.choice(names),
            body="，".join(chance.sample(clauses, 9)) + "。",
            fields={
                "county": (chance.choice(counties),),
                "industry": tuple(str(n) for n in chance.sample(range(1, 40), 2)),
                "payment": (chance.choice(("一次性付费", "按使用付费", "按效果付费")),),
                "deployment": (chance.choice(("SaaS", "本地部署", "混合", "边缘")),),
            },
            digest=str(number),
        )
        for number in range(count)
    ]


def questions(found: list[Document], *, count: int, seed: int = 2) -> list[SearchQuery]:
    """Return words, two words, titles, parts of texts, pinyin, initials, typing errors and filtered questions."""
    chance = random.Random(seed)
    clauses, names, counties = _parts()
    asked: list[SearchQuery] = []
    for number in range(count):
        document = chance.choice(found)
        title, clause = document.title, chance.choice(clauses)
        texts = (
            chance.choice(names),
            clause[:4],
            f"{clause[:2]} {chance.choice(names)[:2]}",
            title,
            title[:3],
            "".join(lazy_pinyin(title[:4])),
            "".join(s[0] for s in lazy_pinyin(title[:5])),
            title[:1] + chance.choice(CORES) + title[2:],
            f"{clause[:2]} -{chance.choice(names)[:2]}",
            f'"{clause[:5]}"',
        )
        filters = {"county": (chance.choice(counties),)} if number % 4 == 0 else {}
        asked.append(SearchQuery(text=texts[number % len(texts)], filters=filters))
    return asked
