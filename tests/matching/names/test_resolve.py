"""Differences that a rule explains are the same firm; near-twins and doubtful ones are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.names import NameKnowledge, RegistryIndex, resolve

NAMES = (
    "杭州市余杭区墨岚纺织有限公司",
    "宁波锐朔轴承有限公司",
    "宁波锐硕轴承有限公司",
    "温岭市沐舟泵业有限公司",
    "温岭市沐舟机电有限公司",
    "嵊州市青棠领带有限公司",
    "绍兴市柯桥区栩帛印染有限公司",
    "台州TQ8数控机床有限公司",
    "启澜（海宁）智能装备有限公司",
    "浙江泊远精密锻造有限公司",
    "永康市匠屿杯业厂",
)


@pytest.fixture(scope="module")
def registry(knowledge: NameKnowledge) -> RegistryIndex:
    return RegistryIndex(NAMES, knowledge=knowledge)


def same(query: str, *, registry: RegistryIndex) -> str | None:
    found = [candidate.name for candidate in resolve(query, registry_index=registry) if candidate.same]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("启澜(海宁)智能装备有限公司", "启澜（海宁）智能装备有限公司"),
        ("海宁启澜智能装备有限公司", "启澜（海宁）智能装备有限公司"),
        ("启澜智能装备【海宁】有限公司", "启澜（海宁）智能装备有限公司"),
        ("台州ＴＱ８数控机床有限公司", "台州TQ8数控机床有限公司"),
        ("台州 tq8\u00a0数控\u200b机床有限公司", "台州TQ8数控机床有限公司"),
        ("嵊州市青棠領帶有限公司", "嵊州市青棠领带有限公司"),
        ("嵊州市青棠领带厂", "嵊州市青棠领带有限公司"),
        ("浙江泊远精密锻造股份有限公司", "浙江泊远精密锻造有限公司"),
        ("嵊县青棠领带有限公司", "嵊州市青棠领带有限公司"),
        ("绍兴县栩帛印染有限公司", "绍兴市柯桥区栩帛印染有限公司"),
        ("杭州市临平区墨岚纺织有限公司", "杭州市余杭区墨岚纺织有限公司"),
        ("沐舟泵业", "温岭市沐舟泵业有限公司"),
        ("永康匠屿", "永康市匠屿杯业厂"),
        ("泊远精锻", "浙江泊远精密锻造有限公司"),
        ("浙江博远精密锻造有限公司", "浙江泊远精密锻造有限公司"),
        ("永康市匠屿怀业厂", "永康市匠屿杯业厂"),
        ("乘州市青棠领带有限公司", "嵊州市青棠领带有限公司"),
    ],
)
def test_resolve_explained_difference_is_same(query: str, name: str, registry: RegistryIndex) -> None:
    assert same(query, registry=registry) == name


@pytest.mark.parametrize(
    "query",
    [
        "温岭市沐舟",  # Two firms of one brand.
        "宁波锐烁轴承有限公司",  # Sounds like two registered ones.
        "嵊州市青梧领带有限公司",  # Another brand.
        "嵊州市青棠服装有限公司",  # Another trade.
        "新昌县青棠领带有限公司",  # Another county.
        "杭州墨岚纺织有限公司",  # Another place in a full name.
        "台州TQ9数控机床有限公司",  # Letters and digits are never a slip of the ear.
        "苏州沐舟泵业有限公司",
        "匠屿餐饮",
        "",
        "　",
        "有限公司",
        "😀😀😀",
    ],
)
def test_resolve_other_or_doubtful_firm_is_not_same(query: str, registry: RegistryIndex) -> None:
    assert same(query, registry=registry) is None


def test_resolve_exact_name_beside_its_twin_is_same(registry: RegistryIndex) -> None:
    assert same("宁波锐硕轴承有限公司", registry=registry) == "宁波锐硕轴承有限公司"


def test_resolve_doubtful_query_lists_both_twins_first(registry: RegistryIndex) -> None:
    found = resolve("宁波锐烁轴承有限公司", registry_index=registry, top=2)

    assert {candidate.name for candidate in found} == {"宁波锐朔轴承有限公司", "宁波锐硕轴承有限公司"}


def test_resolve_top_limits_the_answer(registry: RegistryIndex) -> None:
    assert len(resolve("宁波锐朔轴承有限公司", registry_index=registry, top=1)) == 1


def test_resolve_top_below_one_is_refused(registry: RegistryIndex) -> None:
    with pytest.raises(ValueError, match="top must be at least 1"):
        resolve("x", registry_index=registry, top=0)


def test_resolve_empty_registry_answers_nothing(knowledge: NameKnowledge) -> None:
    assert resolve("沐舟泵业", registry_index=RegistryIndex((), knowledge=knowledge)) == ()


def test_resolve_ten_thousand_characters_answers(registry: RegistryIndex) -> None:
    assert same("沐舟" * 5000, registry=registry) is None


PIECES = st.sampled_from(
    ["杭州市", "余杭区", "（", "）", "沐舟", "泵业", "有限公司", "厂", "\u200b", "A8", "😀", "浙江", "市", "领带"]
)


@settings(max_examples=200, deadline=None)
@given(query=st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_resolve_any_query_gives_bounded_ordered_scores_and_one_same_at_most(
    query: str, registry: RegistryIndex
) -> None:
    found = resolve(query, registry_index=registry)

    scores = [candidate.score for candidate in found]
    assert all(0 <= score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)
    assert [candidate.same for candidate in found[1:]] == [False] * len(found[1:])


@settings(max_examples=60, deadline=None)
@given(names=st.lists(st.text(max_size=20), max_size=8), query=st.text(max_size=20))
def test_resolve_any_registry_never_fails(names: list[str], query: str, knowledge: NameKnowledge) -> None:
    index = RegistryIndex(names, knowledge=knowledge)

    assert all(candidate.name in names for candidate in resolve(query, registry_index=index))


@pytest.mark.parametrize("name", NAMES)
def test_resolve_registered_name_is_itself(name: str, registry: RegistryIndex) -> None:
    found = resolve(name, registry_index=registry)

    assert (found[0].name, found[0].score, found[0].same) == (name, 1.0, True)
