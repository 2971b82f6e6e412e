"""Closed sets of the taxonomy with their Chinese labels."""

from enum import StrEnum

from marketplace.exchange.labels import NeedKind

NEED_KIND_LABELS: dict[NeedKind, str] = {NeedKind.COMMON: "共性（N）", NeedKind.INDIVIDUAL: "个性（X）"}


class KnowledgeKind(StrEnum):
    """Kinds of knowledge rows beside scenarios, in the words of the library value type."""

    SCENE = "scene"
    TRADE = "trade"
    KINSHIP = "kinship"
    VERTICAL = "vertical"
    REGION = "region"
    PHRASE = "phrase"
    INDUSTRY_WORDS = "industry_words"


KNOWLEDGE_KIND_LABELS: dict[KnowledgeKind, str] = {
    KnowledgeKind.SCENE: "评测场景",
    KnowledgeKind.TRADE: "细分工艺",
    KnowledgeKind.KINSHIP: "工艺相近度",
    KnowledgeKind.VERTICAL: "制造业以外的行业",
    KnowledgeKind.REGION: "地区",
    KnowledgeKind.PHRASE: "语料",
    KnowledgeKind.INDUSTRY_WORDS: "行业用词",
}


class ProposalState(StrEnum):
    """Where a change stands that needs two people: one proposes, another decides."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


PROPOSAL_STATE_LABELS: dict[ProposalState, str] = {
    ProposalState.PROPOSED: "等另一人批准",
    ProposalState.APPROVED: "已批准",
    ProposalState.REJECTED: "已退回",
    ProposalState.WITHDRAWN: "已撤回",
}


# Where in a plant's work a scenario belongs; the library names it by these codes.
STAGE_LABELS: dict[str, str] = {
    "design": "研发设计",
    "plan": "计划排程",
    "prod": "生产执行",
    "quality": "质量管理",
    "trace": "质量追溯",
    "equip": "设备管理",
    "ware": "仓储物流",
    "supply": "采购供应",
    "energy": "能源管理",
    "env": "环境保护",
    "safety": "安全生产",
    "service": "售后服务",
    "mgmt": "经营管理",
    "hr": "人力资源",
    "infra": "网络和基础设施",
}
