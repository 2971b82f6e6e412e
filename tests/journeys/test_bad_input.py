"""Everything that a person can send wrong: one clear sentence, what was typed is still there, nothing has changed."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.web.api import UNTOLD
from tests.fixtures.web import PASSWORD
from tests.journeys.conftest import MakePerson
from tests.journeys.visitor import Visitor
from tests.recommendations.market import Market

# What stands aside until somebody confirms it, and what signing in leaves.
ASIDE = {"table_commit", "import_batch", "import_file", "auth_session", "journal_entry", "alembic_version"}
FIRM = {"ref": "E1", "name": "绍兴虚构甲印染有限公司", "county": "柯桥区", "city": "绍兴市"}


def contents(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table that a wrong input must leave alone."""
    with database.engine.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars()
        names = sorted(set(tables) - ASIDE)
        return {name: [tuple(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))] for name in names}


@pytest.fixture
def unchanged(database: Database, market: Market) -> Callable[[], bool]:
    """Return a function that says whether the database holds what it held before the test began."""
    before: list[dict[str, list[tuple[Any, ...]]]] = []

    def check() -> bool:
        if not before:
            before.append(contents(database))
        return contents(database) == before[0]

    return check


def as_lines(*rows: dict[str, Any]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def bomb() -> bytes:
    """Return a workbook of three megabytes that unpacks to seven hundred."""
    file, block = io.BytesIO(), bytes(1024 * 1024)
    openpyxl.Workbook().save(file)
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as book,
        book.open("xl/media/picture.png", "w", force_zip64=True) as picture,
    ):
        for _ in range(700):
            picture.write(block)
    return file.getvalue()


UNREADABLE = {
    "zip bomb": ("企业.xlsx", bomb, "文件解开后超过600MB"),
    "no file of this kind": ("企业.xlsx", lambda: b"%PDF-1.7 ...", "这是PDF文件，不能导入"),
    "broken archive": ("企业.xlsx", lambda: b"PK\x03\x04 and nothing more", "打不开"),
    "empty file": ("企业.jsonl", lambda: b"", "文件是空的"),
}
UPLOADS = {
    "broken encoding": ("企业.jsonl", lambda: as_lines(FIRM) + b'{"ref": "\xff\xfe"}\n', "编码"),
    "ten megabytes in a cell": (
        "企业.jsonl",
        lambda: as_lines({**FIRM, "description": "难" * 3_400_000}),
        "最多10,000字",
    ),
    "duplicate number": ("企业.jsonl", lambda: as_lines(FIRM, {**FIRM, "name": "虚构乙厂"}), "编号“E1”与第1行重复"),
    "duplicate firm": ("企业.jsonl", lambda: as_lines(FIRM, {**FIRM, "ref": "E2"}), "像是同一家填了两次"),
    "unknown county": ("企业.jsonl", lambda: as_lines({**FIRM, "county": "虚构区"}), "浙江省没有“绍兴市虚构区”"),
    "wrong credit code": ("企业.jsonl", lambda: as_lines({**FIRM, "uscc": "91330603MA2XX0001D"}), "校验位不对"),
    "formula for a number": ("企业.jsonl", lambda: as_lines({**FIRM, "employees": "=30+30"}), "“=30+30”不是数字"),
    "catalogue number": ("企业.jsonl", lambda: as_lines({**FIRM, "industry": {"catalog_no": 40}}), "应在1到39之间"),
}


@pytest.mark.parametrize(("name", "content", "said"), UPLOADS.values(), ids=UPLOADS.keys())
def test_bad_file_is_explained_and_brings_nothing_in(
    officer: Visitor, unchanged: Callable[[], bool], name: str, content: Callable[[], bytes], said: str
) -> None:
    assert unchanged()

    officer.upload("/imports", field="files", name=name, content=content())
    shown = officer.text()
    answer = officer.client.post(f"{officer.address}/apply")

    assert said in shown
    assert answer.status_code == 422
    assert "没有导入" in answer.text
    assert unchanged()


