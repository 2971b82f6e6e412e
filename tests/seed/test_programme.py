"""Counties and the maturity assessment, as published."""

from seed.reference import load_counties, load_indicators, load_levels


def test_mountain_list_of_2022_has_26_names() -> None:
    assert sum(county.mountain26_2022 for county in load_counties()) == 26


def test_mountain_and_island_list_of_2024_has_25_names() -> None:
    assert sum(county.mountain_island25_2024 for county in load_counties()) == 25


def test_counties_are_ninety() -> None:
    assert len({county.code for county in load_counties()}) == 90


def test_indicators_add_up_to_a_hundred_points() -> None:
    assert len(load_indicators()) == 15
    assert sum(indicator.max_points for indicator in load_indicators()) == 100


def test_third_level_needs_eight_scenes_of_which_five_binding() -> None:
    third = load_levels()[2]

    assert (third.min_score, third.scenes, third.binding_scenes) == (60, 8, 5)
