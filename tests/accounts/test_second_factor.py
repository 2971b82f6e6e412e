"""The second factor: who must have one, what counts as a code, and the ways back for who lost the telephone."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select
from werkzeug.test import TestResponse

from marketplace.accounts import second_factor
from marketplace.accounts.labels import SessionStage
from marketplace.accounts.models import Membership, RecoveryCode, SecondFactor, User
from marketplace.accounts.policies import NEEDS_FACTOR, stage_of
from marketplace.accounts.sealing import Seal
from marketplace.app import create_app
from marketplace.core import journal
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.jobs import Job
from marketplace.core.journal import JournalEntry, parse_event
from marketplace.settings import Settings
from tests.fixtures.web import NOW, PASSWORD, BrowserClient, Person, make_member

SECRET = "a-secret-of-the-tests-that-nobody-else-has"
SECOND = timedelta(seconds=30)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def clock() -> Clock:
    """One clock for the whole file: time only goes on."""
    return Clock()


def strict_app(database: Database, *, folder: Path, clock: Clock) -> Flask:
    """Return the application as it runs in earnest, where officers and operators must have a second factor."""
    settings = Settings(secret_key=SECRET, data_dir=folder, secure_cookies=False, rate_limits=False)
    made = create_app(settings, database=database, clock=clock)
    made.testing = True
    made.test_client_class = BrowserClient
    return made


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for tests whose people have nothing to do with each other."""
    copy = tmp_path_factory.mktemp("factor") / "marketplace.db"
    shutil.copy(sqlite_template, copy)
    opened = Database(f"sqlite:///{copy}")
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def strict(shared: Database, tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Flask:
    return strict_app(shared, folder=tmp_path_factory.mktemp("data"), clock=clock)


def enter_password(client: FlaskClient, email: str, **more: str) -> TestResponse:
    return client.post("/sign-in", data={"email": email, "password": PASSWORD, **more})


def set_up(client: FlaskClient, page: TestResponse, *, at: datetime, address: str) -> tuple[str, list[str]]:
    """Type the first code of the authenticator that a page offers; return its secret and the recovery codes."""
    found = re.search(r'name="ticket" value="([^"]+)"', page.text)
    groups = re.search(r"手工填密钥：<code>([^<]+)</code>", page.text)
    assert found is not None
    assert groups is not None
    secret = groups[1].replace(" ", "")
    answer = client.post(address, data={"ticket": found[1], "code": pyotp.TOTP(secret).at(at)})
    assert answer.status_code == 200, answer.text
    return secret, re.findall(r"<code>([a-z0-9-]{19})</code>", answer.text)


def officer(app: Flask, database: Database, clock: Clock) -> tuple[str, str, list[str]]:
    """An officer who has set up the second factor: address, secret, recovery codes."""
    _, email = make_member(database, role=Role.COUNTY, area_prefix="330603", county_code="330603")
    client = app.test_client()
    enter_password(client, email)
    page = client.get("/sign-in/enrol")
    secret, codes = set_up(client, page, at=clock.now, address="/sign-in/enrol")
    return email, secret, codes


@pytest.mark.parametrize("role", list(Role))
def test_stage_after_a_right_password_is_decided_by_role_and_factor(role: Role) -> None:
    def stage(*, has_factor: bool = False, is_proven: bool = False, is_demanded: bool = True) -> SessionStage:
        return stage_of(role=role, has_factor=has_factor, is_proven=is_proven, is_demanded=is_demanded)

    must = role in {Role.COUNTY, Role.CITY, Role.PROVINCE, Role.OPERATOR}
    assert stage() is (SessionStage.ENROL if must else SessionStage.OPEN)
    assert stage(is_demanded=False) is SessionStage.OPEN
    assert stage(has_factor=True, is_demanded=False) is SessionStage.CODE
    assert stage(has_factor=True, is_proven=True) is SessionStage.OPEN
    assert (role in NEEDS_FACTOR) is must


def test_officer_sets_up_the_factor_at_the_first_sign_in_and_gives_it_at_the_second(
    any_database: Database, tmp_path: Path, clock: Clock
) -> None:
    strict = strict_app(any_database, folder=tmp_path, clock=clock)
    _, email = make_member(any_database, role=Role.COUNTY, area_prefix="330603", county_code="330603")
    client = strict.test_client()

    first = enter_password(client, email, next="/inbox")
    assert first.location == "/sign-in/enrol?next=/inbox"
    assert client.get("/desk").location.startswith("/sign-in?")
    page = client.get(first.location)
    picture = re.search(r'src="(/sign-in/enrol/[^"]+\.svg)"', page.text)
    assert picture is not None
    assert client.get(picture[1]).mimetype == "image/svg+xml"
    assert strict.test_client().get(picture[1]).status_code == 404
    secret, codes = set_up(client, page, at=clock.now, address="/sign-in/enrol")
    assert len(set(codes)) == 10
    assert client.get("/desk").status_code == 200

    clock.now += SECOND
    other = strict.test_client()
    assert enter_password(other, email).location == "/sign-in/code"
    assert other.get("/desk").status_code == 303
    assert other.get("/api/v1/me/saved-searches").status_code in {401, 404}
    wrong = other.post("/sign-in/code", data={"code": "000000"})
    right = other.post("/sign-in/code", data={"code": pyotp.TOTP(secret).at(clock.now), "next": "//evil.invalid"})

    assert "验证码不对" in wrong.text
    assert right.location == "/desk"
    assert other.get("/desk").status_code == 200


def test_code_counts_once_and_so_does_the_half_minute_before(strict: Flask, shared: Database, clock: Clock) -> None:
    email, secret, _ = officer(strict, shared, clock)
    clock.now += 4 * SECOND
    answers = {}
    for name, moment in (("now", clock.now), ("again", clock.now), ("before", clock.now - SECOND)):
        client = strict.test_client()
        enter_password(client, email)
        answers[name] = client.post("/sign-in/code", data={"code": pyotp.TOTP(secret).at(moment)}).status_code

    assert answers == {"now": 303, "again": 422, "before": 422}


def test_clock_of_a_telephone_may_be_off_by_half_a_minute(strict: Flask, shared: Database, clock: Clock) -> None:
    email, secret, _ = officer(strict, shared, clock)
    got = {}
    for steps in (-2, -1, 0, 1, 2):
        clock.now += 10 * SECOND
        client = strict.test_client()
        enter_password(client, email)
        code = pyotp.TOTP(secret).at(clock.now + steps * SECOND)
        got[steps] = client.post("/sign-in/code", data={"code": code}).status_code

    assert got == {-2: 422, -1: 303, 0: 303, 1: 303, 2: 422}


def test_five_wrong_codes_lock_even_the_right_one_for_a_while(strict: Flask, shared: Database, clock: Clock) -> None:
    email, secret, _ = officer(strict, shared, clock)
    clock.now += 2 * SECOND
    client = strict.test_client()
    enter_password(client, email)
    for _ in range(5):
        client.post("/sign-in/code", data={"code": "12345x"})

    locked = client.post("/sign-in/code", data={"code": pyotp.TOTP(secret).at(clock.now)})
    clock.now += timedelta(minutes=1)
    later = client.post("/sign-in/code", data={"code": pyotp.TOTP(secret).at(clock.now)})

    assert "暂时锁定" in locked.text
    assert later.status_code == 303


def test_recovery_code_opens_once_as_it_is_typed_and_tells_its_owner(
    strict: Flask, shared: Database, clock: Clock
) -> None:
    email, _, codes = officer(strict, shared, clock)
    answers = []
    for typed in (codes[0].upper().replace("-", " "), codes[0], codes[1]):
        client = strict.test_client()
        enter_password(client, email)
        answers.append(client.post("/sign-in/code", data={"code": typed}).status_code)

    assert answers == [303, 422, 303]
    with shared.session() as session:
        user_id = session.exec(select(User.id).where(User.email == email)).one()
        kept = session.exec(select(RecoveryCode).where(RecoveryCode.user_id == user_id)).all()
        mails = [job.payload for job in session.exec(select(Job).where(Job.kind == "mail"))]
    assert sum(row.used_at is not None for row in kept) == 2
    assert not any(code in row.code_digest for code in codes for row in kept)
    assert sum(mail["user_id"] == user_id and "用恢复码登录了一次" in mail["body"] for mail in mails) == 2


def test_way_to_the_factor_ends_after_ten_minutes_and_with_a_revoked_password(
    strict: Flask, shared: Database, clock: Clock
) -> None:
    email, secret, _ = officer(strict, shared, clock)
    client = strict.test_client()
    enter_password(client, email)
    clock.now += timedelta(minutes=11)

    late = client.post("/sign-in/code", data={"code": pyotp.TOTP(secret).at(clock.now)})

    assert late.location.startswith("/sign-in?")


def test_officer_must_keep_the_factor_and_gets_new_codes_for_a_code(
    strict: Flask, shared: Database, clock: Clock
) -> None:
    email, secret, old = officer(strict, shared, clock)
    client = strict.test_client()
    enter_password(client, email)
    client.post("/sign-in/code", data={"code": old[0]})
    clock.now += 2 * SECOND

    refused = client.post("/account/second-factor/remove", data={"code": old[1]})
    renewed = client.post("/account/second-factor/codes", data={"code": pyotp.TOTP(secret).at(clock.now)})
    fresh = re.findall(r"<code>([a-z0-9-]{19})</code>", renewed.text)
    again = strict.test_client()
    enter_password(again, email)

    assert refused.status_code == 403
    assert len(set(fresh) - set(old)) == 10
    assert again.post("/sign-in/code", data={"code": old[2]}).status_code == 422
    assert again.post("/sign-in/code", data={"code": fresh[0]}).status_code == 303


def test_operator_resets_with_a_reason_in_the_journal_and_every_session_ends(
    strict: Flask, shared: Database, clock: Clock
) -> None:
    email, secret, codes = officer(strict, shared, clock)
    signed_in = strict.test_client()
    enter_password(signed_in, email)
    signed_in.post("/sign-in/code", data={"code": codes[0]})
    _, chief = make_member(shared, role=Role.OPERATOR)
    operator = strict.test_client()
    enter_password(operator, chief)
    set_up(operator, operator.get("/sign-in/enrol"), at=clock.now, address="/sign-in/enrol")
    with shared.session() as session:
        joined = select(Membership.organisation_id).join(User, col(User.id) == Membership.user_id)
        body = session.exec(joined.where(User.email == email)).one()
    page = operator.get(f"/operator/organisations/{body}")
    member = re.search(r'name="membership_id" value="(\d+)"', page.text)
    assert member is not None
    data = {"membership_id": member[1], "action": "reset_factor", "person_reason": "手机遗失，已核对身份"}

    answer = operator.post(f"/operator/organisations/{body}/people", data=data)

    assert answer.status_code == 303
    assert signed_in.get("/desk").status_code == 303
    client = strict.test_client()
    assert enter_password(client, email).location == "/sign-in/enrol"
    with shared.session() as session:
        last = [parse_event(row) for row in session.exec(select(JournalEntry).order_by(JournalEntry.seq))]  # type: ignore[arg-type]  # a column
        assert journal.verify(session).is_intact
    reset = [row for row in last if row["action"] == "second_factor.reset"]
    assert [row["details"] for row in reset] == [{"reason": "手机遗失，已核对身份"}]
    assert secret not in "".join(str(row) for row in last)


def test_anybody_may_set_it_up_and_take_it_off_again(person: Callable[..., Person], app: Flask) -> None:
    owner = person(Role.ENTERPRISE)
    page = owner.client.get("/account/second-factor")
    secret, codes = set_up(owner.client, page, at=NOW, address="/account/second-factor")

    other = app.test_client()
    assert enter_password(other, owner.email).location == "/sign-in/code"
    assert owner.client.post("/account/second-factor/remove", data={"code": "000000"}).status_code == 422
    assert owner.client.post("/account/second-factor/remove", data={"code": codes[0]}).status_code == 303
    assert enter_password(app.test_client(), owner.email).location == "/desk"
    assert secret


def test_ticket_of_another_person_or_of_yesterday_binds_nothing(
    person: Callable[..., Person], database: Database
) -> None:
    mine, other = person(Role.ENTERPRISE), person(Role.ENTERPRISE)
    found = re.search(r'name="ticket" value="([^"]+)"', other.client.get("/account/second-factor").text)
    assert found is not None

    page = mine.client.post("/account/second-factor", data={"ticket": found[1], "code": "123456"})

    assert "已经过期" in page.text
    with database.session() as session:
        assert session.exec(select(SecondFactor)).all() == []


def test_secret_is_sealed_in_the_database_and_opens_under_the_same_key_alone(
    strict: Flask, shared: Database, clock: Clock
) -> None:
    email, secret, _ = officer(strict, shared, clock)

    with shared.session() as session:
        found = select(SecondFactor.sealed_secret).join(User, col(User.id) == SecondFactor.user_id)
        sealed = session.exec(found.where(User.email == email)).one()

    assert secret not in sealed
    assert Seal(SECRET).open(sealed) == secret
    assert Seal("another key of forty characters or more.").open(sealed) is None


@given(st.text(max_size=60))
def test_six_digits_are_six_digits_however_they_are_typed(text: str) -> None:
    digits = second_factor._digits(text)

    assert digits == "" or (len(digits) == 6 and digits.isascii() and digits.isdigit())
    assert second_factor._digits(" \uff11\uff123 456 ") == "123456"
