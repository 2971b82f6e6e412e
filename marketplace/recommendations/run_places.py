"""The places of a stored run as its page shows them, with the same words and warnings as the page of a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from marketplace.exchange.rows import EnterpriseRow
from marketplace.recommendations import offers as of
from marketplace.recommendations.labels import FEATURE_GROUP_LABELS, FIT_LABELS, FeatureGroup, Fit, words_of
from marketplace.recommendations.mapping import to_query
from marketplace.recommendations.models import Run
from marketplace.recommendations.page import shown_kind, texts_of
from marketplace.recommendations.run_candidates import find_kept
from marketplace.recommendations.run_evidence import read_explanation, read_needs, stand_ins
from marketplace.recommendations.sums import Shown, shown_groups
from marketplace.recommendations.terms import terms_note
from matching.ranking import Contribution, Explanation, NeedKind
from matching.types import Candidate, Query


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPlace:
    """One place of a stored run; ``gaps`` are what it doesn't solve and which wishes it doesn't meet."""

    place: int
    provider_id: int
    name: str
    is_chosen: bool
    tie: str
    summary: str
    states: tuple[Fit, ...]
    price: of.Price
    payments: str
    deployments: str
    shown: Shown
    reasons: tuple[of.Reason, ...]
    gaps: tuple[str, ...]
    note: str

    @property
    def reason_items(self) -> list[dict[str, Any]]:
        """Return the reasons as the macro takes them; paper shows no colours, so each says how far it goes."""
        return [
            {
                "no": one.number,
                "state": one.state.value,
                "said": one.said,
                "says": one.says,
                "source": f"{FIT_LABELS[one.state]} · {one.source}",
            }
            for one in self.reasons
        ]


def kept_places(session: Session, *, run: Run, row: EnterpriseRow) -> tuple[KeptPlace, ...]:
    """Return the kept places in their order; texts and prices are those of the modules as the run saw them."""
    places = run.answer["places"]
    refs = {ref for place in places for ref in stand_ins(place)}
    known = find_kept(session, run=run, refs=refs)
    return tuple(_place(place, run=run, row=row, owners={**stand_ins(place), **known}) for place in places)


def _place(told: dict[str, Any], *, run: Run, row: EnterpriseRow, owners: Mapping[str, Candidate]) -> KeptPlace:
    query, ref, kind = to_query(row), told["provider"], shown_kind(row)
    explanation = read_explanation(told, query_ref=row.ref, engine_version=run.engine_version)
    evidence = read_needs(told)
    states = of.states_of(evidence, kind=kind, count=len(texts_of(row, kind=kind)))
    reasons = of.reasons_of(evidence, kind=kind, owners=owners, own_ref=ref, facts={})
    wishes = of.reasons_of(evidence, kind=NeedKind.WISH, owners=owners, own_ref=ref, facts={})
    used = of.used_modules(evidence, owners=owners)
    price = _price(told, price=of.price_of(evidence, owners=owners))
    tied = "、".join(map(str, told["tied_with"]))
    return KeptPlace(
        place=told["rank"],
        provider_id=told["provider_id"],
        name=told["name"],
        is_chosen=told["provider_id"] in run.inputs["chosen"],
        tie=f"与第 {tied} 名并列" if tied else "",
        summary=told["summary"] if reasons or not wishes else f"对上场景清单 {len(wishes)} 条",
        states=states,
        price=price,
        payments=of.payments_of(used),
        deployments=of.deployments_of(used),
        shown=_shown(explanation.contributions),
        reasons=reasons or wishes,
        gaps=_gaps(query, explanation, row=row, states=states, candidate=owners[ref], price=price),
        note=terms_note(query, explanation, candidate=owners[ref]),
    )


def _price(told: dict[str, Any], *, price: of.Price) -> of.Price:
    kept = told["price_wan"]
    return replace(price, wan=None if kept is None else float(kept))


def _gaps(
    query: Query,
    explanation: Explanation,
    *,
    row: EnterpriseRow,
    states: tuple[Fit, ...],
    candidate: Candidate,
    price: of.Price,
) -> tuple[str, ...]:
    texts = texts_of(row, kind=shown_kind(row))
    return of.gaps_of(query, explanation, states=states, texts=texts, candidate=candidate, price=price)


def _shown(contributions: tuple[Contribution, ...]) -> Shown:
    groups = dict.fromkeys(FeatureGroup, 0.0)
    for item in contributions:
        groups[words_of(item.feature)[0]] += item.contribution
    most = sum(item.weight for item in contributions)
    return shown_groups({FEATURE_GROUP_LABELS[group]: value for group, value in groups.items()}, most=most)
