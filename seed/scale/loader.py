"""Generated rows into a database, as a file's rows come in: piece by piece, each piece one transaction and one event.

Nothing but a piece is ever held, so memory doesn't grow with the numbers. A piece that is there is left alone: an
interrupted load goes on where it stopped, and larger numbers later add what is missing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from marketplace.catalog.services import insert_providers
from marketplace.core.actor import System
from marketplace.core.db import Database
from marketplace.core.digest import digest
from marketplace.core.journal import record
from marketplace.enterprises.bulk import NewEnterprise, insert_enterprises
from marketplace.enterprises.models import Enterprise
from marketplace.exchange import EnterpriseRow, Places, ProviderRow, to_record
from marketplace.providers.models import Provider
from marketplace.taxonomy.queries import load_places
from seed.scale.pools import Pools, load_pools
from seed.scale.rows import enterprise_row, provider_row

SYSTEM = System(name="scale")
PIECE = 500  # Enterprises of one transaction.
PROVIDER_PIECE = 250  # Providers of one transaction, each with its modules.
Row = EnterpriseRow | ProviderRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How much there is to be in the end: divisions that plants are in, plants, providers, and modules of them all."""

    counties: int = 90
    enterprises: int = 0
    providers: int = 0
    modules: int = 0

    @property
    def rows(self) -> int:
        return self.enterprises + self.providers


def load_scale(
    database: Database,
    *,
    scale: Scale,
    now: datetime,
    pools: Pools | None = None,
    tick: Callable[[int], object] = lambda _count: None,
) -> int:
    """Load what is missing and return how many rows that were; ``tick`` is told of rows as they are done.

    The library and the counties must be there; rows are made of ``pools``, the reference data's unless given.
    """
    written = 0
    for table, rows in _pieces(scale, pools=pools or load_pools(counties=scale.counties)):
        with database.transaction() as session:
            missing = _missing(session, table, rows)
            if missing:
                _apply(session, missing, now=now)
        written += len(missing)
        tick(len(rows))
    return written


def _pieces(scale: Scale, *, pools: Pools) -> Iterator[tuple[type[Enterprise | Provider], list[Row]]]:
    for start in range(0, scale.providers, PROVIDER_PIECE):
        numbers = range(start, min(start + PROVIDER_PIECE, scale.providers))
        yield Provider, [provider_row(one, modules=_share(one, scale=scale), pools=pools) for one in numbers]
    for start in range(0, scale.enterprises, PIECE):
        numbers = range(start, min(start + PIECE, scale.enterprises))
        yield Enterprise, [enterprise_row(one, pools=pools) for one in numbers]


def _share(number: int, *, scale: Scale) -> int:
    """Return how many of the modules a provider has: all the same, the first ones one more."""
    each, more = divmod(scale.modules, scale.providers)
    return each + (number < more)


def _missing(session: Session, table: Any, rows: Sequence[Row]) -> list[Row]:
    refs = [row.ref for row in rows]
    if session.exec(select(func.count()).where(col(table.external_ref).in_(refs))).one() == len(refs):
        return []
    known = set(session.exec(select(table.external_ref).where(col(table.external_ref).in_(refs))))
    return [row for row in rows if row.ref not in known]


def _apply(session: Session, rows: Sequence[Row], *, now: datetime) -> None:
    """Write a piece through the services, with one event in the journal."""
    providers = [row for row in rows if isinstance(row, ProviderRow)]
    insert_providers(session, new=providers, now=now)
    plants = [NewEnterprise(row=row, county_code=code) for row, code in _placed(rows, places=load_places(session))]
    insert_enterprises(session, new=plants, confirmed=True, now=now)
    details = {"files_digest": digest([to_record(row) for row in rows])}
    counts = {"enterprises": len(plants), "providers": len(providers)}
    subject = f"generated:{rows[0].ref}"
    record(session, actor=SYSTEM, action="import.applied", subject=subject, now=now, details=details | counts)


def _placed(rows: Sequence[Row], *, places: Places) -> list[tuple[EnterpriseRow, str]]:
    plants = [row for row in rows if isinstance(row, EnterpriseRow)]
    found = [(row, places.resolve(row.county, city=row.city)) for row in plants]
    if unknown := sorted({row.county for row, place in found if place is None}):
        raise ValueError(f"load the counties first: {', '.join(unknown)}")
    return [(row, place.code) for row, place in found if place is not None]
