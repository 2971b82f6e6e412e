"""A provider's place for one enterprise that has sent it an enquiry."""

from dataclasses import dataclass

from sqlmodel import Session

from marketplace.core.errors import NotFoundError
from marketplace.insights.position_help import Earlier, EffectAt, LagAt, earlier_at, effects_at, lags_at
from marketplace.insights.position_queries import find_first_enquiry
from marketplace.recommendations.offers import need_evidence
from marketplace.recommendations.queries import load_row
from marketplace.recommendations.ranked import Ranked, rank_row
from marketplace.recommendations.ranker import Ranker
from marketplace.recommendations.sums import Shown, shown_sum
from marketplace.recommendations.survey import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredNeed:
    """A row of the enterprise's lists that a module answers, to ``share`` in [0, 1]."""

    text: str
    module_name: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAt:
    """The place among ``total`` ranked providers; None, and nothing of a score, where a must excludes the provider."""

    name: str
    place: int | None
    total: int
    shown: Shown | None
    needs: tuple[AnsweredNeed, ...]
    unsolved: tuple[str, ...]
    lags: tuple[LagAt, ...]
    effects: tuple[EffectAt, ...]
    earlier: Earlier | None
    digest: str


def load_place_at(session: Session, ranker: Ranker, *, provider_id: int, enterprise_id: int) -> PlaceAt:
    """Return where a provider stands for an enterprise.

    Raises NotFoundError for an enterprise that never sent it an enquiry, and for a provider that is not ranked.
    """
    asked_at = find_first_enquiry(session, provider_id=provider_id, enterprise_id=enterprise_id)
    if asked_at is None:
        raise NotFoundError
    held = ranker.current(session)
    ref = next((ref for ref, known in held.ids.items() if known == provider_id), None)
    if ref is None:
        raise NotFoundError("贵单位现在没有参加排序。")
    row = load_row(session, enterprise_id=enterprise_id)
    ranked = rank_row(row, held, k=1, wanted=lambda one: one.ref == ref)
    lags, open_ones = lags_at(held, ref=ref, asked=Asked(enterprise_id=enterprise_id, county_code="", row=row))
    return _place_at(
        ranked,
        lags=lags,
        effects=effects_at(session, held, ref=ref, query=ranked.query, scenarios=open_ones),
        earlier=earlier_at(session, held, provider_id=provider_id, ref=ref, query=ranked.query, asked_at=asked_at),
    )


def _place_at(
    ranked: Ranked, *, lags: tuple[LagAt, ...], effects: tuple[EffectAt, ...], earlier: Earlier | None
) -> PlaceAt:
    explanation = ranked.explanations[0] if ranked.explanations else None
    open_ones = explanation.unsolved_problems if explanation else ()
    answered = need_evidence(explanation) if explanation else ()
    return PlaceAt(
        name=ranked.row.name,
        place=ranked.shown[0].rank if ranked.shown else None,
        total=ranked.ranking.total,
        shown=shown_sum(explanation.contributions, weights=ranked.weights) if explanation else None,
        needs=tuple(AnsweredNeed(text=one.text, module_name=one.module_name, share=one.told) for one in answered),
        unsolved=tuple(ranked.row.problems[number - 1].text for number in open_ones),
        lags=lags,
        effects=effects,
        earlier=earlier,
        digest=ranked.ranking.input_digest,
    )
