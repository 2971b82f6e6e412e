"""What the recommendations page shows, as values: the owner's troubles, offers, and the page around them."""

from dataclasses import dataclass

from marketplace.recommendations import offers as of
from marketplace.recommendations.labels import Fit
from marketplace.recommendations.sums import Shown

MAIN_PARTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One need of the enterprise; ``helped`` counts the providers that answer it at least in part."""

    number: int
    text: str
    meta: tuple[str, ...]
    helped: int

    @property
    def state(self) -> Fit:
        return Fit.PART if self.helped else Fit.NO


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A ranked provider, ready to be shown; ``place`` counts among all providers, whatever filter is on."""

    anchor: str
    place: int
    ref: str
    provider_id: int
    name: str
    marks: tuple[str, ...]
    tied_with: tuple[int, ...]
    states: tuple[Fit, ...]
    reasons: tuple[of.Reason, ...]
    wish_reasons: tuple[of.Reason, ...]
    beyond: tuple[str, ...]
    price: of.Price
    three_years: of.Price
    days: int | None
    payments: str
    deployments: str
    cases: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]
    score: float
    shown: Shown
    note: str
    ahead: str = ""

    @property
    def summary(self) -> str:
        return of.summary_of(self.states)

    @property
    def told(self) -> str:
        """Return the summary, or how much of the scenario list is met where no problem is."""
        return f"对上场景清单 {len(self.wish_reasons)} 条" if self.answers_wishes_only else self.summary

    @property
    def answers_wishes_only(self) -> bool:
        return bool(self.wish_reasons) and not self.reasons

    @property
    def helps(self) -> bool:
        return bool(self.reasons or self.wish_reasons)

    def reason_note(self, speaks_of: str) -> str:
        """Return what an offer without an answer to the list itself answers, or that it answers nothing."""
        if self.reasons:
            return self.ahead
        if self.wish_reasons:
            return f"{self.ahead}写下的难题没有直接对口的模块，对上的是场景清单里的："
        return f"写下的{speaks_of}，没有一条对得上它的模块。{self._why_here}"

    @property
    def _why_here(self) -> str:
        """Return what the score of an offer without an answer is made of, so that its place isn't a riddle."""
        main = sorted((part for part in self.shown.parts if part[1] > 0), key=lambda part: -part[1])[:MAIN_PARTS]
        made_of = "、".join(f"{label}（{value:.2f}）" for label, value in main)
        return f"排在这里，分数来自{made_of}；后面的各家分数更低，不等于它能解决。" if main else ""

    @property
    def price_note(self) -> str:
        """Return what the price is for, with the modules that answer the scenario list alone."""
        if not self.beyond or self.answers_wishes_only:
            return self.price.note
        return f"{self.price.note}，含场景清单用的{'、'.join(f'“{name}”' for name in self.beyond)}"

    @property
    def tie(self) -> str:
        return f"与第 {'、'.join(map(str, self.tied_with))} 名并列" if self.tied_with else ""

    @property
    def days_text(self) -> str:
        return f"{self.days} 天" if self.days is not None else "没有写"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The whole page; ``total`` counts the ranked, ``excluded`` those that a must excludes.

    ``is_whole`` says that every one of the ranked who helps is among the offers.
    """

    enterprise_id: int
    name: str
    about: tuple[str, ...]
    speaks_of: str
    troubles: tuple[Trouble, ...]
    wishes: int
    offers: tuple[Offer, ...]
    total: int
    is_whole: bool
    candidates: int
    excluded: int
    excluded_names: tuple[str, ...]
    musts: tuple[str, ...]
    unanswered: tuple[int, ...]
    urgent_note: str
    engine_version: str
    weights: str
    library_edition: str
    statistics_edition: str
    seed: int
    input_digest: str

    @property
    def helping(self) -> int:
        return sum(offer.helps for offer in self.offers)

    def headline(self, *, whose: str, is_filtered: bool) -> str:
        """Return how many help, never fewer of all than the page says of a single need: else of those shown."""
        shown, helping = len(self.offers), self.helping
        if not helping:
            return f"眼下没有服务商能帮上{whose}"
        if self.is_whole and helping == shown:
            return f"{helping} 家服务商能帮上{whose}"
        which = f"{'筛选出的' if is_filtered else '前'} {shown} 家"
        if helping < shown:
            return f"{which}里有 {helping} 家能帮上{whose}"
        if shown == 1:
            return f"{'筛选出的这家' if is_filtered else '第 1 名'}能帮上{whose}"
        return f"{which}都能帮上{whose}"
