"""The database as files of the exchange format, piece by piece: what a later import or a ranking of files reads."""

from collections.abc import Iterator, Sequence

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.catalog.rows import load_provider_rows, load_rankable_ids
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.exchange import EnterpriseRow, ProviderRow

PIECE = 500


def export_enterprises(session: Session) -> Iterator[EnterpriseRow]:
    """Give every enterprise that was not merged away, in the order of ids."""
    ids = session.exec(
        select(Enterprise.organisation_id)
        .join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
        .where(col(Organisation.merged_into_id).is_(None))
        .order_by(col(Enterprise.organisation_id))
    ).all()
    for piece in _pieces(ids):
        yield from load_enterprise_rows(session, ids=piece)


def export_providers(session: Session) -> Iterator[ProviderRow]:
    """Give every provider that is ranked, with its published modules, in the order of ids."""
    for piece in _pieces(load_rankable_ids(session)):
        yield from load_provider_rows(session, ids=piece)


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), PIECE):
        yield ids[start : start + PIECE]
