"""Style sheets: small, in layers, colours only from tokens, contrast measured."""

import gzip
import re

import pytest

from tests.web.design_samples import STYLE_ORDER, STYLES, style_sheet


def _token(name: str) -> str:
    found = re.search(rf"--{name}: (#[0-9a-f]{{3,6}})", (STYLES / "tokens.css").read_text(encoding="utf-8"))
    assert found is not None
    return found[1]


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, after WCAG 2.2."""
    digits = colour.lstrip("#")
    full = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "ground", 4.5),
        ("ink-2", "ground-2", 4.5),
        ("ink-3", "ground", 4.5),
        ("ink-2", "blue-50", 4.5),
        ("blue-700", "ground", 4.5),
        ("blue-700", "blue-50", 4.5),
        ("blue-900", "blue-100", 4.5),
        ("blue-900", "ramp-1", 4.5),
        ("blue-900", "ramp-3", 4.5),
        ("ground", "ramp-4", 4.5),
        ("ground", "ramp-5", 4.5),
        ("red-700", "red-50", 4.5),
        ("ground", "red-700", 4.5),
        ("line-2", "ground", 3.0),
        ("blue-500", "ground", 3.0),
    ],
)
def test_token_pair_has_contrast_aa(ink: str, ground: str, least: float) -> None:
    assert _contrast(_token(ink), _token(ground)) >= least


@pytest.mark.parametrize("name", STYLE_ORDER)
def test_style_sheet_stands_in_its_layer(name: str) -> None:
    text = re.sub(r"/\*.*?\*/", "", (STYLES / f"{name}.css").read_text(encoding="utf-8"), flags=re.DOTALL)

    assert f"@layer {name} {{" in text
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("name", ["base", "components"])
def test_colours_come_from_tokens(name: str) -> None:
    text = (STYLES / f"{name}.css").read_text(encoding="utf-8")

    assert set(re.findall(r"#[0-9a-fA-F]{3,6}\b", text)) <= {"#fff"}


def test_tokens_used_are_tokens_named() -> None:
    used = set(re.findall(r"var\((--[\w-]+)\)", style_sheet()))
    named = set(re.findall(r"(--[\w-]+):", style_sheet()))

    assert used - named == set()


def test_nothing_is_loaded_by_the_style_sheet() -> None:
    assert re.findall(r"url\(|@import|@font-face", style_sheet()) == []


def test_style_sheet_is_small() -> None:
    style = style_sheet().encode()

    assert len(style) < 60_000
    assert len(gzip.compress(style)) < 12_000


def test_no_text_is_set_below_fourteen_pixels() -> None:
    sizes = [float(size) for size in re.findall(r"(?:font-size|--fs-\w+): ([\d.]+)rem", style_sheet())]

    assert min(sizes) >= 0.875
