"""The design system in a real browser: readable at every width, usable by finger and keyboard, alive with script."""

import json
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Browser, Page, Route

from marketplace.web.headers import CONTENT_SECURITY_POLICY
from tests.web.design_samples import SCRIPTS, environment, page_context, style_sheet, styleguide

pytestmark = pytest.mark.browser
SITE = "http://site.invalid"
Answer = Callable[[Route], None]


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open HTML as if a site served it, with the real style sheet and scripts and no network at all."""
    contexts = []

    def opened(html: str, *, width: int = 390, script: bool = True, answers: dict[str, Answer] | None = None) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        page.route("**/*", lambda route: _serve(route, html, answers or {}))
        page.goto(f"{SITE}/page")
        return page

    yield opened
    for context in contexts:
        context.close()


def _serve(route: Route, html: str, answers: dict[str, Answer]) -> None:
    path = route.request.url.removeprefix(SITE).split("?")[0]
    if path in answers:
        answers[path](route)
    elif path.endswith(".css"):
        route.fulfill(body=style_sheet(), content_type="text/css")
    elif path.endswith(".js"):
        route.fulfill(
            body=(SCRIPTS / path.rsplit("/", 1)[1]).read_text(encoding="utf-8"), content_type="text/javascript"
        )
    else:
        headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}
        route.fulfill(body=html, content_type="text/html", headers=headers)


def _page_with(content: str, **values: object) -> str:
    source = (
        '{% extends "base.html" %}{% import "components/forms.html" as forms %}'
        "{% block title %}试页{% endblock %}{% block content %}<h1>试页</h1>" + content + "{% endblock %}"
    )
    return environment().from_string(source).render(page_context(**values))


@pytest.mark.parametrize("width", [390, 1280])
def test_styleguide_has_no_accessibility_violation(open_page: Callable[..., Page], width: int) -> None:
    page = open_page(styleguide(), width=width)

    # The checker is injected past the page's own policy, which allows scripts from files only.
    page.unroute_all()
    violations = Axe().run(page).response["violations"]

    assert [(found["id"], found["impact"]) for found in violations] == []


@pytest.mark.parametrize("width", [320, 390, 640, 1280])
def test_styleguide_never_scrolls_sideways(open_page: Callable[..., Page], width: int) -> None:
    page = open_page(styleguide(), width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_styleguide_with_text_at_200_percent_never_scrolls_sideways(open_page: Callable[..., Page]) -> None:
    page = open_page(styleguide(), width=1280)

    page.evaluate("document.documentElement.style.setProperty('font-size', '32px')")

    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_styleguide_on_a_phone_has_targets_for_a_finger(open_page: Callable[..., Page]) -> None:
    page = open_page(styleguide(), width=390)

    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, select, summary, label.tick, .control')]
            .filter((one) => one.getClientRects().length && !one.closest('.skip'))
            .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML)"""
    )

    assert small == []


