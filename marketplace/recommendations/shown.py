"""What templates take of a recommendation, and what addresses say about filters, counts and picked providers."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from marketplace.exchange.labels import (
    DEPLOYMENT_LABELS,
    PAYMENT_LABELS,
    PROVIDER_KIND_NAME_LABELS,
    Deployment,
    Payment,
    ProviderKindName,
)
from marketplace.recommendations.offers import shortened
from marketplace.recommendations.page_values import Offer, Recommendation
from marketplace.recommendations.queries import MOST, Filters, K
from marketplace.recommendations.terms import exclusion_words

KINDS = [(kind.value, label) for kind, label in PROVIDER_KIND_NAME_LABELS.items()]
PAYMENTS = [(form.value, label) for form, label in PAYMENT_LABELS.items()]
DEPLOYMENTS = [(form.value, label) for form, label in DEPLOYMENT_LABELS.items()]
SIDE_BY_SIDE = 4
SUFFIXES = ("有限责任公司", "股份有限公司", "有限公司", "科技", "技术")


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Where a recommendation stands and what may be done with it.

    ``base`` is the address of the list, below which comparison, account and bundle lie. ``account_url`` leads those
    who have no account yet to one; ``edit_url`` is empty for readers who may not change the answers.
    """

    base: str
    edit_url: str = ""
    account_url: str = ""
    is_own: bool = True
    may_keep: bool = False


def filters_of(sent: Mapping[str, str]) -> Filters:
    """Read the filters; unknown values count as none."""
    kind, payment, deployment = (sent.get(name, "") for name in ("kind", "payment", "deployment"))
    return Filters(
        kind=ProviderKindName(kind) if kind in set(ProviderKindName) else None,
        payment=Payment(payment) if payment in set(Payment) else None,
        deployment=Deployment(deployment) if deployment in set(Deployment) else None,
    )


def count_of(sent: Mapping[str, str]) -> int:
    """Read how many are wanted, from 1 to the most that a page shows."""
    text = sent.get("k", "")
    return min(max(int(text), 1), MOST) if text.isascii() and text.isdigit() and len(text) < 4 else K  # noqa: PLR2004 - longer numbers are above the most


def picked_of(texts: Sequence[str]) -> list[int]:
    """Read ids of providers."""
    return sorted({int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10})  # noqa: PLR2004 - ids have fewer digits


def deepest_of(page: Recommendation, *, picked: Sequence[int]) -> int:
    """Return how many offers must be shown for the last picked one to be among them."""
    places = [number for number, offer in enumerate(page.offers, start=1) if offer.provider_id in picked]
    return max(places, default=0)


def page_values(
    page: Recommendation, *, filters: Filters, k: int, board: Board, picked: Sequence[int] = ()
) -> dict[str, Any]:
    """Return everything that the page of a recommendation shows."""
    more = {"k": min(k * 2, MOST), **{name: value for name, value in asdict(filters).items() if value}}
    return {
        "page": page,
        "board": board,
        "picked": picked,
        "filters": filters,
        "kinds": KINDS,
        "payments": PAYMENTS,
        "deployments": DEPLOYMENTS,
        "may_show_more": len(page.offers) == k < MOST,
        "more_url": f"{board.base}?{urlencode(more)}",
        "musts": exclusion_words(page.musts),
        "trouble_items": trouble_items(page),
        "reason_items": reason_items,
        "table": matrix_of(page, page.offers[:SIDE_BY_SIDE]),
        "shows_days": any(offer.days is not None for offer in page.offers),
    }


def compare_values(page: Recommendation, *, picked: Sequence[int], board: Board) -> dict[str, Any]:
    """Return what the comparison of picked providers shows."""
    offers = [offer for offer in page.offers if offer.provider_id in picked][:SIDE_BY_SIDE]
    return {"page": page, "board": board, "offers": offers, "table": matrix_of(page, offers)}


def trouble_items(page: Recommendation) -> list[dict[str, Any]]:
    """Return the needs as the macro takes them."""
    return [{"no": one.number, "text": one.text, "meta": one.meta, "state": one.state.value} for one in page.troubles]


def matrix_of(page: Recommendation, offers: Sequence[Offer]) -> dict[str, Any]:
    """Return needs × providers as the macro takes them."""
    rows = [
        {
            "label": f"{one.number} {shortened(one.text)}",
            "states": [offer.states[one.number - 1].value for offer in offers],
        }
        for one in page.troubles
    ]
    foot = [
        {"label": "首年报价", "values": [_priced(offer) for offer in offers]},
        {"label": "三年费用", "values": [offer.three_years.full_text for offer in offers]},
        {"label": "上线", "values": [offer.days_text for offer in offers]},
        {"label": "付款", "values": [offer.payments for offer in offers]},
    ]
    return {"columns": [short_name(offer.name) for offer in offers], "rows": rows, "foot": foot}


def _priced(offer: Offer) -> str:
    """Return a price, with what it holds beyond the rows of the matrix."""
    return f"{offer.price.text}（{offer.price_note}）" if offer.beyond else offer.price.text


def reason_items(offer: Offer) -> list[dict[str, Any]]:
    """Return an offer's reasons as the macro takes them: on the list itself, else on the scenario list."""
    return [{**asdict(reason), "no": reason.number} for reason in offer.reasons or offer.wish_reasons]


def short_name(name: str) -> str:
    """Return a firm's name without its form, for heads of columns."""
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name
