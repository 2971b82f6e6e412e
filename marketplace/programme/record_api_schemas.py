"""What programs send and read of a pilot county's records."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from marketplace.programme.labels import MeasureKind, PlatformKind, PracticeKind, RecognitionKind, RenovationStage
from marketplace.programme.pilot_schemas import MeasureIn, PlatformIn, PracticeIn, RecognitionIn


class PilotRecordsPath(BaseModel):
    """A pilot county in the address."""

    pilot_id: int


class PilotRecordPath(PilotRecordsPath):
    """A record of a pilot county."""

    record_id: int


class PilotPlatformBody(PlatformIn):
    """An industry platform or 产业大脑; an operator that is a provider here, by its full name, counts as one."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "internet",
                    "name": "木门云平台",
                    "operator": "示例平台运营有限公司",
                    "online_on": "2026-11-01",
                    "firms_connected": 12,
                }
            ]
        },
    )


class PilotRecognitionBody(RecognitionIn, extra="forbid"):
    """A firm's recognition with the paper that proves it."""


class PilotMeasureBody(MeasureIn, extra="forbid"):
    """A support measure; scenarios by their codes."""


class PilotPracticeBody(PracticeIn, extra="forbid"):
    """A typical experience for others to copy."""


class PilotRecordOut(BaseModel):
    """What every record has."""

    id: int
    pilot_id: int


class PilotPlatformOut(PilotRecordOut):
    """A platform; ``provider_id`` is that of its operator, null where it is no provider here."""

    kind: PlatformKind
    name: str
    operator: str
    provider_id: int | None
    online_on: date
    firms_connected: int
    url: str
    recorded_at: datetime


class PilotRecognitionOut(PilotRecordOut):
    """A recognition."""

    kind: RecognitionKind
    enterprise: str
    recognised_on: date
    proof: str
    recorded_at: datetime


class PilotMeasureOut(PilotRecordOut):
    """A support measure."""

    kind: MeasureKind
    name: str
    offered_by: str
    summary: str
    url: str
    scenarios: list[str]
    stages: list[RenovationStage]
    recorded_at: datetime


class PilotPracticeOut(PilotRecordOut):
    """A typical experience."""

    kind: PracticeKind
    title: str
    text: str
    published_at: datetime
