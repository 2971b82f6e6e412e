"""What a county's program sends to show a project as a sample, and to show it no longer."""

from pydantic import Field

from marketplace.samples.schemas import SampleIn, WithdrawIn
from marketplace.samples.services import MOST_PHOTOS
from marketplace.web.api_files import SentFile, SentForm


class SampleForm(SampleIn, SentForm):
    """What is told of a project beside its kit; ``has_agreed``: the plant has agreed to be named; JPG or PNG."""

    photos: list[SentFile] = Field(default=[], max_length=MOST_PHOTOS)


class WithdrawalBody(WithdrawIn, extra="forbid"):
    """Why a sample is no longer shown."""
