"""A county: two workbooks with mistakes, mended cell by cell, brought in; owners invited; the table of first threes."""

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl

from tests.journeys.books import Rows, filled
from tests.journeys.visitor import Visitor
from tests.recommendations.market import Market

ENTERPRISES: Rows = {
    "企业": [
        ["1", "绍兴虚构甲印染有限公司", "91330603MA2XX0001C", "柯桥区", "绍兴市", None, "C1713", None, "染缸十台", 60],
        ["2", "绍兴虚构乙印染有限公司", "", "柯侨区", "绍兴市", None, None, "染布", "染缸八台", "很多"],
    ],
    "问题清单": [["1", "排缸全凭老师傅一个人的脑子", 1], ["2", "蒸汽一个车间一块总表，算不出来", 2]],
}
PROVIDERS: Rows = {
    "服务商": [["A", "绍兴虚构能源服务有限公司", "", "SaaS", "越城区", "绍兴市", "浙江省", "24", "做能耗监测", ""]],
    "解决方案模块": [
        ["A", "M1", "三表采集", "水电汽分到设备，当天看到。", "能耗监测", "24", "包年", "看情况", "SaaS", None]
    ],
}
MENDED_ENTERPRISES: Rows = {**ENTERPRISES, "企业": [ENTERPRISES["企业"][0], [*ENTERPRISES["企业"][1][:-1], 45]]}
MENDED_PROVIDERS: Rows = {
    "服务商": [["A", *PROVIDERS["服务商"][0][1:3], "SaaS服务商", *PROVIDERS["服务商"][0][4:]]],
    "解决方案模块": [[*PROVIDERS["解决方案模块"][0][:6], "按使用付费", 6, "SaaS", None]],
}


def upload(officer: Visitor, enterprises: Rows, providers: Rows) -> Visitor:
    officer.open("/imports")
    template = officer.client.get("/imports/template.xlsx").data
    books = {"企业.xlsx": filled(template, enterprises), "服务商.xlsx": filled(template, providers)}
    files = [(io.BytesIO(content), name) for name, content in books.items()]
    return officer.submit("上传并检查", files=files)


def first_threes(officer: Visitor) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(officer.client.get("/county/recommendations.xlsx").data))
    return list(book.worksheets[0].iter_rows(values_only=True))


def test_officer_mends_two_workbooks_brings_them_in_invites_and_takes_the_first_threes(
    officer: Visitor, visitor: Callable[[], Visitor], market: Market
) -> None:
    upload(officer, ENTERPRISES, PROVIDERS)
    for said in (
        "“企业.xlsx”工作表“企业”单元格D4 错误：县（市、区） 浙江省没有“绍兴市柯侨区”，最接近的是“绍兴市柯桥区”",
        "“企业.xlsx”工作表“企业”单元格J4 错误：从业人数 “很多”不是数字",
        "“服务商.xlsx”工作表“服务商”单元格D3 错误：类别 “SaaS”不在可选项里",
        "“服务商.xlsx”工作表“解决方案模块”单元格G3 错误：付费方式 “包年”不在可选项里",
        "“服务商.xlsx”工作表“解决方案模块”单元格H3 错误：首年价格（万元） “看情况”不是数字",
    ):
        assert said in officer.text()
    officer.submit("导入")
    assert officer.status == 422
    assert "没有导入" in officer.text()
    assert "虚构甲印染" not in officer.open("/county/enterprises").text()

    upload(officer, MENDED_ENTERPRISES, MENDED_PROVIDERS)
    officer.submit("确认并重新读取")
    assert "已按您确认的县（市、区）重新读取" in officer.text()
    officer.submit("导入")
    assert "已导入企业2家、服务商1家" in officer.text()

    officer.open("/county/enterprises").follow("绍兴虚构乙印染有限公司").submit("邀请")
    link = re.search(r"/join/[\w-]+", officer.text())
    assert link is not None
    owner = visitor().open(link.group())
    owner.submit("加入", email="owner@example.invalid", display_name="厂长", password="a sentence to remember")
    assert "绍兴虚构乙印染有限公司" in owner.open("/desk").follow("推荐给我的服务商").text()

    names = [row for row in first_threes(officer) if row and any("虚构甲印染" in str(cell) for cell in row)]
    assert len(names) == 1
    assert "绍兴示例染整软件有限公司" in str(names[0])
