"""What search pages and the API take and give; one schema reads the address of both."""

from datetime import datetime
from typing import Annotated, Any, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)

from marketplace.exchange.labels import Deployment, Payment, ProviderKindName
from marketplace.search.labels import FACET_LABELS, Facet, HasCase, IndexState, PriceBand
from marketplace.search.sources import SOURCES_BY_KIND
from marketplace.web.pages import MAX_PAGE, MAX_PER_PAGE, PER_PAGE
from search_index import SearchQuery

MOST_TEXT = 10_000
MOST_READ = 256  # Characters that the engine reads.
MOST_VALUES = 20
UNKNOWN_KIND = "没有这一类内容，可选："
UNKNOWN_VALUE = "请去掉这个条件，再从结果旁边的筛选里选。"


def _listed(value: Any) -> Any:
    """Take one value as a list of one, and drop what was left empty."""
    values = value if isinstance(value, list | tuple) else [value]
    return [one for one in values if one not in ("", None)]  # A tuple: what a program sends may be no member of a set.


_LISTED = BeforeValidator(_listed)


def _values(description: str) -> Any:
    return Field(default=[], max_length=MOST_VALUES, description=description)


class SearchIn(BaseModel):
    """A question: words, kinds and filters. Values of one filter are alternatives, different filters must all hold."""

    q: str = Field(default="", max_length=MOST_TEXT, description='Words, "phrases", -excluded words, prefix*')
    kind: Annotated[list[str], _LISTED] = _values(
        "provider, module, sample, list, … as the answer counts them; none means all"
    )
    industry: Annotated[list[Annotated[int, Field(ge=1, le=39)]], _LISTED] = _values("Catalogue numbers")
    scenario: Annotated[list[Annotated[str, Field(max_length=40)]], _LISTED] = _values("Scenario codes")
    county: Annotated[list[Annotated[str, Field(max_length=80)]], _LISTED] = _values("City and county as shown")
    provider_kind: Annotated[list[ProviderKindName], _LISTED] = _values("Kinds of provider")
    payment: Annotated[list[Payment], _LISTED] = _values("Ways of payment")
    deployment: Annotated[list[Deployment], _LISTED] = _values("Deployments")
    price: Annotated[list[PriceBand], _LISTED] = _values("Bands of the first year's cost")
    has_case: Annotated[list[HasCase], _LISTED] = _values("Providers with cases only")

    @field_validator("q")
    @classmethod
    def drop_blanks_around(cls, text: str) -> str:
        """Blanks alone ask nothing."""
        return text.strip()

    @field_validator("kind")
    @classmethod
    def refuse_unknown_kinds(cls, kinds: list[str]) -> list[str]:
        """Know the kinds that are searched today."""
        if any(kind not in SOURCES_BY_KIND for kind in kinds):
            known = [f"{source.label}（{kind}）" for kind, source in SOURCES_BY_KIND.items()]
            raise ValueError(UNKNOWN_KIND + "、".join(known) + "。")
        return kinds

    @field_validator(*Facet, mode="wrap")
    @classmethod
    def tell_which_filter_is_wrong(
        cls, given: Any, check: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> list[Any]:
        """Say which filter has no such value, and where to choose one."""
        try:
            return cast("list[Any]", check(given))
        except ValidationError as error:
            label = FACET_LABELS[Facet(str(info.field_name))]
            raise ValueError(f"筛选“{label}”里没有这一项，或者选了 {MOST_VALUES} 项以上：{UNKNOWN_VALUE}") from error

    def filters(self) -> dict[str, tuple[str, ...]]:
        """Return the chosen values by facet, as the index names them."""
        chosen = {facet.value: tuple(str(value) for value in getattr(self, facet.value)) for facet in Facet}
        return {name: values for name, values in chosen.items() if values}

    def address(self) -> dict[str, Any]:
        """Return the parts that are set, as an address carries them."""
        return {
            name: value
            for name, value in self.model_dump(mode="json").items()
            if value and name in SearchIn.model_fields
        }

    def query(self, *, page: int, per_page: int) -> SearchQuery:
        """Return the question as the index takes it."""
        return SearchQuery(text=self.q, kinds=tuple(self.kind), filters=self.filters(), page=page, per_page=per_page)


class SearchApiIn(SearchIn):
    """A question of a program, with the page that it wants."""

    page: int = Field(default=1, ge=1, le=MAX_PAGE)
    per_page: int = Field(default=PER_PAGE, ge=1, le=MAX_PER_PAGE)


class SuggestIn(BaseModel):
    """What was typed so far."""

    q: str = Field(default="", max_length=MOST_TEXT)
    limit: int = Field(default=8, ge=1, le=20)


class SpanOut(BaseModel):
    """A piece of plain text; ``marked`` when it answers the question."""

    text: str
    marked: bool


class HitOut(BaseModel):
    """One result; ``url`` leads to its page."""

    kind: str
    id: str
    title: str
    score: float
    url: str
    snippet: list[SpanOut]


class FacetOut(BaseModel):
    """A value with its label, and how many results carry it when the facet's own filter is lifted."""

    value: str
    label: str
    count: int


class MeantOut(BaseModel):
    """A scenario that a sentence seems to mean, with the number of modules for it."""

    code: str
    name: str
    modules: int


class SearchOut(BaseModel):
    """A page of results; ``relaxed`` tells that nothing held every word, ``state`` how complete the index is.

    ``meant`` is filled when the question reads like a plant's trouble rather than a name.
    """

    total: int
    page: int
    per_page: int
    hits: list[HitOut]
    facets: dict[str, list[FacetOut]]
    did_you_mean: str | None
    relaxed: bool
    meant: list[MeantOut]
    state: IndexState


class SuggestionOut(BaseModel):
    """A title that holds what was typed."""

    kind: str
    id: str
    text: str
    url: str


class SuggestionsOut(BaseModel):
    """Titles while typing, the best first."""

    items: list[SuggestionOut]


class SavedSearchPath(BaseModel):
    """Which saved search."""

    saved_id: int = Field(ge=1, description="Id of the saved search")


class KeptQuestion(SearchIn, extra="forbid"):
    """A question to keep; a filter that does not exist is refused."""


class SavedSearchIn(BaseModel, extra="forbid"):
    """A question to keep, with or without alerts."""

    question: KeptQuestion
    alerts: bool = Field(default=True, description="Tell of new hits, once an hour at most")


class SavedSearchPatch(BaseModel, extra="forbid"):
    """What can change later."""

    alerts: bool


class SavedSearchOut(BaseModel):
    """A saved search; ``url`` leads to its results."""

    id: int
    label: str
    question: SearchIn
    alerts: bool
    url: str
    created_at: datetime
