"""Templates: they parse, pages have a title and one h1, nothing is marked safe, nothing is inline."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.architecture.sources import ROOT

TEMPLATES = sorted((ROOT / "marketplace").rglob("templates/**/*.html"))
PAGES = [path for path in TEMPLATES if "extends" in path.read_text(encoding="utf-8")]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_parses_and_trusts_nothing(app: Flask, path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    app.jinja_env.parse(source)

    assert not re.search(r"\|\s*safe\b", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert " style=" not in source
    assert not re.search(r"\son[a-z]+=", source)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_page_has_a_title_and_one_heading(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert "{% block title %}" in source
    assert len(re.findall(r"<h1[ >]", source)) == 1
