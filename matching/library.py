"""The knowledge that matching reads: scenarios, trades, kinship, industries and regions, as one immutable value.

The engine never loads files. ``seed.reference`` builds this value from YAML and CSV, the service builds the same
value from its database, and a test compares the two.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Bound(StrEnum):
    """How far a scenario depends on the process of the plant."""

    GENERIC = "G"  # Works the same in any plant: purchasing, piece wages, energy metering.
    TUNED = "M"  # Generic, but tuned to a process: scheduling, traceability.
    PROCESS = "P"  # Exists only with its process: vat scheduling, die life, bobbin handling.


class Voice(StrEnum):
    """Whose words a phrase of the authored corpus speaks."""

    OWNER = "owner"
    VENDOR = "vendor"
    COUNTY = "county"


class Role(StrEnum):
    """Whether a text speaks of the plant that uses a machine or of the firm that makes it."""

    USER = "user"
    MAKER = "maker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One of the 16 scenes of the 2024 maturity assessment, the top of the scenario tree."""

    code: str
    name: str
    group: str
    binding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A scenario: a verb and an object that software can improve in a plant.

    ``symptoms`` holds conjunctions: a symptom is met when all of its words occur in one text.
    ``parents`` are scenario codes whose products usually include this one (a MES brings reporting).
    ``shared`` names those of its aliases and vendor words that also mean another scenario.
    """

    code: str
    name: str
    scene: str
    stage: str
    bound: Bound
    description: str
    trades: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    vendor_words: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    symptoms: tuple[tuple[str, ...], ...] = ()
    parents: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """A trade or shared process, told by GB/T 4754 prefixes (digits only) and by words."""

    code: str
    name: str
    gbt_prefixes: tuple[str, ...]
    words: tuple[str, ...]
    makes_machines: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """What share (0 to 1) of a module made for ``trade`` carries over to ``kin``.

    ``by_stage`` overrides the share for scenarios of a stage: traceability travels, recipes don't.
    """

    trade: str
    kin: str
    share: float
    reason: str = ""
    by_stage: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignVertical:
    """A business outside manufacturing, told by words."""

    code: str
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogEntry:
    """One of the 39 entries of the programme's catalogue with its GB/T 4754-2017 prefixes (digits only)."""

    catalog_no: int
    level1: str
    level2: str
    gbt_prefixes: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A place of the gazetteer; ``members`` are names of smaller regions that it contains.

    Counties of one name exist in several cities, so a county's key is ``city/county``.
    ``aliases`` are other names that mean only this place: 浙江, 浙 for 浙江省; 义乌市, 义乌 for 金华市/义乌市.
    """

    name: str
    kind: str
    members: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A sentence of the authored corpus with what it means; ``held_out`` ones are never trained on."""

    text: str
    voice: Voice
    scenarios: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    role: Role | None = None
    held_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything the engine knows about the world, in one edition.

    ``gbt_names`` maps GB/T 4754-2017 codes of manufacturing (digits only) to official names.
    ``industry_words`` maps codes to words of products and processes; two-digit codes outside
    13 to 43 are trade, transport, software and other activities that are not manufacturing.
    """

    edition: str
    scenes: tuple[Scene, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    trades: tuple[Trade, ...] = ()
    kinships: tuple[Kinship, ...] = ()
    verticals: tuple[ForeignVertical, ...] = ()
    catalog: tuple[CatalogEntry, ...] = ()
    gbt_names: tuple[tuple[str, str], ...] = ()
    industry_words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    regions: tuple[Region, ...] = ()
    phrases: tuple[Phrase, ...] = field(default=(), repr=False)
