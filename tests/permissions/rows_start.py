"""Rows of a start without an account: whoever holds the private link gets in, a wrong link leads nowhere."""

from marketplace.accounts.passwords import new_token
from marketplace.core.actor import Role
from marketplace.drafts.services import start_draft
from tests.fixtures.web import NOW
from tests.permissions.matrix import Arguments, Row, both, ids, values
from tests.permissions.world import World

CONTENT = {
    "problems": [{"text": "排缸全靠老师傅一个人的脑子"}],
    "industry_text": "棉印染精加工",
    "gbt_code": "C1713",
    "county_code": "330603",
}
ACCOUNT = {
    "name": "绍兴虚构织造有限公司",
    "uscc": "91330603MA2XX0001C",
    "county_code": "330603",
    "email": "start-owner@example.invalid",
    "display_name": "厂长",
    "password": "another sentence to keep",
}
LINK = ids(token="start")
OVERSEEING = {Role.PROVINCE, Role.AUDITOR, Role.OPERATOR}


def build(world: World) -> None:
    """Keep a start that is filled in far enough to be ranked."""
    with world.database.transaction() as session:
        world.ids["start"] = token = new_token()
        start_draft(session, content=CONTENT, token=token, now=NOW)


def _at(step: str) -> Arguments:
    return both(LINK, values(step=step))


def _of(enterprise: str) -> Arguments:
    return ids(enterprise_id=enterprise)


ROWS = {
    "start.begin": Row(),
    "start.begin_post": Row(data=values(q="停台全靠喊")),
    "start.resume": Row(own=LINK, ok=303),
    "start.step": (Row(own=_at("troubles")), Row(own=_at("check")), Row(own=_at("wishes"))),
    "start.step_post": Row(own=_at("wishes"), data=values(budget_wan="30", version="1")),
    "start.merge": Row(own=LINK, ok=303),
    "start.merge_post": Row(own=LINK),
    "start.discard": Row(own=LINK),
    "start_account.account": Row(own=LINK),
    "start_account.account_post": Row(own=LINK, data=values(**ACCOUNT)),
    "start_account.adopt": Row(own=LINK, answers={Role.COUNTY: 404}),
    "start_results.results": Row(own=LINK),
    "start_results.why": Row(own=both(LINK, ids(provider_id="provider"))),
    "start_results.compare": Row(own=LINK),
    "start_results.bundle": Row(own=LINK),
    "recommendations.bundle": Row(own=_of("enterprise"), other=_of("other_enterprise"), reaches_other=OVERSEEING),
    "recommendations.workbook": Row(own=_of("enterprise"), other=_of("other_enterprise"), reaches_other=OVERSEEING),
}
