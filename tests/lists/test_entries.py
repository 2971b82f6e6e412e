"""Entries on a day, rounds, changes and differences; what holds for every entry is tried on random ones."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.exchange.labels import ProviderKindName
from marketplace.lists.calls import list_title
from marketplace.lists.entries import (
    Entry,
    admit,
    apply_change,
    changed_ids,
    differences,
    from_json,
    settle,
    state_on,
    to_json,
)
from marketplace.lists.labels import Basis, EntryState, ListChangeKind, Reason
from marketplace.lists.publishing import add_months

# No time is asserted: a busy machine draws and runs slowly.
unhurried = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
DAY = date(2026, 12, 1)
UNTIL = date(2027, 12, 1)
days = st.dates(min_value=date(2026, 1, 1), max_value=date(2028, 12, 31))


def entries(provider_ids: st.SearchStrategy[int]) -> st.SearchStrategy[Entry]:
    return st.builds(
        _entry, provider_ids, st.sampled_from(EntryState), st.sampled_from(Basis), st.none() | days, st.none() | days
    )


def _entry(provider_id: int, state: EntryState, basis: Basis, valid_until: date | None, until: date | None) -> Entry:
    suspended_until = until if state is EntryState.SUSPENDED else None
    return Entry(
        provider_id=provider_id,
        name=f"示范{provider_id}公司",
        basis=basis,
        scores={"strength": provider_id * 10} if basis is Basis.REVIEW else {},
        state=state,
        admitted_on=until,
        valid_until=valid_until,
        suspended_until=suspended_until,
        reason=Reason.SERVICE if state is EntryState.SUSPENDED else None,
        changed_on=until,
    )


one_entry = entries(st.integers(1, 6))
lists = st.lists(one_entry, max_size=4, unique_by=lambda entry: entry.provider_id)


def entry(provider_id: int = 1, *, state: EntryState = EntryState.LISTED, suspended_until: date | None = None) -> Entry:
    return Entry(
        provider_id=provider_id,
        name=f"示范{provider_id}公司",
        state=state,
        admitted_on=DAY,
        valid_until=UNTIL,
        suspended_until=suspended_until,
    )


def test_entry_lapses_the_day_after_its_last_one() -> None:
    assert state_on(entry(), UNTIL) is EntryState.LISTED
    assert state_on(entry(), UNTIL + timedelta(days=1)) is EntryState.LAPSED


def test_suspension_ends_the_day_after_its_last_one() -> None:
    suspended = entry(state=EntryState.SUSPENDED, suspended_until=date(2026, 12, 31))

    assert state_on(suspended, date(2026, 12, 31)) is EntryState.SUSPENDED
    assert state_on(suspended, date(2027, 1, 1)) is EntryState.LISTED


@unhurried
@given(one_entry)
def test_entry_is_the_same_after_writing_and_reading(one: Entry) -> None:
    assert from_json(to_json(one)) == one


@unhurried
@given(lists, days)
def test_settling_twice_is_settling_once(some: list[Entry], day: date) -> None:
    once = settle(some, day)

    assert settle(once, day) == once
    assert [state_on(one, day) for one in once] == [state_on(one, day) for one in some]


@unhurried
@given(lists, lists, days)
def test_round_loses_nobody_and_lifts_no_suspension(before: list[Entry], admitted: list[Entry], day: date) -> None:
    after = admit(before, admitted, on=day, until=day + timedelta(days=365))

    ids = [one.provider_id for one in after]
    assert len(ids) == len(set(ids))
    assert set(ids) == {one.provider_id for one in [*before, *admitted]}
    suspended = {one.provider_id for one in before if one.state is EntryState.SUSPENDED}
    assert all(one.state is EntryState.SUSPENDED for one in after if one.provider_id in suspended)


@unhurried
@given(lists)
def test_editions_that_say_the_same_do_not_differ(some: list[Entry]) -> None:
    assert differences(some, list(some)) == ()
    assert changed_ids(some, list(some)) == set()


@unhurried
@given(lists, st.sampled_from(EntryState))
def test_other_state_is_told_and_named(some: list[Entry], state: EntryState) -> None:
    after = [replace(one, state=state) for one in some]

    moved = [one for one in some if one.state is not state]
    assert len(differences(some, after)) == len(moved)
    assert changed_ids(some, after) == {one.provider_id for one in moved}


def test_differences_read_as_sentences() -> None:
    before = [entry(1), entry(2), entry(3)]
    removed = apply_change(entry(2), kind=ListChangeKind.REMOVE, reason=Reason.VOLUNTARY, until=None, on=DAY)
    until = date(2026, 12, 31)
    suspended = apply_change(entry(3), kind=ListChangeKind.SUSPEND, reason=Reason.SERVICE, until=until, on=DAY)

    assert differences(before, [entry(1), removed, suspended, entry(4)]) == (
        "示范2公司：由“在名单内”变为“已移出”，理由：自愿退出",
        "示范3公司：由“在名单内”变为“暂停”，至2026年12月31日，理由：服务被投诉并核实",
        "新增：示范4公司（在名单内）",
    )


def test_months_end_where_the_shorter_month_ends() -> None:
    assert add_months(date(2026, 12, 2), 24) == date(2028, 12, 2)
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2026, 11, 30), 1) == date(2026, 12, 30)
    assert add_months(date(2027, 12, 31), 2) == date(2028, 2, 29)


def test_list_is_called_by_county_trade_and_kind() -> None:
    general, saas = ProviderKindName.GENERAL_CONTRACTOR, ProviderKindName.SAAS

    assert list_title(county="柯桥区", industry="纺织业", kind=general) == "柯桥区纺织业数字化总承包商推荐名单"
    assert list_title(county="柯桥区", industry="纺织印染", kind=saas) == "柯桥区纺织印染行业SaaS服务商推荐名单"
    assert list_title(county="柯桥区", industry="", kind=general) == "柯桥区数字化总承包商推荐名单"
