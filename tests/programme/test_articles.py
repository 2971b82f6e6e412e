"""Walk the notice: each article of annexes 1 and 3 and each field of the form has a page and a test that exist."""

import ast
from pathlib import Path

import pytest

from marketplace.programme.articles import ARTICLES, Article
from tests.permissions.matrix import mounted

TESTS = Path(__file__).parent.parent
README = TESTS.parent / "marketplace" / "programme" / "README.md"
# As the notice counts its articles.
ANNEX_1 = {
    *(f"附件1 一（{number}）" for number in "一二"),
    *(f"附件1 二（{number}）" for number in "一二三四五六七"),
    *(f"附件1 三（{number}）" for number in "一二三四"),
    *(f"附件1 四（{number}）" for number in "一二三四"),
}
FORM = {
    "申报主体",
    "联系人",
    "联系电话",
    "试点行业名称",
    "工业总产值",
    "规上工业产值",
    "中小企业数量",
    "中小企业数量占比",
    "绩效目标",
    "试点内容及任务",
    "政策支持",
    "县（市、区）人民政府意见",
    "设区市意见",
}
ANNEX_3 = {
    "附件3 封面",
    *(f"附件3 编制说明{number}" for number in "一二三四五"),
    *(f"附件3 申报表 {name}" for name in FORM),
    *(f"附件3 指南{number}" for number in "一二三四五"),
}


def test_no_article_of_the_annexes_is_missing() -> None:
    assert {one.key for one in ARTICLES} >= ANNEX_1 | ANNEX_3
    assert len({one.key for one in ARTICLES}) == len(ARTICLES)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda one: one.key)
def test_article_has_pages_and_tests_that_exist(article: Article) -> None:
    endpoints = {rule.endpoint for rule in mounted().url_map.iter_rules()}

    assert article.pages
    assert set(article.pages) <= endpoints
    assert article.tests
    assert [name for name in article.tests if not exists(name)] == []


def exists(name: str) -> bool:
    """Say whether a test function stands in its file."""
    path, function = name.split("::")
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    return function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_readme_has_a_line_for_every_article() -> None:
    table = README.read_text(encoding="utf-8")

    missing = [one.key for one in ARTICLES if f"| {one.key} | {'、'.join(one.pages)} |" not in table]

    assert missing == []
