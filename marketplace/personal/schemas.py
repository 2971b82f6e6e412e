"""What a person fills in to be removed."""

from pydantic import BaseModel, ConfigDict, Field


class RemovalIn(BaseModel):
    """The password once more; whoever has none, because they sign in elsewhere, writes their address."""

    model_config = ConfigDict(extra="ignore")

    proof: str = Field(min_length=1, max_length=200)
