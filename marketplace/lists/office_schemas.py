"""What an office's programs say with a step: which state they saw, or why."""

from pydantic import BaseModel, Field

from marketplace.lists.schemas import VersionIn, Why


class SeenBody(VersionIn, extra="forbid"):
    """The state that one decides on."""

    version: int = Field(ge=1, description="`version` of the last answer")


class WhyBody(BaseModel, extra="forbid"):
    """A reason that is kept, and mostly published."""

    reason: Why


class SeenWhyBody(SeenBody):
    """A reason that is kept, and mostly published, and the state that one decides on."""

    reason: Why
