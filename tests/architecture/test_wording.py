"""Days and money are worded in one place: pages and messages take its functions or the filters made of them."""

import re

import pytest

from tests.architecture.sources import python_files, relative
from tests.architecture.test_templates import TEMPLATES, name_of

# Contracts and settlements print yuan with two decimals, as papers do; a number that somebody typed is quoted as typed.
PLACES = {"marketplace/core/wording.py", "marketplace/projects/papers/money.py", "marketplace/exchange/spoken.py"}
NAMES = "marketplace/notify/mailer.py"  # Names a file by the moment, which no person reads.
DAY = re.compile(r"\}\s?年\{|[%.]month\}?\s?月|%Y|:%m|:%H|strftime|[^(=]\{[a-z_.]*_on\}")
MONEY = re.compile(r"¥\s?\{|[:,][.\d]*[fg]\}\s?(?:万|元)|\bround\([^)]*\)\}\s?(?:万|元)")
IN_TEMPLATE = re.compile(
    r"strftime|¥|\bisoformat\(\)\s*\}\}(?!\")|format\([^)]*\)\s*\}\}\s?(?:万|元)|\.year\s*~\s*\"年"
)
# Samples of components, which show how an amount looks.
SAMPLES = {"marketplace/web/templates/styleguide.html"}


def odd(source: str, pattern: re.Pattern[str]) -> list[str]:
    """Return the lines that word a day or an amount by themselves."""
    return [line.strip() for line in source.splitlines() if pattern.search(line)]


def test_code_words_days_and_money_in_one_place() -> None:
    files = [path for path in python_files() if relative(path).startswith("marketplace/")]
    found = {
        relative(path): odd(path.read_text(encoding="utf-8"), DAY) + odd(path.read_text(encoding="utf-8"), MONEY)
        for path in files
        if relative(path) not in PLACES | {NAMES}
    }

    assert {path: lines for path, lines in found.items() if lines} == {}


def test_templates_word_days_and_money_by_filters() -> None:
    found = {name_of(path): odd(path.read_text(encoding="utf-8"), IN_TEMPLATE) for path in TEMPLATES}

    assert {path: lines for path, lines in found.items() if lines and path not in SAMPLES} == {}


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (DAY, 'f"{day.year}年{day.month}月"'),
        (DAY, 'f"{due_on.month}月{due_on.day}日"'),
        (DAY, 'f"{when:%Y年%m月%d日}"'),
        (DAY, 'f"请在 {enquiry.due_on} 前报价"'),
        (MONEY, 'f"¥{price}万"'),
        (MONEY, 'f"{budget:g} 万元"'),
        (MONEY, 'f"{yuan:,.2f} 元"'),
        (IN_TEMPLATE, "{{ day.isoformat() }}"),
        (IN_TEMPLATE, "<b>¥{{ price }}</b>"),
        (IN_TEMPLATE, '{{ "%.1f"|format(price) }} 万元'),
        (IN_TEMPLATE, '{{ when.year ~ "年" }}'),
    ],
)
def test_wording_of_its_own_is_found(pattern: re.Pattern[str], line: str) -> None:
    assert odd(line, pattern) == [line]
