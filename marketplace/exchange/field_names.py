"""Chinese names of the format's fields, for messages; they are those of the workbook's headers where there is one."""

import re

FIELD_LABELS: dict[str, str] = {
    "ref": "编号",
    "name": "名称",
    "uscc": "统一社会信用代码",
    "county": "县（市、区）",
    "city": "设区市",
    "industry": "行业",
    "catalog_no": "目录序号",
    "gbt_code": "行业代码",
    "text": "内容",
    "description": "情况简介",
    "employees": "从业人数",
    "revenue_wan": "营业收入（万元）",
    "problems": "问题清单",
    "priority": "紧急程度",
    "links": "关联场景",
    "scenarios": "场景",
    "kind": "类别",
    "preferences": "偏好",
    "payment": "付费方式",
    "budget_wan": "首年预算（万元）",
    "deployment": "部署方式",
    "must": "必须满足",
    "regions": "服务区域",
    "industries": "行业序号",
    "partners": "合作伙伴编号",
    "modules": "解决方案模块",
    "summary": "说明",
    "price_wan": "首年价格（万元）",
    "published_on": "发布日期",
    "cases": "案例",
    "enterprise": "企业",
    "outcome": "成效",
    "ratings": "评价",
    "stars": "星数合计",
}

_ITEM_NOUNS = {"problems": "问题", "scenarios": "场景", "modules": "模块", "cases": "案例"}
_STEP = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")


def name_field(path: str) -> str:
    """Return a path in words: ``problems[1].priority`` → 第2个问题的紧急程度."""
    words = []
    for name, index in _STEP.findall(path):
        label = FIELD_LABELS.get(name, name)
        words.append(f"第{int(index) + 1}个{_ITEM_NOUNS.get(name, label)}" if index else label)
    return "的".join(words)
