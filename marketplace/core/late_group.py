"""A group of commands that loads one when it is called, so that help and light commands answer at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any, cast

import click

from marketplace.core.loading import garbage_search_paused


@dataclass(frozen=True, slots=True)
class Late:
    """Where a command stands, as ``package.module:name``, and its help for the list; a test compares both."""

    place: str
    help: str

    def load(self) -> click.Command:
        """Load the command."""
        with garbage_search_paused():
            return cast("click.Command", resolve_name(self.place))


class LateGroup(click.Group):
    """A group that knows its commands by name and help until one is called."""

    def __init__(self, *arguments: Any, late: Mapping[str, Late], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.late = dict(late)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which they were given."""
        return [*self.late, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command by its name; None when there is none."""
        found = self.late.get(cmd_name)
        return found.load() if found else super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands with their help, without loading them."""
        rows = [(name, one.help) for name, one in self.late.items()]
        rows += [(name, command.get_short_help_str(120)) for name, command in self.commands.items()]
        with formatter.section("命令"):
            formatter.write_dl(rows)
