"""Who stands on the county's recommended list today: a mark beside an offer, read after the ranking was made."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from marketplace.providers.models import Listing


def load_list_marks(
    session: Session, *, county_code: str, provider_ids: Sequence[int], today: date
) -> dict[int, tuple[str, int]]:
    """Return words and the list's id for each provider that a county lists today; one statement."""
    if not county_code or not provider_ids:
        return {}
    rows = session.exec(
        select(Listing)
        .where(Listing.county_code == county_code, col(Listing.provider_id).in_(provider_ids))
        .where(Listing.listed_on <= today, Listing.until_on >= today)
        .order_by(col(Listing.list_id).desc())
    )
    return {row.provider_id: (_words(row), row.list_id) for row in rows}


def _words(row: Listing) -> str:
    return f"在本县推荐名单上（{row.industry}）" if row.industry else "在本县推荐名单上"
