"""What ``marketplace demo`` prints: the first firm's five contractors with reasons."""

from sqlmodel import Session

from marketplace.core.actor import Role
from marketplace.recommendations.labels import FIT_LABELS
from marketplace.recommendations.page_values import Offer, Recommendation
from marketplace.recommendations.queries import recommend
from marketplace.recommendations.ranker import Ranker
from seed.demo.people import load_actor
from seed.demo.text_table import aligned, wrapped

FIRST = 5
NAME_COLUMNS = 32
REASON_COLUMNS = 76


def recommend_first(session: Session, ranker: Ranker) -> Recommendation:
    """Return the recommendations of the firm that the demonstration's owner acts for."""
    return recommend(session, ranker, load_actor(session, role=Role.ENTERPRISE).organisation_id, k=FIRST)


def ranking_text(page: Recommendation) -> str:
    """Return the firm, its problems and its first contractors with reasons, aligned for a terminal."""
    lines = [" · ".join((page.name, *page.about)), f"写下的{page.speaks_of}："]
    lines += [f"  {one.number}. {one.text}（{one.meta[0]}）" for one in page.troubles]
    lines += ["", f"最合适的 {len(page.offers)} 家，从 {page.total} 家服务商里排出："]
    rows = [
        [
            [str(offer.place)],
            wrapped(offer.name, NAME_COLUMNS),
            [f"{offer.shown.total:.4f}"],
            [offer.price.text],
            _why(offer),
        ]
        for offer in page.offers
    ]
    return "\n".join(lines + aligned(("名次", "服务商", "得分", "首年报价", "理由"), rows))


def _why(offer: Offer) -> list[str]:
    said = [
        offer.summary,
        *(f"第 {one.number} 条{FIT_LABELS[one.state]}：{_short(one.source)}" for one in offer.reasons),
    ]
    said += [f"同行案例：{whose}，{outcome}" for whose, outcome in offer.cases[:1]]
    return [line for text in said for line in wrapped(text, REASON_COLUMNS)]


def _short(source: str) -> str:
    """Return module and price of a reason's source; the scenario between them stands on the page."""
    parts = source.split(" · ")
    return f"{parts[0]} {parts[-1]}"
