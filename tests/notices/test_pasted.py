"""A year's days off and moved days from what the operator pastes: the notice's text or a table."""

from datetime import date

import pytest

from marketplace.core.errors import InvalidError
from marketplace.notices.pasted import read_pasted
from seed.reference_holidays import load_holidays

# The shape of the official notices, with the days of 2026.
NOTICE = """各省、自治区、直辖市人民政府：
现将2026年部分节假日的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。"""


def test_text_of_the_notice_gives_the_days_of_the_official_calendar() -> None:
    official = next(year for year in load_holidays() if year.year == 2026)

    read = read_pasted(NOTICE, year=2026)

    assert {(row.day, row.is_working) for row in read} == {(row.day, row.is_working) for row in official.days}
    assert {row.name for row in read} >= {"元旦", "春节调休", "国庆节"}


def test_table_is_read_with_its_heads_and_any_comma() -> None:
    read = read_pasted("日期,类别,名称\n2027-01-01,放假,元旦\n2027/1/2，上班，元旦调休\n2027年1月3日\t放假", year=2027)

    assert [(row.day, row.is_working, row.name) for row in read] == [
        (date(2027, 1, 1), False, "元旦"),
        (date(2027, 1, 2), True, "元旦调休"),
        (date(2027, 1, 3), False, ""),
    ]


def test_span_that_begins_in_december_leaves_the_weekend_of_the_year_before_out() -> None:
    read = read_pasted("一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。", year=2023)

    assert [row.day for row in read] == [date(2023, 1, 1), date(2023, 1, 2)]
    assert read == read_pasted("一、元旦：12月31日至1月2日放假，共3天。", year=2023)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("一、元旦：1月1日至3日放假，共4天。", "写的是共 4 天，读到 3 天"),
        ("一、春节：2月30日放假。", "没有 2027 年 2 月 30 日这一天"),
        ("今年照常放假", "没有读到放假或上班的日期"),
        ("2027-01-01,放假\n2027-01-02,加班", "第二格请写“放假”或“上班”"),
        ("2027-01-01,放假\n下周一,放假", "日期请写成 2027-01-01"),
        ("2026-12-28,放假,元旦", "不在 2027 年，请录到那一年里"),
    ],
)
def test_unclear_text_is_refused_with_the_line_and_what_to_write(text: str, said: str) -> None:
    with pytest.raises(InvalidError) as refused:
        read_pasted(text, year=2027)

    assert said in refused.value.fields["pasted"][0]
