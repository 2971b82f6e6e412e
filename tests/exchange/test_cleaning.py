"""What people and programs leave in files is dealt with."""

import io
import json
from datetime import date

import pytest

from marketplace.exchange import Deployment, IndustryRef, NeedKind, Payment, collect, read_enterprises, read_providers


def read_one(places, **fields):
    line = json.dumps({"ref": "1", "name": "甲厂", **fields}, ensure_ascii=False).encode()
    collection = collect(read_enterprises(io.BytesIO(line), places=places))
    assert collection.defects == ()
    return collection.enterprises[0]


def read_provider(places, **fields):
    line = json.dumps({"ref": "1", "name": "甲", **fields}, ensure_ascii=False).encode()
    collection = collect(read_providers(io.BytesIO(line), places=places))
    assert collection.defects == ()
    return collection.providers[0]


def test_full_width_digits_in_a_number_are_read(places):
    assert read_one(places, employees="\uff11\uff12\uff10").employees == 120


def test_number_with_separators_and_unit_is_read(places):
    assert read_one(places, revenue_wan=" 21,500.5万元 ").revenue_wan == 21500.5


def test_full_width_letters_in_a_number_of_the_sender_are_narrowed(places):
    assert read_one(places, ref="\uff25\uff10\uff10\uff11").ref == "E001"


def test_amounts_are_rounded_to_the_fen(places):
    assert read_one(places, revenue_wan=1.23456789).revenue_wan == 1.234568


def test_zero_width_and_odd_spaces_are_removed_from_a_name(places):
    assert read_one(places, name="\ufeff绍兴\u200b 澜绮\u00a0\u3000印染 \n").name == "绍兴 澜绮 印染"


def test_description_keeps_its_lines(places):
    assert read_one(places, description=" 染缸46台 \r\n\r\n三班倒\r").description == "染缸46台\n\n三班倒"


def test_uscc_in_small_letters_with_spaces_is_compacted(places):
    assert read_one(places, uscc=" 9111 0000 6000 3734 1l ").uscc == "91110000600037341L"


def test_uscc_of_the_invented_county_is_accepted(places):
    from stdnum.cn import uscc

    code = "91339999MA2AB12345"[:17]
    code += uscc.calc_check_digit(code)

    assert read_one(places, uscc=code).uscc == code


@pytest.mark.parametrize("code", ["1713", "C1713", "c1713", "\uff11\uff17\uff11\uff13"])
def test_gbt_code_is_stored_with_its_letter(places, code):
    assert read_one(places, industry={"gbt_code": code}).industry == IndustryRef(gbt_code="C1713")


@pytest.mark.parametrize(
    ("county", "city"),
    [("柯桥区", "绍兴市"), ("330603", ""), (330603, "绍兴市"), ("柯桥", "绍兴"), ("绍兴市柯桥区", "浙江省绍兴市")],
)
def test_county_is_found_by_names_and_by_code(places, county, city):
    row = read_one(places, county=county, city=city)

    assert (row.county, row.city) == ("柯桥区", "绍兴市")


@pytest.mark.parametrize(("said", "priority"), [("很急", 1), ("紧急", 1), ("一般", 2), ("不急", 3)])
def test_priority_in_words_is_understood(places, said, priority):
    assert read_one(places, problems=[{"text": "缸差", "priority": said}]).problems[0].priority == priority


def test_priority_that_is_missing_is_two(places):
    assert read_one(places, problems=[{"text": "缸差"}]).problems[0].priority == 2


def test_empty_items_of_lists_are_left_out(places):
    row = read_one(places, preferences={"payment": ["", "一次性付费", "一次性付费", None]}, scenarios=[{}])

    assert row.preferences.payment == (Payment.ONE_OFF,)
    assert row.scenarios == ()


def test_terms_are_read_in_any_width_and_case(places):
    row = read_one(
        places, preferences={"deployment": "\uff53\uff41\uff41\uff53"}, scenarios=[{"name": "排缸", "kind": "个性"}]
    )

    assert row.preferences.deployment is Deployment.SAAS
    assert row.scenarios[0].kind is NeedKind.INDIVIDUAL


def test_price_of_zero_is_no_price(places):
    assert read_provider(places, modules=[{"name": "报工", "price_wan": 0}]).modules[0].price_wan is None


@pytest.mark.parametrize(
    "written", ["2026-11-22", "2026/11/22", "2026年11月22日", "20261122", "\uff12\uff10\uff12\uff16.11.22"]
)
def test_dates_are_read_as_people_write_them(places, written):
    module = read_provider(places, modules=[{"name": "报工", "published_on": written}]).modules[0]

    assert module.published_on == date(2026, 11, 22)


def test_provider_outside_the_province_keeps_its_place(places):
    row = read_provider(places, county="洪山区", city="武汉市")

    assert (row.county, row.city) == ("洪山区", "武汉市")


def test_bom_crlf_and_blank_lines_are_passed_over(places):
    file = io.BytesIO(b'\xef\xbb\xbf{"ref": "1", "name": "a"}\r\n\r\n  \r\n{"ref": "2", "name": "b"}\r\n')

    collection = collect(read_enterprises(file, places=places))

    assert [row.ref for row in collection.enterprises] == ["1", "2"]
    assert collection.defects == ()
