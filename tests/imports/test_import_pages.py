"""Upload, look, choose, apply: through the pages, as a county's officer and as the operator."""

import io

import openpyxl
import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import ModuleVersion
from marketplace.core.actor import Role
from marketplace.core.journal import JournalEntry, parse_event
from marketplace.enterprises.models import Enterprise, NeedLink
from marketplace.imports.exporting import export_enterprises
from marketplace.imports.models import HeaderMapping, ImportBatch, ImportFile
from tests.imports.conftest import as_lines, count_enterprises, firm

PROVIDER = {
    "ref": "P1",
    "name": "杭州某云科技有限公司",
    "kind": "SaaS服务商",
    "modules": [{"ref": "M1", "name": "报工", "summary": "扫码报工", "scenarios": ["报工"]}],
}


@pytest.fixture
def officer(person):
    return person(Role.COUNTY, area_prefix="330603", county_code="330603")


@pytest.fixture
def operator(person):
    return person(Role.OPERATOR)


def test_upload_changes_nothing_before_it_is_applied(officer, upload, database):
    upload(officer.client, ("企业.jsonl", as_lines(firm("E1", "绍兴甲印染有限公司"))))

    assert count_enterprises(database) == 0


def test_applied_batch_brings_confirmed_enterprises_in(officer, upload, database):
    page = upload(officer.client, ("企业.jsonl", as_lines(firm("E1", "绍兴甲印染有限公司"))))

    answer = officer.client.post(f"{page}/apply", data={})

    assert answer.status_code == 303
    with database.session() as session:
        body = session.exec(select(Organisation).where(Organisation.name == "绍兴甲印染有限公司")).one()
        assert body.county_code == "330603"
        assert body.confirmed_at is not None


def test_second_apply_of_a_batch_is_refused(officer, upload, database):
    page = upload(officer.client, ("企业.jsonl", as_lines(firm("E1", "绍兴甲印染有限公司"))))
    officer.client.post(f"{page}/apply", data={})

    answer = officer.client.post(f"{page}/apply", data={})

    assert answer.status_code == 409
    assert count_enterprises(database) == 1


def test_applied_batch_keeps_no_files_and_no_rows(officer, upload, database):
    page = upload(officer.client, ("企业.jsonl", as_lines(firm("E1", "绍兴甲印染有限公司"))))

    officer.client.post(f"{page}/apply", data={})

    with database.session() as session:
        assert session.exec(select(ImportFile)).all() == []
        assert session.exec(select(ImportBatch)).one().staged == {}


def test_bad_row_holds_all_rows_back_and_is_named(officer, upload, database):
    rows = as_lines(firm("E1", "绍兴甲印染有限公司"), firm("E2", "绍兴乙印染有限公司", employees="很多"))
    page = upload(officer.client, ("企业.jsonl", rows))

    shown = officer.client.get(page).text
    answer = officer.client.post(f"{page}/apply", data={})

    assert "“企业.jsonl”第2行" in shown
    assert "“很多”不是数字" in shown
    assert answer.status_code == 422
    assert "还有1处错误，没有导入" in answer.text
    assert count_enterprises(database) == 0


def test_bad_row_is_skipped_when_that_was_chosen(officer, upload, database):
    rows = as_lines(firm("E1", "绍兴甲印染有限公司"), firm("E2", "绍兴乙印染有限公司", employees="很多"))
    page = upload(officer.client, ("企业.jsonl", rows))

    officer.client.post(f"{page}/apply", data={"skip_bad": "true"})

    assert count_enterprises(database) == 1


def test_enterprise_of_another_county_is_refused(officer, upload):
    row = firm("E1", "诸暨甲袜业有限公司") | {"county": "诸暨市"}
    page = upload(officer.client, ("企业.jsonl", as_lines(row)))

    assert "不是本县（市、区）的企业" in officer.client.get(page).text


def test_enterprise_without_a_county_is_taken_for_the_officers_own(officer, upload, database):
    page = upload(officer.client, ("企业.jsonl", as_lines({"ref": "E1", "name": "甲厂", "problems": []})))

    officer.client.post(f"{page}/apply", data={})

    with database.session() as session:
        assert session.exec(select(Organisation.county_code).where(Organisation.name == "甲厂")).one() == "330603"


