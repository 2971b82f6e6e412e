"""A small invented catalogue: every document is there for some test."""

from search_index import Document, Lexicon

LEXICON = Lexicon(
    words=("排产", "开机率", "安灯", "产线平衡", "一物一码"),
    synonyms=(("排产", "APS", "高级计划"), ("设备联网", "OEE", "稼动率"), ("仓储管理", "WMS")),
)


def module(id_: str, title: str, body: str = "", **fields: tuple[str, ...]) -> Document:
    return Document(kind="module", id=id_, title=title, body=body, fields=fields, digest=f"digest-m{id_}")


def provider(id_: str, title: str, body: str = "", **fields: tuple[str, ...]) -> Document:
    return Document(kind="provider", id=id_, title=title, body=body, fields=fields, digest=f"digest-p{id_}")


DOCUMENTS = [
    module("1", "快反排产", "急单插单自动重排，交期一眼看清。", county=("余姚市",), payment=("按使用付费",)),
    module("2", "APS高级计划", "有限产能，甘特图拖动。", county=("慈溪市",), payment=("一次性付费", "按效果付费")),
    module("3", "注塑机联网", "采集S7-1200与OPC UA数据，统计稼动率。", county=("余姚市",), payment=("按使用付费",)),
    module("4", "云仓WMS", "对接用友U8+、金蝶K3，扫码出入库。", county=("永康市",), payment=("按使用付费",)),
    module("5", "安灯呼叫", "产线异常一键呼叫😀，班组长手机收到。", county=("永康市",), payment=("一次性付费",)),
    module("6", "InfoLinkMES", "Shop-floor data with C++ and C# clients. PLC300 ready.", county=("慈溪市",)),
    module("7", "染缸中控", "<script>alert('x')</script> 染色曲线下发 & 助剂计量 <b>粗体</b>"),
    module("8", "一物一码追溯", "批次正反追溯，质保书自动生成。", county=("瑞安市",)),
    module("9", "能耗管理", "水电气分项计量，峰谷电价；" + "车间抄表记录。" * 30 + "蒸汽管网损耗在此计算。"),
    module("10", "刀具管理", "刀具寿命与换刀提醒。"),
    provider("1", "湖州照见云信息科技有限公司", "灯具行业的轻量MES。", county=("吴兴区",)),
    provider("2", "宁波锟铻智能装备股份有限公司", "压铸岛自动化。", county=("北仑区",)),
    provider("3", "穹知（浙江）工业软件有限公司", "设计仿真。", county=("滨江区",)),
    provider("4", "桐乡市绒峪毛衫有限公司", "横机联网。", county=("桐乡市",)),
    provider("5", "桐乡市绒屿毛纺有限公司", "毛纺排单。", county=("桐乡市",)),
    provider("6", "绍兴柯印智联科技有限公司", "印染中控与能耗。", county=("柯桥区",)),
    provider("7", "金华U8电动车有限公司", "电动车整车。", county=("婺城区",)),
    provider("8", "长兴翌能电池有限公司", "动力电池。", county=("长兴县",)),
    Document(
        kind="scenario", id="oee", title="设备联网与OEE", body="开机率、停机原因、设备利用率。", digest="digest-oee"
    ),
    Document(
        kind="scenario", id="report", title="扫码报工", body="产量采集，工序报工，计件工资。", digest="digest-report"
    ),
    Document(kind="scenario", id="spc", title="SPC统计过程控制", body="CPK，尺寸超差预警。", digest="digest-spc"),
    Document(kind="scenario", id="kana", title="カイゼン改善提案", body="Café 提案箱 №5", digest="digest-kana"),
]
