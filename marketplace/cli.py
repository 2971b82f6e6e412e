"""The command line: ``marketplace GROUP COMMAND``; heavy code is loaded by the command that needs it."""

import sys

import click

from marketplace.core.cli import journal_group
from marketplace.migrations.cli import db_group


@click.group(help="中小企业数字化改造服务平台：命令行工具。")
def root() -> None:
    """Assemble the command groups of the areas."""


root.add_command(db_group)
root.add_command(journal_group)


def main() -> None:
    """Run the command line."""
    sys.exit(root())
