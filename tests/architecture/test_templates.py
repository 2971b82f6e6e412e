"""Templates: they parse, pages have a title and one h1, nothing is marked safe, nothing is inline."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, nodes

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


def macro_names(tree: nodes.Template) -> set[str]:
    """Return what a template imports by name and the macros that it defines."""
    imported = {
        name if isinstance(name, str) else name[1] for one in tree.find_all(nodes.FromImport) for name in one.names
    }
    return imported | {macro.name for macro in tree.find_all(nodes.Macro)}


def own_names(node: nodes.Node) -> set[str]:
    """Return the names that a macro, a caller's block or a loop gives a meaning of its own inside it."""
    if isinstance(node, nodes.Macro | nodes.CallBlock):
        return {argument.name for argument in node.args}
    if isinstance(node, nodes.For):
        return {name.name for name in nodes.Tuple([node.target], "store").find_all(nodes.Name)}
    return set()


def uncalled(node: nodes.Node, *, macros: set[str]) -> Iterator[str]:
    """Yield the macros that are read as if they were values."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Name):
            is_called = isinstance(node, nodes.Call) and node.node is child
            if child.ctx == "load" and child.name in macros and not is_called:
                yield child.name
        else:
            yield from uncalled(child, macros=macros - own_names(child))


def uncalled_in(source: str) -> list[str]:
    tree = Environment(autoescape=True).parse(source)
    return list(uncalled(tree, macros=macro_names(tree)))


def test_no_macro_hides_a_value_of_its_name() -> None:
    hidden = {name_of(path): uncalled_in(path.read_text(encoding="utf-8")) for path in TEMPLATES}

    assert {path: names for path, names in hidden.items() if names} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% from "x" import version %}{{ version(version) }}', ["version"]),
        ('{% from "x" import version as v %}{% block a %}{{ v.number }}{% endblock %}', ["v"]),
        ('{% from "x" import version %}{{ version(number) }}', []),
        ('{% from "x" import rows %}{% for rows in all %}{{ rows }}{% endfor %}', []),
        ("{% macro rows(rows) %}{{ rows }}{% endmacro %}", []),
    ],
)
def test_hidden_values_are_found(source: str, found: list[str]) -> None:
    assert uncalled_in(source) == found
