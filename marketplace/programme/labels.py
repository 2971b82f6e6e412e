"""Closed sets of the pilot-county programme with their Chinese labels."""

from enum import StrEnum


class RoundState(StrEnum):
    """Where a round stands, told by its days and decisions."""

    DRAFT = "draft"
    AHEAD = "ahead"
    OPEN = "open"
    SCREENING = "screening"
    REVIEWING = "reviewing"
    NOTICED = "noticed"
    LISTED = "listed"


ROUND_STATE_LABELS: dict[RoundState, str] = {
    RoundState.DRAFT: "起草中，没有发布",
    RoundState.AHEAD: "已发布，还没有开始申报",
    RoundState.OPEN: "正在申报",
    RoundState.SCREENING: "申报截止，正在初审",
    RoundState.REVIEWING: "竞争性评审",
    RoundState.NOTICED: "拟定名单公示",
    RoundState.LISTED: "已公布试点名单",
}


class ApplicationState(StrEnum):
    """Where a county's application stands, told by its moments."""

    DRAFT = "draft"
    FINAL = "final"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ENDORSED = "endorsed"
    QUALIFIED = "qualified"
    REFUSED = "refused"
    PROPOSED = "proposed"
    LISTED = "listed"
    UNLISTED = "unlisted"


APPLICATION_STATE_LABELS: dict[ApplicationState, str] = {
    ApplicationState.DRAFT: "填写中",
    ApplicationState.FINAL: "已定稿，等县（市、区）政府盖章",
    ApplicationState.SUBMITTED: "已报送，等设区市审核",
    ApplicationState.RETURNED: "设区市退回修改",
    ApplicationState.ENDORSED: "设区市同意，等省级初审",
    ApplicationState.QUALIFIED: "初审合格",
    ApplicationState.REFUSED: "初审不合格",
    ApplicationState.PROPOSED: "拟列入，正在公示",
    ApplicationState.LISTED: "已列入试点名单",
    ApplicationState.UNLISTED: "没有列入试点名单",
}


class OpinionLevel(StrEnum):
    """Whose opinion stands on the form."""

    GOVERNMENT = "government"
    CITY = "city"


OPINION_LEVEL_LABELS: dict[OpinionLevel, str] = {
    OpinionLevel.GOVERNMENT: "县（市、区）人民政府意见",
    OpinionLevel.CITY: "设区市经济和信息化局意见",
}


class OpinionDecision(StrEnum):
    """What an opinion says."""

    AGREE = "agree"
    RETURN = "return"


OPINION_DECISION_LABELS: dict[OpinionDecision, str] = {
    OpinionDecision.AGREE: "同意",
    OpinionDecision.RETURN: "退回修改",
}


class ApplicationPart(StrEnum):
    """The parts in which an application is filled in."""

    FORM = "form"
    PLAN = "plan"
    TARGETS = "targets"
    LISTS = "lists"


APPLICATION_PART_LABELS: dict[ApplicationPart, str] = {
    ApplicationPart.FORM: "申报表",
    ApplicationPart.PLAN: "实施方案",
    ApplicationPart.TARGETS: "可考核目标",
    ApplicationPart.LISTS: "作战图与项目清单",
}


class TargetKind(StrEnum):
    """What the plan promises, kind by kind (annex 3, guide, chapter two)."""

    ENTERPRISES = "enterprises"
    OUTPUT = "output"
    LEVEL = "level"
    PLATFORMS = "platforms"
    FACTORIES = "factories"
    PROVIDERS = "providers"


TARGET_KIND_LABELS: dict[TargetKind, str] = {
    TargetKind.ENTERPRISES: "数字化改造企业数量",
    TargetKind.OUTPUT: "改造企业总产值",
    TargetKind.LEVEL: "数字化水平达到二级及以上的企业",
    TargetKind.PLATFORMS: "行业工业互联网平台（行业产业大脑）",
    TargetKind.FACTORIES: "智能工厂（数字化车间）",
    TargetKind.PROVIDERS: "数字化服务商（工程服务商和行业平台商）",
}


class SystemKind(StrEnum):
    """The systems that a county has to set up (annex 1, conditions, four)."""

    WORK = "work"
    INDICATORS = "indicators"
    EVALUATION = "evaluation"
    POLICY = "policy"
    GUARANTEE = "guarantee"


SYSTEM_KIND_LABELS: dict[SystemKind, str] = {
    SystemKind.WORK: "试点工作体系",
    SystemKind.INDICATORS: "指标体系",
    SystemKind.EVALUATION: "评价体系",
    SystemKind.POLICY: "政策体系",
    SystemKind.GUARANTEE: "保障机制",
}


class CheckResult(StrEnum):
    """What the platform makes of a condition; a person decides."""

    MET = "met"
    UNMET = "unmet"
    OPEN = "open"


