"""The table of bureaus."""

from sqlmodel import Field, SQLModel

from marketplace.bureaus.labels import BureauLevel
from marketplace.core.columns import enum_column


class Bureau(SQLModel, table=True):
    """A bureau; ``area_prefix`` is 33 for the province, four digits for a city, six for a county."""

    __tablename__ = "bureau"

    organisation_id: int = Field(primary_key=True, foreign_key="organisation.id")
    level: BureauLevel = Field(sa_type=enum_column(BureauLevel))
    area_prefix: str = Field(max_length=6, index=True)
