"""The database as files of the exchange format, piece by piece: what a later import or a ranking of files reads."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.catalog.rows import load_provider_rows, load_rankable_ids
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.exchange import EnterpriseRow, ProviderRow

PIECE = 500


def export_enterprises(session: Session) -> Iterator[EnterpriseRow]:
    """Give every enterprise that was not merged away, in the order of ids, each under a number of its own."""
    ids = session.exec(
        select(Enterprise.organisation_id)
        .join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
        .where(col(Organisation.merged_into_id).is_(None))
        .order_by(col(Enterprise.organisation_id))
    ).all()
    taken: set[str] = set()
    for piece in _pieces(ids):
        for key, row in zip(piece, load_enterprise_rows(session, ids=piece), strict=True):
            yield replace(row, ref=_own_number(row.ref, key=key, taken=taken))


def export_providers(session: Session) -> Iterator[ProviderRow]:
    """Give every provider that is ranked, with its published modules, in the order of ids, as enterprises above."""
    taken: set[str] = set()
    for piece in _pieces(load_rankable_ids(session)):
        for key, row in zip(piece, load_provider_rows(session, ids=piece), strict=True):
            yield replace(row, ref=_own_number(row.ref, key=key, taken=taken))


def _own_number(ref: str, *, key: int, taken: set[str]) -> str:
    """Tell a number apart that an earlier row bears: a sender's P12 may meet the provider of id 12 without a number.

    Rankings tell candidates apart by the same rule, so that files and pages agree.
    """
    own = f"{ref}~{key}" if ref in taken else ref
    taken.add(own)
    return own


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), PIECE):
        yield ids[start : start + PIECE]
