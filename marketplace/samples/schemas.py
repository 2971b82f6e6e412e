"""What people type about samples and their copies."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

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
    seen_version: int
