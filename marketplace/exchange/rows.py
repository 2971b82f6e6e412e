"""Typed rows of the exchange format: the one mapping between files, database rows and the ranking's types.

Field names are those of the format. Empty strings, empty tuples and ``None`` mean unknown and are never a fault.
Rows that come from a reader are canonical: texts are stripped, list values stand once, money is rounded to the fen
(six decimals of 万元), so equal content gives equal rows whatever file it came from.
"""

from dataclasses import dataclass
from datetime import date

from marketplace.exchange.labels import Deployment, Must, NeedKind, Payment, ProviderKindName


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryRef:
    """The industry as the sender gave it: at most one of the three is set.

    ``catalog_no`` is 1 to 39, ``gbt_code`` is C and two to four digits (``C1713``), ``text`` is the sender's words.
    """

    catalog_no: int | None = None
    gbt_code: str = ""
    text: str = ""

    @property
    def is_known(self) -> bool:
        return self.catalog_no is not None or bool(self.gbt_code or self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    """One line of a 问题清单; ``priority`` is 1 (most urgent) to 3, ``links`` are scenario codes a person confirmed."""

    text: str
    priority: int = 2
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRow:
    """One line of a 场景清单; ``name`` is free text."""

    name: str
    kind: NeedKind | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesRow:
    """What the plant wishes; ``budget_wan`` is for the first year and all modules together, in 万元."""

    payment: tuple[Payment, ...] = ()
    budget_wan: float | None = None
    deployment: Deployment | None = None
    must: tuple[Must, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseRow:
    """One enterprise; ``county`` and ``city`` are both names of one Zhejiang division, ``revenue_wan`` is a year's."""

    ref: str
    name: str
    uscc: str = ""
    county: str = ""
    city: str = ""
    industry: IndustryRef = IndustryRef()
    description: str = ""
    employees: int | None = None
    revenue_wan: float | None = None
    problems: tuple[ProblemRow, ...] = ()
    scenarios: tuple[ScenarioRow, ...] = ()
    preferences: PreferencesRow = PreferencesRow()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRow:
    """One solution module; ``price_wan`` is the first year's cost in 万元, above 0, None when not priced."""

    ref: str = ""
    name: str = ""
    summary: str = ""
    scenarios: tuple[str, ...] = ()
    industries: tuple[int, ...] = ()
    payment: tuple[Payment, ...] = ()
    price_wan: float | None = None
    deployment: Deployment | None = None
    published_on: date | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One finished project that a provider names; ``industry`` is a catalogue number 1 to 39."""

    enterprise: str = ""
    industry: int | None = None
    scenarios: tuple[str, ...] = ()
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingsRow:
    """What plants said after acceptance: how many, and their stars in all, 1 to 5 each."""

    cases: int
    stars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRow:
    """One provider; ``county``, ``city`` and ``regions`` are free text, ``partners`` are refs of other providers.

    ``ratings`` reach the ranking on files; an import leaves them, for they are earned on the platform alone.
    """

    ref: str
    name: str
    uscc: str = ""
    county: str = ""
    city: str = ""
    kind: ProviderKindName | None = None
    regions: tuple[str, ...] = ()
    industries: tuple[int, ...] = ()
    description: str = ""
    partners: tuple[str, ...] = ()
    modules: tuple[ModuleRow, ...] = ()
    cases: tuple[CaseRow, ...] = ()
    ratings: RatingsRow | None = None
