"""Codes of errors: each that can be raised is in the table, and a problem's type leads to what its code means."""

import ast
from collections.abc import Iterator
from http import HTTPStatus

from flask import Flask

from marketplace import areas  # noqa: F401 - loads every area, and with it every error
from marketplace.accounts.organisations import DUPLICATE
from marketplace.core.errors import MarketplaceError
from marketplace.lists.labels import ListAction
from marketplace.operations.unread import TOLD
from marketplace.web.problem_codes import load_problem_codes
from marketplace.web.problems import HTTP_MESSAGES
from tests.architecture.sources import python_files, tree

# What is put together at run time, with all that it can come to.
MADE = {"DUPLICATE": {DUPLICATE}, "f'list.{action.value}_refused'": {f"list.{one}_refused" for one in ListAction}}
PASSED_ON = {"error.code", "code"}


def kinds(kind: type[MarketplaceError] = MarketplaceError) -> Iterator[type[MarketplaceError]]:
    yield kind
    for one in kind.__subclasses__():
        yield from kinds(one)


def is_raising(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    return name.endswith("Error") or name in {"problem", "error_page"}


def stated() -> Iterator[ast.expr]:
    """Yield the codes of errors as the sources write them."""
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and is_raising(node):
                yield from (one.value for one in node.keywords if one.arg == "code")


def test_every_code_that_can_be_raised_is_in_the_table_and_no_other() -> None:
    raised = {kind.code for kind in kinds()} | {code for code, _ in HTTP_MESSAGES.values()} | {"http_error"}
    raised |= {code for code, _ in TOLD.values()}
    for code in stated():
        written = ast.unparse(code)
        if isinstance(code, ast.Constant):
            raised.add(str(code.value))
        elif written not in PASSED_ON:
            raised |= MADE[written]
    told = [one for part in load_problem_codes().values() for one in part]

    assert len(raised) > 50
    assert sorted(one.code for one in told) == sorted(raised)
    assert all(HTTPStatus(one.status) and one.meaning.endswith("。") and one.remedy.endswith("。") for one in told)


def test_type_of_a_problem_leads_to_what_its_code_means(app: Flask) -> None:
    client = app.test_client()
    problem = client.get("/api/v1/modules/999999").get_json()
    page = client.get(problem["type"], follow_redirects=True)

    assert page.status_code == 200
    assert page.request.path == "/developers/problems"
    assert f'id="{problem["code"]}"' in page.text
    assert client.get("/problems/no-such-code").status_code == 404
