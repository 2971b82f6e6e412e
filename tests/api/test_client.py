"""Other programs at work through the API alone: an owner's, a provider's, a county's."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from marketplace.accounts.services import create_api_token
from marketplace.catalog.api_schemas import WholeModuleBody
from marketplace.catalog.services import accept, reject
from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.enterprises.api_schemas import EnterpriseBody
from tests.api.client import Answer, ApiClient, Problem, Trouble, Upload
from tests.fixtures.offers import CONTENT, make_operator
from tests.fixtures.web import NOW, make_member
from tests.fixtures.whole import whole
from tests.recommendations.market import Market, store_market

MODULE = {
    "name": CONTENT.name,
    "summary": CONTENT.summary,
    "scenarios": ["染缸排程"],
    "payment": ["一次性付费"],
    "deployment": "SaaS",
}
MakeClient = Callable[..., ApiClient]


@pytest.fixture
def market(database: Database) -> Market:
    return store_market(database)


@pytest.fixture
def api(app: Flask, database: Database) -> MakeClient:
    """Make a client for a person of a role, who hands it a token."""

    def send(method: str, path: str, headers: Mapping[str, str], body: Any) -> Answer:
        content = {"json": body}
        if isinstance(body, Upload):
            content = {"data": {"files": (BytesIO(body.content), body.name)}}
        answer = app.test_client().open(path, method=method, headers=dict(headers), **content)
        return Answer(status=answer.status_code, headers=dict(answer.headers), data=answer.get_json())

    def make(actor: Actor | None = None, *, scopes: list[str] | None = None) -> ApiClient:
        if actor is None:
            return ApiClient(send=send)
        with database.transaction() as session:
            _, token = create_api_token(session, actor=actor, name="程序", scopes=scopes or ["write"], days=1, now=NOW)
        return ApiClient(send=send, token=token)

    return make


def owner_of(database: Database, market: Market) -> Actor:
    return make_member(database, role=Role.ENTERPRISE, organisation_id=market.dye_house)[0]


def test_owner_tells_a_trouble_and_is_given_contractors(database: Database, market: Market, api: MakeClient) -> None:
    owner = api(owner_of(database, market))
    before = owner.plant(market.dye_house)

    after = owner.tell_troubles(before, [Trouble(text="排缸全靠脑子记")])
    found = owner.contractors(after.id)

    assert [one["text"] for one in after.problems] == ["排缸全靠脑子记"]
    assert [one.rank for one in found] == list(range(1, len(found) + 1)) != []
    with pytest.raises(Problem) as refused:
        owner.tell_troubles(before, [Trouble(text="我没看到别人改过")])
    assert (refused.value.status, refused.value.code) == (412, "precondition_failed")
    assert owner.plant(market.dye_house).version == after.version


def test_provider_brings_a_module_to_the_market(database: Database, market: Market, api: MakeClient) -> None:
    actor, _ = make_member(database, role=Role.PROVIDER, organisation_id=market.dyeing_software)
    provider, anybody = api(actor), api()

    draft = provider.draft_module(key="one-and-the-same", **MODULE)
    again = provider.draft_module(key="one-and-the-same", **MODULE)
    saved = provider.save_draft(draft, **whole(WholeModuleBody, **MODULE, price_wan=1.5))
    handed_in = provider.submit(saved)
    with pytest.raises(Problem) as hidden:
        anybody.module(draft.module_id)
    operator = make_operator(database)
    with database.transaction() as session:
        accept(
            session,
            actor=operator,
            version_id=handed_in.version_id,
            codes=["vat-scheduling"],
            reason="",
            seen_edit=handed_in.edit,
            now=NOW,
        )

    assert draft == again
    assert handed_in.state == "in_review"
    assert hidden.value.status == 404
    assert anybody.module(draft.module_id).price_wan == 1.5
    assert draft.module_id in {one.id for one in anybody.modules()}


def test_county_reads_its_plants_and_what_they_ask_for(database: Database, market: Market, api: MakeClient) -> None:
    actor, _ = make_member(database, role=Role.COUNTY, area_prefix="330603", county_code="330603")
    county = api(actor, scopes=["read"])

    plants = list(county.plants())

    assert [one.id for one in plants] == [market.dye_house]
    assert county.demand(region="330603") == []  # Nothing was counted yet.
    with pytest.raises(Problem) as refused:
        county.tell_troubles(county.plant(market.dye_house), [])
    assert (refused.value.status, refused.value.code) == (403, "token_reads_only")
    with pytest.raises(Problem) as strange:
        county.plant(market.machine_shop)
    assert strange.value.status == 404


def test_bad_token_is_told_by_a_code_and_never_repeated(api: MakeClient) -> None:
    token = "no-such-token-at-all"

    with pytest.raises(Problem) as refused:
        list(ApiClient(send=api().send, token=token).plants())

    assert (refused.value.status, refused.value.code) == (401, "token_invalid")
    assert token not in str(refused.value)


FIRMS = """{"ref": "E1", "name": "绍兴甲印染有限公司", "county": "柯桥区", "city": "绍兴市"}
{"ref": "E2", "name": "", "county": "柯桥区", "city": "绍兴市"}
"""


def test_county_brings_a_file_in_and_sees_what_is_missing(database: Database, market: Market, api: MakeClient) -> None:
    actor, _ = make_member(database, role=Role.COUNTY, area_prefix="330603", county_code="330603")
    county = api(actor)

    waiting = county.bring_in(Upload(name="企业.jsonl", content=FIRMS.encode()))
    with pytest.raises(Problem) as refused:
        county.apply(waiting)
    done = county.apply(waiting, skip_bad=True)

    assert (county.me().role, county.me().area_prefix) == ("county", "330603")
    assert (waiting.errors, waiting.planned) == (1, {"create": 1})
    assert "2" in waiting.findings[0]["where"]
    assert (refused.value.status, list(refused.value.errors)) == (422, ["skip_bad"])
    assert (done.state, done.outcome["create"]) == ("applied", 1)
    assert "绍兴甲印染有限公司" in {one.name for one in county.plants()}
    assert "nobody" in next(one["gaps"] for one in county.gaps() if one["name"] == "绍兴甲印染有限公司")


def test_owner_states_a_whole_plant_over_what_was_read(database: Database, market: Market, api: MakeClient) -> None:
    owner = api(owner_of(database, market))
    before = owner.plant(market.dye_house)

    stated = whole(EnterpriseBody, problems=[{"text": "蒸汽算不清"}], budget_wan=30, must=["budget"])
    after = owner.state_plant(before, **stated)
    with pytest.raises(Problem) as refused:
        owner.state_plant(before, **stated)

    assert [one["text"] for one in after.problems] == ["蒸汽算不清"]
    assert after.version == before.version + 1
    assert (refused.value.status, refused.value.code) == (412, "precondition_failed")


def test_provider_takes_a_module_back_and_reads_what_was_decided(
    database: Database, market: Market, api: MakeClient
) -> None:
    actor, _ = make_member(database, role=Role.PROVIDER, organisation_id=market.dyeing_software)
    provider = api(actor)
    handed_in = provider.submit(provider.draft_module(**MODULE))

    back = provider.take_back(handed_in)
    again = provider.submit(back)
    operator = make_operator(database)
    with database.transaction() as session:
        reject(
            session,
            actor=operator,
            version_id=again.version_id,
            reason="请写清价格",
            seen_edit=again.edit,
            now=NOW,
        )
    note = next(provider.unread())

    assert (handed_in.state, back.state, again.state) == ("in_review", "draft", "in_review")
    assert note.subject == "模块被退回，请看审核意见"
    assert provider.mark_read(note).read_at is not None
    assert list(provider.unread()) == []
