"""A question answered for a page: hits with their cards, facets, and the trouble that it may tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from marketplace.core.db import Database
from marketplace.search.asking import ask
from marketplace.search.meaning import Meant, what_is_meant
from marketplace.search.node import SearchNode
from marketplace.search.presentation import Address, ResultPage, ValueLabels, make_result_page
from marketplace.search.schemas import SearchIn
from marketplace.web.pages import PageArgs


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a page shows to whoever asks."""

    page: ResultPage
    meant: Sequence[Meant] | None


def find(
    database: Database,
    session: Session,
    *,
    node: SearchNode,
    wanted: SearchIn,
    args: PageArgs,
    labels: ValueLabels,
    address: Address,
) -> Found:
    """Return what answers a question; raises NotFoundError for a page beyond the end."""
    asked = wanted.query(page=args.page, per_page=args.per_page)
    answer = ask(database, session, node=node, query=asked)
    meant = what_is_meant(database, session, node=node, wanted=wanted, results=answer.results, page=args.page)
    page = make_result_page(session, wanted=wanted, asked=asked, answer=answer, labels=labels, address=address)
    return Found(page=page, meant=meant)