def test_styleguide_on_a_phone_has_no_text_below_fourteen_pixels(open_page: Callable[..., Page]) -> None:
    page = open_page(styleguide(), width=390)

    tiny = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter((one) => one.getClientRects().length
            && [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
            .filter((one) => parseFloat(getComputedStyle(one).fontSize)
                * (one.closest('svg') ? one.closest('svg').getScreenCTM().a : 1) < 13.9)
            .map((one) => one.textContent)"""
    )

    assert tiny == []


def test_skip_link_is_the_first_stop_of_the_keyboard(open_page: Callable[..., Page]) -> None:
    page = open_page(_page_with("<p>正文</p>"))

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_page_breaks_none_of_its_own_policy(open_page: Callable[..., Page]) -> None:
    complaints: list[str] = []
    page = open_page(styleguide())
    page.on("console", lambda message: complaints.append(message.text))

    page.reload()

    assert complaints == []


def test_counter_counts_characters_and_says_how_many_too_many(open_page: Callable[..., Page]) -> None:
    page = open_page(_page_with('{{ forms.textarea(form, "why", "理由", most=5) }}'))

    page.fill("#f-why", "水电汽𠮷算不清")

    assert page.inner_text("#f-why-count") == "已写 7 字，超出 2 字"


def test_autosave_posts_what_was_typed_and_takes_the_new_version(open_page: Callable[..., Page]) -> None:
    sent: list[dict[str, list[str]]] = []

    def save(route: Route) -> None:
        sent.append(parse_qs(route.request.post_data or ""))
        route.fulfill(body=json.dumps({"saved_at": "14:05", "version": 8}), content_type="application/json")

    form = (
        '<form method="post" action="/x" data-autosave="/drafts/1">{{ forms.text(form, "title", "标题") }}'
        "{{ forms.version(7) }}{{ forms.saved_state() }}</form>"
    )
    page = open_page(_page_with(form), answers={"/drafts/1": save})

    page.fill("#f-title", "急单一插全乱套")
    page.wait_for_selector("text=已保存 14:05")

    assert sent == [{"title": ["急单一插全乱套"], "version": ["7"]}]
    assert page.input_value("[data-version]") == "8"


def test_autosave_when_signed_out_keeps_the_text_for_the_next_visit(open_page: Callable[..., Page]) -> None:
    form = (
        '<form method="post" action="/x" data-autosave="/drafts/1">{{ forms.text(form, "title", "标题") }}'
        "{{ forms.saved_state() }}</form>"
    )
    page = open_page(_page_with(form), answers={"/drafts/1": lambda route: route.fulfill(status=401)})
    page.fill("#f-title", "停台靠喊")
    page.wait_for_selector(".saved--failed")

    page.goto("about:blank")
    page.goto(f"{SITE}/page")
    page.click("text=放回上次没保存上的内容")

    assert page.input_value("#f-title") == "停台靠喊"


def test_autosave_conflict_offers_both_versions(open_page: Callable[..., Page]) -> None:
    form = (
        '<form method="post" action="/x" data-autosave="/drafts/1">{{ forms.text(form, "title", "标题") }}'
        "{{ forms.saved_state() }}</form>"
    )

    def moved(route: Route) -> None:
        route.fulfill(status=409, body=json.dumps({"merge_url": "/drafts/1/merge"}), content_type="application/json")

    page = open_page(_page_with(form), answers={"/drafts/1": moved})

    page.fill("#f-title", "两个窗口")
    page.wait_for_selector("a[href='/drafts/1/merge']")

    assert "另一个窗口改过" in page.inner_text("[data-autosave-state]")


def test_suggestion_chosen_by_keyboard_fills_name_and_code(open_page: Callable[..., Page]) -> None:
    items = [{"value": "17", "label": "印染", "note": "C1713"}, {"value": "18", "label": "印刷", "note": "C2319"}]
    fragment = environment().get_template("components/_suggestions.html").render(items=items)
    field = (
        '{{ forms.text(form, "trade", "行业", suggest_url="/suggest", suggest_fills="trade_code") }}'
        '<input type="hidden" id="f-trade_code" name="trade_code">'
    )
    answers = {"/suggest": lambda route: route.fulfill(body=fragment, content_type="text/html")}
    page = open_page(_page_with(field), answers=answers)

    page.locator("#f-trade").press_sequentially("印")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    assert (page.input_value("#f-trade"), page.input_value("#f-trade_code")) == ("印刷", "18")


def test_filter_changes_only_the_region_and_the_address(open_page: Callable[..., Page]) -> None:
    content = (
        '<form method="get" action="/list" data-swap="found"><select name="kind" aria-label="类型">'
        '<option value="">全部</option><option value="saas">SaaS</option></select></form>'
        '<div id="found" data-swap-region><p>全部 9 家</p></div>'
    )
    answers = {
        "/list": lambda route: route.fulfill(body='<div id="found"><p>SaaS 4 家</p></div>', content_type="text/html")
    }
    page = open_page(_page_with(content), answers=answers)

    page.select_option("select", "saas")
    page.wait_for_selector("text=SaaS 4 家")

    assert page.url == f"{SITE}/list?kind=saas"
    assert page.locator("h1").inner_text() == "试页"


def test_form_pressed_twice_is_sent_once(open_page: Callable[..., Page]) -> None:
    sent: list[str] = []

    def slow(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)

    page = open_page(
        _page_with('<form method="post" action="/pay">{{ forms.submit("提交询价") }}</form>'), answers={"/pay": slow}
    )

    page.evaluate("() => { const b = document.querySelector('main .btn'); b.click(); b.click(); }")
    for _ in range(100):  # A busy machine takes a while to send the first; a second one would follow at once.
        if sent:
            break
        page.wait_for_timeout(50)
    page.wait_for_timeout(200)

    assert sent == ["POST"]


def test_compare_ticks_stop_at_the_most(open_page: Callable[..., Page]) -> None:
    boxes = "".join(f'<label class="tick"><input type="checkbox" name="p" value="{n}">{n}</label>' for n in range(3))
    page = open_page(_page_with(f'<form data-pick="2">{boxes}<b data-pick-count>0</b></form>'))

    page.check("input[value='0']")
    page.check("input[value='1']")

    assert page.inner_text("[data-pick-count]") == "2"
    assert page.is_disabled("input[value='2']")


def test_buttons_that_need_script_are_not_shown_without_it(open_page: Callable[..., Page]) -> None:
    page = open_page(styleguide(), script=False)

    assert page.is_hidden("button[data-print]")
    assert page.is_hidden("button[data-copy]")


def test_error_summary_has_the_focus_after_a_failed_form(open_page: Callable[..., Page]) -> None:
    page = open_page(_page_with("{{ forms.error_summary(bad_form) }}"))

    assert "有 3 处需要改" in page.inner_text("[role=alert]:focus")


def long_table() -> str:
    text = """{% from "components/tables.html" import table %}
    {{ table("表", [{"label": "项"}], rows, fold=5) }}"""
    return _page_with(environment().from_string(text).render(rows=[[f"第 {number} 项"] for number in range(1, 13)]))


def test_long_table_shows_its_first_rows_and_the_rest_by_one_button(open_page: Callable[..., Page]) -> None:
    page = open_page(long_table())
    rows, button = page.locator("tbody tr:visible"), page.get_by_role("button", name="再看其余 7 行")
    before = rows.count()

    button.click()

    assert (before, rows.count()) == (5, 12)
    assert page.get_by_role("button", name="收起").get_attribute("aria-expanded") == "true"


def test_long_table_is_whole_without_script_and_on_paper(open_page: Callable[..., Page]) -> None:
    plain, printed = open_page(long_table(), script=False), open_page(long_table())
    printed.emulate_media(media="print")

    assert plain.locator("tbody tr:visible").count() == 12
    assert printed.locator("tbody tr:visible").count() == 12
    assert printed.locator(".fold-more:visible").count() == 0
