"""The picture of milestones: inside its frame, in order, with today where it is."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from marketplace.projects.course import WIDTH, draw
from marketplace.projects.labels import MilestoneState
from marketplace.projects.queries.projects import MilestoneRow

DAY = date(2026, 6, 1)


def row(planned: int, due: int, done: int | None = None) -> MilestoneRow:
    return MilestoneRow(
        id=1,
        position=1,
        title="第一步",
        planned_on=DAY + timedelta(days=planned),
        due_on=DAY + timedelta(days=due),
        done_on=None if done is None else DAY + timedelta(days=done),
        payment_fen=0,
        state=MilestoneState.PLANNED if done is None else MilestoneState.DONE,
        days_late=0,
    )


def test_each_bar_begins_where_the_one_before_ends() -> None:
    drawn = draw([row(10, 10, 20), row(50, 60), row(100, 100)], began=DAY, today=DAY + timedelta(days=30))

    assert drawn.bars == ((0, 200, 100), (200, 400, 500), (600, 400, WIDTH - 3))
    assert drawn.today == 300


def test_today_is_not_drawn_outside_the_course() -> None:
    assert draw([row(10, 10)], began=DAY, today=DAY + timedelta(days=11)).today is None
    assert draw([row(0, 0)], began=DAY, today=DAY - timedelta(days=1)).today is None


days = st.integers(min_value=-400, max_value=400)


@given(st.lists(st.tuples(days, days, st.none() | days), min_size=1, max_size=12), days, days)
def test_nothing_leaves_the_frame(told: list[tuple[int, int, int | None]], began: int, today: int) -> None:
    rows = [row(*one) for one in told]

    drawn = draw(rows, began=DAY + timedelta(days=began), today=DAY + timedelta(days=today))

    assert len(drawn.bars) == len(rows)
    for begin, length, planned in drawn.bars:
        assert 0 <= begin <= begin + length <= WIDTH
        assert length > 0
        assert 0 <= planned < WIDTH
    assert drawn.today is None or 0 <= drawn.today < WIDTH
