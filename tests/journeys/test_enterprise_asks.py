"""An enterprise: from registering to a ranking that it shares, and that anybody can have computed again."""

import re
from collections.abc import Callable

from marketplace.core.db import Database
from tests.journeys.visitor import Visitor
from tests.recommendations.market import Market

PASSWORD = "a sentence to remember"


def register(owner: Visitor) -> Visitor:
    owner.open("/enterprises/register")
    return owner.submit(
        "登记",
        **{
            "name": "绍兴虚构染整有限公司",
            "uscc": "91330603MA2XX0001C",
            "county_code": "330603",
            "industry_text": "棉印染精加工",
            "problems-0-text": "排缸全凭老师傅一个人的脑子",
            "problems-0-priority": "1",
            "email": "owner@example.invalid",
            "display_name": "厂长",
            "password": PASSWORD,
        },
    )


def test_enterprise_registers_lists_confirms_asks_shares_and_is_answered_the_same_again(
    visitor: Callable[[], Visitor], market: Market, database: Database
) -> None:
    owner, friend = visitor(), visitor()

    register(owner)
    assert "我们这样理解您的难题，对吗？" in owner.text()
    assert owner.page.find("input", value="vat-scheduling").has_attr("checked")  # type: ignore[union-attr]  # found or fails

    owner.submit("就按这样理解")
    assert "核对好了" in owner.text()
    owner.follow("修改").submit(
        "保存",
        **{"problems-1-text": "蒸汽一个车间一块总表，算不出来", "problems-1-priority": "2", "budget_wan": "50 万"},
    )
    assert "资料和清单已保存" in owner.text()

    owner.open("/desk").follow("推荐给我的服务商")
    first = owner.page.find("article")
    assert first is not None
    assert "绍兴示例染整软件有限公司" in first.get_text()
    assert "智能排缸" in first.get_text()

    owner.submit("分享")
    link = re.search(r"/shared/[\w-]+", str(owner.page))
    assert link is not None
    friend.open(link.group())
    assert friend.status == 200
    assert "绍兴示例染整软件有限公司" in friend.text()
    assert owner.follow("重新算一遍").text().count("重算一致") == 1

    assert friend.open(f"/enterprises/{market.dye_house}/recommendations").address == "/sign-in"
