"""An enterprise's recommendations: the page, one contractor's account in full, several side by side."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.exchange.labels import PAYMENT_LABELS, PROVIDER_KIND_NAME_LABELS, Payment, ProviderKindName
from marketplace.recommendations.account import account_of
from marketplace.recommendations.labels import RunReason
from marketplace.recommendations.offers import shortened
from marketplace.recommendations.page import Offer, Recommendation
from marketplace.recommendations.policies import can_keep
from marketplace.recommendations.process import ranker
from marketplace.recommendations.queries import (
    MOST,
    Asker,
    Filters,
    K,
    load_asker,
    rank_enterprise,
    recommend,
)
from marketplace.recommendations.ranked import Ranked
from marketplace.recommendations.services import keep_run, share_run
from marketplace.recommendations.terms import exclusion_words
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now, state

bp = Blueprint("recommendations", __name__, template_folder="templates")
KINDS = [(kind.value, label) for kind, label in PROVIDER_KIND_NAME_LABELS.items()]
PAYMENTS = [(form.value, label) for form, label in PAYMENT_LABELS.items()]
SIDE_BY_SIDE = 4
SUFFIXES = ("有限责任公司", "股份有限公司", "有限公司", "科技", "技术")


@bp.get("/enterprises/<int:enterprise_id>/recommendations")
@requires(Permission.SEE_RECOMMENDATIONS)
def recommendations(enterprise_id: int) -> str:
    """Show the first contractors with reasons; nothing is written."""
    asker = load_asker(read_session(), actor=actor(), enterprise_id=enterprise_id)
    filters, k = _filters(), _count()
    page = recommend(read_session(), ranker(), enterprise_id, k=k, filters=filters)
    return render_template(
        "recommendations/page.html",
        page=page,
        filters=filters,
        kinds=KINDS,
        payments=PAYMENTS,
        is_own=actor().organisation_id == enterprise_id,
        may_keep=_may_keep(asker),
        may_show_more=len(page.offers) == k < MOST,
        more_url=_more_url(enterprise_id, filters=filters, k=min(k * 2, MOST)),
        musts=exclusion_words(page.musts),
        trouble_items=trouble_items(page),
        reason_items=reason_items,
        table=matrix_of(page, page.offers[:SIDE_BY_SIDE]),
        when=now(),
    )


@bp.get("/enterprises/<int:enterprise_id>/recommendations/<int:provider_id>/why")
@requires(Permission.SEE_RECOMMENDATIONS)
def why(enterprise_id: int, provider_id: int) -> str:
    """Show every feature of one contractor's score, and whether the first three hold when weights move."""
    asker = load_asker(read_session(), actor=actor(), enterprise_id=enterprise_id)
    account = account_of(read_session(), ranker(), enterprise_id=enterprise_id, provider_id=provider_id)
    return render_template("recommendations/why.html", asker=asker, account=account)


@bp.get("/enterprises/<int:enterprise_id>/recommendations/compare")
@requires(Permission.SEE_RECOMMENDATIONS)
def compare(enterprise_id: int) -> str:
    """Show up to four picked contractors side by side."""
    asker = load_asker(read_session(), actor=actor(), enterprise_id=enterprise_id)
    picked = _picked(request.args.getlist("p"))
    page = recommend(read_session(), ranker(), enterprise_id, k=MOST)
    offers = [offer for offer in page.offers if offer.provider_id in picked][:SIDE_BY_SIDE]
    return render_template(
        "recommendations/compare.html", asker=asker, page=page, offers=offers, table=matrix_of(page, offers)
    )


@bp.post("/enterprises/<int:enterprise_id>/recommendations/<any(share, shortlist, print):reason>")
@requires(Permission.KEEP_RUNS)
def keep(enterprise_id: int, reason: str) -> Response:
    """Store the ranking that somebody relies on, and lead to it."""
    asker = load_asker(read_session(), actor=actor(), enterprise_id=enterprise_id)
    chosen = _picked(request.form.getlist("p"))
    if reason == "shortlist" and not chosen:
        raise InvalidError("请先勾选要加入备选的服务商，再点“加入备选”。")
    ranked = rank_enterprise(read_session(), ranker(), enterprise_id)
    if not set(chosen) <= set(ranked.held.ids.values()):
        raise NotFoundError
    digest = _store(asker, ranked, reason=reason, chosen=chosen)
    if request.form.get("seen") not in (None, ranked.ranking.input_digest):
        flash("您看页面期间，服务商或您的资料有更新；留存的是刚刚重新排好的顺序，请核对。", "warn")
    return redirect(url_for("runs.run", digest=digest), code=303)


REASONS = {"shortlist": RunReason.SHORTLISTED, "print": RunReason.PRINTED}


def _store(asker: Asker, ranked: Ranked, *, reason: str, chosen: Sequence[int]) -> str:
    with transaction() as session:
        if reason == "share":
            secret = state().settings.secret_key
            run, _ = share_run(session, actor=actor(), asker=asker, ranked=ranked, secret=secret, now=now())
        else:
            run = keep_run(
                session, actor=actor(), asker=asker, ranked=ranked, reason=REASONS[reason], chosen=chosen, now=now()
            )
        return run.digest


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
        {"label": "首年报价", "values": [offer.price.text for offer in offers]},
        {"label": "上线", "values": [offer.days_text for offer in offers]},
        {"label": "付款", "values": [offer.payments for offer in offers]},
    ]
    return {"columns": [short_name(offer.name) for offer in offers], "rows": rows, "foot": foot}


def reason_items(offer: Offer) -> list[dict[str, Any]]:
    """Return an offer's reasons as the macro takes them."""
    return [{**asdict(reason), "no": reason.number} for reason in offer.reasons]


def short_name(name: str) -> str:
    """Return a firm's name without its form, for heads of columns."""
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def _may_keep(asker: Asker) -> bool:
    return can_keep(actor(), enterprise_id=asker.id, county_code=asker.county_code)


def _filters() -> Filters:
    kind, payment = request.args.get("kind", ""), request.args.get("payment", "")
    return Filters(
        kind=ProviderKindName(kind) if kind in set(ProviderKindName) else None,
        payment=Payment(payment) if payment in set(Payment) else None,
    )


def _more_url(enterprise_id: int, *, filters: Filters, k: int) -> str:
    kind = filters.kind.value if filters.kind else None
    payment = filters.payment.value if filters.payment else None
    return url_for(".recommendations", enterprise_id=enterprise_id, k=k, kind=kind, payment=payment)


def _count() -> int:
    text = request.args.get("k", "")
    return min(max(int(text), 1), MOST) if text.isascii() and text.isdigit() and len(text) < 4 else K  # noqa: PLR2004 - longer numbers are above the most


def _picked(texts: list[str]) -> list[int]:
    return sorted({int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10})  # noqa: PLR2004 - ids have fewer digits
