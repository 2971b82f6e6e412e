"""Telephone numbers and e-mail addresses leave free texts; other numbers stay."""

import pytest

from marketplace.directory.masking import MASK, masked


@pytest.mark.parametrize(
    "contact",
    ["13900000000", "139 0000 0000", "139-0000-0000", "+86 13900000000", "sales@example.com.cn", "0575-85550000"],
)
def test_contact_is_masked(contact: str) -> None:
    assert masked(f"请找{contact}。") == f"请找{MASK}。"


@pytest.mark.parametrize(
    "text",
    ["年省 139000 元", "订单号 202611220000139", "GB/T 4754-2017", "精度 0.01-0.05", "18 位代码 91330106673959654P"],
)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text
