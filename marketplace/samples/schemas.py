"""What people type about samples and their copies, and what programs read."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from marketplace.samples.kits import Kit
from marketplace.samples.labels import SizeBand
from marketplace.web.api import CursorQuery

Text = Annotated[str, StringConstraints(min_length=4, max_length=500)]


class SampleIn(BaseModel):
    """A project to be shown as a sample; the plant has to agree to be named."""

    title: Annotated[str, StringConstraints(min_length=4, max_length=120)]
    story: Annotated[str, StringConstraints(min_length=20, max_length=2000)]
    has_agreed: bool = False


class WithdrawIn(BaseModel):
    """Why a sample is no longer shown."""

    reason: Text


class AdoptIn(BaseModel):
    """What a plant keeps of a kit, and what it does otherwise."""

    kept: list[Annotated[str, StringConstraints(max_length=20)]] = Field(min_length=1, max_length=100)
    otherwise: str = Field(default="", max_length=500)


class DeviationIn(BaseModel):
    """A deviation that came up later."""

    text: Text
    version: int


class SamplesQuery(CursorQuery):
    """Which samples: an entry of the catalogue, a size band."""

    catalog_no: Annotated[int, Field(ge=1, le=39)] | None = None
    size_band: SizeBand | None = None


class SamplePath(BaseModel):
    """A sample in the address."""

    sample_id: int


class SampleOut(BaseModel):
    """A sample; money in fen, measured figures in thousandths, days from the start of the work."""

    id: int
    title: str
    story: str
    county_code: str
    catalog_no: int | None
    size_band: SizeBand
    kit: Kit
    photos: list[str] = Field(description="Paths of its photos")
    digest: str
    marked_at: datetime
