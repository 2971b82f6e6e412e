"""Amounts as people say them, read in forms and files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.exchange.spoken import (
    About,
    read_back,
    spoken_count,
    spoken_days,
    spoken_months,
    spoken_wan,
    yearly_wan,
)
from marketplace.exchange.values import as_number

MOST = 100_000


@pytest.mark.parametrize(
    ("said", "wan"),
    [
        ("12.5", 12.5),
        ("１２", 12.0),  # noqa: RUF001 - full width is tested
        ("1,200万元", 1200.0),
        ("十来万", 10.0),
        ("一万二", 1.2),
        ("两三千", 0.3),
        ("三四十万", 40.0),
        ("一两万", 2.0),
        ("十几万", 15.0),
        ("二十几万", 25.0),
        ("30-50万", 50.0),
        ("30万到50万", 50.0),
        ("大概三十万左右", 30.0),
        ("不超过五十万", 50.0),
        ("3万5", 3.5),
        ("十二万八", 12.8),
        ("两百五十万", 250.0),
        ("50000元", 5.0),
        ("5000块", 0.5),
        ("两千零五元", 0.2005),
        ("100,000元", 10.0),
        ("50w", 50.0),
        ("五百万", 500.0),
        ("一百多万", 100.0),
        ("三十", 30.0),
    ],
)
def test_amount_is_read_as_it_is_meant(said: str, wan: float) -> None:
    assert spoken_wan(said, low=0, high=MOST) == wan


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("几万", "说不准是多少"),
        ("几十万", "说不准是多少"),
        ("五百", "是 500 元还是 500 万元？"),
        ("随便", "没看懂“随便”"),
        ("二三四五六", "没看懂"),
        ("三三", "没看懂"),
        ("-5", "超出范围"),
        ("2026-11", "没看懂"),
        ("0571-88888888", "没看懂"),
        ("十亿亿", "超出范围"),
    ],
)
def test_amount_that_says_nothing_or_two_things_is_refused_with_a_sentence(said: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        spoken_wan(said, low=0, high=MOST)


@pytest.mark.parametrize(
    ("said", "wan"),
    [
        ("6800元一年", 0.68),
        ("6800元/年", 0.68),
        ("6800元／年", 0.68),
        ("每年6800元", 0.68),
        ("1.2万一年", 1.2),
        ("一年1.2万", 1.2),
        ("30", 30.0),
        ("5000元", 0.5),
    ],
)
def test_price_of_a_year_is_read_in_the_unit_that_it_names(said: str, wan: float) -> None:
    assert yearly_wan(said, low=0, high=MOST) == wan


@pytest.mark.parametrize("said", ["6800/年", "500元一个月", "6800元两年", "6800元半年"])
def test_price_of_another_span_or_of_no_unit_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match="没看懂"):
        yearly_wan(said, low=0, high=MOST)


@pytest.mark.parametrize("said", ["十来万", "二三十万", "不到50万", "一百多万", "50万左右", "十几万", "大概三十万"])
def test_rough_amount_keeps_its_words(said: str) -> None:
    figure = spoken_wan(said, low=0, high=MOST)

    assert isinstance(figure, About)
    assert figure.said == said


@pytest.mark.parametrize("said", ["十万", "一万二", "不超过五十万", "30-50万", "5000元", "50万以内", "12.5"])
def test_exact_amount_or_bound_is_not_rough(said: str) -> None:
    assert not isinstance(spoken_wan(said, low=0, high=MOST), About)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("二三十万", "“二三十万”按约 30 万元理解，请核对。"),
        ("一万二", "“一万二”按 1.2 万元理解，请核对。"),
        ("12.5万元", ""),
        (12.5, ""),
    ],
)
def test_amount_is_read_back_unless_it_is_plain(said: object, words: str) -> None:
    assert read_back(said, spoken_wan(said, low=0, high=MOST), unit="万元") == words


@pytest.mark.parametrize(
    ("said", "people"),
    [
        ("120", 120),
        ("200人", 200),
        ("三百来人", 300),
        ("一百二", 120),
        ("两三百", 300),
        ("三四十个", 40),
        ("百把人", 100),
        ("十几个", 15),
        ("120多", 120),
        ("五十人左右", 50),
        ("八十来号", 80),
        ("八十来号人", 80),
    ],
)
def test_count_is_read_as_it_is_meant(said: str, people: int) -> None:
    assert spoken_count(said, low=0, high=MOST) == people


def test_half_a_person_is_refused() -> None:
    with pytest.raises(ValueError, match="应是整数"):
        spoken_count("2.5", low=0, high=MOST)


@given(st.decimals(min_value=0, max_value=MOST, places=2))
def test_plain_figures_are_read_as_in_files(number: object) -> None:
    assert spoken_wan(str(number), low=0, high=MOST) == as_number(str(number), low=0, high=MOST)


def read_or_fault(said: str) -> float | str:
    try:
        return spoken_wan(said, low=0, high=MOST)
    except ValueError as fault:
        return str(fault)


@given(st.text(alphabet="〇零一二两三四五六七八九十百千万亿来多把几到-~.元0123456789", max_size=8))
def test_any_saying_is_a_number_in_range_or_a_sentence(said: str) -> None:
    read = read_or_fault(said)

    assert (isinstance(read, str) and read.endswith("。")) or (isinstance(read, float) and 0 <= read <= MOST)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("15", 15),
        ("３０天", 30),
        ("半个月", 15),
        ("一个半月", 45),
        ("两个月", 60),
        ("大概一个月", 30),
        ("两周", 14),
        ("10个工作日", 14),
        ("10-15天", 15),
        ("半年", 183),
    ],
)
def test_spans_in_days(said: str, days: int) -> None:
    assert spoken_days(said, low=1, high=730) == days


@pytest.mark.parametrize(("said", "months"), [("12", 12), ("一年", 12), ("半年", 6), ("24个月", 24), ("两年", 24)])
def test_spans_in_months(said: str, months: int) -> None:
    assert spoken_months(said, low=0, high=120) == months


@pytest.mark.parametrize("said", ["很快", "几天", "3000天", "半"])
def test_spans_that_say_no_figure_or_too_much_are_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        spoken_days(said, low=1, high=730)


def test_guarantee_in_days_is_no_span_in_months() -> None:
    with pytest.raises(ValueError, match="没看懂"):
        spoken_months("30天", low=0, high=120)
