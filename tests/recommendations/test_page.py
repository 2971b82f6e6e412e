"""The recommendations page, as those who may see it read it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from sqlmodel import col, select

from marketplace.accounts.models import Organisation
from marketplace.catalog.models import ModuleVersion
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.enterprises.services import update_enterprise
from marketplace.exchange.labels import Must, Payment
from marketplace.exchange.rows import ModuleRow, PreferencesRow, ProviderRow, ScenarioRow
from marketplace.recommendations import page as laid_out
from marketplace.recommendations.account import Term, said_of
from marketplace.recommendations.features import Feature
from marketplace.recommendations.labels import Fit
from marketplace.recommendations.page import linked_words
from marketplace.recommendations.queries import recommend
from marketplace.recommendations.ranked import Ranked
from matching.ranking import Explanation, Place
from tests.fixtures.web import NOW, Person, StatementCount
from tests.recommendations.market import (
    DYE_HOUSE,
    DYEING_SOFTWARE,
    ENERGY_SERVICE,
    MUST_BY_RESULT,
    SYSTEM,
    Market,
    add_enterprise,
    add_provider,
    store_reference,
)


def page_of(person: Person, enterprise_id: int, query: str = "") -> BeautifulSoup:
    answer = person.client.get(f"/enterprises/{enterprise_id}/recommendations{query}")
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def text_at(part: Tag, selector: str) -> str:
    found = part.select_one(selector)
    assert found is not None, selector
    return found.get_text()


def names_of(page: BeautifulSoup) -> list[str]:
    return [head.get_text(strip=True) for head in page.select(".offer__name")]


def wish(database: Database, market: Market, preferences: PreferencesRow) -> None:
    row = replace(DYE_HOUSE, preferences=preferences)
    with database.transaction() as session:
        update_enterprise(session, actor=SYSTEM, enterprise_id=market.dye_house, row=row, now=NOW)


def test_page_of_a_dye_house_begins_with_the_dyeing_software(owner: Person, market: Market) -> None:
    page = page_of(owner, market.dye_house)

    assert names_of(page)[0] == "绍兴示例染整软件有限公司"


def test_page_marks_the_words_that_matched_in_both_texts(owner: Person, market: Market) -> None:
    first = page_of(owner, market.dye_house).select(".offer")[0]

    assert "脑子" in [mark.get_text() for mark in first.select(".reasons__said mark")]
    assert "脑子" in [mark.get_text() for mark in first.select(".reasons__says mark")]


def test_page_adds_the_prices_of_the_modules_that_answer(owner: Person, market: Market) -> None:
    first = page_of(owner, market.dye_house).select(".offer")[0]

    assert "¥39.5万" in text_at(first, ".facts")


def test_page_names_the_trouble_that_nobody_solves(owner: Person, market: Market) -> None:
    page = page_of(owner, market.dye_house)

    assert "有 1 个难题还没有对口的模块" in page.get_text()


def test_page_says_which_wish_a_contractor_does_not_meet(owner: Person, market: Market) -> None:
    first = page_of(owner, market.dye_house).select(".offer")[0]

    assert "付费方式：您想要按使用付费，有的模块只有一次性付费" in first.get_text()


def test_shown_contributions_add_up_to_the_shown_total(owner: Person, market: Market) -> None:
    page = page_of(owner, market.dye_house)

    blocks = page.select("details .contrib")
    assert len(blocks) == len(names_of(page)) > 0
    for block in blocks:
        items = block.select(".legend li:not(.legend__sum) .num")
        total = text_at(block, ".legend__sum .num")
        assert sum(Decimal(item.get_text()) for item in items) == Decimal(total)


def test_scores_engine_and_digest_are_folded_away_and_no_card_shows_a_score(owner: Person, market: Market) -> None:
    page = page_of(owner, market.dye_house)

    folded = text_at(page, "#results > details")
    assert folded.strip().startswith("怎么算出来的")
    assert all(word in folded for word in ("引擎", "权重", "摘要"))
    assert len(page.select("details .digest")) == len(page.select(".digest")) == 1
    assert page.select(".offer .contrib") == []


def test_single_module_over_the_budget_is_named_with_its_price(
    owner: Person, market: Market, database: Database
) -> None:
    wish(database, market, PreferencesRow(budget_wan=15.0))

    gaps = text_at(page_of(owner, market.dye_house).select(".offer")[0], ".gaps")

    assert "单个模块就超出您 ¥15万 的预算：“智能排缸”¥20万、“三表采集”¥19.5万" in gaps
    assert "2 个模块首年合计 ¥39.5万，超出您 ¥15万 的首年预算" in gaps


def test_modules_that_exceed_the_budget_only_together_are_told_by_their_sum(
    owner: Person, market: Market, database: Database
) -> None:
    wish(database, market, PreferencesRow(budget_wan=30.0))

    gaps = text_at(page_of(owner, market.dye_house).select(".offer")[0], ".gaps")

    assert "2 个模块首年合计 ¥39.5万，超出您 ¥30万 的首年预算" in gaps
    assert "单个模块" not in gaps


def test_contractor_that_answers_the_scenario_list_alone_says_which_and_by_which_module(
    owner: Person, market: Market, database: Database
) -> None:
    row = replace(DYE_HOUSE, scenarios=(ScenarioRow(name="计件工资"),))
    with database.transaction() as session:
        update_enterprise(session, actor=SYSTEM, enterprise_id=market.dye_house, row=row, now=NOW)
    module = ModuleRow(ref="M1", name="计件工资核算", summary="按件算工资，扫码计件。", scenarios=("计件工资",))
    add_provider(database, ProviderRow(ref="P7", name="宁波示例计件软件有限公司", modules=(module,)))

    cards = page_of(owner, market.dye_house, "?k=20").select(".offer")
    card = next(one for one in cards if "计件软件" in text_at(one, ".offer__name"))
    kept = owner.client.post(f"/enterprises/{market.dye_house}/recommendations/share", follow_redirects=True).text

    assert "对上场景清单 1 条" in text_at(card, ".cover")
    assert "写下的难题没有直接对口的模块，对上的是场景清单里的" in card.get_text()
    assert "场景清单：计件工资" in text_at(card, ".reasons__said")
    assert "模块“计件工资核算”" in text_at(card, ".reasons__says")
    assert "按件算工资" in text_at(card, ".reasons__says")
    assert "对上场景清单 1 条" in kept
    assert "模块“计件工资核算”" in kept


def test_price_says_which_modules_it_holds_for_the_scenario_list(
    owner: Person, market: Market, database: Database
) -> None:
    row = replace(DYE_HOUSE, scenarios=(ScenarioRow(name="计件工资"),))
    with database.transaction() as session:
        update_enterprise(session, actor=SYSTEM, enterprise_id=market.dye_house, row=row, now=NOW)
    modules = (
        ModuleRow(ref="M1", name="计件工资核算", summary="按件算工资，扫码计件。", scenarios=("计件工资",)),
        ModuleRow(ref="M2", name="智能排缸软件", summary="按交期自动排缸，不再靠老师傅脑子。", scenarios=("排缸",)),
    )
    provider_id = add_provider(database, ProviderRow(ref="P7", name="宁波示例印染软件有限公司", modules=modules))

    cards = page_of(owner, market.dye_house, "?k=20").select(".offer")
    card = next(one for one in cards if "宁波示例印染" in text_at(one, ".offer__name"))
    compared = owner.client.get(f"/enterprises/{market.dye_house}/recommendations/compare?p={provider_id}").text

    assert "2 个模块，含场景清单用的“计件工资核算”" in card.get_text()
    assert "含场景清单用的“计件工资核算”" in compared


def test_contractor_that_answers_nothing_says_so_and_is_not_counted(
    owner: Person, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = laid_out.build_offer

    def first_without_answer(ranked: Ranked, place: Place, explanation: Explanation, **more: Any) -> laid_out.Offer:
        offer = build(ranked, place, explanation, **more)
        nothing = replace(offer, reasons=(), wish_reasons=(), states=(Fit.NO,) * len(offer.states))
        return nothing if place.rank == 1 else offer

    monkeypatch.setattr(laid_out, "build_offer", first_without_answer)
    page = page_of(owner, market.dye_house)

    first = page.select(".offer")[0]
    assert text_at(page, "h1") == "前 2 家里有 1 家能帮上您的厂"
    assert "写下的难题，没有一条对得上它的模块。" in first.get_text()
    assert "凭什么这么说" not in first.get_text()
    assert first.select(".reasons") == []


def test_headline_never_counts_fewer_of_all_than_a_single_need_has(owner: Person, market: Market) -> None:
    heads = [text_at(page_of(owner, market.dye_house, f"?{asked}"), "h1") for asked in ("k=1", "k=2", "k=5")]
    filtered = page_of(owner, market.dye_house, "?kind=SaaS服务商")

    assert heads == ["第 1 名能帮上您的厂", "前 2 家都能帮上您的厂", "2 家服务商能帮上您的厂"]
    assert text_at(filtered, "h1") == "筛选出的这家能帮上您的厂"
    assert "全部 3 家里 1 家能帮上" in text_at(filtered, ".troubles")


def test_need_tells_what_it_may_mean_before_it_is_called_unlinked() -> None:
    names = {"a": "排程", "b": "接单", "c": "追溯"}

    assert linked_words({"a": 0.45, "b": 0.3}, names=names) == "对应场景：排程"
    assert linked_words({"b": 0.3, "c": 0.2}, names=names) == "按文字看，可能是：接单"
    assert linked_words({"c": 0.2}, names=names) == "还没有对上场景库"


def test_account_of_a_contractor_adds_up_to_its_score(owner: Person, market: Market) -> None:
    url = f"/enterprises/{market.dye_house}/recommendations/{market.dyeing_software}/why"

    page = BeautifulSoup(owner.client.get(url).text, "html.parser")

    rows = [[cell.get_text(strip=True) for cell in row.select("td")] for row in page.select("tbody tr")]
    total = page.select("tfoot td")[-1].get_text(strip=True)
    assert sum(Decimal(row[-1]) for row in rows) == Decimal(total)
    assert all(abs(Decimal(row[1]) * Decimal(row[2]) - Decimal(row[3])) < Decimal("1e-9") for row in rows)
    most = next(iter(page.select("tbody tr")[0].select_one("th").stripped_strings))
    assert f"得分最多的是“{most}”" in page.get_text()
    assert "丢分最多的是“" in page.get_text()


def test_filter_by_kind_hides_others_and_keeps_ranks(owner: Person, market: Market) -> None:
    page = page_of(owner, market.dye_house, "?kind=SaaS服务商")

    assert names_of(page) == ["杭州示例能源服务有限公司"]
    assert text_at(page, ".place b") == "2"


def test_must_hides_those_it_excludes_and_says_how_many(owner: Person, market: Market, database: Database) -> None:
    wish(database, market, MUST_BY_RESULT)

    answer = owner.client.get(f"/api/v1/enterprises/{market.dye_house}/recommendations")

    # The tool software states no payment form: unknown is not excluded.
    assert answer.get_json()["excluded"] == {"P1": ["payment"], "P2": ["payment"]}
    assert answer.get_json()["total"] == 1


def test_answer_that_a_must_keeps_out_is_not_called_missing(owner: Person, market: Market, database: Database) -> None:
    must = PreferencesRow(budget_wan=19.8, must=(Must.BUDGET,))
    wish(database, market, must)
    first = page_of(owner, market.dye_house).select(".offer")[0]
    wish(database, market, PreferencesRow(payment=(Payment.BY_USE,), must=(Must.PAYMENT,)))
    page = page_of(owner, market.dye_house)

    gaps = text_at(first, ".gaps")
    assert "第 1 条有模块“智能排缸”，但不合您必须满足的首年预算，没有算进去" in gaps
    assert "第 1 条没有模块" not in gaps
    assert "第 3 条没有模块：想请法律顾问" in gaps
    assert "第 2 条有模块“三表采集”，但不合您必须满足的付费方式，没有算进去" in text_at(page, ".gaps")
    assert "没有参加排序的是哪几家杭州示例能源服务有限公司。" in page.select("#results details")[0].get_text()


def test_account_names_no_term_as_gain_and_loss_at_once() -> None:
    numbers = (("整体", "2.000", "1.2"), ("深度", "0.600", "0.6"), ("地区", "1.500", "0.0"))
    terms = [
        Term(group="", name=name, meaning="", raw="", weight=weight, contribution=got) for name, weight, got in numbers
    ]

    assert said_of(terms) == "得分最多的是“整体”“深度”（“整体”本来还能多得 0.800）；此外丢分最多的是“地区”。"
    assert said_of(terms[1:]) == "得分最多的是“深度”；丢分最多的是“地区”。"


def test_page_without_any_provider_says_so(database: Database, person: Callable[..., Person]) -> None:
    store_reference(database)
    enterprise_id = add_enterprise(database, DYE_HOUSE, county_code="330603")
    owner = person(Role.ENTERPRISE, organisation_id=enterprise_id)

    assert "平台上还没有可以排序的服务商" in page_of(owner, enterprise_id).get_text()


def test_page_of_an_enterprise_without_lists_asks_for_them(
    database: Database, market: Market, person: Callable[..., Person]
) -> None:
    bare = replace(DYE_HOUSE, ref="E9", name="绍兴空白印染有限公司", problems=())
    enterprise_id = add_enterprise(database, bare, county_code="330603")
    owner = person(Role.ENTERPRISE, organisation_id=enterprise_id)

    page = page_of(owner, enterprise_id)

    assert "还没有写下难题，也没有场景清单" in page.get_text()
    assert names_of(page) == []
    told = owner.client.get(f"/api/v1/enterprises/{enterprise_id}/recommendations").get_json()
    assert (told["helping"], {one["helps"] for one in told["items"]}) == (0, {False})


def test_unconfirmed_provider_is_never_ranked(owner: Person, market: Market, database: Database) -> None:
    twin = replace(DYEING_SOFTWARE, ref="P8", name="绍兴未确认软件有限公司")
    add_provider(database, twin, confirmed=False)

    assert "绍兴未确认软件有限公司" not in page_of(owner, market.dye_house).get_text()


def test_two_providers_of_one_ref_are_both_ranked(owner: Person, market: Market, database: Database) -> None:
    add_provider(database, replace(ENERGY_SERVICE, name="宁波同号能源服务有限公司"))

    names = names_of(page_of(owner, market.dye_house))

    assert {"杭州示例能源服务有限公司", "宁波同号能源服务有限公司"} <= set(names)


def test_stranger_enterprise_does_not_find_the_page(market: Market, person: Callable[..., Person]) -> None:
    stranger = person(Role.ENTERPRISE, organisation_id=market.machine_shop)

    assert stranger.client.get(f"/enterprises/{market.dye_house}/recommendations").status_code == 404


def test_county_sees_its_own_enterprise_and_no_other(market: Market, person: Callable[..., Person]) -> None:
    officer = person(Role.COUNTY, area_prefix="330603")

    assert officer.client.get(f"/enterprises/{market.dye_house}/recommendations").status_code == 200
    assert officer.client.get(f"/enterprises/{market.machine_shop}/recommendations").status_code == 404


def test_provider_may_not_see_recommendations(market: Market, person: Callable[..., Person]) -> None:
    someone = person(Role.PROVIDER, organisation_id=market.dyeing_software)

    assert someone.client.get(f"/enterprises/{market.dye_house}/recommendations").status_code == 403
    refused = someone.client.get(f"/api/v1/enterprises/{market.dye_house}/recommendations")
    assert refused.status_code == 403
    assert "providers/本单位编号/position" in refused.get_json()["detail"]


def test_compare_shows_the_picked_side_by_side(owner: Person, market: Market) -> None:
    url = f"/enterprises/{market.dye_house}/recommendations/compare"

    answer = owner.client.get(url, query_string={"p": [market.dyeing_software, market.energy_service]})

    heads = [head.get_text() for head in BeautifulSoup(answer.text, "html.parser").select(".matrix thead th")]
    assert heads == ["难题", "绍兴示例染整软件", "杭州示例能源服务"]


def test_page_issues_as_many_statements_for_many_providers_as_for_few(
    owner: Person,
    market: Market,
    database: Database,
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
) -> None:
    page_of(owner, market.dye_house, "?k=1")
    with count_queries() as few:
        page_of(owner, market.dye_house, "?k=1")
    for number in range(8):
        add_provider(database, replace(ENERGY_SERVICE, ref=f"X{number}", name=f"示例能源{number}号有限公司"))
    page_of(owner, market.dye_house, "?k=20")

    with count_queries() as many:
        page_of(owner, market.dye_house, "?k=20")

    assert many() == few()


def test_rules_page_shows_live_weights_to_everybody(client: FlaskClient) -> None:
    answer = client.get("/how-ranking-works")

    assert answer.status_code == 200
    assert "花钱不能往前排" in answer.text
    assert all(f"接口里叫 {feature}<" in answer.text for feature in Feature)


def test_api_gives_contributions_that_add_up(owner: Person, market: Market) -> None:
    answer = owner.client.get(f"/api/v1/enterprises/{market.dye_house}/recommendations?k=2")

    told, page = answer.get_json(), page_of(owner, market.dye_house).get_text()
    for place in told["items"]:
        assert abs(sum(item["contribution"] for item in place["contributions"]) - place["score"]) < 1e-9
        assert [item["feature"] for item in place["contributions"]] == list(Feature)
        assert f"{place['score'] / told['most_score']:.4f}" == f"{place['score_ratio']:.4f}"
        assert f"{place['score_ratio']:.4f}" in page
    kinds = {one["kind"] for item in told["items"][0]["contributions"] for one in item["evidence"]}
    assert kinds == {"problem", "case", "fact"}


def test_api_tells_what_the_page_shows_of_an_offer(owner: Person, market: Market, database: Database) -> None:
    with database.transaction() as session:
        for number, version in enumerate(session.exec(select(ModuleVersion).order_by(col(ModuleVersion.id)))):
            version.days_to_live = 40 - number
    answer = owner.client.get(f"/api/v1/enterprises/{market.dye_house}/recommendations?k=2")
    first, second = answer.get_json()["items"]
    shown = page_of(owner, market.dye_house).select(".offer")[0]

    assert f"¥{first['first_year_wan']}万" in text_at(shown, ".facts")
    assert (first["helps"], answer.get_json()["helping"]) == (True, 2)
    assert (first["modules"], first["unpriced_modules"], first["three_years_wan"]) == (2, 0, 79.5)
    assert [row["text"] for row in first["problems"]] == [row.text for row in DYE_HOUSE.problems]
    for place in (first, second):
        open_ones = [row["number"] for row in place["problems"] if row["fit"] == "no"]
        assert open_ones == place["unsolved_problems"]
    assert f"{first['days']} 天" in text_at(shown, ".facts")


def test_providers_of_the_address_are_ticked_even_far_down(owner: Person, market: Market) -> None:
    last = [str(box["value"]) for box in page_of(owner, market.dye_house).select("input[name=p]")][-1]

    page = page_of(owner, market.dye_house, f"?k=1&p={last}")

    assert [box["value"] for box in page.select("input[name=p][checked]")] == [last]


def test_page_is_written_once_for_a_person_until_anything_is_committed(
    owner: Person, market: Market, person: Callable[..., Person], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, made = f"/enterprises/{market.dye_house}/recommendations", list[int]()
    officer = person(Role.COUNTY, area_prefix="330603", county_code="330603")

    def counted(*asked: Any, **named: Any) -> Any:
        made.append(1)
        return recommend(*asked, **named)

    monkeypatch.setattr("marketplace.recommendations.views.recommend", counted)
    own, theirs, own_again, theirs_again = (one.client.get(path).text for one in (owner, officer) * 2)
    before = len(made)
    with database.transaction() as session:
        session.exec(select(Organisation).where(Organisation.id == market.dye_house)).one().name = "改名染整有限公司"
    renamed = owner.client.get(path).text

    assert (own, theirs) == (own_again, theirs_again)
    assert own != theirs
    assert (before, len(made)) == (2, 3)
    assert "改名染整有限公司" in renamed
