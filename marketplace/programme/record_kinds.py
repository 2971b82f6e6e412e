"""The kinds of record that a pilot county keeps: what is asked, in which order, and what the list shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.wording import day_text
from marketplace.programme.labels import (
    MEASURE_KIND_LABELS,
    PLATFORM_KIND_LABELS,
    PRACTICE_KIND_LABELS,
    RECOGNITION_KIND_LABELS,
    RENOVATION_STAGE_LABELS,
)
from marketplace.programme.models import IndustryPlatform, PilotPractice, Recognition, SupportMeasure
from marketplace.programme.pilot_schemas import MeasureIn, PlatformIn, PracticeIn, RecognitionIn
from marketplace.programme.services.records import add_measure, add_platform, add_practice, add_recognition

Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the form: ``widget`` is select, text, date, number, textarea, url, scenarios or stages."""

    name: str
    label: str
    widget: str = "text"
    hint: str = ""
    unit: str = ""
    options: tuple[tuple[str, str], ...] = ()
    is_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """A kind of record; ``basis`` names the passage of the notice, ``cells`` makes a row of the list."""

    key: str
    title: str
    lead: str
    basis: str
    button: str
    schema: type[BaseModel]
    model: Any
    add: Callable[..., Any]
    fields: tuple[Field, ...]
    heads: tuple[str, ...]
    cells: Callable[[Any], list[str]]

    def store(self, session: Session, *, actor: Actor, pilot_id: int, entered: Any, now: datetime) -> Any:
        """Write a record of this kind."""
        return self.add(session, actor=actor, pilot_id=pilot_id, entered=entered, now=now)


def _options(labels: dict[Any, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(key.value), label) for key, label in labels.items())


PLATFORMS = RecordKind(
    key="platforms",
    title="行业平台和产业大脑",
    lead="谁运营、接入了多少家企业。",
    basis="附件1 二（三）",
    button="登记平台",
    schema=PlatformIn,
    model=IndustryPlatform,
    add=add_platform,
    fields=(
        Field(name="kind", label="类别", widget="select", options=_options(PLATFORM_KIND_LABELS)),
        Field(name="name", label="名称"),
        Field(name="operator", label="运营单位", hint="在平台登记过的服务商写全称，会计入服务商目标。"),
        Field(name="online_on", label="上线日期", widget="date"),
        Field(name="firms_connected", label="接入企业", widget="number", unit="家"),
        Field(name="url", label="网址", widget="url", is_required=False),
    ),
    heads=("名称", "类别", "运营单位", "上线", "接入企业"),
    cells=lambda row: [
        row.name,
        PLATFORM_KIND_LABELS[row.kind],
        row.operator,
        day_text(row.online_on),
        f"{row.firms_connected} 家",
    ],
)
RECOGNITIONS = RecordKind(
    key="recognitions",
    title="智能工厂和数字化车间",
    lead="已认定的，写明依据的文件。",
    basis="附件3 编制指南二",
    button="登记认定",
    schema=RecognitionIn,
    model=Recognition,
    add=add_recognition,
    fields=(
        Field(name="kind", label="类别", widget="select", options=_options(RECOGNITION_KIND_LABELS)),
        Field(name="enterprise", label="企业名称"),
        Field(name="recognised_on", label="认定日期", widget="date"),
        Field(name="proof", label="依据", hint="认定文件的名称和文号。"),
    ),
    heads=("企业", "类别", "认定日期", "依据"),
    cells=lambda row: [row.enterprise, RECOGNITION_KIND_LABELS[row.kind], day_text(row.recognised_on), row.proof],
)
MEASURES = RecordKind(
    key="measures",
    title="要素支撑",
    lead="金融产品、人才培训、数据安全指导、创新服务中心，写明支持哪些场景和阶段。",
    basis="附件1 二（四）、（七）",
    button="登记支撑措施",
    schema=MeasureIn,
    model=SupportMeasure,
    add=add_measure,
    fields=(
        Field(name="kind", label="类别", widget="select", options=_options(MEASURE_KIND_LABELS)),
        Field(name="name", label="名称", hint="例如 数改贷、数字化车间主任培训班。"),
        Field(name="offered_by", label="提供单位"),
        Field(name="summary", label="内容", widget="textarea", hint="谁可以用、怎么申请。"),
        Field(name="url", label="网址", widget="url", is_required=False),
        Field(name="scenarios", label="支持的场景", widget="scenarios", is_required=False),
        Field(
            name="stages",
            label="支持的阶段",
            widget="stages",
            options=_options(RENOVATION_STAGE_LABELS),
            is_required=False,
        ),
    ),
    heads=("名称", "类别", "提供单位", "内容"),
    cells=lambda row: [row.name, MEASURE_KIND_LABELS[row.kind], row.offered_by, row.summary],
)
PRACTICES = RecordKind(
    key="practices",
    title="典型经验",
    lead="总承包、合同范本、监理验收、第三方参与的做法，写给别的县看。",
    basis="附件1 二（六）",
    button="发布典型经验",
    schema=PracticeIn,
    model=PilotPractice,
    add=add_practice,
    fields=(
        Field(name="kind", label="类别", widget="select", options=_options(PRACTICE_KIND_LABELS)),
        Field(name="title", label="标题"),
        Field(name="text", label="做法和效果", widget="textarea", hint="怎么做的、效果怎样、别人照着做要注意什么。"),
    ),
    heads=("标题", "类别", "发布"),
    cells=lambda row: [row.title, PRACTICE_KIND_LABELS[row.kind], day_text(row.published_at)],
)
RECORD_KINDS: dict[str, RecordKind] = {one.key: one for one in (PLATFORMS, RECOGNITIONS, MEASURES, PRACTICES)}
