"""Rules that no linter knows: where commits stand, what lower files may import, reasons beside exceptions."""

import ast
import re

import pytest

from tests.architecture.sources import imported_modules, python_files, relative, tree

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40
FLASK_FREE = {"services.py", "queries.py", "policies.py", "models.py", "labels.py", "organisations.py", "rows.py"}
EXCEPTION_MARK = re.compile(
    r"#\s*(noqa|type:\s*ignore)(?P<codes>[:\[][^#]*?)?(?P<reason>\s+-\s+\S.*|\s+#\s+\S.*|\s{2,}\S.*)?$"
)


def calls(path_tree: ast.Module, name: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(path_tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name
    ]


def test_commit_stands_only_in_core_db() -> None:
    # The search engines' own commit writes an index, not the database.
    places = {
        relative(path)
        for path in python_files()
        if calls(tree(path), "commit") and not relative(path).startswith("search_index/")
    }

    assert places <= {"marketplace/core/db.py", "marketplace/migrations/env.py"}


def test_rows_are_locked_in_one_way() -> None:
    # A lock alone leaves what the session knew before; ``core.locks`` reads it anew.
    told = {
        relative(path)
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.keyword | ast.Attribute)
        and (node.arg if isinstance(node, ast.keyword) else node.attr) == "with_for_update"
    }

    # A refresh reads anew by itself.
    assert told == {"marketplace/core/locks.py", "marketplace/catalog/api.py"}


def test_services_queries_policies_and_models_import_no_flask() -> None:
    offenders = [
        relative(path)
        for path in python_files()
        if path.name in FLASK_FREE and any(name.split(".")[0].startswith("flask") for name in imported_modules(path))
    ]

    assert offenders == []


def test_models_have_no_postponed_annotations() -> None:
    offenders = [
        relative(path) for path in python_files() if path.name == "models.py" and "__future__" in imported_modules(path)
    ]

    assert offenders == []


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "common.py"])
def test_no_file_is_named_for_nothing(name: str) -> None:
    assert [relative(path) for path in python_files() if path.name == name] == []


def test_every_flush_says_why_on_its_line() -> None:
    silent = []
    for path in python_files():
        lines = path.read_text(encoding="utf-8").splitlines()
        silent += [
            f"{relative(path)}:{number}" for number in calls(tree(path), "flush") if "#" not in lines[number - 1]
        ]

    assert silent == []


def test_every_exception_to_a_check_says_why_on_its_line() -> None:
    silent = []
    for path in python_files():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if "# noqa" in line or "# type: ignore" in line:
                mark = line[line.index("# noqa") if "# noqa" in line else line.index("# type: ignore") :]
                found = EXCEPTION_MARK.match(mark)
                if found is None or not found["reason"]:
                    silent.append(f"{relative(path)}:{number}")

    assert silent == []


def test_files_stay_readable_in_length() -> None:
    long_files = {
        relative(path): count
        for path in python_files()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_FILE_LINES
    }

    assert long_files == {}


def test_functions_stay_readable_in_length() -> None:
    long_functions = {
        f"{relative(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > MAX_FUNCTION_LINES
    }

    assert long_functions == {}


def test_only_the_command_line_imports_seed() -> None:
    offenders = [
        relative(path)
        for path in python_files()
        if relative(path).startswith("marketplace/")
        and any(name.split(".")[0] == "seed" for name in imported_modules(path))
    ]

    assert set(offenders) <= {"marketplace/cli.py", "marketplace/demo_cli.py"}


SECRET_NAME = re.compile(r"(secret|token|signature|password|hash)$")
# What a browser's own cookie holds against an address of that browser's: nobody guesses it from afar.
COMPARED_FREELY = {"marketplace/enterprises/start_memory.py", "search_index/whoosh_snapshot.py"}


def test_no_secret_is_compared_sign_by_sign() -> None:
    # What is found by its digest in an index tells nothing by its time; what is compared goes through hmac.
    compared = {
        relative(path)
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Compare) and any(isinstance(one, ast.Eq | ast.NotEq) for one in node.ops)
        if any(SECRET_NAME.search(_last_name(side)) for side in (node.left, *node.comparators))
    }

    assert compared == COMPARED_FREELY


def test_only_the_fitted_linker_is_read_in_a_format_that_can_run_code() -> None:
    formats = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"}
    reading = {
        relative(path) for path in python_files() if formats & {one.split(".")[0] for one in imported_modules(path)}
    }
    running = [
        relative(path)
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}
    ]

    assert reading == {"marketplace/taxonomy/fitted.py"}
    assert running == []


def _last_name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
