"""What the engine is told: queries (enterprises) and candidates (providers).

The fields carry exactly what the rows of the exchange format carry, nothing more: no other input can reach a score.
Empty strings, empty tuples and ``None`` mean unknown and are never a fault.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

MOST_WAN = 1e12  # Nothing costs more; single precision still holds it.


class Payment(StrEnum):
    """How a module is paid for."""

    ONE_OFF = "一次性付费"
    BY_USE = "按使用付费"
    BY_RESULT = "按效果付费"


class Deployment(StrEnum):
    """Where a module runs."""

    SAAS = "SaaS"
    LOCAL = "本地部署"
    MIXED = "混合"
    EDGE = "边缘"


class ProviderKind(StrEnum):
    """The three kinds of provider of the programme; a filter, never a feature."""

    GENERAL_CONTRACTOR = "总承包商"
    SAAS = "SaaS服务商"
    PLATFORM_OPERATOR = "行业平台商"


class NeedKind(StrEnum):
    """What the sender said of a scenario wish; it doesn't change ranking."""

    COMMON = "N"
    INDIVIDUAL = "X"


class Must(StrEnum):
    """A preference that excludes instead of costing."""

    REGION = "region"
    PAYMENT = "payment"
    BUDGET = "budget"
    DEPLOYMENT = "deployment"


def known_amount(wan: float | None) -> float | None:
    """Return an amount of money in 万元 if it is one, above 0 and finite, else None: it counts as unknown."""
    return float(wan) if wan is not None and 0 < wan <= MOST_WAN else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Industry:
    """The industry as the sender gave it: at most one of the three is set."""

    catalog_no: int | None = None
    gbt_code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemText:
    """One line of a 问题清单; ``priority`` 1 is most urgent, ``links`` are scenario codes a person confirmed."""

    text: str
    priority: int = 2
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioWish:
    """One line of a 场景清单."""

    name: str
    kind: NeedKind | None = None
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What the plant wishes; ``budget_wan`` is for the first year, all modules together, in 万元."""

    payment: tuple[Payment, ...] = ()
    budget_wan: float | None = None
    deployment: Deployment | None = None
    must: tuple[Must, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One enterprise that asks for contractors; ``revenue_wan`` is a year's revenue in 万元."""

    ref: str
    name: str
    uscc: str = ""
    county: str = ""
    city: str = ""
    industry: Industry = Industry()
    description: str = ""
    employees: int | None = None
    revenue_wan: float | None = None
    problems: tuple[ProblemText, ...] = ()
    scenarios: tuple[ScenarioWish, ...] = ()
    preferences: Preferences = Preferences()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleOffer:
    """One solution module; ``price_wan`` is the first year's cost in 万元, 0 or None means not priced.

    So does a number that is no price: one below 0, endless or NaN.
    """

    ref: str
    name: str
    summary: str = ""
    scenarios: tuple[str, ...] = ()
    industries: tuple[int, ...] = ()
    payment: tuple[Payment, ...] = ()
    price_wan: float | None = None
    deployment: Deployment | None = None
    published_on: date | None = None
    links: tuple[str, ...] = ()

    @property
    def known_price_wan(self) -> float | None:
        """Return the first year's cost in 万元, above 0 and finite; None for a module without price."""
        return known_amount(self.price_wan)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """One finished project that a provider names; ``industry`` is a catalogue number."""

    enterprise: str = ""
    industry: int | None = None
    scenarios: tuple[str, ...] = ()
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRecord:
    """What plants said after acceptance: how many, and their stars in all, 1 to 5 each."""

    cases: int
    stars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One provider with its modules, cases and named partners (refs of other candidates)."""

    ref: str
    name: str
    uscc: str = ""
    county: str = ""
    city: str = ""
    kind: ProviderKind | None = None
    regions: tuple[str, ...] = ()
    industries: tuple[int, ...] = ()
    description: str = ""
    partners: tuple[str, ...] = ()
    modules: tuple[ModuleOffer, ...] = ()
    cases: tuple[CaseRecord, ...] = ()
    # Left out of digests while there is none, so that what was kept before there were ratings still bears its digest.
    ratings: RatingRecord | None = field(default=None, metadata={"omit_none": True})
