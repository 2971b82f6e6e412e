"""Reads of quotations: one's own as a form, and all of them side by side for the plant."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.conflicts import SealedError
from marketplace.core.errors import NotFoundError
from marketplace.core.wording import fen_text
from marketplace.exchange.labels import Payment
from marketplace.projects import policies
from marketplace.projects.labels import EnquiryState
from marketplace.projects.models import Enquiry, Quotation, QuotationLine
from marketplace.projects.needs import shortened

PERMILLE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A quotation as the plant reads it; ``lines`` by the key of the need."""

    provider_id: int
    name: str
    quotation: Quotation
    lines: dict[str, QuotationLine]

    @property
    def total_fen(self) -> int:
        return sum(line.price_fen for line in self.lines.values())

    @property
    def days(self) -> int:
        return max((line.days for line in self.lines.values()), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Quotations side by side, cheapest for what they cover is not said: order is that of asking."""

    offers: tuple[Offer, ...]
    columns: tuple[str, ...]
    rows: tuple[dict[str, object], ...]
    foot: tuple[dict[str, object], ...]


def load_comparison(session: Session, *, actor: Actor, enquiry: Enquiry, state: EnquiryState) -> Comparison:
    """Return all quotations for whom they are open; raises ConflictError for the plant while they are sealed."""
    may_read = policies.can_read_quotation(
        actor,
        provider_id=0,
        enterprise_id=enquiry.enterprise_id,
        county_code=enquiry.county_code,
        state=state,
    )
    if not may_read and actor.organisation_id == enquiry.enterprise_id:
        raise SealedError("报价还没有截止，谁也看不到内容。截止日过后，或者各家都答复以后，就能打开对比。")
    if not may_read:
        raise NotFoundError
    offers = load_offers(session, enquiry_id=enquiry.id or 0)
    rows: list[dict[str, object]] = [
        {
            "label": shortened(need["text"]),
            "note": need["note"],
            "states": ["yes" if need["key"] in offer.lines else "no" for offer in offers],
            "words": [_word(offer.lines.get(need["key"])) for offer in offers],
        }
        for need in enquiry.needs
    ]
    return Comparison(
        offers=tuple(offers),
        columns=tuple(offer.name for offer in offers),
        rows=tuple(rows),
        foot=_foot(offers, needs=len(enquiry.needs)),
    )


def load_offers(session: Session, *, enquiry_id: int) -> list[Offer]:
    """Return the quotations of an enquiry in the order of asking, with their lines: two statements."""
    rows = session.exec(
        select(Quotation, Organisation.name)
        .join(Organisation, col(Organisation.id) == Quotation.provider_id)
        .where(Quotation.enquiry_id == enquiry_id)
        .order_by(col(Quotation.id))
    ).all()
    lines = session.exec(
        select(QuotationLine).where(col(QuotationLine.quotation_id).in_([quotation.id for quotation, _ in rows]))
    ).all()
    return [
        Offer(
            provider_id=quotation.provider_id,
            name=name,
            quotation=quotation,
            lines={line.need_key: line for line in lines if line.quotation_id == quotation.id},
        )
        for quotation, name in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuotation:
    """A provider's own quotation as it was understood: rows of a table, their sum, and the note."""

    rows: list[list[str]]
    sum: list[str]
    note: str


def load_own_quotation(session: Session, *, enquiry: Enquiry, provider_id: int) -> OwnQuotation | None:
    """Return what a provider quoted; None when it has not quoted."""
    own = next(
        (one for one in load_offers(session, enquiry_id=enquiry.id or 0) if one.provider_id == provider_id), None
    )
    if own is None:
        return None
    rows = [
        [shortened(need["text"]), line.module_name, line.payment.value, line_text(line), f"{line.days} 天"]
        for need in enquiry.needs
        if (line := own.lines.get(need["key"]))
    ]
    whole = ["合计", "", "", fen_text(own.total_fen), f"质保 {own.quotation.warranty_months} 个月"]
    return OwnQuotation(rows=rows, sum=whole, note=own.quotation.note)


def line_text(line: QuotationLine) -> str:
    """Return how a line is paid, with what that comes to in the first year."""
    price = fen_text(line.price_fen) if line.price_fen else "含在别的条目里"
    if line.unit_price_fen is not None:
        return f"{price}（每{line.unit} {fen_text(line.unit_price_fen)}）"
    if line.share_permille is not None:
        return f"{fen_text(line.price_fen)}＋效果分成 {line.share_permille / PERMILLE:g}%（{line.unit}）"
    return price


def three_years_text(offer: Offer) -> str:
    """Return what three years cost: paid once counts once, paid by use three times, by effect cannot be told."""
    lines = offer.lines.values()
    years = {Payment.BY_USE: 3}
    known = sum(line.price_fen * years.get(line.payment, 1) for line in lines)
    return fen_text(known) + ("＋效果分成" if any(line.payment is Payment.BY_RESULT for line in lines) else "")


def _word(line: QuotationLine | None) -> str:
    return f"{line.module_name}，{line.payment.value}，{line_text(line)}，{line.days} 天" if line else ""


def _foot(offers: list[Offer], *, needs: int) -> tuple[dict[str, object], ...]:
    return (
        {"label": "提供的条数", "values": [f"{len(offer.lines)} / {needs}" for offer in offers]},
        {"label": "首年费用合计", "values": [fen_text(offer.total_fen) for offer in offers]},
        {"label": "三年费用", "values": [three_years_text(offer) for offer in offers]},
        {"label": "最长上线天数", "values": [f"{offer.days} 天" for offer in offers]},
        {"label": "质保", "values": [f"{offer.quotation.warranty_months} 个月" for offer in offers]},
    )
