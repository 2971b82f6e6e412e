"""Sample enterprises as documents, found by what was troublesome, by the modules that helped and by their effects."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlmodel import Session, col

from marketplace.core.wording import fen_text
from marketplace.exchange.labels import Payment
from marketplace.samples.kits import effect_text, kit_from_data
from marketplace.samples.labels import SIZE_BAND_LABELS
from marketplace.samples.models import Sample
from marketplace.search.labels import Facet, price_band
from marketplace.search.sources.base import Card, DocumentSource, Ids, same_ids
from marketplace.search.sources.documents import make_document, pattern, whole_numbers
from marketplace.search.sources.places import places_by_code
from search_index import Document

KIND = "sample"
_SHOWN = col(Sample.withdrawn_at).is_(None)


def load(session: Session, ids: Ids) -> list[Document]:
    """Return the documents of the samples among these that are shown: two statements."""
    rows = session.execute(select(Sample).where(_SHOWN, col(Sample.id).in_(ids)).order_by(col(Sample.id))).scalars()
    places = places_by_code(session)
    return [_document(one, place=places.get(one.county_code, "")) for one in rows]


def _document(sample: Sample, *, place: str) -> Document:
    kit = kit_from_data(sample.kit)
    parts = [
        sample.story,
        f"{kit.enterprise}　{kit.county}　{kit.profile.industry}",
        *(f"{one.need}：{one.module}（{one.provider}）" for one in kit.modules),
        *(effect_text(one) for one in kit.effects),
    ]
    return make_document(
        kind=KIND,
        key=str(sample.id),
        title=sample.title,
        parts=parts,
        facets={
            Facet.INDUSTRY: [str(sample.catalog_no)] if sample.catalog_no else [],
            Facet.COUNTY: [place],
            Facet.PAYMENT: [one.payment for one in kit.modules if one.payment in set(Payment)],
            Facet.PRICE: [price_band(kit.price_fen).value] if kit.price_fen else [],
        },
    )


def ids_after(session: Session, after_id: int, limit: int) -> list[int]:
    """Return ids of samples beyond an id."""
    wanted = select(col(Sample.id)).where(col(Sample.id) > after_id).order_by(col(Sample.id)).limit(limit)
    return [key or 0 for key in session.execute(wanted).scalars()]


def cards(session: Session, keys: Sequence[str]) -> dict[str, Card]:
    """Return how samples are shown: one statement."""
    wanted = select(Sample).where(_SHOWN, col(Sample.id).in_(whole_numbers(keys)))
    return {str(one.id): _card(one) for one in session.execute(wanted).scalars()}


def _card(sample: Sample) -> Card:
    kit = kit_from_data(sample.kit)
    meta = [kit.enterprise, kit.profile.industry, SIZE_BAND_LABELS[sample.size_band]]
    return Card(
        url=f"/samples/{sample.id}",
        meta=[words for words in meta if words],
        fact_items=[("首年费用", fen_text(kit.price_fen), ""), ("用时", f"{kit.days} 天", "")],
    )


def named(session: Session, text: str, limit: int) -> list[tuple[str, str]]:
    """Return samples whose titles hold the text, shortest titles first."""
    rows = session.execute(
        select(col(Sample.id), col(Sample.title))
        .where(_SHOWN, col(Sample.title).like(pattern(text), escape="/"))
        .order_by(func.length(col(Sample.title)), col(Sample.id))
        .limit(limit)
    )
    return [(str(key), title) for key, title in rows]


SAMPLES = DocumentSource(
    kind=KIND,
    label="企业样本",
    unit="个",
    load=load,
    ids_after=ids_after,
    cards=cards,
    named=named,
    follows={"sample": same_ids},
)
