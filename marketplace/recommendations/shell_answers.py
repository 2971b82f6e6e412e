"""What the commands print of the engine's answers: with the texts that spans point into, without words of no weight."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from marketplace.recommendations.answers import explanation_json
from matching.ranking import Explanation
from matching.ranking.candidates.texts import module_text
from matching.types import Candidate

# Said by every owner and every vendor: that both say them joins nothing.
COMMON = frozenset(
    (  # noqa: SIM905 - words read better in a row than one a line
        "哪个 哪里 到哪 怎么 多少 还是 还在 直接 看到 提前 时候 时间 小时 今天 明天 一天 半天 三天 一周 月底 一个 一次 "
        "一半 一张 一份 一批 一盘 一匹 一物 每台 三百 不一样 自己 自己调 客户 老板 师傅 工人 心里 厂里 工厂 车间 "
        "现场 门口 问题 结果 出事 发到 做到哪 打通"
    ).split()
)
_SPAN = re.compile(r"\[\s+(\d+),\s+(\d+)\s+\]")


def explanation_answer(explanation: Explanation, *, candidates: Iterable[Candidate]) -> dict[str, Any]:
    """Return an explanation with ``modules``: the text of each that is named; ``offer_span`` counts in it."""
    told = explanation_json(explanation)
    named = {
        (piece["module_of"], piece["module"])
        for item in told["contributions"]
        for piece in item["evidence"]
        if "words" in piece
    }
    for item in told["contributions"]:
        for piece in item["evidence"]:
            if "words" in piece:
                piece["words"] = list(_telling(piece["words"]))
    texts = [
        {"provider": candidate.ref, "module": offer.ref, "text": module_text(offer)}
        for candidate in candidates
        for offer in candidate.modules
        if (candidate.ref, offer.ref) in named
    ]
    return {**told, "modules": texts}


def _telling(words: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the pairs that join something: words on both sides, none that everybody says, none within one told."""
    told = list[str]()
    for word in words:
        need, offer = word["need"], word["offer"]
        is_said = bool(need and offer) and (need == offer or len(need) > 1)
        if is_said and not {need, offer} & COMMON and not any(need in known for known in told):
            told.append(need)
            yield word


def printed(answer: dict[str, Any]) -> str:
    """Return JSON for people and programs, each span on one line."""
    # No text of JSON holds a raw line end, so that only lists of two numbers are met.
    return _SPAN.sub(r"[\1, \2]", json.dumps(answer, ensure_ascii=False, indent=2))
