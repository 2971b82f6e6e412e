"""The edition of 2024: what the form asks agrees with the published weights, and levels count as published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.assessments.lifting import lift
from marketplace.assessments.scheme import load_scheme, points_text
from marketplace.assessments.scoring import Answers, assess, unanswered
from marketplace.core.errors import NotFoundError
from seed.reference import load_indicators, load_levels, load_library

SCHEME = load_scheme()
ALL = {one.key: tuple(option.key for option in one.options) for one in SCHEME.indicators}
BEST = {one.key: ALL[one.key] if one.multiple else ALL[one.key][-1:] for one in SCHEME.indicators}

options = st.fixed_dictionaries(
    {
        one.key: st.lists(
            st.sampled_from(ALL[one.key]), unique=True, max_size=len(ALL[one.key]) if one.multiple else 1
        ).map(tuple)
        for one in SCHEME.indicators
    }
)
depths = st.dictionaries(st.sampled_from([one.code for one in SCHEME.scenes]), st.integers(0, 4))
answers = st.builds(Answers, options=options, depths=depths)


def test_questions_agree_with_the_published_indicators() -> None:
    published = [(one.dimension, one.group, one.name, one.multiple, one.max_points) for one in load_indicators()]

    asked = [(one.dimension, one.group, one.name, one.multiple, one.most / 1000) for one in SCHEME.indicators]

    assert asked == published


def test_scenes_are_those_of_the_library() -> None:
    published = [(one.code, one.name, one.group, one.binding == "约束性") for one in load_library().scenes]

    assert [(one.code, one.name, one.group, one.binding) for one in SCHEME.scenes] == published


def test_levels_are_the_published_ones() -> None:
    published = [(one.level, one.min_score, one.scenes, one.binding_scenes) for one in load_levels()]

    assert [(one.level, one.milli / 1000, one.scenes, one.binding) for one in SCHEME.levels] == published


def test_best_answers_give_a_hundred_points() -> None:
    assert assess(SCHEME, Answers(options=BEST)).milli == 100_000


@pytest.mark.parametrize(
    ("points", "deep", "binding", "level"),
    [
        (19_900, 6, 3, 0),
        (20_000, 6, 3, 1),
        (20_000, 5, 3, 0),
        (20_000, 6, 2, 0),
    ],
)
def test_first_level_needs_points_scenes_and_binding_scenes(points: int, deep: int, binding: int, level: int) -> None:
    binding_codes = [one.code for one in SCHEME.scenes if one.binding][:binding]
    others = [one.code for one in SCHEME.scenes if not one.binding]
    chosen = [*binding_codes, *others][:deep]
    # 20 points: all of 数据采集 and of 信息系统; 19.9: 人力资源 (0.9) given up for 设计 (0.7) and nothing else.
    options = {"collection": ALL["collection"], "systems": ("all",)}
    if points == 19_900:
        options = {"collection": ALL["collection"][:-1], "systems": ("all",)}

    result = assess(SCHEME, Answers(options=options, depths=dict.fromkeys(chosen, 1)))

    assert result.level == level


def test_fourth_level_is_reached_with_everything() -> None:
    whole = Answers(options=BEST, depths={one.code: 4 for one in SCHEME.scenes})

    assert assess(SCHEME, whole).level == 4
    assert lift(SCHEME, whole) is None


def test_nothing_answered_leaves_every_single_choice_and_every_scene_open() -> None:
    assert len(unanswered(SCHEME, Answers())) == 16 + sum(not one.multiple for one in SCHEME.indicators)


@given(given_answers=answers, scene=st.sampled_from(SCHEME.scenes))
def test_scene_that_comes_further_never_lowers_the_level(given_answers: Answers, scene: object) -> None:
    code = scene.code
    deeper = {**given_answers.depths, code: min(4, given_answers.depths.get(code, 0) + 1)}

    after = assess(SCHEME, Answers(options=given_answers.options, depths=deeper))

    assert after.level >= assess(SCHEME, given_answers).level


@given(given_answers=answers)
def test_named_scenes_are_enough_for_the_next_level_and_not_one_can_be_left_out(given_answers: Answers) -> None:
    way = lift(SCHEME, Answers(options=BEST, depths=given_answers.depths))
    if way is None:
        return
    done = {**given_answers.depths, **{step.scene.code: step.goal for step in way.needed}}

    assert assess(SCHEME, Answers(options=BEST, depths=done)).level >= way.standing.rule.level
    for step in way.needed:
        without = {**done, step.scene.code: step.now}
        assert assess(SCHEME, Answers(options=BEST, depths=without)).level < way.standing.rule.level


@given(given_answers=answers)
def test_points_are_the_sum_of_the_dimensions_and_within_bounds(given_answers: Answers) -> None:
    result = assess(SCHEME, given_answers)

    assert result.milli == sum(part.milli for part in result.dimensions)
    assert 0 <= result.milli <= SCHEME.most


@pytest.mark.parametrize(("milli", "text"), [(0, "0"), (37_500, "37.5"), (40_000, "40"), (1_875, "1.875")])
def test_points_are_written_without_idle_zeros(milli: int, text: str) -> None:
    assert points_text(milli) == text


@pytest.mark.parametrize("edition", ["2099", "../2024", ""])
def test_unknown_edition_is_not_found(edition: str) -> None:
    with pytest.raises(NotFoundError):
        load_scheme(edition)
