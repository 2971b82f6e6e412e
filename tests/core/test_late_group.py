"""The command line loads a command when it is called; what stands in for it tells the truth."""

import subprocess
import sys

import click
import pytest

from marketplace.cli import COMMANDS, MATCH_COMMANDS
from marketplace.core.late_group import Late

HEAVY = ("sklearn", "scipy.stats", "scipy.optimize", "pypinyin", "rjieba", "docx", "openpyxl", "xlsxwriter", "authlib")


def loaded(code: str) -> set[str]:
    """Return which modules a fresh process has loaded after some code."""
    report = f"{code}; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", report], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(("name", "late"), [*COMMANDS.items(), *MATCH_COMMANDS.items()])
def test_command_has_the_name_and_the_help_that_stand_in_for_it(name: str, late: Late) -> None:
    command = late.load()

    assert isinstance(command, click.Command)
    assert (command.name, command.help) == (name, late.help)


def test_command_line_loads_no_command_before_it_is_called() -> None:
    modules = loaded("import marketplace.cli")

    assert not modules & {"sqlalchemy", "flask", "pydantic", "numpy", "marketplace.settings", "matching"}


def test_application_loads_no_library_that_few_requests_need() -> None:
    assert not loaded("import marketplace.app") & set(HEAVY)
