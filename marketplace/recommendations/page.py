"""From a ranking to the recommendations page: the owner's troubles, then each offer, then everything at one glance."""

from collections.abc import Mapping, Sequence
from functools import partial

from marketplace.core.wording import wan_text
from marketplace.enterprises.labels import urgency_words
from marketplace.exchange.rows import EnterpriseRow
from marketplace.exchange.spoken import About
from marketplace.recommendations import offers as of
from marketplace.recommendations.ahead import urgent_note, with_reasons
from marketplace.recommendations.barred import with_barred
from marketplace.recommendations.labels import Fit
from marketplace.recommendations.page_values import Offer, Recommendation, Trouble
from marketplace.recommendations.ranked import Ranked
from marketplace.recommendations.sums import shown_sum
from marketplace.recommendations.terms import terms_note
from matching.library import Library
from matching.ranking import Explanation, NeedKind, Place

SURE_LINK, LIKELY_LINK = 0.4, 0.25  # Reasons name a scenario that a need is as likely to mean.
MOST_URGENT = 1  # The highest priority of the exchange format.
LINKS_SHOWN = 2
NAMES_SHOWN = 40


def build_page(ranked: Ranked, *, enterprise_id: int, library: Library, facts: of.Facts) -> Recommendation:
    """Lay a ranking out for people; trailing offers that answer nothing are left out."""
    kind = shown_kind(ranked.row)
    built = [
        build_offer(ranked, place, explanation, kind=kind, facts=facts)
        for place, explanation in zip(ranked.shown, ranked.explanations, strict=True)
    ]
    while built and not built[-1].helps:
        built.pop()
    built = with_barred(with_reasons(built), ranked=ranked, kind=kind)
    troubles = _troubles(ranked, kind=kind, library=library, offers=built)
    held = ranked.held
    return Recommendation(
        enterprise_id=enterprise_id,
        name=ranked.row.name,
        about=about_words(ranked.row, library=library),
        speaks_of="难题" if kind is NeedKind.PROBLEM else "场景",
        troubles=troubles,
        wishes=len(ranked.row.scenarios) if kind is NeedKind.PROBLEM else 0,
        offers=tuple(built),
        total=ranked.ranking.total,
        is_whole=len(ranked.shown) == ranked.ranking.total,
        candidates=len(held.index),
        excluded=len(ranked.ranking.excluded),
        excluded_names=tuple(ranked.candidates[one.ref].name for one in ranked.ranking.excluded[:NAMES_SHOWN]),
        musts=tuple(sorted({reason.value for one in ranked.ranking.excluded for reason in one.reasons})),
        unanswered=tuple(trouble.number for trouble in troubles if not trouble.helped),
        urgent_note=urgent_note(_urgent(ranked.row, kind=kind), built),
        engine_version=ranked.ranking.engine_version,
        weights=ranked.ranking.weights,
        library_edition=held.library_edition,
        statistics_edition=held.index.statistics.edition,
        seed=ranked.ranking.seed,
        input_digest=ranked.ranking.input_digest,
    )


def _urgent(row: EnterpriseRow, *, kind: NeedKind) -> list[int]:
    """Return the numbers of the most urgent problems; where all are, none is."""
    urgent = [number for number, one in enumerate(row.problems, start=1) if one.priority == MOST_URGENT]
    return urgent if kind is NeedKind.PROBLEM and len(urgent) < len(row.problems) else []


def shown_kind(row: EnterpriseRow) -> NeedKind:
    """Return what offers are held against on the page: problems, or the scenario list when there are none."""
    return NeedKind.PROBLEM if row.problems or not row.scenarios else NeedKind.WISH


def texts_of(row: EnterpriseRow, *, kind: NeedKind) -> list[str]:
    """Return the texts of one of an enterprise's lists."""
    return [one.text for one in row.problems] if kind is NeedKind.PROBLEM else [one.name for one in row.scenarios]


