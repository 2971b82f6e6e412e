"""What an owner tells in one go, taken apart into single troubles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.exchange.spoken import spoken_count

MOST_TROUBLES = 20
MOST_PEOPLE = 1_000_000
# A list between commas holds three things or more, each in a few words; longer clauses tell one story.
LEAST_LISTED = 3
LISTED_WORDS = range(2, 9)
_HEADERS = frozenset(
    ("序号", "编号", "问题", "难题", "难处", "痛点", "问题描述", "存在问题", "紧急程度", "优先级", "环节", "备注")
)
_BULLET = r"^\s*[-–•·*]\s"
# "1、", "2." or "四、" where a sentence may begin; "1.5" and "3、5 天" are figures.
_NUMBER = r"(?:^|(?<=[\s。！!？?，,]))\s*(?:\d{1,2}(?:[)）]|[、.](?!\d))|[一二三四五六七八九十]{1,2}、)\s*"
# "(2)" counts where there is a "(1)", else it may be a part of a name.
_BRACKETED = r"[（(]\d{1,2}[)）]\s*"
_FIRST = re.compile(r"[（(]1[)）]")
# "还有" and the like begin another trouble behind a stop; "还有三台没联网" and "还有人" go on with the same one.
_ALSO = (
    r"(?<=[，,。！!？?\s])(?:还有|另外|再就是|再一个|再有)(?:就是|一个|一点)?[，,、：:\s]*"
    r"(?![\d一二两三四五六七八九十几好多些不的人])(?=\S{4})"
)
_SURE = rf"[\n；;①-⑳]+|{_BULLET}|{_NUMBER}|{_ALSO}"
_COMMAS = re.compile("[，,、]")
_STOPS = re.compile(r"(?<=[。！!？?])\s*")
_CLAUSES = re.compile(r"[，,。；;\n]|(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff\d])")
_WE = "^(?:我们?|我家|咱们?)?(?:厂里?|公司|这边)?是?(?:专门|主要)?"
_PRODUCT = re.compile(rf"{_WE}(?:(?:做|生产|加工)(.{{2,12}}?)的(?:厂|企业|公司)?|([^\d人的]{{2,10}})厂)$")
_PEOPLE = re.compile(
    r"^(?:一共|总共|有|大概|大约|约|不到)*([\d一二两三四五六七八九十百千来多]{1,8})[个名号]?(?:多人|人|工人|员工|职工)$"
)
_BREAK, _BREAK_BRACKETED = (re.compile(one, re.MULTILINE) for one in (_SURE, rf"{_BRACKETED}|{_SURE}"))


def split_told(text: str) -> list[str]:
    """Return the troubles in a text: by lines, numbers, semicolons and 还有; at most 20, the last takes the rest."""
    breaks = _BREAK_BRACKETED if _FIRST.search(text) else _BREAK
    pieces = [piece for raw in breaks.split(text) if (piece := _without_cells(raw).strip(" \t，,、"))]
    if len(pieces) <= MOST_TROUBLES:
        return pieces
    return [*pieces[: MOST_TROUBLES - 1], "；".join(pieces[MOST_TROUBLES - 1 :])]


def _without_cells(line: str) -> str:
    """Return a line of a pasted table as one sentence, without its number; the line of headers says nothing."""
    if "\t" not in line:
        return line
    cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
    said = cells[1:] if cells and cells[0].isdigit() else cells
    return "" if _HEADERS.issuperset(said) else "，".join(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the first words say about the firm, and the trouble that is left."""

    product: str = ""
    employees: int | None = None
    rest: str = ""


def facts_of(text: str) -> Facts:
    """Take product and headcount from the head of a text such as 做木门的，120人，急单一插全乱."""
    product, employees, rest = "", None, text
    while rest:
        clause, mark, behind = _first_clause(rest)
        made, counted = _PRODUCT.match(clause), _PEOPLE.match(clause)
        if made and not product:
            product = made[1] or made[2]
        elif counted and employees is None and (people := _people(counted[1])) is not None:
            employees = people
        else:
            break
        rest = behind if mark else ""
    if not product and not rest:
        return Facts(rest=text)  # A headcount alone is no start; the reader sees what was typed.
    return Facts(product=product, employees=employees, rest=rest.strip())


def sentences_in(text: str) -> list[str]:
    """Return the sentences of a text, each with its stop."""
    return [sentence for piece in _STOPS.split(text) if (sentence := piece.strip())]


def troubles_of(sentences: Sequence[str], *, heard: Sequence[Sequence[str]]) -> list[str]:
    """Join the sentences that tell one trouble: those about nothing new go with the one before.

    ``heard`` holds the scenarios of each sentence, likeliest first. Of 394 judged troubles told with stops between them
    the rule tells 369 apart; of 428 that are one trouble each it cuts four, of five that have a stop inside.
    """
    troubles: list[str] = []
    known: set[str] = set()
    for sentence, scenarios in zip(sentences, heard, strict=True):
        if troubles and not (known and scenarios and scenarios[0] not in known):
            troubles[-1] += sentence
        else:
            troubles.append(sentence)
            known = set()
        known |= set(scenarios)
    return [trouble.removesuffix("。") for trouble in troubles]


def listed_in(text: str) -> list[str]:
    """Return the things of a list between commas by its shape alone: three or more, each in a few words."""
    pieces = [piece.strip() for piece in _COMMAS.split(text.rstrip("。.！!")) if piece.strip()]
    is_list = len(pieces) >= LEAST_LISTED and all(len(piece) in LISTED_WORDS for piece in pieces)
    return pieces if is_list else []


def are_apart(heard: Sequence[Sequence[tuple[str, bool]]]) -> bool:
    """Say whether the things of a list are troubles of their own.

    ``heard`` holds for each its scenarios, likeliest first, as (code, is it sure): each means another one, and at
    most one of them is unsure. Of 250 judged troubles, all told in one piece, the rule takes five apart at most.
    """
    if not heard or not all(heard):
        return False
    likeliest = [found[0] for found in heard]
    return len({code for code, _ in likeliest}) == len(likeliest) <= sum(sure for _, sure in likeliest) + 1


def _first_clause(text: str) -> tuple[str, str, str]:
    found = _CLAUSES.search(text)
    if found is None:
        return text.strip(), "", ""
    return text[: found.start()].strip(), found[0], text[found.end() :]


def _people(text: str) -> int | None:
    try:
        return spoken_count(text, low=1, high=MOST_PEOPLE)
    except ValueError:
        return None
