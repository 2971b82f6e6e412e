"""What programs send and read of assessments; points are thousandths."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from marketplace.assessments.labels import Purpose
from marketplace.enterprises.schemas import EnterprisePath

MOST_ANSWERS = 200


class AssessmentPath(EnterprisePath):
    """A concluded assessment of an enterprise."""

    assessment_id: int = Field(ge=1)


class AssessmentBody(BaseModel):
    """All answers: keys of options by key of the indicator, and how far each scene has come, by its code."""

    model_config = ConfigDict(extra="forbid")

    purpose: Purpose = Purpose.SELF
    options: dict[str, list[str]] = Field(max_length=MOST_ANSWERS)
    depths: dict[str, int] = Field(max_length=MOST_ANSWERS)


class AssessmentLineOut(BaseModel):
    """A concluded assessment; ``level`` is 0 to 4, 0 when not even the first is reached."""

    id: int
    enterprise_id: int
    edition: str
    purpose: Purpose
    milli: int = Field(description="Points in thousandths")
    level: int
    digest: str
    concluded_at: datetime


class AssessmentOut(AssessmentLineOut):
    """A concluded assessment with its answers, named as in the questionnaire of its edition."""

    options: dict[str, list[str]]
    depths: dict[str, int]


class OptionOut(BaseModel):
    """An answer that can be ticked."""

    key: str
    text: str
    milli: int


class IndicatorOut(BaseModel):
    """A scored question; of a ``multiple`` one every ticked option counts, of another exactly one is ticked."""

    key: str
    dimension: str
    name: str
    question: str
    multiple: bool
    options: list[OptionOut]


class SceneOut(BaseModel):
    """A scene; ``binding`` ones count towards a level by themselves."""

    code: str
    name: str
    group: str
    binding: bool


class DepthOut(BaseModel):
    """How far a scene has come."""

    depth: int
    name: str
    meaning: str


class QuestionnaireOut(BaseModel):
    """An edition of the assessment."""

    edition: str
    title: str
    source: str
    indicators: list[IndicatorOut]
    scenes: list[SceneOut]
    depths: list[DepthOut]