def test_same_name_twice_in_a_file_is_refused(officer, upload):
    rows = as_lines(firm("E1", "绍兴甲印染有限公司"), firm("E2", "绍兴甲印染 有限公司"))
    page = upload(officer.client, ("企业.jsonl", rows))

    assert "像是同一家填了两次" in officer.client.get(page).text


def test_registered_enterprise_is_updated_by_a_later_file(officer, upload, database):
    for employees in (30, 45):
        rows = as_lines(firm("E1", "绍兴甲印染有限公司", employees=employees))
        officer.client.post(f"{upload(officer.client, ('企业.jsonl', rows))}/apply", data={})

    with database.session() as session:
        assert session.exec(select(Enterprise.employees)).all() == [45]


def test_blanks_of_a_later_file_take_nothing_away(officer, upload, database):
    told = {
        "employees": 30,
        "industry": {"text": "棉印染"},
        "preferences": {"budget_wan": 20.0, "payment": ["按使用付费"]},
    }
    told |= {"problems": [{"text": "排缸靠老师傅", "priority": 1}], "scenarios": [{"name": "染缸排产"}]}
    first = as_lines(firm("E1", "绍兴甲印染有限公司", description="棉布染色", **told))
    officer.client.post(f"{upload(officer.client, ('企业.jsonl', first))}/apply", data={})
    later = as_lines(firm("E1", "绍兴甲印染有限公司", preferences={"budget_wan": 25.0}))

    page = upload(officer.client, ("企业.jsonl", later))
    shown = officer.client.get(page).text
    officer.client.post(f"{page}/apply", data={})

    with database.session() as session:
        (row,) = export_enterprises(session)
    assert "→" not in shown
    assert (row.description, row.employees, row.industry.text) == ("棉布染色", 30, "棉印染")
    assert [one.text for one in row.problems] == ["排缸靠老师傅"]
    assert [one.name for one in row.scenarios] == ["染缸排产"]
    assert (row.preferences.budget_wan, [one.value for one in row.preferences.payment]) == (25.0, ["按使用付费"])


def test_registered_enterprise_is_left_alone_when_that_was_chosen(officer, upload, database):
    for employees in (30, 45):
        rows = as_lines(firm("E1", "绍兴甲印染有限公司", employees=employees))
        page = upload(officer.client, ("企业.jsonl", rows))
        officer.client.post(f"{page}/apply", data={"choices-0-index": "0", "choices-0-action": "skip"})

    with database.session() as session:
        assert session.exec(select(Enterprise.employees)).all() == [30]


def test_name_that_is_nearly_registered_asks_for_a_choice(officer, upload, database):
    first = as_lines(firm("E1", "绍兴甲印染有限公司"))
    officer.client.post(f"{upload(officer.client, ('企业.jsonl', first))}/apply", data={})

    page = upload(officer.client, ("企业.jsonl", as_lines(firm("E9", "绍兴甲印染有限责任公司"))))
    shown = officer.client.get(page).text
    officer.client.post(f"{page}/apply", data={})

    assert "可能是：绍兴甲印染有限公司" in shown
    assert count_enterprises(database) == 1


def test_unknown_headers_are_mapped_once_and_kept_for_the_body(officer, upload, database):
    book = workbook([["序号", "单位名称"], [1, "甲厂"]])
    page = upload(officer.client, ("表.xlsx", book))
    pairs = [("序号", "编号"), ("单位名称", "企业名称")]
    data = {
        name: value
        for index, (header, official) in enumerate(pairs)
        for name, value in (
            (f"pairs-{index}-sheet", "Sheet"),
            (f"pairs-{index}-header", header),
            (f"pairs-{index}-field", official),
        )
    }

    before = officer.client.get(page).text
    officer.client.post(f"{page}/headers", data=data)
    officer.client.post(f"{page}/apply", data={})
    again = officer.client.get(upload(officer.client, ("表.xlsx", book))).text

    assert "有2个表头不认识" in before
    assert "表头不认识" not in again
    assert count_enterprises(database) == 1
    with database.session() as session:
        assert len(session.exec(select(HeaderMapping)).all()) == 2


def test_misspelt_county_is_mended_by_one_choice(officer, upload, database):
    row = firm("E1", "甲厂") | {"county": "柯侨区"}
    page = upload(officer.client, ("企业.jsonl", as_lines(row)))
    data = {"places-0-county": "柯侨区", "places-0-city": "绍兴市", "places-0-code": "330603"}

    before = officer.client.get(page).text
    officer.client.post(f"{page}/places", data=data)
    officer.client.post(f"{page}/apply", data={})

    assert "改为绍兴市柯桥区" in before
    assert count_enterprises(database) == 1


