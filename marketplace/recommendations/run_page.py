"""A stored run as its page shows it: read from what was stored, never computed anew."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from marketplace.accounts.passwords import token_digest
from marketplace.core.errors import NotFoundError
from marketplace.core.wording import wan_text
from marketplace.recommendations.labels import FEATURE_GROUP_LABELS, RUN_REASON_LABELS, FeatureGroup, words_of
from marketplace.recommendations.models import Run
from marketplace.recommendations.offers import fit_of
from marketplace.recommendations.snippets import Segments, marked
from marketplace.recommendations.sums import Shown, shown_groups
from matching.ranking import NeedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReason:
    """A need with the module that was said to answer it."""

    number: int
    state: str
    said: Segments
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPlace:
    """One place of a stored run."""

    place: int
    provider_id: int
    name: str
    is_chosen: bool
    tie: str
    summary: str
    price: str
    shown: Shown
    reasons: tuple[KeptReason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    """A stored run for people."""

    digest: str
    reason: str
    is_shared: bool
    created_at: datetime
    enterprise: str
    needs: tuple[tuple[int, str], ...]
    places: tuple[KeptPlace, ...]
    total: int
    editions: tuple[tuple[str, str], ...]


def run_page_of(run: Run) -> RunPage:
    """Return a stored run as a page."""
    query = run.inputs["query"]
    listed = [one["text"] for one in query["problems"]] or [one["name"] for one in query["scenarios"]]
    kind = NeedKind.PROBLEM if query["problems"] else NeedKind.WISH
    chosen = set(run.inputs["chosen"])
    return RunPage(
        digest=run.digest,
        reason=RUN_REASON_LABELS[run.reason],
        is_shared=run.share_digest is not None,
        created_at=run.created_at,
        enterprise=query["name"],
        needs=tuple(enumerate(listed, start=1)),
        places=tuple(_place(one, kind=kind, chosen=chosen) for one in run.answer["places"]),
        total=run.answer["total"],
        editions=(
            ("引擎", run.engine_version),
            ("权重", run.weights_edition),
            ("场景库", run.library_edition),
            ("词频统计", run.statistics_edition),
            ("种子", str(run.seed)),
        ),
    )


def find_shared(session: Session, *, token: str) -> Run:
    """Return the run that a share link opens; a closed or unknown link leads nowhere."""
    run = session.exec(select(Run).where(Run.share_digest == token_digest(token))).first()
    if run is None:
        raise NotFoundError("这个链接已经停用，或者不完整。请向分享的人要一个新的。")
    return run


def _place(one: dict[str, Any], *, kind: NeedKind, chosen: set[int]) -> KeptPlace:
    groups = dict.fromkeys(FeatureGroup, 0.0)
    most = 0.0
    for item in one["contributions"]:
        groups[words_of(item["feature"])[0]] += float(item["contribution"])
        most += float(item["weight"])
    price = one["price_wan"]
    reasons = _reasons(one["needs"], kind=kind)
    wishes = _reasons(one["needs"], kind=NeedKind.WISH) if not reasons else ()
    tied = "、".join(map(str, one["tied_with"]))
    return KeptPlace(
        place=one["rank"],
        provider_id=one["provider_id"],
        name=one["name"],
        is_chosen=one["provider_id"] in chosen,
        tie=f"与第 {tied} 名并列" if tied else "",
        summary=f"对上场景清单 {len(wishes)} 条" if wishes else one["summary"],
        price=wan_text(None if price is None else float(price)),
        shown=shown_groups({FEATURE_GROUP_LABELS[group]: value for group, value in groups.items()}, most=most),
        reasons=reasons or wishes,
    )


def _reasons(needs: list[dict[str, Any]], *, kind: NeedKind) -> tuple[KeptReason, ...]:
    shown = [one for one in needs if one["kind"] == kind.value and fit_of(float(one["share"])).value != "no"]
    return tuple(
        KeptReason(
            number=one["number"],
            state=fit_of(float(one["share"])).value,
            said=marked(one["text"], [word["need"] for word in one["words"] if len(word["need"]) > 1]),
            source=f"模块“{one['module_name']}”" + (f" · 场景：{one['scenario_name']}" if one["scenario_name"] else ""),
        )
        for one in sorted(shown, key=lambda one: int(one["number"]))
    )
