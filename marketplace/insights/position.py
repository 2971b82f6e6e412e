"""Compute where a provider stands: from the newest survey, and from ranking anew for what it cannot tell."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.catalog.models import Module, ModuleFacet
from marketplace.insights.measures import middle
from marketplace.insights.models import DemandCount, DemandRow, ExposureRow, MarketSurvey
from marketplace.insights.position_content import (
    Effect,
    Lag,
    OwnModule,
    PlaceBand,
    Position,
    Share,
    Trick,
    fold_small,
    hide_small,
)
from marketplace.insights.queries import OUTSIDE, find_survey, load_supply
from marketplace.insights.regions import PROVINCE
from marketplace.insights.suppression import EVERY_INDUSTRY, LEAST
from marketplace.providers.labels import FacetKind
from marketplace.recommendations.labels import FEATURE_GROUP_LABELS, FeatureGroup
from marketplace.recommendations.mapping import to_query
from marketplace.recommendations.ranker import Held, Ranker
from marketplace.recommendations.standing import Standing, sample, stand
from marketplace.recommendations.survey import load_asked_of
from marketplace.recommendations.trials import try_out
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.queries import load_industries
from matching.counterfactual import module_effect
from matching.library import Library

COMES_UP = 10  # From here on a place counts as coming up.
BANDS = ((1, 3, "第 1 至 3 名"), (4, 10, "第 4 至 10 名"))
MOST_LOOKED_AT = 120
MOST_TRIED = 12
MOST_SCENARIOS = 8
MOST_WORDS = 6
SHORTEST_WORD = 2
EMPTY = frozenset("一每各这那没不")  # Words that begin so count or deny: they tell nothing of a trade.
MOST_SHARES = 10
LEAST_LAG = 0.005
TOGETHER = "没有单独对口的模块，靠整体介绍"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Market:
    """What the computation reads, together."""

    session: Session
    held: Held
    survey: MarketSurvey
    library: Library
    provider_id: int
    ref: str


def compute_position(session: Session, ranker: Ranker, *, provider_id: int) -> Position | None:
    """Return a provider's position; None before the first survey, and for one that is not ranked."""
    survey = find_survey(session)
    if survey is None:
        return None
    held = ranker.current(session)
    ref = next((ref for ref, known in held.ids.items() if known == provider_id), None)
    if ref is None or not held.index.candidate(ref).modules:
        return None
    market = _Market(
        session=session,
        held=held,
        survey=survey,
        library=KNOWLEDGE.library(session),
        provider_id=provider_id,
        ref=ref,
    )
    places = _load_places(market)
    seen = {enterprise: row for enterprise, row in places.items() if row.place <= COMES_UP}
    looked_at = sample(sorted(seen), most=MOST_LOOKED_AT)
    standings = [stand(held.index, ref, asked, weights=held.weights) for asked in load_asked_of(session, ids=looked_at)]
    return _position(market, places=places, seen=seen, standings=standings)


def _load_places(market: _Market) -> dict[int, ExposureRow]:
    wanted = select(ExposureRow).where(
        ExposureRow.provider_id == market.provider_id, ExposureRow.survey_id == market.survey.id
    )
    return {row.enterprise_id: row for row in market.session.exec(wanted)}


def _position(
    market: _Market,
    *,
    places: Mapping[int, ExposureRow],
    seen: Mapping[int, ExposureRow],
    standings: Sequence[Standing],
) -> Position:
    enough = len(seen) >= LEAST
    survey = market.survey
    return Position(
        surveyed=survey.enterprises,
        firms=len(seen) if enough else None,
        middle=middle([row.place for row in seen.values()]) if enough else None,
        looked_at=len(standings) if enough else 0,
        bands=_bands(seen.values()) if enough else [],
        modules=_modules(market, standings) if enough else [],
        industries=_industries(market, seen.values()) if enough else [],
        scenarios=_scenarios(market, standings) if enough else [],
        lags=_lags(standings),
        effects=_effects(market, places=places),
        tricks=_tricks(market, enterprises=sorted(places)),
        engine_version=survey.engine_version,
        weights_edition=survey.weights_edition,
        library_edition=survey.library_edition,
        statistics_edition=survey.statistics_edition,
        index_digest=market.held.index.digest,
    )


def _bands(rows: Iterable[ExposureRow]) -> list[PlaceBand]:
    found = [row.place for row in rows]
    counts = [sum(first <= place <= last for place in found) for first, last, _ in BANDS]
    return [PlaceBand(label=label, firms=count) for (_, _, label), count in zip(BANDS, hide_small(counts), strict=True)]


def _modules(market: _Market, standings: Sequence[Standing]) -> list[OwnModule]:
    names = {offer.ref: offer.name for offer in market.held.index.candidate(market.ref).modules}
    placed = [one for one in standings if one.place is not None]
    words: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in placed:
        for word in one.words:
            words[names.get(one.module, TOGETHER)][word] += 1
    grouped = _grouped(placed, key=lambda one: [names.get(one.module, TOGETHER)])
    return [
        OwnModule(name=name, firms=len(found), best=min(found), middle=middle(found), words=_common(words[name]))
        for name, found in fold_small(grouped).items()
    ]


def _common(counts: Mapping[str, int]) -> list[str]:
    told = [
        (-count, word)
        for word, count in counts.items()
        if count >= LEAST and len(word) >= SHORTEST_WORD and word[0] not in EMPTY
    ]
    return [word for _, word in sorted(told)[:MOST_WORDS]]