def test_confirmed_industry_and_scenario_are_kept(officer, upload, database, library):
    scenario = library.scenarios[0].code
    row = firm("E1", "甲厂", industry={"text": "棉印染"}, scenarios=[{"name": "染缸能耗在线监测"}])
    page = upload(officer.client, ("企业.jsonl", as_lines(row)))
    shown = officer.client.get(page).text

    officer.client.post(
        f"{page}/apply",
        data={
            "industries-0-text": "棉印染",
            "industries-0-code": "C1713",
            "scenarios-0-name": "染缸能耗在线监测",
            "scenarios-0-code": scenario,
        },
    )

    assert "行业文字对应哪个代码" in shown
    assert "场景名称对应场景库里的哪一个" in shown
    with database.session() as session:
        assert session.exec(select(Enterprise.gbt_code)).one() == "C1713"
        assert session.exec(select(NeedLink.scenario_code, NeedLink.confirmed)).all() == [(scenario, True)]


def test_provider_of_a_county_comes_unconfirmed_with_drafts(officer, upload, database):
    page = upload(officer.client, ("服务商.jsonl", as_lines(PROVIDER)))

    officer.client.post(f"{page}/apply", data={})

    with database.session() as session:
        body = session.exec(select(Organisation).where(Organisation.name == PROVIDER["name"])).one()
        assert body.confirmed_at is None
        assert session.exec(select(ModuleVersion.state)).all() == [VersionState.DRAFT]


def test_provider_of_the_operator_is_public_at_once(operator, upload, database):
    page = upload(operator.client, ("服务商.jsonl", as_lines(PROVIDER)))

    operator.client.post(f"{page}/apply", data={})

    with database.session() as session:
        assert session.exec(select(ModuleVersion.state)).all() == [VersionState.PUBLISHED]


def test_batch_of_another_body_is_not_found(officer, operator, upload):
    page = upload(officer.client, ("企业.jsonl", as_lines(firm("E1", "甲厂"))))

    assert operator.client.get(page).status_code == 404
    assert operator.client.post(f"{page}/apply", data={}).status_code == 404


def test_discarded_batch_leaves_nothing(officer, upload, database):
    page = upload(officer.client, ("企业.jsonl", as_lines(firm("E1", "甲厂"))))

    officer.client.post(f"{page}/discard", data={})

    assert count_enterprises(database) == 0
    assert officer.client.get(page).status_code == 200


