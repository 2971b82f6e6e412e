"""What stands on each role's desk: doors to its work, most pressing first."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from marketplace.core.actor import ROLE_LABELS, Actor, Role

Door = tuple[str, str, str]
SMALL, FRONT = 8, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A role's desk; doors are (title, what it is for, address), and where there are many, only some stand in front."""

    title: str
    doors: list[Door]

    @property
    def front(self) -> list[Door]:
        """Return what is used daily: all doors of a small desk, the most pressing ones of a large one."""
        return self.doors if len(self.doors) <= SMALL else self.doors[:FRONT]

    @property
    def rest(self) -> list[Door]:
        return self.doors[len(self.front) :]


def desk_for(_session: Session, *, actor: Actor) -> Desk:
    """Return the desk of the actor's role."""
    build = _DOORS.get(actor.role)
    doors = build(actor) if build else []
    return Desk(title=f"{ROLE_LABELS[actor.role]}工作台", doors=[*doors, *_COMMON])


_COMMON: list[Door] = [
    ("公示", "正在公示和已结束的公示，可以提异议", "/notices"),
    ("消息", "审核结果、邀请和提醒", "/inbox"),
    ("我的账号", "同事、单位切换、接口令牌", "/account"),
]


_LISTS: Door = ("推荐名单", "征集、申报、草案、公示和发布，每一版都能核验", "/bureau/lists")
_REVIEWS: Door = ("专家评审", "评审进度、评分表和会议纪要", "/reviews")
_OBJECTIONS: Door = ("收到的异议", "公示期内的异议，逐条公开答复", "/bureau/objections")
_PROJECTS: Door = ("改造项目", "合同、里程碑、监理、验收", "/projects")
_ENQUIRIES: Door = ("询价和报价", "向几家服务商问价，并排对比，选定一家", "/enquiries")
_JOURNAL: Door = ("操作日志", "按时间、对象查谁做了什么，验算没有被改过", "/journal")
_RUNS: Door = ("留存的排序", "存下来的每一次排序，可以当场重算核对", "/runs")
_PROGRAMME: Door = ("试点县创建", "申报、审核、评审、公示和两年创建期", "/programme")


def _progress(actor: Actor) -> Door:
    region = actor.area_prefix.ljust(6, "0") if len(actor.area_prefix) > 2 else ""  # noqa: PLR2004 - the province has two digits
    address = f"/insights/progress?region={region}" if region else "/insights/progress"
    return ("推进情况", "目标、各县进度、行业覆盖和成效，可下载 Excel", address)


_CALENDAR: Door = ("工作日历", "公示按它计算工作日，每年录入一次", "/operator/calendar")


def _enterprise(actor: Actor) -> list[Door]:
    own = actor.organisation_id
    return [
        ("推荐给我的服务商", "按您的难题排好顺序，并说明理由", f"/enterprises/{own}/recommendations"),
        ("企业资料与清单", "问题清单、场景清单、付费与部署意愿", f"/enterprises/{own}/edit"),
        ("数字化水平评测", "31 道选择题，马上知道几级、先做哪几个场景", f"/enterprises/{own}/assessments"),
        ("加入过的备选", "挑过的几家和当时的顺序，可以直接询价", f"/enterprises/{own}/recommendations#h-shortlists"),
        _ENQUIRIES,
        _PROJECTS,
        ("企业样本", "看像自己的厂怎么做成的，照着学", "/samples"),
    ]


def _provider(actor: Actor) -> list[Door]:
    own = actor.organisation_id
    return [
        ("收到的询价", "提问、报价，打开以前可以改", "/enquiries"),
        _PROJECTS,
        ("我的模块", "起草、提交审核、修订、下架", f"/providers/{own}/modules"),
        ("我排在哪里", "在哪些企业、哪些难题里出现，补什么会往前", f"/providers/{own}/position"),
        ("谁需要什么", "按行业和县看企业的难题，哪些还没有好模块", "/insights/demand"),
        ("服务商资料", "服务区域、资质、案例、合作伙伴", f"/providers/{own}/edit"),
        ("名单申报", "正在征集的名单、我的申报、得分和结果", "/applications"),
    ]


def _county(actor: Actor) -> list[Door]:
    return [
        ("导入企业和服务商", "用 Excel 表一次导入，逐格检查", "/imports"),
        ("本地企业", "确认、邀请、查看推荐", "/county/enterprises"),
        ("还差什么", "谁还没答、缺什么，一次提醒到", "/county/gaps"),
        ("每家企业的前三名", "一张表看全县的推荐和理由，可下载 Excel", "/county/recommendations"),
        ("共性与个性场景", "为本地行业标记 N 和 X", "/county/scenarios"),
        _LISTS,
        ("改造项目", "监理报告、里程碑，作出验收决定", "/projects"),
        _RUNS,
        _PROGRAMME,
        _progress(actor),
        _REVIEWS,
        _OBJECTIONS,
    ]


def _supervisor(_actor: Actor) -> list[Door]:
    return [("监理项目", "答复邀请、核验里程碑、提交监理报告和验收意见", "/projects")]


def _reading_bureau(actor: Actor) -> list[Door]:
    return [
        ("辖区企业", "查看登记情况和推荐", "/county/enterprises"),
        ("每家企业的前三名", "一张表看全辖区的推荐和理由，可下载 Excel", "/county/recommendations"),
        _LISTS,
        _PROJECTS,
        _PROGRAMME,
        _progress(actor),
        _REVIEWS,
    ]


def _city(actor: Actor) -> list[Door]:
    return [*_reading_bureau(actor), _OBJECTIONS]


def _province(actor: Actor) -> list[Door]:
    return [*_reading_bureau(actor), _OBJECTIONS, _CALENDAR]


def _auditor(actor: Actor) -> list[Door]:
    changes: list[Door] = [
        ("权重的改动", "谁提出、谁批准、为什么", "/operator/weights"),
        ("场景库的改动", "改了什么、对推荐有什么影响", "/operator/library"),
    ]
    return [_JOURNAL, _RUNS, *_reading_bureau(actor), ("核验", "文件、名单和日志的摘要", "/verify"), *changes]


def _expert(_actor: Actor) -> list[Door]:
    return [_REVIEWS, ("我的专家档案", "专业领域和任职经历，用于回避检查", "/reviews/profile")]


def _operator(_actor: Actor) -> list[Door]:
    return [
        ("模块审核", "逐个审核，写明理由", "/operator/modules"),
        ("待确认服务商", "确认后才参加排序", "/operator/providers"),
        ("待确认监理机构", "确认后企业可以邀请", "/operator/supervisors"),
        ("导入", "企业、服务商文件", "/imports"),
        ("单位合并与更名", "留痕可查", "/operator/organisations"),
        ("排序权重", "一人提出，看过对照，另一人批准", "/operator/weights"),
        ("场景库修改", "改叫法先看推荐怎样变，再由另一人批准", "/operator/library"),
        _JOURNAL,
        _CALENDAR,
    ]


_DOORS: dict[Role, Callable[[Actor], list[Door]]] = {
    Role.ENTERPRISE: _enterprise,
    Role.PROVIDER: _provider,
    Role.COUNTY: _county,
    Role.CITY: _city,
    Role.PROVINCE: _province,
    Role.EXPERT: _expert,
    Role.SUPERVISOR: _supervisor,
    Role.AUDITOR: _auditor,
    Role.OPERATOR: _operator,
}
