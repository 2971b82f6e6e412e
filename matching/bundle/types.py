"""What a bundle consists of; money in 万元."""

from dataclasses import dataclass

from matching.ranking.query.needs import NeedKind
from matching.types import Must


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRef:
    """A need of the enterprise: ``number`` counts from 1 in its own list; ``links`` are scenarios it surely means."""

    kind: NeedKind
    number: int
    text: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleModule:
    """A chosen module with the needs it covers.

    ``price_wan`` is None for a module without price. ``three_year_wan`` is None where it can't be computed: paid by
    result, without price, or without a payment form. ``unmet`` are the wishes that it doesn't meet.
    """

    provider: str
    module: str
    name: str
    price_wan: float | None
    three_year_wan: float | None
    covers: tuple[NeedRef, ...]
    unmet: tuple[Must, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A set of priced modules within the budget.

    ``three_year_wan`` is None when any module's can't be computed. ``unpriced`` are modules without price that answer
    needs the bundle leaves open: neither free nor charged to the budget. ``foreign`` are modules made for another trade
    that sound like needs nothing else covers: they cover nothing here. ``alternatives`` have none of their own.
    """

    modules: tuple[BundleModule, ...]
    cost_wan: float
    three_year_wan: float | None
    covered: tuple[NeedRef, ...]
    uncovered: tuple[NeedRef, ...]
    unpriced: tuple[BundleModule, ...]
    foreign: tuple[BundleModule, ...] = ()
    alternatives: tuple["Bundle", ...] = ()
