"""An enterprise registers through its form."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import func, select

from marketplace.accounts.models import Organisation, User
from marketplace.accounts.queries import find_by_uscc
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.exchange.rows import EnterpriseRow
from tests.fixtures.web import Person

USCC = "91339999MA2ABCDE10"
FILLED = {
    "name": "虚构印染有限公司",
    "uscc": USCC,
    "county_code": "330603",
    "industry_text": "棉布印染",
    "problems-0-text": "排缸全靠老师傅一个人",
    "problems-1-text": "",
    "email": "boss@example.invalid",
    "display_name": "厂长",
    "password": "a sentence to remember",
}


def registered(database: Database) -> EnterpriseRow:
    with database.session() as session:
        body = find_by_uscc(session, uscc=USCC)
        assert body is not None
        return load_enterprise_rows(session, ids=[body.id or 0])[0]


def count_bodies(database: Database) -> tuple[int, int, int]:
    with database.session() as session:
        return tuple(  # type: ignore[return-value]
            session.exec(select(func.count()).select_from(table)).one() for table in (Enterprise, Organisation, User)
        )


def test_registration_writes_the_enterprise_and_signs_its_person_in(client: FlaskClient, stored: Database) -> None:
    asked = client.get("/enterprises/register").text
    answer = client.post("/enterprises/register", data={**FILLED, "problems-0-priority": "1"})

    row = registered(stored)
    assert "急不急" in asked
    assert [one.priority for one in row.problems] == [1]
    assert answer.location == f"/enterprises/{row.ref.removeprefix('E')}/links"
    assert (row.county, row.industry.text, [one.text for one in row.problems]) == (
        "柯桥区",
        "棉布印染",
        ["排缸全靠老师傅一个人"],
    )
    assert "企业工作台" in client.get("/desk").text


def test_registered_enterprise_waits_for_its_county_which_is_told(
    client: FlaskClient, stored: Database, person: Callable[..., Person]
) -> None:
    officer = person(Role.COUNTY, area_prefix="330603")

    answer = client.post("/enterprises/register", data=FILLED)

    assert "待主管部门确认" in client.get(answer.location.removesuffix("/links")).text
    assert "有企业自行登记，等您确认" in officer.client.get("/inbox").text


def test_registration_sent_twice_makes_one_enterprise_and_leads_on(client: FlaskClient, stored: Database) -> None:
    first = client.post("/enterprises/register", data=FILLED)
    before = count_bodies(stored)

    second = client.application.test_client().post("/enterprises/register", data=FILLED)

    assert (second.status_code, second.location) == (303, first.location)
    assert count_bodies(stored) == before


def test_registration_of_a_known_credit_code_by_another_person_is_refused(
    client: FlaskClient, stored: Database
) -> None:
    client.post("/enterprises/register", data=FILLED)
    before = count_bodies(stored)

    answer = client.application.test_client().post(
        "/enterprises/register", data={**FILLED, "email": "other@example.invalid"}
    )

    assert answer.status_code == 422
    assert "已经登记过" in answer.text
    assert count_bodies(stored) == before


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("uscc", "91339999MA2ABCDE11", "校验位不对"),
        ("uscc", "9133", "有4位，应是18位"),
        ("uscc", "", "请填写这一项"),
        ("county_code", "339999", "没有这个县（市、区）"),
        ("county_code", "", "请填写这一项"),
        ("name", "厂" * 201, "最多 200 个字"),
        ("gbt_code", "C9999", "制造业里没有代码"),
        ("gbt_code", "纺织", "请写国民经济行业代码"),
        ("problems-0-text", "难" * 10_001, "最多 10000 个字"),
        ("email", "不是邮箱", "邮箱写得不全"),
        ("password", "short", "密码"),
    ],
)
def test_registration_with_a_fault_says_why_keeps_the_rest_and_changes_nothing(
    client: FlaskClient, stored: Database, field: str, typed: str, sentence: str
) -> None:
    answer = client.post("/enterprises/register", data={**FILLED, field: typed})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "厂长" in answer.text
    assert count_bodies(stored) == (0, 0, 0)


def test_registration_takes_a_code_in_full_width(client: FlaskClient, stored: Database) -> None:
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in USCC)

    assert client.post("/enterprises/register", data={**FILLED, "uscc": full_width}).status_code == 303
    assert registered(stored).uscc == USCC


def test_registration_with_words_that_contradict_the_code_is_refused(client: FlaskClient, stored: Database) -> None:
    answer = client.post("/enterprises/register", data={**FILLED, "gbt_code": "C3392"})

    assert "代码 C3392 是“有色金属铸造”，和您写的“棉布印染”不一样" in answer.text


def test_registration_with_more_rows_asked_keeps_what_was_typed(client: FlaskClient, stored: Database) -> None:
    answer = client.post("/enterprises/register", data={**FILLED, "do": "more"})

    assert answer.status_code == 200
    assert "排缸全靠老师傅一个人" in answer.text
    assert 'name="problems-5-text"' in answer.text
    assert count_bodies(stored) == (0, 0, 0)


def test_registration_page_takes_over_what_was_typed_on_the_home_page(client: FlaskClient, stored: Database) -> None:
    assert "急单一插全乱" in client.get("/enterprises/register?q=急单一插全乱").text


def test_address_in_full_width_is_understood(client: FlaskClient, stored: Database) -> None:
    client.post("/enterprises/register", data={**FILLED, "email": "boss\uff20example\uff0einvalid"})

    with stored.session() as session:
        assert session.exec(select(User.email)).all() == ["boss@example.invalid"]


def test_form_that_comes_back_says_that_the_password_must_be_typed_again(client: FlaskClient, stored: Database) -> None:
    page = client.post("/enterprises/register", data={**FILLED, "uscc": "1"}).text

    assert "只有密码要再填一遍" in page


def test_waiting_enterprise_reads_what_happens_next(client: FlaskClient, stored: Database) -> None:
    made = client.post("/enterprises/register", data=FILLED)

    page = client.get(made.location.removesuffix("/links")).text

    assert "登记已收到，等柯桥区的主管部门确认" in page
