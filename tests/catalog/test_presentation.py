"""What differs between two versions, and which texts count as near."""

from dataclasses import replace

from marketplace.catalog.presentation import differences
from marketplace.catalog.similar import PublishedText, find_twins
from tests.fixtures.offers import CONTENT


def text(module_id: int, words: str) -> PublishedText:
    return PublishedText(module_id=module_id, provider_id=1, provider_name="某公司", name="", text=words)


def test_differences_mark_the_characters_that_changed() -> None:
    after = replace(CONTENT, name="扫码计件", price_fen=None)

    found = differences(CONTENT, after, industries={})

    assert [row.label for row in found] == ["模块名称", "首年价格"]
    assert found[0].before == [("扫码", False), ("报工", True)]
    assert found[0].after == [("扫码", False), ("计件", True)]


def test_equal_versions_differ_in_nothing() -> None:
    assert differences(CONTENT, CONTENT, industries={}) == []


def test_twins_are_near_texts_nearest_first() -> None:
    others = [
        text(1, "工人扫码报工，产量工资当天算清楚"),
        text(2, "工人扫码报工，产量和工资当天算清"),
        text(3, "每台染缸装水表"),
    ]

    found = find_twins("工人扫码报工，产量和工资当天算清", others)

    assert [twin.module.module_id for twin in found] == [2, 1]
    assert found[0].likeness == 1.0
