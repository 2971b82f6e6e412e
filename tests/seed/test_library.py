"""The reference library loads, and its parts agree with one another."""

import pytest

from matching.library import Library
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
