"""A module's content in words for pages: the same for preview, review, differences and the public page."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.catalog.services.content import ModuleContent
from marketplace.web.templating import fen

Segment = tuple[str, bool]
UNKNOWN = "没有写"
LABELS: dict[str, str] = {
    "name": "名称",
    "summary": "说明",
    "scenarios": "场景",
    "industries": "细分行业",
    "payment": "付费方式",
    "price_wan": "首年价格",
    "price_note": "价格说明",
    "deployment": "部署方式",
    "days_to_live": "上线天数",
    "prerequisites": "需要企业准备什么",
    "interfaces": "能对接的系统",
    "reason": "理由",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that two versions state differently; a segment is (text, differs)."""

    label: str
    before: Sequence[Segment]
    after: Sequence[Segment]


def described(content: ModuleContent, *, industries: Mapping[int, str]) -> list[tuple[str, str]]:
    """Return (label, text) of every field in the order of the form; unknown ones say so."""
    days = f"{content.days_to_live} 天" if content.days_to_live else ""
    texts = {
        "name": content.name,
        "summary": content.summary,
        "scenarios": "、".join(content.scenarios),
        "industries": "、".join(industries.get(number, str(number)) for number in content.industries),
        "payment": "、".join(content.payment),
        "price_wan": fen(content.price_fen),
        "price_note": content.price_note,
        "deployment": content.deployment.value if content.deployment else "",
        "days_to_live": days,
        "prerequisites": content.prerequisites,
        "interfaces": content.interfaces,
    }
    return [(LABELS[name], text or UNKNOWN) for name, text in texts.items()]


def further(content: ModuleContent, *, industries: Mapping[int, str]) -> list[tuple[str, str]]:
    """Return (label, text) of what stands neither in the description nor among the facts of a card."""
    shown = {LABELS[name] for name in ("scenarios", "industries", "price_note", "prerequisites", "interfaces")}
    return [(label, text) for label, text in described(content, industries=industries) if label in shown]


def fact_items(content: ModuleContent) -> list[tuple[str, str, str]]:
    """Return price, days, payment and deployment as the facts of a card."""
    return [
        ("首年价格", fen(content.price_fen), content.price_note[:40]),
        ("上线", f"{content.days_to_live} 天" if content.days_to_live else UNKNOWN, ""),
        ("付费", "、".join(payment.value.removesuffix("付费") for payment in content.payment) or UNKNOWN, ""),
        ("部署", content.deployment.value if content.deployment else UNKNOWN, ""),
    ]


def differences(before: ModuleContent, after: ModuleContent, *, industries: Mapping[int, str]) -> list[Difference]:
    """Return the fields that differ, with the differing characters marked."""
    pairs = zip(described(before, industries=industries), described(after, industries=industries), strict=True)
    return [
        Difference(label=label, before=_marked(old, new, side=0), after=_marked(old, new, side=1))
        for (label, old), (_, new) in pairs
        if old != new
    ]


def _marked(old: str, new: str, *, side: int) -> list[Segment]:
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    segments: list[Segment] = []
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        text = new[new_start:new_end] if side else old[old_start:old_end]
        if text:
            segments.append((text, tag != "equal"))
    return segments
