"""What a sample hands on, as values; and how like a plant is to the one that was renovated."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from marketplace.projects.settlement import thousandths
from marketplace.samples.labels import SIZE_BAND_LABELS, SizeBand

SMALL_BELOW, LARGE_FROM = 100, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class KitModule:
    """A need with the module that answered it; ``version`` is that of the module's page when the kit was made."""

    key: str
    need: str
    module_id: int | None
    version: int | None
    module: str
    provider_id: int
    provider: str
    payment: str
    price_fen: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KitStep:
    """A step of the work: ``days`` after the start it was done."""

    title: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KitEffect:
    """What changed, with its proof; figures in thousandths."""

    name: str
    unit: str
    before_milli: int
    after_milli: int
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What likeness is told by."""

    catalog_no: int | None
    industry: str
    size_band: SizeBand
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """Everything that a plant needs to copy another."""

    enterprise: str
    county: str
    profile: Profile
    employees: int | None
    modules: tuple[KitModule, ...]
    steps: tuple[KitStep, ...]
    effects: tuple[KitEffect, ...]
    price_fen: int
    days: int
    level_before: int
    level_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How like two plants are: points to order by, and both sides of it in words."""

    points: int
    shares: tuple[str, ...]
    differs: tuple[str, ...]


def kit_as_data(kit: Kit) -> dict[str, Any]:
    """Return a kit as it is frozen: integers, texts, lists, objects."""
    return asdict(kit)


def kit_from_data(data: Mapping[str, Any]) -> Kit:
    """Return a kit as it was frozen."""
    profile = data["profile"]
    return Kit(
        **{name: data[name] for name in ("enterprise", "county", "employees", "price_fen", "days")},
        level_before=data["level_before"],
        level_after=data["level_after"],
        profile=Profile(
            catalog_no=profile["catalog_no"],
            industry=profile["industry"],
            size_band=SizeBand(profile["size_band"]),
            needs=tuple(profile["needs"]),
        ),
        modules=tuple(KitModule(**one) for one in data["modules"]),
        steps=tuple(KitStep(**one) for one in data["steps"]),
        effects=tuple(KitEffect(**one) for one in data["effects"]),
    )


def effect_text(effect: KitEffect) -> str:
    """Return an effect in words."""
    before, after = thousandths(effect.before_milli), thousandths(effect.after_milli)
    return f"{effect.name}由 {before} {effect.unit}变为 {after} {effect.unit}"


def size_band(employees: int | None) -> SizeBand:
    """Return the band of a number of people."""
    if employees is None:
        return SizeBand.UNKNOWN
    if employees < SMALL_BELOW:
        return SizeBand.SMALL
    return SizeBand.MIDDLE if employees < LARGE_FROM else SizeBand.LARGE


def likeness(plant: Profile, sample: Profile) -> Likeness:
    """Say what a plant shares with a sample and where it differs: industry counts most, then size, then needs."""
    shares, differs, points = list[str](), list[str](), 0
    same_industry = plant.industry == sample.industry and bool(plant.industry)
    if plant.catalog_no is not None and plant.catalog_no == sample.catalog_no:
        same_industry = True
    if same_industry:
        shares.append(f"同行业（{sample.industry}）")
        points += 100
    else:
        differs.append(f"行业不同：样本是{sample.industry or '没有写行业'}")
    bands = (plant.size_band, sample.size_band)
    if SizeBand.UNKNOWN not in bands and bands[0] is bands[1]:
        shares.append(f"规模相近（{SIZE_BAND_LABELS[sample.size_band]}）")
        points += 30
    else:
        differs.append(f"规模：样本{SIZE_BAND_LABELS[sample.size_band]}，贵单位{SIZE_BAND_LABELS[plant.size_band]}")
    common = [need for need in sample.needs if need in plant.needs]
    if common:
        shares.append(f"有 {len(common)} 条相同的难题或场景")
        points += 10 * len(common)
    return Likeness(points=points, shares=tuple(shares), differs=tuple(differs))
