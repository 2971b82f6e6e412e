"""Every member of a closed set has its Chinese label."""

import importlib
import pkgutil
from enum import StrEnum
from types import ModuleType

import pytest

import marketplace


def label_modules() -> list[ModuleType]:
    names = [
        info.name
        for info in pkgutil.walk_packages(marketplace.__path__, "marketplace.")
        if info.name.endswith((".labels", ".actor"))
    ]
    return [importlib.import_module(name) for name in names]


def enums() -> list[tuple[ModuleType, type[StrEnum]]]:
    return [
        (module, value)
        for module in label_modules()
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == module.__name__
    ]


@pytest.mark.parametrize(("module", "enum"), enums(), ids=lambda item: getattr(item, "__name__", str(item)))
def test_every_member_of_an_enum_has_a_label(module: ModuleType, enum: type[StrEnum]) -> None:
    tables = [value for value in vars(module).values() if isinstance(value, dict) and set(value) >= set(enum)]

    assert len(tables) == 1
    assert all(isinstance(label, str) and label for label in tables[0].values())