def build_offer(ranked: Ranked, place: Place, explanation: Explanation, *, kind: NeedKind, facts: of.Facts) -> Offer:
    """Lay one explanation out."""
    candidate = ranked.candidates[place.ref]
    evidence = of.need_evidence(explanation)
    texts = texts_of(ranked.row, kind=kind)
    states = of.states_of(evidence, kind=kind, count=len(texts))
    used = of.used_modules(evidence, owners=ranked.candidates)
    reasons = partial(of.reasons_of, evidence, owners=ranked.candidates, own_ref=place.ref, facts=facts)
    price = of.price_of(evidence, owners=ranked.candidates)
    return Offer(
        anchor=f"o{place.rank}",
        place=place.rank,
        ref=place.ref,
        provider_id=ranked.held.ids[place.ref],
        name=candidate.name,
        marks=_marks(ranked, place.ref),
        tied_with=ranked.tied_with(place),
        states=states,
        reasons=reasons(kind=kind),
        wish_reasons=reasons(kind=NeedKind.WISH) if kind is NeedKind.PROBLEM else (),
        beyond=of.beyond_of(evidence, kind=kind, owners=ranked.candidates),
        price=price,
        three_years=of.three_years_of(used, wished=ranked.query.preferences.payment),
        days=of.days_of(evidence, facts=facts),
        payments=of.payments_of(used),
        deployments=of.deployments_of(used),
        cases=of.cases_of(explanation),
        gaps=of.gaps_of(ranked.query, explanation, states=states, texts=texts, candidate=candidate, price=price),
        score=explanation.score,
        shown=shown_sum(explanation.contributions, weights=ranked.weights),
        note=terms_note(ranked.query, explanation, candidate=candidate),
    )


def _marks(ranked: Ranked, ref: str) -> tuple[str, ...]:
    candidate, row = ranked.candidates[ref], ranked.row
    near = ""
    if candidate.county and candidate.county == row.county and candidate.city == row.city:
        near = "本县"
    elif candidate.city:
        near = "同城" if candidate.city == row.city else candidate.city
    return tuple(mark for mark in (candidate.kind.value if candidate.kind else "", near) if mark)


def _troubles(ranked: Ranked, *, kind: NeedKind, library: Library, offers: Sequence[Offer]) -> tuple[Trouble, ...]:
    names = {scenario.code: scenario.name for scenario in library.scenarios}
    priorities = [urgency_words(one.priority) for one in ranked.row.problems]
    troubles = []
    for number, need in enumerate(ranked.scored.profile.needs):
        if need.kind is not kind:
            continue
        # A trouble that an offer below is shown to answer is never called unanswered.
        shown = sum(offer.states[need.number - 1] is not Fit.NO for offer in offers)
        helped = max(ranked.helped(number), shown)
        meta = [priorities[need.number - 1]] if kind is NeedKind.PROBLEM else []
        meta.append(linked_words({link.scenario: link.confidence for link in need.links}, names=names))
        if helped:
            meta.append(f"全部 {ranked.ranking.total} 家里 {helped} 家能帮上")
        troubles.append(Trouble(number=need.number, text=need.text, meta=tuple(meta), helped=helped))
    return tuple(troubles)


def linked_words(links: Mapping[str, float], *, names: Mapping[str, str]) -> str:
    """Return the scenarios of a need, given with their confidence: the sure ones, else the likely ones, else none."""
    sure = [names[code] for code, confidence in links.items() if confidence >= SURE_LINK][:LINKS_SHOWN]
    likely = [names[code] for code, confidence in links.items() if confidence >= LIKELY_LINK][:LINKS_SHOWN]
    if sure or likely:
        return f"对应场景：{'、'.join(sure)}" if sure else f"按文字看，可能是：{'、'.join(likely)}"
    return "还没有对上场景库"


def about_words(row: EnterpriseRow, *, library: Library) -> tuple[str, ...]:
    """Return the enterprise in a few words: industry, size, place, and the budget as it was understood."""
    words = [industry_words(row, library=library)]
    if row.employees:
        words.append(f"{row.employees} 人")
    words.append(row.county or row.city)
    budget = row.preferences.budget_wan
    if budget:
        rough = f"约 {wan_text(budget)}（您写的是“{budget.said}”）" if isinstance(budget, About) else wan_text(budget)
        words.append(f"首年预算 {rough}")
    return tuple(word for word in words if word)


def industry_words(row: EnterpriseRow, *, library: Library) -> str:
    """Return the industry by name: the catalogue's, the code's, or the sender's own words."""
    if row.industry.catalog_no is not None:
        names = {entry.catalog_no: entry.level2 for entry in library.catalog}
        return names.get(row.industry.catalog_no, "")
    if row.industry.gbt_code:
        names_by_code = dict(library.gbt_names)
        code = row.industry.gbt_code
        name = names_by_code.get(code.removeprefix("C"), names_by_code.get(code, ""))
        return f"{name}（{code}）" if name else code
    return row.industry.text
