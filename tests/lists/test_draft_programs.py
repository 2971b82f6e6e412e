"""A draft through two officers' own programs: checked, noticed, changed, decided, published; and old lists entered."""

import pytest

from marketplace.core.db import Database
from tests.api.client import Problem
from tests.api.lists_client import ListDraft, ListsClient
from tests.fixtures.programs import Later, MakeProgram
from tests.lists.world import ENDS_AT, NOTICED, OPENED, People, drafted, make_people

DECISION = "经局长办公会议集体研究，决定列入以下服务商。"
WRONG = "所列的案例没有验收，厂里还没有装上系统。"
Office = MakeProgram[ListsClient]


@pytest.fixture
def people(database: Database) -> People:
    return make_people(database)


@pytest.fixture
def office(people: People, program: Office) -> tuple[ListsClient, ListsClient]:
    """The drafter's program and the colleague's."""
    return program(ListsClient, people.drafter), program(ListsClient, people.publisher)


def noticed(office: tuple[ListsClient, ListsClient], draft_id: int) -> ListDraft:
    drafter, colleague = office
    handed_in = drafter.step(drafter.list_draft(draft_id), "submission")
    return colleague.step(colleague.list_draft(handed_in.id), "notice")


def test_draft_goes_its_way_from_the_check_to_the_edition(
    database: Database, people: People, office: tuple[ListsClient, ListsClient], later: Later
) -> None:
    _, colleague = office
    draft = drafted(database, people=people, totals=(90, 80, 70))
    later(NOTICED)
    shown = noticed(office, draft.id or 0)
    with pytest.raises(Problem) as early:
        colleague.step(shown, "decision", decision=DECISION)
    later(ENDS_AT)
    decided = colleague.step(colleague.list_draft(shown.id), "decision", decision=DECISION)
    published = colleague.step(decided, "publication", effective_on="2026-12-02")

    assert shown.notice_id is not None
    assert early.value.status == 409
    assert published.state == "published"
    edition = colleague.read(f"/lists/{published.list_id}?as_of=2026-12-02")
    assert [one["provider_id"] for one in edition["entries"]] == [one["provider_id"] for one in shown.entries]


def test_who_drafted_passes_no_check_by_program_either(
    database: Database, people: People, office: tuple[ListsClient, ListsClient], later: Later
) -> None:
    drafter, colleague = office
    draft = drafted(database, people=people)
    later(OPENED)
    handed_in = drafter.step(drafter.list_draft(draft.id or 0), "submission")

    with pytest.raises(Problem) as refused:
        drafter.step(handed_in, "notice")
    returned = colleague.step(colleague.list_draft(handed_in.id), "return", reason="案例请再核对一遍。")
    with pytest.raises(Problem) as stale:
        colleague.step(handed_in, "notice")

    assert (refused.value.status, refused.value.code) == (409, "list.notice_refused")
    assert returned.state == "draft"
    assert stale.value.status == 412


def test_upheld_objection_leads_to_a_change_and_a_new_notice(
    database: Database, people: People, office: tuple[ListsClient, ListsClient], program: Office, later: Later
) -> None:
    _, colleague = office
    draft = drafted(database, people=people, totals=(90, 80, 70))
    later(NOTICED)
    shown = noticed(office, draft.id or 0)
    accused = shown.entries[0]["provider_id"]
    author = program(ListsClient, people.providers[2])
    filed = author.object_to(
        shown.notice_id or 0, item_key=f"provider:{accused}", ground="facts", remedy="remove", text=WRONG
    )
    seen = colleague.objection(colleague.objections()[0])
    upheld = colleague.end_objection(
        seen, "answer", outcome="upheld", summary="案例没有验收", answer="经核查，所列案例确实没有验收。"
    )
    due = colleague.list_draft(shown.id)
    changed = colleague.step(
        due,
        "changes",
        provider_id=accused,
        include=False,
        why="objection",
        reason="经核查，所列案例没有验收。",
        objection_ids=list(due.due_objections),
    )

    assert (filed.state, filed.can_withdraw, filed.can_answer) == ("open", True, False)
    assert (seen.text, seen.can_answer) == (WRONG, True)
    assert (upheld.state, due.due_objections) == ("change_due", [filed.id])
    assert changed.notice_id != shown.notice_id
    assert accused in {one["provider_id"] for one in changed.omitted}
    assert author.objection(filed.id).state == "answered"


def test_objection_is_taken_back_by_its_author_alone(
    database: Database, people: People, office: tuple[ListsClient, ListsClient], program: Office, later: Later
) -> None:
    draft = drafted(database, people=people)
    later(NOTICED)
    shown = noticed(office, draft.id or 0)
    author, other = (program(ListsClient, one) for one in people.providers[:2])
    filed = author.object_to(shown.notice_id or 0, item_key="*", ground="other", remedy="explain", text=WRONG)

    with pytest.raises(Problem) as hidden:
        other.end_objection(filed, "withdrawal")
    gone = author.end_objection(filed, "withdrawal")
    with pytest.raises(Problem) as stale:
        author.end_objection(filed, "withdrawal")
    with pytest.raises(Problem) as again:
        author.end_objection(gone, "withdrawal")

    assert hidden.value.status == 404
    assert gone.state == "withdrawn"
    assert (stale.value.status, again.value.status) == (412, 409)


def test_withdrawn_notice_lets_the_draft_be_returned_or_ended(
    database: Database, people: People, office: tuple[ListsClient, ListsClient], later: Later
) -> None:
    _, colleague = office
    draft = drafted(database, people=people)
    later(NOTICED)
    shown = noticed(office, draft.id or 0)

    told = colleague.write("POST", f"/notices/{shown.notice_id}/withdrawal", reason="名单有误，重新拟定。")
    returned = colleague.step(colleague.list_draft(shown.id), "return", reason="名单有误，重新拟定。")
    ended = colleague.step(returned, "withdrawal", reason="不再编制这份名单。")

    assert told["state"] == "withdrawn"
    assert (returned.state, ended.state) == ("draft", "withdrawn")
