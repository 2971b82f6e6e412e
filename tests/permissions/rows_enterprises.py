"""Rows of enterprises: registration, one's page and lists, the bureau's list."""

from marketplace.core.actor import Role
from marketplace.enterprises.api_schemas import EnterpriseBody
from tests.fixtures.whole import whole
from tests.permissions.matrix import Row, ids, values

OWN, OTHER = ids(enterprise_id="enterprise"), ids(enterprise_id="other_enterprise")
OVERSEEING = {Role.PROVINCE, Role.AUDITOR, Role.OPERATOR}
REGISTRATION = {
    "name": "绍兴虚构染整有限公司",
    "uscc": "91330603MA2XX0001C",
    "county_code": "330603",
    "industry_text": "棉布染色",
    "problems-0-text": "排缸全靠老师傅",
    "problems-0-priority": "1",
    "email": "owner@example.invalid",
    "display_name": "厂长",
    "password": "another sentence to keep",
}
NEW = {name: REGISTRATION[name] for name in ("name", "uscc", "county_code", "industry_text")}
FORM = {"problems-0-text": "蒸汽算不清", "problems-0-priority": "1", "version": "1"}
LISTS = {"problems": [{"text": "排缸全靠老师傅", "priority": 1}], "scenarios": [], "version": 1}
PROFILE = whole(EnterpriseBody, problems=[{"text": "蒸汽算不清"}], budget_wan=30, version=1)

ROWS = {
    "enterprises.register": Row(),
    "enterprises.register_post": Row(data=values(**REGISTRATION)),
    "enterprises.show": Row(own=OWN, other=OTHER, reaches_other=OVERSEEING),
    "enterprise_edit.edit": Row(own=OWN, other=OTHER),
    "enterprise_edit.save": Row(own=OWN, other=OTHER, data=values(**FORM)),
    "enterprise_edit.merge": Row(own=OWN, other=OTHER, ok=303),
    "enterprise_edit.merge_post": Row(own=OWN, other=OTHER),
    "enterprise_edit.discard": Row(own=OWN, other=OTHER),
    "enterprise_links.show_links": Row(own=OWN, other=OTHER),
    "enterprise_links.confirm_links_post": Row(own=OWN, other=OTHER, data=values(version="1")),
    "county_enterprises.index": Row(),
    "county_gaps.index": Row(),
    "county_gaps.remind_post": Row(data=values(enterprise="1")),
    "county_gaps.invite_post": Row(ok=409),  # Somebody has signed in for every plant of the county.
    "county_enterprises.confirm": Row(own=OWN, other=OTHER, reaches_other={Role.OPERATOR}),
    "county_enterprises_api.confirm": Row(own=OWN, other=OTHER, reaches_other={Role.OPERATOR}),
    "county_enterprises_api.list_gaps": Row(),
    "county_enterprises_api.post_reminders": Row(data=values(enterprise=[1])),
    "enterprises_api.register": Row(data=values(**NEW), ok=201),
    "enterprises_api.list_all": Row(),
    "enterprises_api.get_one": Row(own=OWN, other=OTHER, reaches_other=OVERSEEING),
    "enterprises_api.put_one": Row(own=OWN, other=OTHER, data=values(**PROFILE)),
    "enterprises_api.get_links": Row(own=OWN, other=OTHER),
    "enterprises_api.post_links": Row(own=OWN, other=OTHER, data=values(rows=[], version=1)),
    "enterprises_api.put_lists": Row(own=OWN, other=OTHER, data=values(**LISTS)),
}
