"""Two windows, one draft: nothing typed is lost."""

from hypothesis import given
from hypothesis import strategies as st

from marketplace.drafts.merging import Clash, merge, merge_lists

rows = st.lists(st.sampled_from(["排缸乱", "停台靠喊", "水电算不清", "模具找不到"]), unique=True)
contents = st.dictionaries(st.sampled_from(["industry_text", "budget_wan"]), st.sampled_from(["", "1", "2", "3"]))


def test_values_changed_on_one_side_only_are_taken() -> None:
    merged = merge(
        base={"budget_wan": "30", "employees": "120"},
        mine={"budget_wan": "50", "employees": "120"},
        theirs={"budget_wan": "30", "employees": "200"},
    )

    assert merged.content == {"budget_wan": "50", "employees": "200"}
    assert merged.clashes == ()


def test_value_changed_on_both_sides_waits_for_a_choice() -> None:
    merged = merge(base={"budget_wan": "30"}, mine={"budget_wan": "50"}, theirs={"budget_wan": "40"})

    assert merged.content == {"budget_wan": "40"}
    assert merged.clashes == (Clash(name="budget_wan", mine="50", theirs="40"),)


def test_row_taken_away_in_one_window_is_gone_and_new_rows_of_both_stay() -> None:
    assert merge_lists(base=["甲", "乙"], mine=["甲", "丙"], theirs=["甲", "乙", "丁"]) == ["甲", "丙", "丁"]


@given(base=rows, mine=rows, theirs=rows)
def test_no_row_that_either_window_added_is_lost(base: list[str], mine: list[str], theirs: list[str]) -> None:
    added = (set(mine) | set(theirs)) - set(base)

    assert added <= set(merge_lists(base=base, mine=mine, theirs=theirs))


@given(base=contents, mine=contents, theirs=contents)
def test_every_filled_value_is_kept_or_waits(
    base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    merged = merge(base=base, mine=mine, theirs=theirs)

    waiting = {clash.name: clash.mine for clash in merged.clashes}
    for name, value in mine.items():
        changed = bool(value) and value != base.get(name, "")
        assert not changed or value in {merged.content.get(name), waiting.get(name)}
