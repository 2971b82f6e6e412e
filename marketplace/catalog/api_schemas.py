"""What programs send and read of a provider's own modules."""

from typing import Any

from pydantic import BaseModel, Field

from marketplace.catalog.labels import VersionState
from marketplace.catalog.schemas import ModuleIn, ReasonIn


class DraftPath(BaseModel):
    """Which module of the token's owner."""

    module_id: int = Field(ge=1, description="Id of the module")


class ModuleBody(ModuleIn, extra="forbid"):
    """A draft as a program sends it; a field that no question asks for is refused."""


class RetirementBody(ReasonIn, extra="forbid"):
    """Why a module is taken off the market; its own provider may leave the reason out."""


class OwnModuleOut(BaseModel):
    """A module by its newest version, as its owner sees it; ``price_wan`` in 万元, null when not priced."""

    id: int
    name: str
    number: int = Field(description="Number of the newest version")
    state: VersionState
    is_public: bool = Field(description="Whether a version of it is on the market")
    price_wan: float | None
    decision_reason: str


class DraftOut(BaseModel):
    """A version as its owner sees it; ``content`` goes back into a change, with ``seen_edit`` for ``edit``."""

    module_id: int
    version_id: int
    number: int
    state: VersionState
    edit: int
    name: str
    decision_reason: str
    content: dict[str, Any] = Field(
        description="The answers given, under the names of the fields of a draft",
        examples=[{"name": "染缸水电汽联采", "scenarios": ["能源计量"], "price_wan": 19.5, "deployment": "混合"}],
    )
