"""The inbox: a message that was opened is read, and leads to what it is about."""

from collections.abc import Callable

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.notify.queries import count_unread
from marketplace.notify.services import notify_users
from tests.fixtures.web import NOW, Person


@pytest.mark.parametrize(("url", "leads_to"), [("/notices", "/notices"), ("", "/inbox")])
def test_opened_message_is_read_and_leads_on_and_others_stay_unread(
    database: Database, person: Callable[..., Person], url: str, leads_to: str
) -> None:
    who = person(Role.SUPERVISOR)
    with database.transaction() as session:
        for subject in ("公示有变化", "另一条"):
            notify_users(session, user_ids=[who.actor.user_id], subject=subject, body="请看。", url=url, now=NOW)

    before = who.client.get("/inbox").text
    answers = [who.client.post("/inbox/1/open") for _ in range(2)]

    assert before.count("未读") >= 2
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, leads_to)] * 2
    with database.session() as session:
        assert count_unread(session, user_id=who.actor.user_id) == 1


def test_empty_inbox_speaks_of_what_its_reader_waits_for(person: Callable[..., Person]) -> None:
    hints = {role: person(role).client.get("/inbox").text for role in (Role.ENTERPRISE, Role.PROVIDER)}

    assert "服务商报价" in hints[Role.ENTERPRISE]
    assert "模块" not in hints[Role.ENTERPRISE].split("还没有消息")[1].split("回到工作台")[0]
    assert "模块审核" in hints[Role.PROVIDER]
