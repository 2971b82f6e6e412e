"""What holds for every template of the design system: strict, escaped, and free of inline code."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.web.design_samples import SCRIPTS, TEMPLATES, environment, page_context, render, style_sheet, styleguide

ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", ALL)
def test_template_in_strict_environment_parses(name: str) -> None:
    environment().get_template(name)


@pytest.mark.parametrize("name", ALL)
def test_template_source_has_no_inline_code_and_no_unescaped_text(name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")

    found = re.findall(r"\|\s*safe\b|\sstyle=|<style|\son[a-z]+=|javascript:|data:[a-z]+/|autoescape|Markup\(", source)

    assert found == []


@pytest.mark.parametrize("name", ALL)
def test_template_scripts_come_from_files(name: str) -> None:
    page = BeautifulSoup((TEMPLATES / name).read_text(encoding="utf-8"), "html.parser")

    assert [tag for tag in page.find_all("script") if not tag.get("src") or tag.get_text(strip=True)] == []


def test_catalogue_names_every_macro() -> None:
    catalogue = (TEMPLATES / "README.md").read_text(encoding="utf-8")
    macros = {
        name
        for path in (TEMPLATES / "components").glob("*.html")
        for name in re.findall(r"{% macro ([a-z]\w*)\(", path.read_text(encoding="utf-8"))
    }
    called_by_the_frame = {"navigation_links", "viewer_links", "flashes", "next_steps", "cell_content"}

    assert {
        name for name in macros - called_by_the_frame if f"`{name}(" not in catalogue and f"{name}(" not in catalogue
    } == set()


def test_each_class_of_the_styleguide_has_a_rule() -> None:
    used = {name for tag in BeautifulSoup(styleguide(), "html.parser").find_all(class_=True) for name in tag["class"]}
    styled = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/", "", style_sheet(), flags=re.DOTALL)))
    plain_variants = {f"chart--{kind}" for kind in ("bars", "radar", "heat", "tiles")} | {
        "notice--info",
        "notice--success",
        "matrix",
        "facts--2",
    }

    assert used - styled - plain_variants == set()


def test_styleguide_has_one_title_and_one_main_heading() -> None:
    page = BeautifulSoup(styleguide(), "html.parser")

    assert page.title is not None
    assert page.title.get_text() == "样式手册 · 中小企业数字化改造服务平台"
    assert len(page.find_all("h1")) == 1
    assert page.html is not None
    assert page.html["lang"] == "zh-CN"


def test_styleguide_headings_never_skip_a_level() -> None:
    levels = [int(tag.name[1]) for tag in BeautifulSoup(styleguide(), "html.parser").find_all(re.compile("^h[1-4]$"))]

    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_styleguide_ids_are_unique() -> None:
    ids = [tag["id"] for tag in BeautifulSoup(styleguide(), "html.parser").find_all(id=True)]

    assert sorted(ids) == sorted(set(ids))


def test_base_without_any_context_still_renders_for_errors() -> None:
    page = (
        environment()
        .get_template("error.html")
        .render(
            title="出错了",
            status=500,
            message="系统出了问题。",
            request_id="a1b2c3d4",
            asset_url=lambda name: f"/{name}",
        )
    )

    assert "a1b2c3d4" in page
    assert "登录" in page


def test_base_search_text_with_markup_is_escaped() -> None:
    page = (
        environment()
        .get_template("error.html")
        .render(
            page_context(
                title="没有找到", status=404, message="没有。", request_id="x", search_text='"><script>1</script>'
            )
        )
    )

    assert "<script>1" not in page


def test_base_signed_in_shows_unread_count_in_words() -> None:
    source = '{% from "components/nav.html" import viewer_links %}{{ viewer_links(viewer) }}'

    text = render(source, **page_context()).get_text(" ", strip=True)

    assert "3 条未读消息" in text
    assert "企业工作台" in text.replace(" ", "")


@pytest.mark.parametrize("path", sorted(SCRIPTS.glob("*.js")), ids=lambda path: path.name)
def test_script_has_no_way_to_run_text_as_code(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert re.findall(r"\beval\(|innerHTML|outerHTML|insertAdjacentHTML|document\.write|new Function", source) == []
    assert re.findall(r"https?://", source) == []


def test_scripts_are_all_reached_from_the_entry() -> None:
    entry = (SCRIPTS / "site.js").read_text(encoding="utf-8")

    assert set(re.findall(r"from '\./([\w]+\.js)'", entry)) == {path.name for path in SCRIPTS.glob("*.js")} - {
        "site.js"
    }
