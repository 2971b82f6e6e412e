"""The market as the ranking sees it: what each enterprise needs, whether somebody answers it, and who is placed where.

Values for figures that name no enterprise; nothing is explained and nothing written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.exchange.rows import EnterpriseRow
from marketplace.recommendations.mapping import to_query
from marketplace.recommendations.ranked import SEED
from marketplace.recommendations.ranker import Held
from marketplace.taxonomy.linking import SURE_FROM
from matching.library import CatalogEntry
from matching.ranking import CandidateIndex
from matching.ranking.explanation.told import SOLVED, told_best, told_shares
from matching.ranking.rank import ordered
from matching.ranking.scoring.score import Scored, score_candidates
from matching.weights import WeightSet

PLACES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An enterprise with where it stands, as far as figures need it."""

    enterprise_id: int
    county_code: str
    row: EnterpriseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """What one enterprise adds to the market.

    ``catalog_no`` is the narrowest entry of the catalogue, 0 outside it; ``wants`` maps scenarios to whether some
    provider solves one of the needs behind it; ``places`` are providers' ids, best first.
    """

    enterprise_id: int
    county_code: str
    catalog_no: int
    wants: dict[str, bool]
    places: tuple[int, ...]


def load_asked(session: Session, *, after_id: int, limit: int) -> list[Asked]:
    """Return enterprises by id beyond a mark; those merged into others are left out."""
    found = session.exec(
        select(Enterprise.organisation_id, Organisation.county_code)
        .join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
        .where(col(Organisation.merged_into_id).is_(None), col(Enterprise.organisation_id) > after_id)
        .order_by(col(Enterprise.organisation_id))
        .limit(limit)
    ).all()
    return _with_rows(session, found)


def load_asked_of(session: Session, *, ids: Sequence[int]) -> list[Asked]:
    """Return given enterprises in the order of their ids."""
    found = session.exec(
        select(Enterprise.organisation_id, Organisation.county_code)
        .join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
        .where(col(Enterprise.organisation_id).in_(ids))
        .order_by(col(Enterprise.organisation_id))
    ).all()
    return _with_rows(session, found)


def _with_rows(session: Session, found: Sequence[tuple[int, str]]) -> list[Asked]:
    rows = load_enterprise_rows(session, ids=[enterprise_id for enterprise_id, _ in found])
    return [
        Asked(enterprise_id=enterprise_id, county_code=county_code, row=row)
        for (enterprise_id, county_code), row in zip(found, rows, strict=True)
    ]


def survey(
    held: Held, asked: Sequence[Asked], *, catalog: Sequence[CatalogEntry], weights: WeightSet | None = None
) -> Iterator[Surveyed]:
    """Rank every provider for each enterprise and tell what figures are made from."""
    for one in asked:
        scored = score_candidates(to_query(one.row), held.index, weights=weights or held.weights)
        yield Surveyed(
            enterprise_id=one.enterprise_id,
            county_code=one.county_code,
            catalog_no=entry_of(one.row, codes=scored.profile.plant.codes, catalog=catalog),
            wants=wants_of(scored, held.index),
            places=tuple(held.ids[scored.refs[number]] for number in ordered(scored, seed=SEED, top=PLACES)[:PLACES]),
        )


def entry_of(row: EnterpriseRow, *, codes: Sequence[str], catalog: Sequence[CatalogEntry]) -> int:
    """Return the catalogue's number that an enterprise states, else the narrowest entry that holds its code, else 0."""
    if row.industry.catalog_no is not None:
        return row.industry.catalog_no
    held = [
        (-len(prefix), entry.catalog_no)
        for entry in catalog
        for prefix in entry.gbt_prefixes
        for code in codes
        if code.startswith(prefix)
    ]
    return min(held)[1] if held else 0


def wants_of(scored: Scored, index: CandidateIndex) -> dict[str, bool]:
    """Return the scenarios that an enterprise surely means, each with whether somebody solves a need behind it."""
    best = told_best(scored, told_shares(scored, index))[:, scored.eligible].max(axis=1, initial=0.0).tolist()
    wants: dict[str, bool] = {}
    for number, need in enumerate(scored.profile.needs):
        solved = best[number] >= SOLVED
        for link in need.links:
            if link.confidence >= SURE_FROM:
                wants[link.scenario] = wants.get(link.scenario, False) or solved
    return wants
