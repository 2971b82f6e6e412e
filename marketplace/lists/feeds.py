"""Editions as an Atom feed."""

from collections.abc import Sequence
from datetime import datetime

from feedgen.feed import FeedGenerator

from marketplace.lists.facts import entries_of, facts_of
from marketplace.lists.labels import EntryState
from marketplace.lists.models import ListEdition, RecommendedList


def write_feed(
    pairs: Sequence[tuple[RecommendedList, ListEdition]], *, title: str, path: str, base_url: str, now: datetime
) -> bytes:
    """Return a feed; pairs come oldest first, the newest stands at its head. ``now`` dates an empty feed."""
    feed = FeedGenerator()
    feed.id(f"{base_url}{path}")
    feed.title(title)
    feed.language("zh-CN")
    feed.link(href=f"{base_url}{path}", rel="self")
    feed.updated(pairs[-1][1].published_at if pairs else now)
    for kept, edition in pairs:
        entry = feed.add_entry()
        address = f"{base_url}/lists/{kept.id}/editions/{edition.number}"
        entry.id(address)
        entry.title(f"{kept.title}（{edition.label}）")
        entry.link(href=address)
        entry.updated(edition.published_at)
        entry.summary(f"{facts_of(edition)['decision']['text']}{_who(edition)}摘要 sha256:{edition.digest}")
    content: bytes = feed.atom_str(pretty=True)
    return content


def _who(edition: ListEdition) -> str:
    names = "、".join(one.name for one in entries_of(edition) if one.state is EntryState.LISTED)
    return f"列入：{names}。" if names else ""
