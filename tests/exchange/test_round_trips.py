"""Rows → file → rows, for every form of file and for texts that forms make something of."""

import io
import json
import tempfile
from itertools import zip_longest
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings

from marketplace.exchange import (
    Collection,
    EnterpriseRow,
    ProblemRow,
    Severity,
    collect,
    read_enterprises,
    read_path,
    read_providers,
    read_workbook,
    restore_enterprise,
    restore_provider,
    to_record,
    write_csv,
    write_jsonl,
    write_workbook,
)
from tests.exchange.strategies import enterprises, providers, sets_of


def differing(back, rows):
    """Return the first pair of rows that differ, so that a failure names one row instead of two whole files."""
    pairs = zip_longest(back, rows)
    return next(((found, given) for found, given in pairs if found != given), None)


def silent(collection: Collection) -> bool:
    """Say whether nothing but notes and names of regions was found."""
    return all(defect.severity is Severity.NOTE or defect.field == "regions" for defect in collection.defects)


@given(enterprises=sets_of(enterprises()), providers=sets_of(providers))
def test_jsonl_of_any_rows_gives_the_same_rows(places, enterprises, providers):
    demand, supply = io.BytesIO(), io.BytesIO()
    write_jsonl(enterprises, demand)
    write_jsonl(providers, supply)

    back = collect(read_enterprises(demand, places=places)), collect(read_providers(supply, places=places))

    assert differing(back[0].enterprises, enterprises) is None
    assert differing(back[1].providers, providers) is None


@given(enterprises=sets_of(enterprises()), providers=sets_of(providers))
def test_rows_that_wait_as_records_are_restored_unchanged(enterprises, providers):
    assert [restore_enterprise(json.loads(json.dumps(to_record(row)))) for row in enterprises] == enterprises
    assert [restore_provider(json.loads(json.dumps(to_record(row)))) for row in providers] == providers


@settings(deadline=None, max_examples=25)
@given(enterprises=sets_of(enterprises()), providers=sets_of(providers))
def test_workbook_of_any_rows_gives_the_same_rows(places, enterprises, providers):
    file = io.BytesIO()
    write_workbook(file, enterprises=enterprises, providers=providers)

    back = read_workbook(file, places=places)

    assert differing(back.enterprises, enterprises) is None
    assert differing(back.providers, providers) is None
    assert silent(back)


@settings(deadline=None, max_examples=25)
@given(enterprises=sets_of(enterprises()), providers=sets_of(providers))
def test_csv_of_any_rows_gives_the_same_rows(places, enterprises, providers):
    with tempfile.TemporaryDirectory() as folder:
        write_csv(Path(folder), enterprises=enterprises, providers=providers)

        back = collect(read_path(folder, places=places))

    assert differing(back.enterprises, enterprises) is None
    assert differing(back.providers, providers) is None
    assert silent(back)


def test_judged_collection_as_jsonl_and_as_xlsx_gives_the_same_rows(places, judged, tmp_path):
    demand = collect(read_path(judged / "enterprises.jsonl", places=places))
    supply = collect(read_path(judged / "providers.jsonl", places=places))
    write_workbook(tmp_path / "全部.xlsx", enterprises=demand.enterprises, providers=supply.providers)

    back = read_workbook(tmp_path / "全部.xlsx", places=places)

    assert (len(back.enterprises), len(back.providers)) == (88, 94)
    assert back.enterprises == demand.enterprises
    assert back.providers == supply.providers


def test_judged_collection_is_read_without_errors(places, judged):
    collection = collect(read_path(judged / "enterprises.jsonl", places=places))

    assert collection.defects == ()


def test_csv_in_gb18030_gives_the_same_rows(places, tmp_path):
    path = tmp_path / "企业.csv"
    path.write_bytes("编号,企业名称,县（市、区）,设区市\r\n1,绍兴梭悦纺织有限公司,柯桥区,绍兴市\r\n".encode("gb18030"))

    collection = read_workbook(path, places=places)

    assert collection.enterprises == (
        EnterpriseRow(ref="1", name="绍兴梭悦纺织有限公司", county="柯桥区", city="绍兴市"),
    )
    assert [str(defect) for defect in collection.defects] == ["“企业.csv”：按GB18030编码读取。"]


def test_workbook_without_links_has_no_column_for_them(places, tmp_path):
    row = EnterpriseRow(ref="1", name="甲厂", problems=(ProblemRow(text="缸差"),))
    write_workbook(tmp_path / "a.xlsx", enterprises=[row])

    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["问题清单"]
    assert [cell.value for cell in sheet[1]] == ["企业编号", "问题", "紧急程度"]


def test_equal_rows_give_equal_bytes(judged, places):
    rows = collect(read_path(judged / "enterprises.jsonl", places=places)).enterprises
    first, second = io.BytesIO(), io.BytesIO()

    write_workbook(first, enterprises=rows)
    write_workbook(second, enterprises=rows)

    assert first.getvalue() == second.getvalue()


def test_workbook_in_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_workbook(tmp_path / "none" / "book.xlsx")
