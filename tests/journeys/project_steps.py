"""The steps of a project, as its people do them on the pages: in a window without script or in a browser."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, Self

from bs4 import BeautifulSoup
from docx import Document

from marketplace.core.clock import shanghai_day
from tests.assessments.filled import best
from tests.projects.world import PDF
from tests.recommendations.market import Market

STATED = {"version", "draft_version", "purpose"}
REASON = "两条都能做，看过同行案例的现场。"
PAPERS = ("dossier", "application", "finance", "contract", "payment", "summary", "effect", "assessment")


class Clock(Protocol):
    """A clock that lets time pass."""

    now: datetime

    def wait(self, **time: float) -> None: ...


class Window(Protocol):
    """What a person sees and presses."""

    status: int
    address: str

    @property
    def page(self) -> BeautifulSoup: ...

    def open(self, address: str) -> Self: ...

    def follow(self, words: str) -> Self: ...

    def submit(self, words: str, /, **fields: Any) -> Self: ...

    def fetch(self, address: str) -> bytes: ...

    def text(self) -> str: ...


@dataclass(slots=True, kw_only=True)
class Cast:
    """The windows of those who take part."""

    plant: Window
    provider: Window
    rivals: list[Window]
    supervisor: Window
    officer: Window
    clock: Clock


def pdf(name: str = "材料.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(PDF), name


def lines_of(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def download(window: Window, words: str) -> bytes:
    link = next(one for one in window.page.find_all("a") if words in one.get_text())
    return window.fetch(str(link["href"]))


def assess(window: Window, *, purpose: str, depth: str) -> str:
    """Answer the questionnaire and return what its report says."""
    address = f"/enterprises/{plant_of(window)}/assessments/new?purpose={purpose}"
    typed = {name: value for name, value in best(depth=depth).items() if name not in STATED}
    window.open(address).submit("做完了，出报告", **typed)
    return lines_of(download(window, "Word"))


def plant_of(window: Window) -> int:
    link = window.open("/desk").page.select_one('a[href$="/assessments"]')
    assert link is not None
    return int(str(link["href"]).split("/")[2])


def quote(window: Window, address: str, *, module: str, row: int, price: str, payment: str = "一次性付费") -> None:
    window.open(f"{address}/quotation").submit(
        "提交报价",
        **{
            f"lines-{row}-module": module,
            f"lines-{row}-payment": payment,
            f"lines-{row}-price": price,
            f"lines-{row}-days": "40",
            f"lines-{row}-guarantee": "五分钟内重排",
        },
    )
    assert "报价已提交" in window.text()


def ask(cast: Cast, market: Market, *, third: int = 0) -> str:
    ids = [market.dyeing_software, market.energy_service, third or market.tool_software]
    page = cast.plant.open(f"/enterprises/{market.dye_house}/recommendations")
    page.submit("加入备选", p=[str(one) for one in ids]).follow("向备选的几家询价")
    supervisor = cast.plant.page.select_one('select[name="supervisor_id"] option[value]:not([value=""])')
    assert supervisor is not None
    cast.plant.submit("发出询价", needs=["p1", "p2"], supervisor_id=str(supervisor["value"]))
    assert "询价已发出" in cast.plant.text()
    return cast.plant.address


def choose(cast: Cast, address: str, market: Market) -> str:
    cast.plant.open(f"{address}/compare").submit("选定", provider_id=str(market.dyeing_software), reason=REASON)
    assert "已选定" in cast.plant.text()
    return cast.plant.address


def sign(cast: Cast, project: str) -> None:
    cast.supervisor.open(project).submit("接受，担任监理")
    cast.plant.open(f"{project}/contract").submit("生成合同")
    contract = lines_of(download(cast.plant, "下载 Word"))
    for words in ("第一条", "不构成法律意见", "杭州示例监理有限公司", "智能排缸", "附件二", "200,000.00 元"):
        assert words in contract
    compare_edited(cast, project)
    day = shanghai_day(cast.clock.now).isoformat()
    cast.plant.open(f"{project}/contract").submit("上传，请服务商确认", signed_on=day, signed=pdf("合同.pdf"))
    cast.provider.open(f"{project}/contract").submit("确认就是这一份")
    assert "项目开始" in cast.provider.text()


def compare_edited(cast: Cast, project: str) -> None:
    content = download(cast.plant, "下载 Word")
    edited = Document(io.BytesIO(content))
    paragraph = next(one for one in edited.paragraphs if "15 日内，乙方以通用格式" in one.text)
    paragraph.text = paragraph.text.replace("15 日内", "60 日内")
    buffer = io.BytesIO()
    edited.save(buffer)
    page = cast.plant.open(f"{project}/contract").submit("比对", file=(io.BytesIO(buffer.getvalue()), "改过.docx"))
    assert "有 1 处不同" in page.text()
    assert "60 日内" in page.text()
    same = cast.plant.open(f"{project}/contract").submit("比对", file=(io.BytesIO(content), "原文.docx"))
    assert "和生成的合同一致" in same.text()


def deliver(cast: Cast, project: str) -> None:
    for _ in range(3):
        cast.clock.wait(days=2)
        cast.provider.open(project).follow("去办理").submit("提交，说明已完成", note="已经装好并培训", files=pdf())
        cast.supervisor.open(project).follow("去办理").submit("核验通过", note="现场看过，属实")
        cast.plant.open(project).follow("去办理").submit("确认完成")
    day = shanghai_day(cast.clock.now).isoformat()
    cast.supervisor.open(project).submit(
        "提交监理报告",
        visited_on=day,
        verdict="in_order",
        findings="三个里程碑都看过现场，与材料一致。",
        files=pdf("现场.pdf"),
    )
    assert "符合要求" in cast.plant.open(project).text()


def accept(cast: Cast, project: str) -> None:
    cast.clock.wait(hours=6)
    assess(cast.plant, purpose="after", depth="2")
    cast.plant.open(f"{project}/acceptance").submit(
        "保存申请", summary="三个里程碑都已完成，排缸场景每天在用，工人已经培训。"
    )
    for key in PAPERS:
        cast.plant.open(f"{project}/acceptance").submit("上传材料", key=key, files=pdf(f"{key}.pdf"))
    fields = {"name": "插单重排用时", "unit": "分钟", "before": "120", "after": "5", "proof": "总结报告第三页"}
    cast.plant.open(f"{project}/acceptance").submit("保存效果", **fields)
    cast.plant.open(f"{project}/acceptance").submit("申请验收")
    assert "“改造前”的数字化水平评测" in cast.plant.text()
    assess(cast.plant, purpose="before", depth="1")
    cast.plant.open(f"{project}/acceptance").submit("申请验收")
    assert "已申请验收" in cast.plant.text()
    cast.supervisor.open(f"{project}/acceptance").submit(
        "提交监理意见", agrees="true", opinion="现场看过，与材料一致，同意验收。"
    )
    cast.officer.open(f"{project}/acceptance").submit(
        "作出决定", decision="passed", opinion="材料齐全，场景在用，同意监理意见。"
    )
    paper = lines_of(download(cast.officer, "下载验收意见书（Word）"))
    for words in ("验收通过", "插单重排用时", "120", "改造后二级", "开工以后补做", "现场看过，与材料一致", "昆明"):
        assert words in paper
