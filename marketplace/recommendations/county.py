"""A county's table: each enterprise of the area with its first three contractors and a short reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.errors import NotFoundError
from marketplace.core.wording import wan_text
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.policies import area_prefix_of
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.exchange.rows import EnterpriseRow
from marketplace.recommendations.labels import Fit
from marketplace.recommendations.offers import Price, fit_of, need_evidence, price_of, shortened, states_of
from marketplace.recommendations.page import about_words, shown_kind, texts_of
from marketplace.recommendations.ranked import Ranked, rank_row
from marketplace.recommendations.ranker import Held, Ranker
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.queries import load_counties
from marketplace.web.pages import Page, PageArgs, make_page
from matching.library import Library
from matching.ranking import Explanation, Place

FIRST = 3
REASON_MODULES = 2
PROVINCE = "浙江省"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPlace:
    """One of an enterprise's first three with a short reason; ``over`` says that it costs more than was to be spent."""

    place: int
    provider_id: int
    name: str
    reason: str
    tied: bool
    price: Price
    over: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyRow:
    """An enterprise with its first three; ``unanswered`` of its ``needs`` no provider answers."""

    enterprise_id: int
    name: str
    about: str
    needs: int
    unanswered: int
    firsts: tuple[FirstPlace, ...]


def load_county_page(
    session: Session, ranker: Ranker, *, actor: Actor, county_code: str = "", args: PageArgs
) -> Page[CountyRow]:
    """Return one page of the enterprises that the actor is responsible for, with their first three."""
    wanted = _in_area(actor, county_code=county_code)
    counting = select(func.count()).select_from(Enterprise)
    joined = counting.join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
    total = session.exec(joined.where(*wanted)).one()
    ids = session.exec(_area_ids(wanted).offset(args.offset).limit(args.per_page)).all()
    return make_page(_county_rows(session, ranker.current(session), ids=ids), total=total, args=args)


def load_county_rows(session: Session, ranker: Ranker, *, actor: Actor, county_code: str = "") -> list[CountyRow]:
    """Return all of them, for a workbook."""
    ids = session.exec(_area_ids(_in_area(actor, county_code=county_code))).all()
    return _county_rows(session, ranker.current(session), ids=ids)


def load_county_after(
    session: Session, ranker: Ranker, *, actor: Actor, county_code: str, after_id: int, limit: int
) -> list[CountyRow]:
    """Return at most ``limit`` of them with numbers above ``after_id``, by number."""
    wanted = [*_in_area(actor, county_code=county_code), col(Enterprise.organisation_id) > after_id]
    by_number = _area_ids(wanted).order_by(None).order_by(col(Enterprise.organisation_id))
    return _county_rows(session, ranker.current(session), ids=session.exec(by_number.limit(limit)).all())


def area_name(session: Session, *, actor: Actor, county_code: str = "") -> str:
    """Return the name of the area that the table is about."""
    own = area_prefix_of(actor) or ""
    prefix = county_code if county_code.startswith(own) else own
    counties = [row for row in load_counties(session) if row.code.startswith(prefix)]
    if len(counties) == 1:
        return f"{counties[0].city}{counties[0].name}"
    cities = {row.city for row in counties}
    return cities.pop() if len(cities) == 1 else PROVINCE


def _in_area(actor: Actor, *, county_code: str) -> list[ColumnElement[bool]]:
    """Bureaus see their own area; operator and auditor, who have none, see every county or the one asked for.

    Raises NotFoundError for an officer to whom no area was given.
    """
    own = area_prefix_of(actor)
    if own is None:
        raise NotFoundError
    prefix = county_code if county_code.startswith(own) else own
    return [
        col(Organisation.merged_into_id).is_(None),
        col(Organisation.county_code).startswith(prefix, autoescape=True),
    ]


def _area_ids(wanted: Sequence[Any]) -> SelectOfScalar[int]:
    return (
        select(Enterprise.organisation_id)
        .join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
        .where(*wanted)
        .order_by(col(Organisation.county_code), col(Enterprise.organisation_id))
    )


def _county_rows(session: Session, held: Held, *, ids: Sequence[int]) -> list[CountyRow]:
    library = KNOWLEDGE.library(session)
    rows = load_enterprise_rows(session, ids=ids)
    return [
        _county_row(enterprise_id, row, held=held, library=library)
        for enterprise_id, row in zip(ids, rows, strict=True)
    ]


def _county_row(enterprise_id: int, row: EnterpriseRow, *, held: Held, library: Library) -> CountyRow:
    ranked = rank_row(row, held, k=FIRST)
    kind = shown_kind(row)
    count = len(texts_of(row, kind=kind))
    needs = [number for number, need in enumerate(ranked.scored.profile.needs) if need.kind is kind]
    firsts = [
        _first(ranked, place, explanation, count=count)
        for place, explanation in zip(ranked.shown, ranked.explanations, strict=True)
    ]
    return CountyRow(
        enterprise_id=enterprise_id,
        name=row.name,
        about=" · ".join(about_words(row, library=library)),
        needs=count,
        unanswered=sum(not ranked.helped(number) for number in needs),
        firsts=tuple(first for first in firsts if first is not None),
    )


def _first(ranked: Ranked, place: Place, explanation: Explanation, *, count: int) -> FirstPlace | None:
    """Return a place with its reason, None for one that answers nothing."""
    evidence = need_evidence(explanation)
    answering = [one for one in evidence if fit_of(one.told) is not Fit.NO]
    if not answering:
        return None
    solved = [fit for fit in states_of(evidence, kind=shown_kind(ranked.row), count=count) if fit is not Fit.NO]
    modules = list(dict.fromkeys(one.module_name for one in answering))[:REASON_MODULES]
    price = price_of(evidence, owners=ranked.candidates)
    what = f"{count} 条里能帮上 {len(solved)} 条" if solved else "对上场景清单"
    return FirstPlace(
        place=place.rank,
        provider_id=ranked.held.ids[place.ref],
        name=ranked.candidates[place.ref].name,
        reason=f"{what}，靠“{'”“'.join(shortened(name) for name in modules)}”",
        tied=bool(ranked.tied_with(place)),
        price=price,
        over=_over(price, budget=ranked.row.preferences.budget_wan),
    )


def _over(price: Price, *, budget: float | None) -> str:
    if not budget or price.wan is None or price.wan <= budget:
        return ""
    return f"超出首年预算 {wan_text(budget)}"
