"""Help and messages of the whole command line are Chinese, click's own among them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest
from click.testing import CliRunner

from marketplace.cli import root
from marketplace.core.click_words import SENTENCES

# Words of click's code that a person at the command line never meets.
FOR_DEVELOPERS = ("Could not determine name", "No options defined", "Arguments take", "Name '", "Boolean option")
FOR_DEVELOPERS += ("Invalid start character", "Unknown color", "Choice(", "Couldn't detect", "Shell completion", "d")
CLICK_ENGLISH = re.compile(
    r"\b(?:usage|options?|commands?|error|default|required|show|invalid|missing|such|not|text|file|digest|integer|args)\b",
    re.IGNORECASE,
)


def all_commands(
    command: click.Command = root, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from all_commands(inner, (*path, name))


def refusal(command: click.Command, *arguments: str) -> str:
    """Return what click says to the arguments of a command, which is not run; empty when it takes them."""
    try:
        command.make_context("here", list(arguments))
    except click.UsageError as error:
        return error.format_message()
    return ""


def english(text: str) -> list[str]:
    """Return click's English words in a text, names of options and what stands in quotes aside."""
    return CLICK_ENGLISH.findall(re.sub(r"“[^”]*”|\"[^\"]*\"|'[^']*'|--[a-z-]+", "", text))


def test_every_command_helps_and_refuses_in_chinese() -> None:
    for path, command in all_commands():
        assert english(command.get_help(click.Context(command, info_name="here"))) == [], path
        assert "没有选项“--nowhere”" in refusal(command, "--nowhere")
        for option in command.params:
            if isinstance(option, click.Option) and not option.is_flag:
                assert english(refusal(command, option.opts[0])) == [], (path, option.opts)
                assert english(refusal(command, option.opts[0], "/no/where")) == [], (path, option.opts)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("match", "classify", "--in", "nofile", "--out", "x"), "文件“nofile”不存在"),
        (("match", "rank", "--top", "0"), "0 超出范围，要求 x>=1。"),
        (("match", "bundle", "--budget-wan", "abc"), "“abc”不是数。"),
        (("search", "query", "--kind", "cat", "x"), "“cat”不行，只能写其中之一"),
        (("match", "rnk"), "没有命令“rnk”"),
        (("match", "rank"), "缺少选项 '--providers'"),
    ],
)
def test_wrong_use_is_told_in_chinese_with_code_two(arguments: tuple[str, ...], sentence: str) -> None:
    answer = CliRunner().invoke(root, arguments)

    assert answer.exit_code == 2
    assert answer.output.startswith("用法：")
    assert sentence in answer.output


def sentences_of_click() -> Iterator[str]:
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))) if path.name != "_winconsole.py" else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
                yield from (
                    one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
                )


def test_every_sentence_of_this_click_has_its_chinese() -> None:
    assert [one for one in sentences_of_click() if one not in SENTENCES and not one.startswith(FOR_DEVELOPERS)] == []


def test_chinese_sentences_ask_for_nothing_that_click_does_not_give() -> None:
    for source, chinese in SENTENCES.items():
        given, asked = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in (source, chinese))
        assert asked <= given
