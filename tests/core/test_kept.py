"""Lists are computed once per state of the change log, and a change is seen at once."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask.testing import FlaskClient

from marketplace.core.changes import log_change
from marketplace.core.db import Database
from marketplace.core.kept import MOST, KeptAnswers
from tests.fixtures.offers import make_operator, make_provider, write_reference
from tests.fixtures.web import NOW, StatementCount


def test_answer_is_made_once_until_the_change_log_moves(database: Database) -> None:
    kept, made = KeptAnswers(), iter(range(10))
    with database.session() as session:
        first = [kept.now(session).get(question="q", make=lambda: next(made)) for _ in range(3)]
    with database.transaction() as session:
        log_change(session, kind="module", object_id=1, now=NOW)

    with database.session() as session:
        assert (first, kept.now(session).get(question="q", make=lambda: next(made))) == ([0, 0, 0], 1)


def test_endless_questions_do_not_fill_the_memory(database: Database) -> None:
    kept = KeptAnswers()
    with database.session() as session:
        for number in range(MOST + 1):
            kept.now(session).get(question=number, make=lambda: "answer")

        made = iter(["made anew"])
        assert kept.now(session).get(question=MOST, make=lambda: next(made)) == "answer"
        assert kept.now(session).get(question=0, make=lambda: next(made)) == "made anew"


def test_next_page_is_neither_counted_nor_reached_through_those_before(
    client: FlaskClient,
    database: Database,
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
) -> None:
    write_reference(database)
    for number in range(41):
        make_provider(database, name=f"绍兴第{number}软件有限公司")
    client.get("/providers")

    with count_queries() as second:
        page = client.get("/providers?page=3").text

    assert "第0软件" in page
    assert len(second.statements) == 3
    assert not any("OFFSET" in statement or "count(" in statement.lower() for statement in second.statements)


def test_list_that_did_not_change_is_answered_without_reading_it_again(
    client: FlaskClient,
    database: Database,
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
) -> None:
    write_reference(database)
    make_provider(database, name="绍兴甲软件有限公司")
    before = client.get("/providers").text

    with count_queries() as again:
        page = client.get("/providers").text

    assert page == before
    assert not any("FROM provider" in statement for statement in again.statements)


def test_confirmed_provider_is_on_the_list_at_once(client: FlaskClient, database: Database) -> None:
    from marketplace.accounts.organisations import confirm_organisation

    write_reference(database)
    provider_id = make_provider(database, name="绍兴甲软件有限公司", confirmed=False)
    before = client.get("/providers").text
    operator = make_operator(database)

    with database.transaction() as session:
        confirm_organisation(session, actor=operator, organisation_id=provider_id, is_provider=True, now=NOW)

    assert "绍兴甲软件" not in before
    assert "绍兴甲软件" in client.get("/providers").text


def test_new_name_is_on_the_list_at_once(client: FlaskClient, database: Database) -> None:
    from marketplace.accounts.organisations import rename_organisation

    write_reference(database)
    provider_id = make_provider(database, name="绍兴甲软件有限公司")
    client.get("/providers")
    operator = make_operator(database)

    with database.transaction() as session:
        rename_organisation(
            session,
            actor=operator,
            organisation_id=provider_id,
            name="绍兴乙软件有限公司",
            reason="执照变更",
            seen_version=1,
            now=NOW,
        )

    assert "绍兴乙软件" in client.get("/providers").text
