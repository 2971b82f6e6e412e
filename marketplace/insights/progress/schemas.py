"""What is asked of the picture of the programme."""

from typing import Any

from pydantic import BaseModel, Field, field_validator

from marketplace.insights.labels import Measure
from marketplace.insights.regions import PROVINCE
from marketplace.insights.schemas import INDUSTRIES


class ProgressQuery(BaseModel):
    """Filters of the address: a region, an industry of the catalogue, and what the map is coloured by."""

    region: str = Field(default=PROVINCE, pattern=r"^\d{6}$")
    industry: int | None = Field(default=None, ge=0, le=INDUSTRIES)
    measure: Measure = Measure.RENOVATED

    @field_validator("*", mode="before")
    @classmethod
    def empty_means_all(cls, value: Any, info: Any) -> Any:
        """Take an empty choice of the page for none."""
        return cls.model_fields[info.field_name].default if value == "" else value
