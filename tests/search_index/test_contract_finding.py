"""What must come first, on both engines."""

# ruff: noqa: RUF001  # Full-width signs are what these tests are about.

import pytest

from search_index import SearchIndex, SearchQuery

SINGLE_CHARACTER = [
    ("染", "module/7"),
    ("锟", "provider/2"),
    ("翌", "provider/8"),
    ("汽", "module/9"),
    ("刀", "module/10"),
]
PART_OF_A_WORD = [
    ("插单", "module/1"),
    ("单插", "module/1"),
    ("灯呼", "module/5"),
    ("管网损", "module/9"),
    ("见云信", "provider/1"),
    ("峪毛", "provider/4"),
    ("甘特", "module/2"),
]
MIXED_SCRIPT = [
    ("云仓WMS", "module/4"),
    ("wms云仓", "module/4"),
    ("用友U8", "module/4"),
    ("SPC统计", "scenario/spc"),
    ("SPC 过程", "scenario/spc"),
    ("MES infolink", "module/6"),
    ("U8电动车", "provider/7"),
]
FULL_WIDTH = [
    ("ＡＰＳ", "module/2"),
    ("ｗｍｓ", "module/4"),
    ("Ｓ７－１２００", "module/3"),
    ("（穹知）", "provider/3"),
    ("穹知(浙江)", "provider/3"),
    ("排产　急单", "module/1"),
]
TRADITIONAL = [
    ("排產", "module/1"),
    ("設備聯網", "scenario/oee"),
    ("能耗管理", "module/9"),
    ("質保書", "module/8"),
    ("紹興柯印智聯科技", "provider/6"),
    ("長興翌能電池", "provider/8"),
    ("刀具壽命", "module/10"),
]
PINYIN = [
    ("zhaojianyun", "provider/1"),
    ("zhao jian yun", "provider/1"),
    ("Zhao Jian Yun", "provider/1"),
    ("andeng", "module/5"),
    ("rangang zhongkong", "module/7"),
    ("kuaifanpaichan", "module/1"),
    ("huzhouzhaojianyunxinxikejiyouxiangongsi", "provider/1"),
    ("jinhuau8diandongcheyouxiangongsi", "provider/7"),
    ("changxing", "provider/8"),
    ("daojuguanli", "module/10"),
    ("kunwu", "provider/2"),
    ("qiong", "provider/3"),
]
INITIALS = [
    ("hzzjyxxkjyxgs", "provider/1"),
    ("zjyxx", "provider/1"),
    ("kfpc", "module/1"),
    ("rgzk", "module/7"),
    ("adhj", "module/5"),
    ("smbg", "scenario/report"),
    ("KFPC", "module/1"),
]
TYPING_ERRORS = [
    ("照见运", "provider/1"),
    ("湖州找见云信息科技有限公司", "provider/1"),
    ("湖州照见云信息科技有现公司", "provider/1"),
    ("桐乡市绒峪毛杉有限公司", "provider/4"),
    ("宁波锟吾智能装备", "provider/2"),
    ("派产", "module/1"),
    ("快返排产", "module/1"),
    ("染刚中控", "module/7"),
    ("设备连网", "scenario/oee"),
    ("扫马报工", "scenario/report"),
    ("WSM", "module/4"),
    ("infolnik", "module/6"),
    ("infolinkms", "module/6"),
    ("长兴翼能电池", "provider/8"),
]
SYNONYMS = [
    ("排产", "module/1"),
    ("aps", "module/2"),
    ("仓储管理", "module/4"),
    ("設備联网", "scenario/oee"),
    ("oee", "scenario/oee"),
]
WITHOUT_LEGAL_FORM = [
    ("湖州照见云信息科技", "provider/1"),
    ("照见云", "provider/1"),
    ("宁波锟铻智能装备", "provider/2"),
    ("宁波锟铻智能装备有限责任公司", "provider/2"),
    ("锟铻装备", "provider/2"),
    ("浙江穹知工业软件", "provider/3"),
    ("穹知工业软件有限公司", "provider/3"),
    ("翌能电池厂", "provider/8"),
]
MODEL_NUMBERS = [
    ("U8", "provider/7"),
    ("U8+", "provider/7"),
    ("S7-1200", "module/3"),
    ("s71200", "module/3"),
    ("S7 1200", "module/3"),
    ("OPC UA", "module/3"),
    ("opcua", "module/3"),
    ("OPC-UA", "module/3"),
    ("K3", "module/4"),
    ("C++", "module/6"),
    ("c#", "module/6"),
    ("PLC300", "module/6"),
    ("plc", "module/6"),
    ("infolink", "module/6"),
    ("info link mes", "module/6"),
    ("№5", "scenario/kana"),
]
OTHER_SCRIPTS = [
    ("😀", "module/5"),
    ("呼叫😀", "module/5"),
    ("カイゼン", "scenario/kana"),
    ("イゼ", "scenario/kana"),
    ("café", "scenario/kana"),
]
PHRASES = [
    ('"自动重排"', "module/1"),
    ("“自动重排”", "module/1"),
    ("「自动重排」", "module/1"),
    ('"OPC UA"', "module/3"),
    ('"急单" 交期', "module/1"),
    ('"S7-1200与OPC"', "module/3"),
]
PREFIXES = [("info*", "module/6"), ("峰谷*", "module/9"), ("S7*", "module/3"), ("infol", "module/6")]
HALF_OPEN_SYNTAX = [
    ('"自动重排', "module/1"),
    ("排产 -", "module/1"),
    ("排产 *", "module/1"),
    ("-- 照见云", "provider/1"),
    ("照见云 AND", "provider/1"),
    ("title:照见云", "provider/1"),
    ("(照见云", "provider/1"),
    ("照见云^5", "provider/1"),
    ("照见云~2", "provider/1"),
    ("[照见云 TO]", "provider/1"),
    ("照见云\\", "provider/1"),
    ("照\u200b见\ufeff云", "provider/1"),
]
CASES = [
    *SINGLE_CHARACTER,
    *PART_OF_A_WORD,
    *MIXED_SCRIPT,
    *FULL_WIDTH,
    *TRADITIONAL,
    *PINYIN,
    *INITIALS,
    *TYPING_ERRORS,
    *SYNONYMS,
    *WITHOUT_LEGAL_FORM,
    *MODEL_NUMBERS,
    *OTHER_SCRIPTS,
    *PHRASES,
    *PREFIXES,
    *HALF_OPEN_SYNTAX,
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_search_finds_what_is_meant_first(catalogue: SearchIndex, text: str, expected: str) -> None:
    results = catalogue.search(SearchQuery(text=text))

    first = [f"{hit.kind}/{hit.id}" for hit in results.hits[:1]]
    assert first == [expected]


@pytest.mark.parametrize("text", ["急单天气", "采集足球", "寿命拍照"])
def test_one_pair_of_characters_that_some_text_holds_by_chance_finds_nothing(catalogue: SearchIndex, text: str) -> None:
    assert catalogue.search(SearchQuery(text=text)).total == 0
