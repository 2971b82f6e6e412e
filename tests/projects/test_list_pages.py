"""Lists of enquiries and projects take as many statements for twenty rows as for one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.web import Person, StatementCount
from tests.projects.world import begin, bring_to


@pytest.mark.parametrize(("address", "stage"), [("/enquiries", "asked"), ("/projects", "drafted")])
@pytest.mark.parametrize("side", ["plant", "provider"])
def test_list_takes_as_many_statements_for_twenty(
    *,
    database: Database,
    tmp_path: Path,
    person: Callable[..., Person],
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
    address: str,
    stage: str,
    side: str,
) -> None:
    course = begin(database, tmp_path)
    role = Role.ENTERPRISE if side == "plant" else Role.PROVIDER
    window = person(role, organisation_id=getattr(course, side).organisation_id).client
    bring_to(course, stage)
    window.get(address)
    with count_queries() as one:
        window.get(address)
    for _ in range(19):
        bring_to(replace(course, ids={}), stage)

    with count_queries() as twenty:
        page = window.get(address)

    assert page.text.count(f'href="{address}/') == 20
    assert twenty() == one()