@pytest.mark.parametrize(("name", "content", "said"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_file_in_which_nothing_can_be_read_is_refused_at_once(
    officer: Visitor, unchanged: Callable[[], bool], name: str, content: Callable[[], bytes], said: str
) -> None:
    assert unchanged()

    officer.upload("/imports", field="files", name=name, content=content())

    assert officer.status == 422
    assert said in officer.text()
    assert "没有导入" in officer.text()
    assert "待确认" not in officer.open("/imports").text()
    assert unchanged()


def test_text_that_looks_like_a_formula_goes_out_as_text(officer: Visitor, market: Market) -> None:
    name = '=HYPERLINK("http://evil.invalid","甲厂")'
    rows = as_lines({**FIRM, "name": name, "problems": [{"text": "排缸全凭老师傅一个人的脑子"}]})

    officer.upload("/imports", field="files", name="企业.jsonl", content=rows).submit("导入")
    book = openpyxl.load_workbook(io.BytesIO(officer.client.get("/county/recommendations.xlsx").data))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]

    assert [cell.data_type for cell in cells if cell.value == name] == ["s"]
    assert "f" not in {cell.data_type for cell in cells}


def test_upload_beyond_the_limit_is_refused_with_the_size(officer: Visitor, unchanged: Callable[[], bool]) -> None:
    assert unchanged()

    officer.upload("/imports", field="files", name="企业.jsonl", content=b" " * 21 * 1024 * 1024)

    assert officer.status == 413
    assert "太大" in officer.text()
    assert unchanged()


REGISTRATION = {
    "name": "绍兴虚构染整有限公司",
    "uscc": "91330603MA2XX0001C",
    "county_code": "330603",
    "industry_text": "棉印染精加工",
    "problems-0-text": "排缸全凭老师傅一个人的脑子",
    "problems-0-priority": "1",
    "email": "owner@example.invalid",
    "display_name": "厂长",
    "password": PASSWORD,
}
WRONG = {
    "wrong code": ("uscc", "91330603MA2XX0001D", "校验位不对"),
    "short code": ("uscc", "91330603", "应是18位"),
    "unknown county": ("county_code", "339998", "没有这个县（市、区）"),
    "no name": ("name", " ", "请填写这一项"),
    "weak password": ("password", "11111111111", "密码里不同的字符太少"),
    "no address": ("email", "owner", "邮箱写得不全"),
    "long text": ("problems-0-text", "难" * 100_000, "最多 10000 个字"),
}


@pytest.mark.parametrize(("field", "typed", "said"), WRONG.values(), ids=WRONG.keys())
def test_wrong_registration_is_explained_keeps_what_was_typed_and_changes_nothing(
    visitor: Callable[[], Visitor], unchanged: Callable[[], bool], field: str, typed: str, said: str
) -> None:
    assert unchanged()

    page = visitor().open("/enterprises/register").submit("登记", **{**REGISTRATION, field: typed})

    assert page.status == 422
    assert said in page.text()
    assert page.value("display_name") == "厂长"
    assert unchanged()


def test_ten_megabytes_in_a_form_are_refused_as_too_large(
    visitor: Callable[[], Visitor], unchanged: Callable[[], bool]
) -> None:
    assert unchanged()

    page = visitor().upload("/enterprises/register", field="description", name="", content=b"a" * 10 * 1024 * 1024)

    assert page.status in {413, 422}
    assert unchanged()


def test_code_in_full_width_is_understood(visitor: Callable[[], Visitor], market: Market) -> None:
    wide = "".join(chr(ord(character) + 0xFEE0) for character in REGISTRATION["uscc"])

    page = visitor().open("/enterprises/register").submit("登记", **{**REGISTRATION, "uscc": wide})

    assert "我们这样理解您的难题，对吗？" in page.text()


@pytest.fixture
def seller(person: MakePerson, market: Market) -> Visitor:
    return Visitor(person(Role.PROVIDER, organisation_id=market.dyeing_software).client)


def test_thirty_nine_ticked_industries_are_kept_with_a_warning(seller: Visitor) -> None:
    page = seller.open("/desk").follow("服务商资料")
    offered = [str(one["value"]) for one in page.page.select('input[name="industries"]')]

    page.submit("保存资料", industries=offered)

    assert "勾得越多，每一个在排序里的分量越轻" in page.text()


def test_empty_lists_are_saved_and_the_page_says_what_is_missing(person: MakePerson, market: Market) -> None:
    owner = Visitor(person(Role.ENTERPRISE, organisation_id=market.dye_house).client)
    owner.open(f"/enterprises/{market.dye_house}/edit")
    empty = {f"problems-{number}-text": "" for number in range(20)}

    owner.submit("保存", **empty)
    owner.open(f"/enterprises/{market.dye_house}/recommendations")

    assert owner.status == 200
    assert "难题" in owner.text()


def test_form_sent_twice_saves_once_and_is_no_error(seller: Visitor, database: Database) -> None:
    page = seller.open("/desk").follow("我的模块").follow("起草新模块")
    address, form = page.address, {"name": "双击模块", "summary": "按颜色深浅和缸容排缸，急单插进来后面自动重排。"}

    answers = [seller.client.post(address, data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location


def test_stale_form_changes_nothing_and_keeps_what_both_typed(
    person: MakePerson, market: Market, unchanged: Callable[[], bool]
) -> None:
    first, second = (Visitor(person(Role.ENTERPRISE, organisation_id=market.dye_house).client) for _ in range(2))
    for window in (first, second):
        window.open(f"/enterprises/{market.dye_house}/edit")
    first.submit("保存", **{"problems-0-text": "先保存的一句"})
    assert unchanged()

    second.submit("保存", **{"problems-0-text": "后保存的一句"})

    assert "和您写的合在一起了，一条没丢。请看一遍，再保存。" in second.text()
    assert second.value("problems-0-text") == "后保存的一句"
    assert "先保存的一句" in str(second.page)
    first.open(f"/enterprises/{market.dye_house}")
    assert "先保存的一句" in first.text()
    assert "后保存的一句" not in first.text()


def test_answer_to_a_program_names_each_field(client: FlaskClient, person: MakePerson, market: Market) -> None:
    owner = person(Role.ENTERPRISE, organisation_id=market.dye_house).client

    answer = owner.put(
        f"/api/v1/enterprises/{market.dye_house}/lists", json={"problems": [{"text": "", "priority": 9}]}
    )

    assert answer.status_code == 422
    assert json.loads(answer.text)["errors"] == {
        "problems.0.text": ["请至少填写 1 个字。"],
        "problems.0.priority": ["不能大于 3。"],
        "scenarios": [UNTOLD],
        "version": [UNTOLD],
    }
