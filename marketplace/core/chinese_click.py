"""Have click speak Chinese in every command, whatever the language of the terminal.

click has no catalogue in Chinese, and gettext would choose a language by the environment; so its functions of
translation are replaced by one that looks up the house's own words.
"""

import sys

import click
import click.types

from marketplace.core.click_words import SENTENCES, TYPES, USAGE

NAMES = ("_", "ngettext")  # The names under which click's modules know the two functions of gettext.


def say(message: str) -> str:
    """Return what click means by an English sentence; the sentence itself where it only speaks to developers."""
    return SENTENCES.get(message, message)


def _say_number(one: str, many: str, number: int) -> str:
    return say(one if number == 1 else many)


class ChineseFormatter(click.HelpFormatter):
    """Writes headings, and the usage line with Chinese names of its parts."""

    def write_heading(self, heading: str) -> None:
        """Write the line above a list."""
        self.write(f"{heading.removesuffix('：')}：\n")

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line."""
        for english, chinese in USAGE.items():
            args = args.replace(english, chinese)
        super().write_usage(prog, args, prefix)


def speak_chinese() -> None:
    """Replace what click says; it may be called again, and has to be called before a command is made."""
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            for mark, function in zip(NAMES, (say, _say_number), strict=True):
                if hasattr(module, mark):
                    setattr(module, mark, function)
    for name, word in TYPES.items():
        getattr(click.types, name).name = word
    click.Context.formatter_class = ChineseFormatter
