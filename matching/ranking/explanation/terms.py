"""The terms of a purchase in words: what an enterprise wishes, and what a module offers."""

from matching.types import Query

TERMS = ("region", "payment", "deployment", "budget")


def wished_terms(query: Query, *, feature: str) -> tuple[str, ...]:
    """Return what the enterprise wishes of a term, in words, and of a region where it stands; empty without a wish."""
    if feature == "region":
        return tuple(part for part in (query.city, query.county) if part)
    wishes = query.preferences
    if feature == "payment":
        return tuple(wishes.payment)
    if feature == "deployment":
        return (wishes.deployment,) if wishes.deployment else ()
    return (f"{wishes.budget_wan:g}",) if wishes.budget_wan else ()


def offered_terms(
    payment: tuple[str, ...], deployment: str | None, price_wan: float | None, *, feature: str
) -> tuple[str, ...]:
    """Return what a module offers of a term, in words; empty when it says nothing."""
    if feature == "payment":
        return tuple(payment)
    if feature == "deployment":
        return (deployment,) if deployment else ()
    return (f"{price_wan:g}",) if price_wan else ()
