"""People: joining a body by a link, colleagues of bureaus, forgotten passwords, and doors that close for a while."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy

import pytest

from marketplace.bureaus.labels import BureauLevel
from marketplace.bureaus.services import create_bureau
from marketplace.core.actor import Role, System
from marketplace.core.db import Database
from marketplace.core.worker import run_due_jobs
from marketplace.handlers import job_handlers
from marketplace.settings import Settings
from tests.fixtures.web import NOW, PASSWORD
from tests.journeys.conftest import Clock, MakePerson
from tests.journeys.visitor import Visitor
from tests.recommendations.market import Market

NEW = "another sentence to keep"
NewVisitor = Callable[[], Visitor]


def invited(inviter: Visitor, *, body: int, role: Role) -> str:
    """Return the path of an invitation that a page shows."""
    answer = inviter.client.post(f"/organisations/{body}/invitations", data={"role": role.value})
    found = re.search(r"/join/[\w-]+", answer.text)
    assert found is not None, answer.text
    return found.group()


def mails(settings: Settings) -> list[str]:
    files = sorted((settings.data_dir / "mail").glob("*.eml"))
    return [message_from_bytes(path.read_bytes(), policy=policy.default).get_content() for path in files]


def test_owner_joins_by_a_link_that_works_once(officer: Visitor, visitor: NewVisitor, market: Market) -> None:
    link = invited(officer, body=market.dye_house, role=Role.ENTERPRISE)
    owner, second = visitor(), visitor()

    owner.open(link)
    assert "绍兴示例印染有限公司" in owner.text()
    owner.submit("加入", email="owner@example.invalid", display_name="厂长", password="short")
    assert owner.status == 422
    assert "密码至少 10 个字符" in owner.text()
    assert owner.value("email") == "owner@example.invalid"

    owner.submit("加入", password=NEW)
    assert "已加入" in owner.text()
    assert second.open(link).status == 404
    assert "这个邀请链接已用过或已过期" in second.text()


def test_link_that_waited_too_long_leads_nowhere(
    officer: Visitor, visitor: NewVisitor, market: Market, clock: Clock
) -> None:
    link = invited(officer, body=market.dye_house, role=Role.ENTERPRISE)

    clock.wait(days=31)

    assert visitor().open(link).status == 404


def test_officer_of_a_bureau_joins_with_its_area(
    operator: Visitor, visitor: NewVisitor, database: Database, market: Market
) -> None:
    with database.transaction() as session:
        bureau = create_bureau(
            session,
            actor=System(name="test"),
            name="虚构市经信局",
            level=BureauLevel.CITY,
            area_prefix="3306",
            now=NOW,
        )
        body = bureau.organisation_id
    link = invited(operator, body=body, role=Role.CITY)

    newcomer = visitor().open(link)
    newcomer.submit("加入", email="city@example.invalid", display_name="科长", password=NEW)

    seen = newcomer.open("/desk").follow("辖区企业").text()
    assert "绍兴示例印染有限公司" in seen
    assert "温岭示例机械有限公司" not in seen


@pytest.mark.parametrize("role", [Role.COUNTY, Role.PROVINCE, Role.AUDITOR])
def test_officer_cannot_make_officers_of_an_enterprises_people(officer: Visitor, market: Market, role: Role) -> None:
    answer = officer.client.post(f"/organisations/{market.dye_house}/invitations", data={"role": role.value})

    assert answer.status_code == 403


def test_operator_cannot_make_an_officer_of_a_body_that_is_no_bureau(operator: Visitor, market: Market) -> None:
    answer = operator.client.post(f"/organisations/{market.dye_house}/invitations", data={"role": "county"})

    assert answer.status_code == 422
    assert "不是这一级的主管部门" in answer.text


def test_forgotten_password_is_set_anew_by_mail_and_every_device_signs_in_again(
    person: MakePerson, visitor: NewVisitor, database: Database, settings: Settings, clock: Clock
) -> None:
    member = person(Role.EXPERT)
    phone, computer = Visitor(member.client), visitor()

    computer.open("/sign-in").follow("忘记密码").submit("发送链接", email=member.email)
    run_due_jobs(database, job_handlers(settings), clock=clock)
    link = re.search(r"/password/reset/[\w-]+", mails(settings)[0])
    assert link is not None
    computer.open(link.group()).submit("保存新密码", password=NEW)
    assert "密码已更新" in computer.text()

    assert phone.open("/desk").address == "/sign-in"
    computer.submit("登录", email=member.email, password=NEW)
    assert computer.address == "/desk"
    again = visitor().open(link.group()).submit("保存新密码", password="a third sentence here")
    assert again.status == 404


def test_address_that_nobody_has_is_answered_like_any_other(
    visitor: NewVisitor, person: MakePerson, database: Database, settings: Settings, clock: Clock
) -> None:
    member = person(Role.EXPERT)

    known = visitor().open("/password/forgot").submit("发送链接", email=member.email)
    unknown = visitor().open("/password/forgot").submit("发送链接", email="nobody@example.invalid")
    run_due_jobs(database, job_handlers(settings), clock=clock)

    assert unknown.text() == known.text()
    assert len(mails(settings)) == 1


def test_door_closes_after_five_wrong_passwords_and_opens_again(
    person: MakePerson, visitor: NewVisitor, clock: Clock
) -> None:
    member = person(Role.EXPERT)
    guesser = visitor().open("/sign-in")

    for _ in range(5):
        guesser.submit("登录", email=member.email, password="not this one")
    guesser.submit("登录", email=member.email, password=PASSWORD)
    assert guesser.address == "/sign-in"
    assert "账号暂时锁定" in guesser.text()
    assert guesser.value("email") == member.email

    clock.wait(minutes=2)
    guesser.submit("登录", password=PASSWORD)
    assert guesser.address == "/desk"


def test_session_ends_by_itself_after_a_fortnight(person: MakePerson, clock: Clock) -> None:
    window = Visitor(person(Role.EXPERT).client)

    clock.wait(days=13)
    assert window.open("/desk").address == "/desk"
    clock.wait(days=2)
    assert window.open("/desk").address == "/sign-in"
