"""What a business scope makes decides; verbs, heads and nesting are read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.classify import Classifier, classify
from matching.library import Library


def first(text: str, *, classifier: Classifier, name: str | None = None) -> int | None:
    found = classify(text, name=name, classifier=classifier)
    return found.candidates[0].catalog_no if found.candidates else None


@pytest.mark.parametrize(
    ("text", "catalog_no"),
    [
        ("电力变压器、干式变压器的制造、销售", 18),
        ("一般项目：木门窗制造；木门窗销售", 28),
        ("许可项目：黄酒生产。一般项目：包装材料销售", 39),
        ("我们是做羊毛衫的，一共三十来个工人", 25),
        ("半导体照明器件制造", 1),
        ("变压器、整流器和电感器制造", 18),
        ("塗料桶、塑料瓶、化妝品瓶生產", 38),
    ],
)
def test_classify_plain_scope_finds_its_entry(text: str, catalog_no: int, classifier: Classifier) -> None:
    assert first(text, classifier=classifier) == catalog_no


@pytest.mark.parametrize(
    "text",
    [
        "注塑模具、压铸模具制造",
        "机制纸、箱板纸生产",
        "道路货物运输；仓储服务",
        "计算机软件开发",
        "服装、鞋帽批发、零售",
    ],
)
def test_classify_industry_without_entry_is_outside(text: str, classifier: Classifier) -> None:
    found = classify(text, classifier=classifier)

    assert found.outside
    assert found.candidates == ()


def test_classify_maker_of_cable_machines_is_not_a_cable_maker(classifier: Classifier) -> None:
    assert first("电线电缆厂用成缆机、绞线机的生产", classifier=classifier) == 3


def test_classify_unknown_machine_for_known_product_goes_to_machine_maker(classifier: Classifier) -> None:
    assert first("锂离子电池全自动生产设备的制造", classifier=classifier) == 3


def test_classify_mixed_scope_follows_first_product(classifier: Classifier) -> None:
    assert first("袜子、纸箱的生产", classifier=classifier) == 25
    assert first("纸箱、袜子的生产", classifier=classifier) == 38


def test_classify_sold_products_yield_to_made_ones(classifier: Classifier) -> None:
    assert first("汽车配件销售；竹凉席制造", classifier=classifier) == 28


def test_classify_customers_named_before_the_product_do_not_decide(classifier: Classifier) -> None:
    assert first("给汽车厂配套生产小型断路器", classifier=classifier) == 20


def test_classify_products_listed_as_users_do_not_decide(classifier: Classifier) -> None:
    assert first("冰箱、洗衣机用的微电机，年产百万台", classifier=classifier) == 16


def test_classify_excluded_products_are_ignored(classifier: Classifier) -> None:
    assert first("医药中间体制造（不含化肥、农药）", classifier=classifier) == 31


def test_classify_name_against_text_text_decides(classifier: Classifier) -> None:
    assert first("蓄电池极板制造", name="长兴某某纺织有限公司", classifier=classifier) == 10


def test_classify_silent_text_uses_the_name(classifier: Classifier) -> None:
    assert first("详见章程", name="嵊州市某某领带厂", classifier=classifier) == 25


def test_classify_nested_entry_keeps_the_wider_one_in_sight(classifier: Classifier) -> None:
    found = classify("数控车床、加工中心制造", classifier=classifier)

    numbers = [candidate.catalog_no for candidate in found.candidates]
    assert numbers[:3] == [11, 13, 14]


def test_classify_guess_names_code_and_word(classifier: Classifier) -> None:
    found = classify("滚动轴承制造", classifier=classifier)

    assert (found.codes[0].code, found.codes[0].word) == ("3451", "滚动轴承")


NOTHING = ["", " ", "😀😀", "，。；、", "制造", "的", "asdf", "qwerty zzz", "12345", "aaa bbb", "ic7xth", "香", "锁"]


@pytest.mark.parametrize("text", NOTHING)
def test_classify_nothing_said_is_outside(text: str, classifier: Classifier) -> None:
    assert classify(text, classifier=classifier).candidates == ()


def test_classify_latin_word_counts_by_itself_and_beside_chinese(classifier: Classifier) -> None:
    assert first("CNC加工", classifier=classifier) == 14
    assert first("3D打印机", classifier=classifier) == 14
    assert first("abcnct", classifier=classifier) is None


def test_classify_more_evidence_for_one_entry_scores_higher_and_never_one(classifier: Classifier) -> None:
    said = ("木门", "木门制造", "木门制造、木门生产、木窗制造")
    scores = [classify(text, classifier=classifier).candidates[0].score for text in said]

    assert scores == sorted(set(scores))
    assert scores[-1] < 0.99


def test_classify_ten_thousand_characters_answers(classifier: Classifier) -> None:
    found = classify("袜子、" * 3334, classifier=classifier)

    assert found.candidates[0].catalog_no == 25


PIECES = st.sampled_from(
    ["袜子", "、", "制造", "(", "不含", ")", "用的", "给", "设备", "零售", ":", "；", "😀", "\u200b", "模"]
)


@settings(max_examples=150, deadline=None)
@given(text=st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80), name=st.none() | st.text(max_size=20))
def test_classify_any_text_gives_bounded_ordered_scores(text: str, name: str | None, classifier: Classifier) -> None:
    found = classify(text, name=name, classifier=classifier)

    scores = [candidate.score for candidate in found.candidates]
    assert len(scores) <= 5
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert found.outside == (not scores)


def test_classify_official_name_of_a_class_keeps_its_entry_in_sight(classifier: Classifier, library: Library) -> None:
    astray, lost = [], []
    for code, name in library.gbt_names:
        held = {one.catalog_no for one in library.catalog if code.startswith(one.gbt_prefixes)}
        found = [one.catalog_no for one in classify(name, classifier=classifier).candidates]
        # "Other" classes are named after what they are not.
        if len(code) == 4 and held and found and "其他" not in name:
            astray += [name] if found[0] not in held else []
            lost += [name] if not held.intersection(found) else []

    assert lost == []
    assert len(astray) <= 3  # Names that hold another class's product: 化纤织造加工, 合成纤维单体, 生产专用车辆.
