"""What a row of the matrix says, and how rows are found."""

import importlib
import pkgutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from marketplace.core.actor import Role
from marketplace.web.permissions import GRANTS, Permission, permission_of
from tests.permissions.world import World, new_app

READING = frozenset({"GET", "HEAD", "OPTIONS"})
Arguments = Callable[[World, Role | None], dict[str, Any]]


def nothing(_world: World, _role: Role | None) -> dict[str, Any]:
    """Return no arguments."""
    return {}


def ids(**names: str) -> Arguments:
    """Return arguments by name in the world, each role's own where it has one: ``ids(provider_id="provider")``."""
    return lambda world, role: {argument: world.find(name, role=role) for argument, name in names.items()}


def values(**given: Any) -> Arguments:
    """Return fixed arguments."""
    return lambda _world, _role: dict(given)


def both(first: Arguments, second: Arguments) -> Arguments:
    """Return the arguments of both."""
    return lambda world, role: {**first(world, role), **second(world, role)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One way to call a route.

    ``own`` and ``other`` are the arguments of its address for an object of one's own body and of a stranger's;
    ``reaches_other`` names the roles that get to a stranger's all the same, ``other_answers`` the answers to roles for
    whom it is neither reached nor missing. ``data`` is what is sent: fields of a form,
    or the JSON of an API operation. ``ok`` is the answer to a request in order, ``answers`` that of roles for whom it
    differs. ``has_missing`` is off where no address could name an object that does not exist.
    """

    own: Arguments = nothing
    other: Arguments | None = None
    reaches_other: Collection[Role] = frozenset()
    other_answers: Mapping[Role, int] = field(default_factory=dict)
    data: Arguments = nothing
    ok: int | None = None
    answers: Mapping[Role, int] = field(default_factory=dict)
    has_missing: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A row beside its route."""

    rule: Rule
    row: Row
    method: str
    permission: Permission
    number: int = 1

    @property
    def name(self) -> str:
        more = f"-{self.number}" if self.number > 1 else ""
        return f"{self.method}-{self.rule.endpoint}{more}"

    @property
    def is_api(self) -> bool:
        return self.rule.rule.startswith("/api/")

    @property
    def reads(self) -> bool:
        return self.method in READING

    def body(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what is sent as a request takes it: JSON to an operation, unless files are among it; else a form."""
        has_files = any(isinstance(value, tuple) for value in data.values())
        return {"json": data} if self.is_api and not self.reads and not has_files else {"data": data}

    @property
    def granted(self) -> list[Role]:
        return [role for role in Role if role in GRANTS[self.permission]]

    @property
    def refused(self) -> list[Role]:
        return [role for role in Role if role not in GRANTS[self.permission]]

    def answer_to(self, role: Role | None) -> int:
        """Return the status of a request in order."""
        usual = self.row.ok or (200 if self.reads or self.is_api else 303)
        return self.row.answers.get(role, usual) if role else usual

    @property
    def numbers(self) -> list[str]:
        """Arguments of the address that are numbers."""
        converters = self.rule._converters
        return [name for name, kind in converters.items() if isinstance(kind, IntegerConverter)]


@cache
def mounted() -> Flask:
    """Return an application that only tells its routes."""
    return new_app()


def row_modules() -> list[ModuleType]:
    """Return every ``rows_<area>.py``, by name."""
    package = importlib.import_module("tests.permissions")
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__) if found.name.startswith("rows_"))
    return [importlib.import_module(f"tests.permissions.{name}") for name in names]


@cache
def all_rows() -> dict[str, tuple[Row, ...]]:
    """Return the rows of every area by endpoint; an endpoint that two files claim is refused."""
    found: dict[str, tuple[Row, ...]] = {}
    for module in row_modules():
        for endpoint, rows in module.ROWS.items():
            if endpoint in found:
                raise ValueError(f"{endpoint} has rows in two files; {module.__name__} is the second")
            found[endpoint] = rows if isinstance(rows, tuple) else (rows,)
    return found


@cache
def all_cases() -> list[Case]:
    """Return a case for each route, method and row, in the order of the URL map."""
    app = mounted()
    return [
        Case(rule=rule, row=row, method=method, permission=permission, number=number)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if (permission := permission_of(app, rule.endpoint)) is not None
        for number, row in enumerate(all_rows().get(rule.endpoint, ()), start=1)
    ]
