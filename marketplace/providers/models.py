"""Tables of providers, their partners and their cases."""

from datetime import date, datetime

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.exchange.labels import ProviderKindName as ProviderKind
from marketplace.providers.labels import FacetKind, PartnershipState


class ProviderBase(SQLModel):
    """A provider's own statement; it may sit anywhere in China, so county and city are free text."""

    kind: ProviderKind | None = Field(default=None, sa_type=enum_column(ProviderKind))
    county: str = Field(default="", max_length=200)
    city: str = Field(default="", max_length=200)
    description: str = Field(default="", max_length=10_000)
    qualifications: str = Field(default="", max_length=2000)
    service_center: str = Field(default="", max_length=200)
    center_place: str = Field(default="", max_length=200)
    center_services: str = Field(default="", max_length=2000)
    center_county_code: str = Field(default="", max_length=6)


class Provider(ProviderBase, table=True):
    """A provider; name and credit code stand with its organisation.

    ``regions`` are names of the gazetteer, ``industries`` catalogue numbers that it claims. ``rated_cases`` and
    ``rated_stars`` sum up the ratings of its accepted projects; whoever writes a rating writes them with it.
    """

    __tablename__ = "provider"

    organisation_id: int = Field(primary_key=True, foreign_key="organisation.id")
    external_ref: str = Field(default="", max_length=64, index=True)
    regions: list[str] = Field(default_factory=list, sa_type=JSON)
    industries: list[int] = Field(default_factory=list, sa_type=JSON)
    rated_cases: int = 0
    rated_stars: int = 0
    version: int = 1
    updated_at: datetime = Field(sa_type=UTC_DATETIME)


class Partnership(SQLModel, table=True):
    """A general contractor names an ecosystem partner; it counts once the partner has confirmed."""

    __tablename__ = "partnership"
    __table_args__ = (UniqueConstraint("provider_id", "partner_id"),)

    id: int | None = Field(default=None, primary_key=True)
    provider_id: int = Field(foreign_key="provider.organisation_id")
    partner_id: int = Field(foreign_key="provider.organisation_id", index=True)
    requested_at: datetime = Field(sa_type=UTC_DATETIME)
    confirmed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    declined_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)

    @property
    def state(self) -> PartnershipState:
        """Where the request stands, told by its times."""
        if self.confirmed_at is not None:
            return PartnershipState.CONFIRMED
        return PartnershipState.DECLINED if self.declined_at is not None else PartnershipState.REQUESTED


class ProviderFacet(SQLModel, table=True):
    """A value by which the directory finds a provider: a copy of what it and its published modules state.

    Lists in JSON columns cannot be indexed on both databases; these rows can.
    """

    __tablename__ = "provider_facet"

    kind: FacetKind = Field(sa_type=enum_column(FacetKind), primary_key=True)
    value: str = Field(max_length=120, primary_key=True)
    provider_id: int = Field(foreign_key="provider.organisation_id", primary_key=True, index=True)


class Case(SQLModel, table=True):
    """A renovation that the provider did; ``catalog_no`` is None when the industry is not stated."""

    __tablename__ = "provider_case"
    __table_args__ = (UniqueConstraint("provider_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    provider_id: int = Field(foreign_key="provider.organisation_id")
    position: int
    enterprise: str = Field(default="", max_length=200)
    catalog_no: int | None = Field(default=None, foreign_key="industry.catalog_no")
    scenarios: list[str] = Field(default_factory=list, sa_type=JSON)
    outcome: str = Field(default="", max_length=10_000)


class Listing(SQLModel, table=True):
    """A provider stands on a county's recommended list now: a mark and a filter, never a feature of the ranking.

    Written by the area of lists in the transaction of an edition; ``list_id`` and ``edition_digest`` lead there.
    ``industry`` is empty for a list of every industry.
    """

    __tablename__ = "provider_listing"

    provider_id: int = Field(foreign_key="provider.organisation_id", primary_key=True)
    list_id: int = Field(primary_key=True)
    county_code: str = Field(max_length=6, index=True)
    county: str = Field(max_length=40)
    catalog_no: int = 0
    industry: str = Field(default="", max_length=60)
    edition_digest: str = Field(max_length=64)
    listed_on: date
    until_on: date
