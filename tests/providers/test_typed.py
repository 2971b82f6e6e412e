"""What people write in one field, made into lists, amounts, days and codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from marketplace.accounts.codes import CreditCode
from marketplace.providers.typed import Days, Wan, Words


class Typed(BaseModel):
    words: Words = ()
    price: Wan = None
    days: Days = None
    code: CreditCode = ""


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("12.5", 12.5),
        ("\uff11\uff12\uff0e\uff15", 12.5),
        ("1,200万元", 1200.0),
        ("3 万", 3.0),
        (0, None),
        ("面议", None),
        ("0.0", None),
        ("", None),
    ],
)
def test_amount_is_read_whatever_its_width_and_unit(written: object, amount: float | None) -> None:
    assert Typed.model_validate({"price": written}).price == amount


@pytest.mark.parametrize("written", ["贵", "1.2.3", "-1", "inf", "nan", "100001", True, [1]])
def test_amount_that_is_none_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        Typed.model_validate({"price": written})


@pytest.mark.parametrize(
    ("written", "days"), [("30", 30), ("３０天", 30), (7, 7), ("两周", 14), ("半个月", 15), ("", None)]
)
def test_days_are_read_whatever_their_width_and_unit(written: object, days: int | None) -> None:
    assert Typed.model_validate({"days": written}).days == days


@pytest.mark.parametrize("written", ["几天", "0", "-1", "1.5", "3651", "99999999999999999999"])
def test_days_that_are_none_are_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        Typed.model_validate({"days": written})


def test_words_are_split_at_every_usual_sign_and_stand_once() -> None:
    assert Typed.model_validate({"words": "报工、 排产，报工;能耗\n追溯 "}).words == ("报工", "排产", "能耗", "追溯")


@given(st.lists(st.text(max_size=20), max_size=20))
def test_words_never_hold_blanks_or_doubles(texts: list[str]) -> None:
    words = Typed.model_validate({"words": texts}).words

    assert len(set(words)) == len(words)
    assert all(word.strip() == word != "" for word in words)


def test_code_is_read_in_full_width_and_small_letters() -> None:
    assert Typed.model_validate({"code": "９１330106673959654ｐ"}).code == "91330106673959654P"  # noqa: RUF001 - as above


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("9133010667395965", "统一社会信用代码应是 18 位，现在是 16 位。"),
        ("91330106673959654Q", "统一社会信用代码的校验位不对，请对照营业执照检查是否输错。"),
    ],
)
def test_wrong_code_is_explained(written: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Typed.model_validate({"code": written})