def test_upload_without_a_file_is_answered_on_the_page(officer):
    answer = officer.client.post("/imports", data={}, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert "请选择要导入的文件。" in answer.text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("企业.xlsx", b"", "文件是空的"), ("企业.pdf", b"%PDF-1.7 ...", "这是PDF文件，不能导入")],
    ids=["empty", "pdf"],
)
def test_upload_in_which_nothing_can_be_read_is_refused_and_waits_nowhere(officer, database, name, content, said):
    data = {"files": [(io.BytesIO(content), name)]}
    answer = officer.client.post("/imports", data=data, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert f"“{name}”：{said}" in answer.text
    assert "没有导入" in answer.text
    assert "还没有导入" not in officer.client.get("/desk").text
    with database.session() as session:
        assert session.exec(select(ImportBatch)).all() == session.exec(select(ImportFile)).all() == []


def test_successful_import_leads_to_the_firms_and_their_first_threes(officer, upload):
    page = upload(officer.client, ("企业.jsonl", as_lines(firm("E1", "绍兴甲印染有限公司"))))

    shown = officer.client.post(f"{page}/apply", data={}, follow_redirects=True).text

    assert "已导入企业1家" in shown
    main = shown[shown.index("<main") :]
    assert 'href="/county/enterprises"' in main
    assert 'href="/county/recommendations"' in main


def test_markup_in_a_file_is_shown_as_text(officer, upload):
    row = firm("E1", "甲厂", employees="<script>alert(1)</script>")
    page = upload(officer.client, ("<b>.jsonl", as_lines(row)))

    shown = officer.client.get(page).text

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


def test_template_is_sent_with_drop_downs(officer):
    answer = officer.client.get("/imports/template.xlsx")

    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert answer.status_code == 200
    assert book["企业"].data_validations.count > 5


def test_journal_speaks_of_files_by_digest_and_holds_no_names(officer, upload, database):
    page = upload(officer.client, ("企业.jsonl", as_lines(firm("E1", "绍兴甲印染有限公司"))))
    officer.client.post(f"{page}/apply", data={})

    with database.session() as session:
        events = [parse_event(entry) for entry in session.exec(select(JournalEntry))]

    applied = [event for event in events if event["action"] == "import.applied"]
    assert len(applied) == 1
    assert applied[0]["details"]["enterprises"] == 1
    assert "绍兴甲" not in str(events)


@pytest.mark.parametrize("batches", [1, 12])
def test_list_of_batches_takes_the_same_statements_however_many(officer, upload, count_queries, batches):
    for _ in range(batches):
        upload(officer.client, ("企业.jsonl", as_lines(firm("E1", "甲厂"))))
    officer.client.get("/imports")

    with count_queries() as count:
        officer.client.get("/imports")

    assert count() <= 8


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Sheet"
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_check_page_shows_rows_by_what_is_to_become_of_them(officer, upload):
    first = as_lines(firm("E1", "绍兴甲印染有限公司", employees=30), firm("E2", "绍兴乙印染有限公司"))
    officer.client.post(f"{upload(officer.client, ('企业.jsonl', first))}/apply", data={})
    more = [firm(f"E{number}", f"绍兴{number}号印染有限公司") for number in range(3, 10)]
    page = upload(
        officer.client,
        (
            "企业.jsonl",
            as_lines(
                firm("E1", "绍兴甲印染有限公司", employees=45, problems=[{"text": "排缸靠人"}]),
                firm("E2", "绍兴乙印染有限公司"),
                *more,
            ),
        ),
    )

    shown = officer.client.get(page).text
    new = officer.client.get(f"{page}/rows/create").text

    assert "新增 7 行" in shown
    assert "从业人数 30 → 45、问题清单 0 条 → 1 条" in shown
    assert "没有变化 1 行" in shown
    assert "绍兴9号印染有限公司" not in shown
    assert "看全部 7 行“新增”" in shown
    assert all(row["name"] in new for row in more)


def test_findings_stand_in_the_order_of_the_file_and_once(officer, upload):
    rows = [firm(f"E{n}", f"绍兴{n}号印染有限公司", employees="很多") for n in (1, 2, 10)]
    other_county = firm("E4", "诸暨甲袜业有限公司") | {"county": "诸暨市"}
    page = upload(officer.client, ("企业.jsonl", as_lines(rows[0], other_county, rows[1], rows[2])))

    shown = officer.client.get(page).text
    places = [shown.index(f"“企业.jsonl”第{line}行") for line in (1, 2, 3, 4)]

    assert places == sorted(places)
    assert shown.count("“企业.jsonl”第3行") == 1


def test_applied_batch_tells_what_was_done(officer, upload):
    page = upload(officer.client, ("企业.jsonl", as_lines(firm("E1", "绍兴甲印染有限公司"))))
    officer.client.post(f"{page}/apply", data={})

    shown = BeautifulSoup(officer.client.get(page).text, "html.parser")

    assert shown.select_one("dl.figures dt").get_text() == "新增"
    assert shown.select_one("dl.figures dd").get_text().startswith("1")


def test_amount_as_people_say_it_is_taken_as_in_forms_and_read_back(officer, upload, database):
    row = firm("E1", "绍兴甲印染有限公司", employees="三百来人", preferences={"budget_wan": "二三十万"})
    page = upload(officer.client, ("企业.jsonl", as_lines(row)))

    shown = officer.client.get(page).text
    officer.client.post(f"{page}/apply", data={})

    assert "“三百来人”按约 300 人理解，请核对。" in shown
    assert "“二三十万”按约 30 万元理解，请核对。" in shown
    with database.session() as session:
        assert session.exec(select(Enterprise.employees, Enterprise.budget_fen)).all() == [(300, 30_000_000)]


def test_tick_that_is_asked_for_is_named_beside_it(officer, upload, database):
    rows = as_lines(firm("E1", "绍兴甲印染有限公司"), firm("E2", "绍兴乙印染有限公司", employees="很多"))
    page = upload(officer.client, ("企业.jsonl", rows))

    answer = officer.client.post(f"{page}/apply", data={})

    assert BeautifulSoup(answer.text, "lxml").select_one('a[href="#f-skip_bad"]') is not None