def _grouped(standings: Iterable[Standing], *, key: Callable[[Standing], Iterable[str]]) -> dict[str, list[int]]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for one in standings:
        for name in key(one):
            if one.place is not None:
                grouped[name].append(one.place)
    return grouped


def _industries(market: _Market, rows: Iterable[ExposureRow]) -> list[Share]:
    names = {row.catalog_no: row.level2 for row in load_industries(market.session)} | {0: OUTSIDE}
    grouped: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        grouped[names.get(row.catalog_no, OUTSIDE)].append(row.place)
    folded = fold_small(grouped)
    return [Share(code="", name=name, firms=len(found), middle=middle(found)) for name, found in folded.items()]


def _scenarios(market: _Market, standings: Sequence[Standing]) -> list[Share]:
    names = {one.code: one.name for one in market.library.scenarios}
    grouped = _grouped(standings, key=lambda one: one.solved)
    # One enterprise may have several of them: they don't add up, so none is told by the others.
    found = [(code, places) for code, places in grouped.items() if len(places) >= LEAST and code in names]
    found.sort(key=lambda item: (-len(item[1]), item[0]))
    return [
        Share(code=code, name=names[code], firms=len(places), middle=middle(places))
        for code, places in found[:MOST_SHARES]
    ]


def _lags(standings: Sequence[Standing]) -> list[Lag]:
    behind = [one.behind for one in standings if one.behind]
    if len(behind) < LEAST:
        return []
    means = {group: sum(one[group] for one in behind) / len(behind) for group in FeatureGroup}
    told = sorted(((-value, group) for group, value in means.items() if value >= LEAST_LAG))
    return [Lag(label=FEATURE_GROUP_LABELS[group], percent=round(-value * 100, 1)) for value, group in told]


def _effects(market: _Market, *, places: Mapping[int, ExposureRow]) -> list[Effect]:
    """Try modules for scenarios that the provider does not cover, those of the enterprises nearest to it first."""
    names = {one.code: one.name for one in market.library.scenarios}
    supply = load_supply(market.session)
    found = []
    for code, firms, enterprises in _open_scenarios(market, places=places):
        tried = load_asked_of(market.session, ids=sample(enterprises, most=MOST_TRIED))
        effect = module_effect(
            [to_query(one.row) for one in tried],
            market.held.index,
            provider=market.ref,
            scenario=code,
            library=market.library,
            weights=market.held.weights,
        )
        pairs = [(one.before, one.after) for one in effect.changes if one.before is not None and one.after is not None]
        if len(pairs) >= LEAST:
            found.append(
                Effect(
                    code=code,
                    name=names[code],
                    firms=firms,
                    tried=len(pairs),
                    before=middle([before for before, _ in pairs]),
                    after=middle([after for _, after in pairs]),
                    providers=supply[code].providers if code in supply else 0,
                )
            )
    return sorted(found, key=lambda one: (one.after - one.before, -one.firms, one.code))


def _open_scenarios(market: _Market, *, places: Mapping[int, ExposureRow]) -> list[tuple[str, int, list[int]]]:
    known = {one.code for one in market.library.scenarios}
    covered = set(
        market.session.exec(
            select(ModuleFacet.value)
            .join(Module, col(Module.id) == ModuleFacet.module_id)
            .where(Module.provider_id == market.provider_id, ModuleFacet.kind == FacetKind.SCENARIO)
        )
    )
    shown = market.session.exec(
        select(DemandCount.scenario_code, DemandCount.firms).where(
            DemandCount.survey_id == market.survey.id,
            DemandCount.region_code == PROVINCE,
            DemandCount.catalog_no == EVERY_INDUSTRY,
            col(DemandCount.shown),
        )
    ).all()
    firms = {code: count for code, count in shown if code in known - covered}
    wanted = select(DemandRow.scenario_code, DemandRow.enterprise_id).where(
        DemandRow.survey_id == market.survey.id, col(DemandRow.scenario_code).in_(firms)
    )
    asking: dict[str, list[int]] = defaultdict(list)
    for code, enterprise_id in market.session.exec(wanted.order_by(col(DemandRow.enterprise_id))):
        asking[code].append(enterprise_id)
    near = {code: sum(one in places for one in enterprises) for code, enterprises in asking.items()}
    # A module for plants that never see the provider is another firm's trade: it is no advice.
    order = sorted((code for code in asking if near[code] >= LEAST), key=lambda code: (-near[code], -firms[code], code))
    return [(code, firms[code], asking[code]) for code in order[:MOST_SCENARIOS]]


def _tricks(market: _Market, *, enterprises: Sequence[int]) -> list[Trick]:
    """Return what was tried on the provider's own data and did not lift its middle place."""
    asked = load_asked_of(market.session, ids=sample(enterprises, most=MOST_TRIED))
    if len(asked) < LEAST:
        return []
    queries = [to_query(one.row) for one in asked]
    tricks = []
    held = market.held
    for trial in try_out(queries, held.index, ref=market.ref, library=market.library, weights=held.weights):
        before, after = ([pair[side] for pair in trial.places] for side in (0, 1))
        if len(before) >= LEAST and middle(after) >= middle(before) and sum(after) >= sum(before):
            tricks.append(Trick(label=trial.label, worse=middle(after) > middle(before)))
    return tricks
