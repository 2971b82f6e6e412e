"""What people type about a provider."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from marketplace.accounts.codes import CreditCode
from marketplace.accounts.schemas import Email
from marketplace.exchange.labels import ProviderKindName
from marketplace.exchange.limits import NAME_LIMIT, RECORDS_LIMIT, TEXT_LIMIT
from marketplace.exchange.rows import CaseRow, ProviderRow
from marketplace.exchange.text import clean_line
from marketplace.providers.services import ProfileExtras
from marketplace.providers.typed import Words

INDUSTRIES = 39
MANY_INDUSTRIES = 8  # Beyond this the page says that a claim of everything is worth little.
CASES = RECORDS_LIMIT

Industry = Annotated[int, Field(ge=1, le=INDUSTRIES)]
Line = Annotated[str, AfterValidator(clean_line)]


class CaseIn(BaseModel):
    """A renovation that the provider did, as its form row has it."""

    enterprise: Line = Field(default="", max_length=NAME_LIMIT)
    industry: Industry | None = None
    scenarios: Words = ()
    outcome: str = Field(default="", max_length=TEXT_LIMIT)


class NewProviderIn(BaseModel):
    """A provider to register."""

    name: Line = Field(min_length=2, max_length=NAME_LIMIT)
    uscc: CreditCode = ""
    kind: ProviderKindName
    city: Line = Field(default="", max_length=NAME_LIMIT)
    county: Line = Field(default="", max_length=NAME_LIMIT)

    def to_row(self) -> ProviderRow:
        """Return the body as a row of the exchange format."""
        return ProviderRow(ref="", name=self.name, uscc=self.uscc, kind=self.kind, city=self.city, county=self.county)


class RegisterIn(NewProviderIn):
    """A provider that registers itself, and the person who does so."""

    email: Email
    display_name: Line = Field(min_length=1, max_length=60)
    password: str = Field(max_length=200)


class ProfileIn(BaseModel):
    """A provider's own statement; name and credit code stand with the body."""

    version: int
    kind: ProviderKindName
    city: Line = Field(default="", max_length=NAME_LIMIT)
    county: Line = Field(default="", max_length=NAME_LIMIT)
    description: str = Field(default="", max_length=TEXT_LIMIT)
    qualifications: str = Field(default="", max_length=2000)
    service_center: Line = Field(default="", max_length=200)
    center_place: Line = Field(default="", max_length=200)
    center_services: str = Field(default="", max_length=2000)
    center_county_code: str = Field(default="", pattern=r"^(\d{6})?$")
    regions: Words = ()
    industries: list[Industry] = Field(default_factory=list, max_length=INDUSTRIES)
    cases: list[CaseIn] = Field(default_factory=list, max_length=CASES)

    def to_row(self) -> ProviderRow:
        """Return the statement as a row of the exchange format, without the parts that stand elsewhere."""
        return ProviderRow(
            ref="",
            name="",
            kind=self.kind,
            city=self.city,
            county=self.county,
            description=self.description,
            regions=self.regions,
            industries=tuple(sorted(set(self.industries))),
            cases=tuple(
                CaseRow(
                    enterprise=case.enterprise,
                    industry=case.industry,
                    scenarios=case.scenarios,
                    outcome=case.outcome,
                )
                for case in self.cases
                if any(case.model_dump().values())  # A row without a word is none.
            ),
        )

    def to_extras(self) -> ProfileExtras:
        """Return what the exchange format does not carry."""
        return ProfileExtras(
            qualifications=self.qualifications,
            service_center=self.service_center,
            center_place=self.center_place,
            center_services=self.center_services,
            center_county_code=self.center_county_code,
        )
