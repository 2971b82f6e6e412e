"""Nobody goes whom something waits for: the world of the matrix has open reviews and unanswered objections."""

from sqlmodel import SQLModel

from marketplace.personal.removal import duties
from tests.permissions.world import World


def people_of(world: World, table: str, **empty: str) -> set[int]:
    """Return the people of a table's rows that no column of ``empty`` has ended."""
    rows = SQLModel.metadata.tables[table]
    wanted = rows.select().where(rows.c.user_id.is_not(None), *(rows.c[name].is_(None) for name in empty.values()))
    with world.database.session() as session:
        return {row["user_id"] for row in session.connection().execute(wanted).mappings()}


def told(world: World, user_id: int) -> str:
    with world.database.session() as session:
        return "".join(duties(session, user_id=user_id))


def test_author_of_an_unanswered_objection_is_told_of_it(world: World) -> None:
    waiting = people_of(world, "objection", one="answered_at", two="withdrawn_at")

    assert waiting
    assert all("异议还没有答复" in told(world, user_id) for user_id in waiting)


def test_expert_of_an_open_review_is_told_of_it(world: World) -> None:
    reviews, seats = SQLModel.metadata.tables["review"], SQLModel.metadata.tables["panel_member"]
    wanted = seats.join(reviews, seats.c.review_id == reviews.c.id).select()
    wanted = wanted.where(reviews.c.concluded_at.is_(None), reviews.c.cancelled_at.is_(None))
    wanted = wanted.where(seats.c.removed_at.is_(None)).with_only_columns(seats.c.user_id)
    with world.database.session() as session:
        seated = set(session.connection().execute(wanted).scalars())

    assert seated
    assert all("没结束的评审" in told(world, user_id) for user_id in seated)
