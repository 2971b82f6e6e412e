"""Rounds in which counties apply to become pilots, as documents."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from marketplace.core.wording import day_text
from marketplace.programme.models import PilotRound
from marketplace.search.sources.base import Card, DocumentSource, Ids, same_ids
from marketplace.search.sources.documents import make_document, whole_numbers
from marketplace.search.sources.reading import ids_beyond, titled
from search_index import Document

KIND = "round"
_PUBLISHED = col(PilotRound.published_at).is_not(None)


def load(session: Session, ids: Ids) -> list[Document]:
    """Return the documents of the published rounds among these: one statement."""
    wanted = select(PilotRound).where(_PUBLISHED, col(PilotRound.id).in_(ids)).order_by(col(PilotRound.id))
    return [
        make_document(
            kind=KIND,
            key=str(row.id),
            title=row.title,
            parts=[f"试点县创建申报，{day_text(row.opens_on)}至{day_text(row.closes_on)}"],
            facets={},
        )
        for row in session.execute(wanted).scalars()
    ]


def ids_after(session: Session, after_id: int, limit: int) -> list[int]:
    """Return ids of rounds beyond an id."""
    return ids_beyond(session, col(PilotRound.id), after_id=after_id, limit=limit)


def cards(session: Session, keys: Sequence[str]) -> dict[str, Card]:
    """Return how published rounds are shown: one statement."""
    rows = session.execute(select(PilotRound).where(_PUBLISHED, col(PilotRound.id).in_(whole_numbers(keys)))).scalars()
    return {
        str(row.id): Card(
            url=f"/programme/rounds/{row.id}", meta=[f"{day_text(row.opens_on)}至{day_text(row.closes_on)}申报"]
        )
        for row in rows
    }


def named(session: Session, text: str, limit: int) -> list[tuple[str, str]]:
    """Return published rounds whose titles hold the text."""
    wanted = select(col(PilotRound.id), col(PilotRound.title)).where(_PUBLISHED)
    return titled(session, wanted, title=col(PilotRound.title), text=text, limit=limit)


ROUNDS = DocumentSource(
    kind=KIND,
    label="试点申报",
    unit="次",
    load=load,
    ids_after=ids_after,
    cards=cards,
    named=named,
    follows={"pilot_round": same_ids},
)
