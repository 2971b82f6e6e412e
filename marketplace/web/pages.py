"""Pages of lists: bounded, counted, and refused beyond the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from marketplace.core.errors import NotFoundError

Item = TypeVar("Item")
PER_PAGE = 20
MAX_PER_PAGE = 100
MAX_PAGE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageArgs:
    """Which page somebody asks for: ``page`` from 1, ``per_page`` from 1 to 100."""

    page: int = 1
    per_page: int = PER_PAGE

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.per_page


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Item]):
    """One page of a list with the total count."""

    items: Sequence[Item]
    total: int
    page: int
    per_page: int

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // self.per_page))


def page_args(query: Mapping[str, str]) -> PageArgs:
    """Read ``page`` and ``per_page`` from a query string; nonsense is answered as not found."""
    page = _positive(query.get("page", "1"), most=MAX_PAGE)
    per_page = _positive(query.get("per_page", str(PER_PAGE)), most=MAX_PER_PAGE)
    return PageArgs(page=page, per_page=per_page)


def make_page(items: Sequence[Item], *, total: int, args: PageArgs) -> Page[Item]:
    """Wrap the rows of one page; a page beyond the end does not exist."""
    made = Page(items=items, total=total, page=args.page, per_page=args.per_page)
    if args.page > made.last_page:
        raise NotFoundError(f"一共只有 {made.last_page} 页，没有第 {args.page} 页。")
    return made


def _positive(text: str, *, most: int) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most:
        return int(text[:9])
    raise NotFoundError(f"页码要写成 1 到 {most} 之间的数字。")
