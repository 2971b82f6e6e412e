"""The reference library loads, and its parts agree with one another."""

from graphlib import TopologicalSorter

import pytest

from marketplace.taxonomy.labels import STAGE_LABELS
from matching.library import Bound, Library
from seed.reference import load_library
from seed.reference.build import content_digest


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def contained(library: Library, name: str) -> set[str]:
    """Return the names of all places inside ``name``, however deep."""
    members = {region.name: region.members for region in library.regions}
    found: set[str] = set()
    waiting = list(members[name])
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += members[place]
    return found


def test_every_stage_has_a_chinese_name(library: Library) -> None:
    assert {scenario.stage for scenario in library.scenarios} == set(STAGE_LABELS)


def test_scenes_as_published_are_sixteen(library: Library) -> None:
    assert len(library.scenes) == 16
    assert library.scenes[4].name == "计划排程"


def test_every_scene_holds_scenarios(library: Library) -> None:
    assert {s.scene for s in library.scenarios} == {s.code for s in library.scenes}


def test_catalogue_entry_of_printing_covers_four_codes(library: Library) -> None:
    entry = next(x for x in library.catalog if x.catalog_no == 38)

    assert entry.gbt_prefixes == ("23", "2231", "2926", "3333")


def test_yangtze_delta_contains_ningbo(library: Library) -> None:
    places = contained(library, "长三角")

    assert "宁波市" in places
    assert "宁波市/江北区" in places
    assert "广州市" not in places


def test_nation_contains_every_province(library: Library) -> None:
    assert sum(r.kind == "province" for r in library.regions) == 34
    assert {r.name for r in library.regions if r.kind == "province"} <= contained(library, "全国")


def test_zhejiang_has_ninety_counties(library: Library) -> None:
    assert sum("/" in name for name in contained(library, "浙江省")) == 90


def test_district_of_two_cities_has_no_bare_alias(library: Library) -> None:
    aliases = {alias for region in library.regions for alias in region.aliases}

    assert "普陀区" not in aliases
    assert "舟山普陀区" in aliases


def test_edition_carries_date_and_digest(library: Library) -> None:
    date, digest = library.edition.rsplit("-", 1)

    assert len(date) == 10
    assert digest == content_digest(library)[:8]


def test_edition_of_second_load_is_the_same(library: Library) -> None:
    load_library.cache_clear()

    assert load_library().edition == library.edition


def test_gbt_names_hold_manufacturing_without_letters(library: Library) -> None:
    names = dict(library.gbt_names)

    assert len(names) == 819
    assert names["1713"] == "棉印染精加工"


def test_every_scenario_has_words_for_owner_and_vendor(library: Library) -> None:
    poor = [s.code for s in library.scenarios if len(s.symptoms) < 4 or len(s.aliases) < 4]

    assert poor == []


def test_process_bound_scenarios_name_their_trades(library: Library) -> None:
    lonely = [s.code for s in library.scenarios if s.bound is Bound.PROCESS and not s.trades]
    lonely.remove("vision")  # Cameras look at surfaces in every trade, but each needs its own model.

    assert lonely == []


def test_parents_never_lead_back_to_the_scenario(library: Library) -> None:
    sorter = TopologicalSorter({s.code: s.parents for s in library.scenarios})

    assert len(list(sorter.static_order())) == len(library.scenarios)


@pytest.mark.parametrize(
    ("code", "trade"),
    [
        ("dye_color", "dyeing"),
        ("dye_sched", "dyeing"),
        ("dye_weigh", "dyeing"),
        ("loom", "weaving"),
        ("die_life", "diecast"),
        ("tool", "machining"),
        ("motor_test", "motor"),
        ("trans_mes", "transformer"),
        ("cable_len", "cable"),
        ("ledbin", "ledpack"),
        ("chargemon", "battery"),
        ("door_split", "wood"),
        ("leather_nest", "leather"),
        ("chem_batch", "finechem"),
        ("ldar", "finechem"),
        ("ebr", "formulation"),
        ("print_erp", "printing"),
        ("print_color", "printing"),
        ("foodsafe", "food"),
        ("shelflife", "food"),
        ("shipblock", "ship"),
    ],
)
def test_special_form_of_a_trade_is_a_scenario(library: Library, code: str, trade: str) -> None:
    scenario = next(s for s in library.scenarios if s.code == code)

    assert trade in scenario.trades


def test_symptom_set_is_spelled_out(library: Library) -> None:
    mixing = next(s for s in library.scenarios if s.code == "rubber_mes")

    assert ("炼胶", "不稳") in mixing.symptoms
    assert not any(word.startswith("@") for s in library.scenarios for w in s.symptoms for word in w)


def test_recipes_travel_less_than_traceability(library: Library) -> None:
    row = next(k for k in library.kinships if (k.trade, k.kin) == ("dyeing", "food"))

    assert dict(row.by_stage)["prod"] == 0.05
    assert dict(row.by_stage)["trace"] == 0.2
    assert dict(row.by_stage)["hr"] > row.share


def test_makers_of_machines_are_told_from_their_users(library: Library) -> None:
    makers = {t.code for t in library.trades if t.makes_machines}

    assert {"textilemach", "sewing", "machinetool", "foundrymach"} <= makers
    assert makers.isdisjoint({"weaving", "garment", "machining", "casting"})


def test_industry_words_cover_manufacturing_and_the_rest(library: Library) -> None:
    words = dict(library.industry_words)

    assert "模具" in words["3525"]
    assert "餐饮" in words["62"]
    assert sum(len(code) > 2 for code in words) >= 250


def test_phrases_of_heldout_files_are_marked(library: Library) -> None:
    assert any(not phrase.held_out for phrase in library.phrases)
