"""Where a provider stands, as it is kept: counts of three enterprises and more, never a name."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from marketplace.insights.suppression import LEAST

OTHERS = "其他"


class PlaceBand(BaseModel):
    """How many enterprises see the provider between two places; None is hidden."""

    label: str
    firms: int | None


class OwnModule(BaseModel):
    """What one module brings: enterprises where it answers the most pressing need; words of three and more of them."""

    name: str
    firms: int
    best: int
    middle: int
    words: list[str]


class Share(BaseModel):
    """Enterprises of an industry, or that have a scenario, where the provider comes up."""

    code: str
    name: str
    firms: int
    middle: int


class Lag(BaseModel):
    """What the first three have more of, in per cent of the greatest possible score, on average."""

    label: str
    percent: float


class Effect(BaseModel):
    """What a reviewed module of usual text for a scenario would do to the middle place where it is needed."""

    code: str
    name: str
    firms: int
    tried: int
    before: int
    after: int
    providers: int

    @property
    def helps(self) -> bool:
        """Whether the middle place would be a better one."""
        return self.after < self.before


class Trick(BaseModel):
    """Something that was tried out and did not help; ``worse`` when the middle place fell."""

    label: str
    worse: bool


class Position(BaseModel):
    """A provider's position under one survey; ``firms`` is None when fewer than three enterprises see it."""

    surveyed: int
    firms: int | None
    middle: int | None
    looked_at: int
    bands: list[PlaceBand]
    modules: list[OwnModule]
    industries: list[Share]
    scenarios: list[Share]
    lags: list[Lag]
    effects: list[Effect]
    tricks: list[Trick]
    engine_version: str
    weights_edition: str
    library_edition: str
    statistics_edition: str
    index_digest: str


def hide_small(counts: Sequence[int], *, least: int = LEAST) -> list[int | None]:
    """Return counts that add up to a shown total, small ones hidden, and one more where one alone would be told.

    Hidden ones together are ``least`` at least, or all that is above nothing is hidden. Nothing counts as shown.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < least}
    rest = sorted(
        (place for place, count in enumerate(counts) if count >= least), key=lambda place: (counts[place], place)
    )
    while hidden and rest and (len(hidden) < 2 or sum(counts[place] for place in hidden) <= max(least, len(hidden))):  # noqa: PLR2004 - one alone is the difference to the total
        hidden.add(rest.pop(0))
    return [None if place in hidden else count for place, count in enumerate(counts)]


def fold_small(counts: Mapping[str, Sequence[int]], *, least: int = LEAST) -> dict[str, list[int]]:
    """Return lists of places by name, those of fewer than ``least`` put together under one name, largest first.

    When the rest is still too small, the next smallest goes in with it, so that a difference tells nothing.
    """
    ordered = sorted(counts.items(), key=lambda item: (-len(item[1]), item[0]))
    kept = [(name, list(places)) for name, places in ordered if len(places) >= least]
    rest = [place for _, places in ordered if len(places) < least for place in places]
    while rest and len(rest) < least and kept:
        rest += kept.pop()[1]
    if len(rest) >= least:
        kept.append((OTHERS, rest))
    return dict(kept)
