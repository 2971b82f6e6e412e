"""The README names every setting and every command, and nothing that isn't there."""

import re
from collections.abc import Iterator

import click

from marketplace.cli import root
from marketplace.settings import Settings
from tests.architecture.sources import ROOT

README = (ROOT / "README.md").read_text("utf-8")
MOST_BYTES = 200 * 1024


def commands(command: click.Command, path: str) -> Iterator[str]:
    """Give the full name of every command below one."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            yield from commands(child, f"{path} {name}")
    else:
        yield path


def test_readme_lists_every_setting_and_no_other() -> None:
    listed = re.findall(r"^\| `([A-Z_]+)` \|", README, flags=re.MULTILINE)

    assert sorted(listed) == sorted(name.upper() for name in Settings.model_fields), "see Configuration in README.md"


def test_readme_states_the_default_of_every_setting() -> None:
    stated = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \|", README, flags=re.MULTILINE))
    words = {"": "empty", True: "on", False: "off"}
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}

    assert stated.pop("SECRET_KEY") == "refused outside the demonstration"
    assert {name: text.strip("`") for name, text in stated.items()} == {
        name: words[value] if value == "" or isinstance(value, bool) else str(value)
        for name, value in defaults.items()
        if name != "SECRET_KEY"
    }


def test_readme_lists_every_command_and_no_other() -> None:
    table = README.split("## Command line")[1].split("\n## ")[0]
    listed = {name for row in table.splitlines() for name in re.findall(r"`(marketplace [^`]+)`", row.split(" | ")[0])}

    assert listed == set(commands(root, "marketplace")), "see Command line in README.md"


def test_readme_leads_to_files_that_are_there() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README)

    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_readme_pictures_are_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)

    assert pictures == ["seed/demo/recommendations.png", "seed/demo/bench.svg"]
    assert all(0 < (ROOT / picture).stat().st_size <= MOST_BYTES for picture in pictures)