CHECK_RESULT_LABELS: dict[CheckResult, str] = {
    CheckResult.MET: "数据表明符合",
    CheckResult.UNMET: "数据表明不符合",
    CheckResult.OPEN: "请人工判断",
}


class ScreeningVerdict(StrEnum):
    """What the province decides on one condition."""

    YES = "yes"
    NO = "no"


SCREENING_VERDICT_LABELS: dict[ScreeningVerdict, str] = {
    ScreeningVerdict.YES: "符合",
    ScreeningVerdict.NO: "不符合",
}


class EditionKind(StrEnum):
    """What a pilot county publishes in editions (annex 1, contents, one)."""

    ENTERPRISES = "enterprises"
    PROBLEMS = "problems"
    SCENARIOS = "scenarios"


EDITION_KIND_LABELS: dict[EditionKind, str] = {
    EditionKind.ENTERPRISES: "试点企业名单",
    EditionKind.PROBLEMS: "行业问题清单",
    EditionKind.SCENARIOS: "行业场景清单",
}


class PlatformKind(StrEnum):
    """Kinds of platform of an industry (annex 1, contents, three)."""

    INTERNET = "internet"
    BRAIN = "brain"


PLATFORM_KIND_LABELS: dict[PlatformKind, str] = {
    PlatformKind.INTERNET: "行业工业互联网平台",
    PlatformKind.BRAIN: "行业产业大脑",
}


class RecognitionKind(StrEnum):
    """What a firm can be recognised as."""

    FACTORY = "factory"
    WORKSHOP = "workshop"


RECOGNITION_KIND_LABELS: dict[RecognitionKind, str] = {
    RecognitionKind.FACTORY: "智能工厂",
    RecognitionKind.WORKSHOP: "数字化车间",
}


class MeasureKind(StrEnum):
    """Kinds of support measure (annex 1, contents, four and seven)."""

    FINANCE = "finance"
    TALENT = "talent"
    SECURITY = "security"
    CENTRE = "centre"


MEASURE_KIND_LABELS: dict[MeasureKind, str] = {
    MeasureKind.FINANCE: "金融产品",
    MeasureKind.TALENT: "人才培训",
    MeasureKind.SECURITY: "数据安全指导",
    MeasureKind.CENTRE: "创新服务中心",
}


class PracticeKind(StrEnum):
    """What a typical experience is about (annex 1, contents, six)."""

    CONTRACTING = "contracting"
    CONTRACT = "contract"
    SUPERVISION = "supervision"
    THIRD_PARTY = "third_party"
    SPREADING = "spreading"
    OTHER = "other"


PRACTICE_KIND_LABELS: dict[PracticeKind, str] = {
    PracticeKind.CONTRACTING: "工程总承包",
    PracticeKind.CONTRACT: "合同示范文本",
    PracticeKind.SUPERVISION: "监理验收",
    PracticeKind.THIRD_PARTY: "第三方全程参与",
    PracticeKind.SPREADING: "看样学样、批量推广",
    PracticeKind.OTHER: "其他做法",
}


class WarningKind(StrEnum):
    """What the tracker warns of before it is too late."""

    TASK_LATE = "task_late"
    TARGET_BEHIND = "target_behind"
    REPORT_MISSING = "report_missing"
    LIST_MISSING = "list_missing"


WARNING_KIND_LABELS: dict[WarningKind, str] = {
    WarningKind.TASK_LATE: "作战图任务到期没有完成",
    WarningKind.TARGET_BEHIND: "目标落后于时间",
    WarningKind.REPORT_MISSING: "季度报告没有交",
    WarningKind.LIST_MISSING: "清单还没有发布",
}


class PilotState(StrEnum):
    """Where a pilot county stands."""

    RUNNING = "running"
    DUE = "due"
    REQUESTED = "requested"
    SAMPLE = "sample"
    FAILED = "failed"


PILOT_STATE_LABELS: dict[PilotState, str] = {
    PilotState.RUNNING: "创建期内",
    PilotState.DUE: "创建期满，等申请验收",
    PilotState.REQUESTED: "已申请验收",
    PilotState.SAMPLE: "省中小企业数字化改造样本县（市、区）",
    PilotState.FAILED: "验收不合格",
}


class RenovationStage(StrEnum):
    """The stages of a firm's renovation that a support measure is for."""

    DIAGNOSIS = "diagnosis"
    PLAN = "plan"
    WORKS = "works"
    ACCEPTANCE = "acceptance"
    USE = "use"


RENOVATION_STAGE_LABELS: dict[RenovationStage, str] = {
    RenovationStage.DIAGNOSIS: "诊断评估",
    RenovationStage.PLAN: "方案和合同",
    RenovationStage.WORKS: "改造实施",
    RenovationStage.ACCEPTANCE: "监理验收",
    RenovationStage.USE: "上线使用",
}
