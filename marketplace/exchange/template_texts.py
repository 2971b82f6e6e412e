"""What the template says: notes over the headers, the example rows and the sheet of instructions."""

from datetime import date

from marketplace.exchange.identity import EXAMPLE_REF
from marketplace.exchange.labels import Deployment, NeedKind, Payment, ProviderKindName
from marketplace.exchange.rows import (
    CaseRow,
    EnterpriseRow,
    IndustryRef,
    ModuleRow,
    PreferencesRow,
    ProblemRow,
    ProviderRow,
    ScenarioRow,
)
from marketplace.exchange.sheets import SheetKind

INSTRUCTIONS = (
    "中小企业数字化改造服务平台：导入模板填写说明",
    "1. “企业”“服务商”两张表一行填一家；问题、场景、模块、案例填在各自的表里，用编号对应到企业或服务商。",
    "2. 编号由您自己定，同一张表里不能重复；没有现成的编号，填1、2、3……就可以。",
    f"3. 灰色的“{EXAMPLE_REF}”行只作参考，导入时会跳过，可以删掉也可以留着。",
    "4. 只有编号和名称必须填写；不清楚的格子请留空，留空不算错。",
    "5. 一个格子里有几个值时，用顿号（、）或换行隔开。",
    "6. 目录序号、行业代码、行业文字三项只填一项。",
    "7. 县（市、区）要和设区市一起填写，也可以只在县（市、区）一格填6位行政区划代码。",
    "8. 金额单位都是万元；紧急程度1最急、3最缓，不填按2处理。",
    "9. 首年预算是所有模块合计、第一年愿意花的钱；首年价格不填或填0表示没有定价。",
    "10. “必须满足”里选的条件会直接排除不符合的服务商，其余偏好只影响先后。",
    "11. 不要改表头和工作表的名称；用别的表头也能导入，但需要在导入页面上对应一次。",
)

NOTES: dict[tuple[SheetKind, str], str] = {
    (SheetKind.ENTERPRISES, "编号"): "必填，表内不重复，由您自己定。",
    (SheetKind.ENTERPRISES, "企业名称"): "必填，营业执照上的全称。",
    (SheetKind.ENTERPRISES, "统一社会信用代码"): "18位，可以不填；填了会校验。",
    (SheetKind.ENTERPRISES, "县（市、区）"): "从下拉框选，与设区市一起填；也可填6位代码。",
    (SheetKind.ENTERPRISES, "目录序号"): "1至39；与行业代码、行业文字三选一。名称见“选项”表。",
    (SheetKind.ENTERPRISES, "行业代码"): "国民经济行业代码2至4位，如C1713；三选一。",
    (SheetKind.ENTERPRISES, "行业文字"): "用自己的话写，如“印染加工”；三选一。",
    (SheetKind.ENTERPRISES, "企业情况"): "主营业务、工艺、规模、在用的系统。",
    (SheetKind.ENTERPRISES, "营业收入（万元）"): "上一年度，单位万元。",
    (SheetKind.ENTERPRISES, "付费方式"): "可填几个，用顿号隔开。",
    (SheetKind.ENTERPRISES, "首年预算（万元）"): "所有模块合计，单位万元。",
    (SheetKind.ENTERPRISES, "必须满足"): "选了就会排除不符合的服务商；可填几个。",
    (SheetKind.PROBLEMS, "企业编号"): "必填，与“企业”表的编号一致。",
    (SheetKind.PROBLEMS, "问题"): "一行写一个问题，用企业自己的话。",
    (SheetKind.PROBLEMS, "紧急程度"): "1最急，3最缓，不填按2处理。",
    (SheetKind.SCENARIOS, "企业编号"): "必填，与“企业”表的编号一致。",
    (SheetKind.SCENARIOS, "共性或个性"): "共性：同行大多需要；个性：只有本企业需要。",
    (SheetKind.PROVIDERS, "服务区域"): "如“浙江省”“绍兴市”“长三角”，可填几个，用顿号隔开。",
    (SheetKind.PROVIDERS, "行业序号"): "目录序号1至39，可填几个，用顿号隔开；不限行业请留空。",
    (SheetKind.PROVIDERS, "合作伙伴编号"): "“服务商”表里其他服务商的编号，用顿号隔开。",
    (SheetKind.MODULES, "服务商编号"): "必填，与“服务商”表的编号一致。",
    (SheetKind.MODULES, "场景"): "模块解决的场景，用顿号隔开。",
    (SheetKind.MODULES, "首年价格（万元）"): "企业第一年要付的钱，单位万元；没有定价留空。",
    (SheetKind.MODULES, "发布日期"): "如2026-11-22，可以不填。",
    (SheetKind.CASES, "服务商编号"): "必填，与“服务商”表的编号一致。",
    (SheetKind.CASES, "企业"): "可以写全称，也可以写“某印染企业”。",
}

EXAMPLE_ENTERPRISE = EnterpriseRow(
    ref=EXAMPLE_REF,
    name="绍兴柯桥某某印染有限公司",
    county="柯桥区",
    city="绍兴市",
    industry=IndustryRef(gbt_code="C1713"),
    description="涤棉面料染色和后整理，染缸46台，用过一套只管开单的系统。",
    employees=320,
    revenue_wan=21500,
    problems=(ProblemRow(text="小样打得准，放到大货就有缸差，返修一缸亏三四千。", priority=1),),
    scenarios=(ScenarioRow(name="染缸能耗在线监测", kind=NeedKind.COMMON),),
    preferences=PreferencesRow(payment=(Payment.ONE_OFF,), budget_wan=180, deployment=Deployment.MIXED),
)
EXAMPLE_PROVIDER = ProviderRow(
    ref=EXAMPLE_REF,
    name="杭州某某云科技有限公司",
    kind=ProviderKindName.SAAS,
    county="余杭区",
    city="杭州市",
    regions=("浙江省", "江苏省"),
    industries=(24,),
    description="做印染工厂的轻量系统，两周上线。",
    modules=(
        ModuleRow(
            ref="M1",
            name="染缸群控",
            summary="采集各品牌中控，水、电、汽按缸按单核算。",
            scenarios=("染缸联网", "能耗监测"),
            industries=(24,),
            payment=(Payment.BY_USE,),
            price_wan=6.8,
            deployment=Deployment.SAAS,
            published_on=date(2026, 11, 22),
        ),
    ),
    cases=(CaseRow(enterprise="某印染企业", industry=24, scenarios=("能耗监测",), outcome="吨布耗汽下降11%"),),
)
