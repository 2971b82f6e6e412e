"""Runs that somebody relies on: stored once, shared by link, computed again to the last digit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlmodel import delete, select

from marketplace.catalog.services.files import update_with_modules
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.errors import ConflictError
from marketplace.enterprises.services import update_enterprise
from marketplace.exchange.labels import Deployment, Payment
from marketplace.exchange.rows import PreferencesRow
from marketplace.recommendations.models import CandidateValue, Run
from marketplace.recommendations.replay import replay_run
from marketplace.recommendations.run_records import pack_candidate, unpack_candidate
from tests.fixtures.web import NOW, Person
from tests.recommendations.market import DYE_HOUSE, DYEING_SOFTWARE, SYSTEM, Market


def share(owner: Person, market: Market) -> str:
    answer = owner.client.post(f"/enterprises/{market.dye_house}/recommendations/share")
    assert answer.status_code == 303, answer.text
    return answer.location.rsplit("/", 1)[1]


def link_in(text: str) -> str:
    start = text.index("/shared/")
    return text[start : start + len("/shared/") + 40]


def test_shared_run_opens_by_its_link_without_sign_in(owner: Person, market: Market, client: FlaskClient) -> None:
    digest = share(owner, market)
    link = link_in(owner.client.get(f"/runs/{digest}").text)

    page = client.get(link)

    assert page.status_code == 200
    assert "绍兴示例染整软件有限公司" in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_program_keeps_a_ranking_and_asks_for_quotations_on_it(
    owner: Person, market: Market, person: Callable[..., Person]
) -> None:
    plant, other = market.dye_house, person(Role.ENTERPRISE, organisation_id=market.machine_shop)
    software = market.dyeing_software

    kept = post(owner, f"/enterprises/{plant}/runs", reason="shortlisted", chosen=[software])
    shared = post(owner, f"/enterprises/{plant}/runs", reason="shared")
    foreign = post(other, f"/enterprises/{market.machine_shop}/runs", reason="printed")
    sent = [ask(owner, software, run_digest=one["digest"]) for one in (kept, foreign)]
    unknown = ask(owner, software, run_digest="zzz", origin="replication:777")

    assert owner.client.get(f"/api/v1/runs/{kept['digest']}").get_json() == kept
    assert kept["inputs"]["chosen"] == [software]
    assert owner.client.get(shared["share_url"].removeprefix("http://localhost")).status_code == 200
    assert (kept["share_url"], sent[0]["run_digest"]) == (None, kept["digest"])
    assert set(sent[1]["errors"]) == {"run_digest"}
    assert set(unknown["errors"]) == {"run_digest", "origin"}
    asked = person(Role.PROVIDER, organisation_id=software)
    assert asked.client.get(f"/api/v1/enquiries/{sent[0]['id']}").get_json()["run_digest"] == ""


def test_program_that_keeps_a_ranking_for_nothing_is_told_by_field(owner: Person, market: Market) -> None:
    runs = f"/enterprises/{market.dye_house}/runs"

    assert set(post(owner, runs, reason="shortlisted")["errors"]) == {"chosen"}
    assert "999" in post(owner, runs, reason="printed", chosen=[999])["errors"]["chosen"][0]
    assert set(post(owner, runs, reason="advice")["errors"]) == {"reason"}


def ask(owner: Person, provider_id: int, **named: str) -> dict[str, Any]:
    due = (NOW + timedelta(days=9)).date().isoformat()
    return post(owner, "/enquiries", title="排缸询价", providers=[provider_id], needs=["p1"], due_on=due, **named)


def post(owner: Person, path: str, **body: object) -> dict[str, Any]:
    sent = owner.client.post(f"/api/v1{path}", json=body, headers={"Sec-Fetch-Site": "same-origin"})
    return cast("dict[str, Any]", sent.get_json())


def test_closed_link_leads_nowhere(owner: Person, market: Market, client: FlaskClient) -> None:
    digest = share(owner, market)
    link = link_in(owner.client.get(f"/runs/{digest}").text)

    owner.client.post(f"/runs/{digest}/unshare")

    assert client.get(link).status_code == 404


def test_program_closes_a_link_that_leads_nowhere_from_then_on(
    owner: Person, market: Market, client: FlaskClient
) -> None:
    shared = post(owner, f"/enterprises/{market.dye_house}/runs", reason="shared")
    link = shared["share_url"].removeprefix("http://localhost")
    opened = client.get(link).status_code

    answers = [owner.client.delete(f"/api/v1/runs/{shared['digest']}/share") for _ in range(2)]

    assert (opened, client.get(link).status_code) == (200, 404)
    assert [(one.status_code, one.get_json()) for one in answers] == [(200, shared | {"share_url": None})] * 2


def test_same_ranking_shared_twice_is_stored_once(owner: Person, market: Market, database: Database) -> None:
    share(owner, market)
    share(owner, market)

    with database.session() as session:
        assert len(session.exec(select(Run)).all()) == 1


def test_viewing_the_page_stores_nothing(owner: Person, market: Market, database: Database) -> None:
    owner.client.get(f"/enterprises/{market.dye_house}/recommendations")

    with database.session() as session:
        assert session.exec(select(Run)).all() == []
        assert session.exec(select(CandidateValue)).all() == []


def test_shortlist_keeps_who_was_chosen(owner: Person, market: Market) -> None:
    url = f"/enterprises/{market.dye_house}/recommendations/shortlist"

    answer = owner.client.post(url, data={"p": str(market.energy_service)}, follow_redirects=True)

    assert "已选为备选" in answer.text


def test_shortlist_without_a_choice_is_refused(owner: Person, market: Market) -> None:
    answer = owner.client.post(f"/enterprises/{market.dye_house}/recommendations/shortlist")

    assert answer.status_code == 422


def test_run_of_another_enterprise_is_not_found(owner: Person, market: Market, person: Callable[..., Person]) -> None:
    digest = share(owner, market)
    stranger = person(Role.ENTERPRISE, organisation_id=market.machine_shop)

    assert stranger.client.get(f"/runs/{digest}").status_code == 404
    assert stranger.client.get(f"/api/v1/runs/{digest}").status_code == 404


def test_replay_gives_the_same_answer_after_the_provider_changed(
    owner: Person, market: Market, database: Database
) -> None:
    digest = share(owner, market)
    changed = replace(DYEING_SOFTWARE, description="改做别的", regions=(), modules=DYEING_SOFTWARE.modules[1:])
    with database.transaction() as session:
        update_with_modules(
            session, actor=SYSTEM, provider_id=market.dyeing_software, row=changed, publish=True, now=NOW
        )

    with database.session() as session:
        outcome = replay_run(session, digest=digest)

    assert outcome.is_same
    assert outcome.moved == ()


def test_replay_refuses_candidates_that_were_altered(owner: Person, market: Market, database: Database) -> None:
    digest = share(owner, market)
    with database.transaction() as session:
        kept = session.exec(select(CandidateValue).limit(1)).one()
        kept.payload = pack_candidate(replace(unpack_candidate(kept.payload), description="篡改"))

    with database.session() as session, pytest.raises(ConflictError):
        replay_run(session, digest=digest)


def test_replay_finds_an_altered_answer(owner: Person, market: Market, database: Database) -> None:
    digest = share(owner, market)
    with database.transaction() as session:
        kept = session.exec(select(Run)).one()
        places = [{**place, "score": "0.5"} for place in kept.answer["places"]]
        kept.answer = {**kept.answer, "places": places}

    with database.session() as session:
        outcome = replay_run(session, digest=digest)

    assert not outcome.is_same
    assert outcome.moved[0] == "存档的内容与摘要对不上，这次排序的记录被改动过"
    assert outcome.moved[1].startswith("第 1 名：当时 P1（0.5）")


def test_replay_page_says_that_the_answer_is_the_same(owner: Person, market: Market) -> None:
    digest = share(owner, market)

    assert "重算一致" in owner.client.get(f"/runs/{digest}/replay").text


def test_shared_ranking_tells_wishes_and_warns_as_the_live_page_did_even_after_the_provider_changed(
    owner: Person, market: Market, client: FlaskClient, database: Database
) -> None:
    wished = PreferencesRow(budget_wan=15.0, deployment=Deployment.SAAS, payment=(Payment.BY_USE,))
    with database.transaction() as session:
        row = replace(DYE_HOUSE, preferences=wished)
        update_enterprise(session, actor=SYSTEM, enterprise_id=market.dye_house, row=row, now=NOW)
    live = BeautifulSoup(owner.client.get(f"/enterprises/{market.dye_house}/recommendations").text, "html.parser")
    link = link_in(owner.client.get(f"/runs/{share(owner, market)}").text)
    with database.transaction() as session:
        changed = replace(
            DYEING_SOFTWARE, modules=(replace(DYEING_SOFTWARE.modules[0], price_wan=1.0, summary="改了"),)
        )
        update_with_modules(
            session, actor=SYSTEM, provider_id=market.dyeing_software, row=changed, publish=True, now=NOW
        )

    kept = BeautifulSoup(client.get(link).text, "html.parser")

    asked, rows = kept.select("section")[0].get_text(" ", strip=True), kept.select_one(".rows")
    assert rows is not None
    assert [one.get_text() for one in rows.select("dd")] == [
        "棉印染精加工（C1713）",
        "绍兴市 柯桥区",
        "印染加工，染缸三十台",
        "¥15万",
        "按使用付费",
        "SaaS",
        "没有，不合意愿的只扣分",
    ]
    assert all(word in asked for word in ("最急", "一般", "不急"))
    for part in (".gaps", ".cover__cells", ".reasons__said"):
        assert told(live, part) == told(kept, part)[: len(told(live, part))] != []
    assert [one.replace("能解决 · ", "").replace("部分解决 · ", "") for one in told(kept, ".reasons__says")] == told(
        live, ".reasons__says"
    )
    assert "单个模块就超出您 ¥15万 的预算" in told(kept, ".gaps")[0]


def test_kept_ranking_opens_without_the_candidates_that_it_was_made_from(
    owner: Person, market: Market, database: Database
) -> None:
    digest = share(owner, market)
    with database.transaction() as session:
        session.exec(delete(CandidateValue))

    page = owner.client.get(f"/runs/{digest}").text

    assert "付费方式：您想要按使用付费，有的模块只有一次性付费" in page
    assert "模块“智能排缸”" in page
    assert "¥39.5万" in page


def told(page: BeautifulSoup, part: str) -> list[str]:
    return [one.get_text(" ", strip=True) for one in page.select(part)]
