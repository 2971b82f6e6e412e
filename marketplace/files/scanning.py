"""The hook for a virus scanner: a command that reads a file from its standard input.

Exit code 0 means clean and 1 infected, as clamdscan and clamscan have it; anything else means that the scanner
itself failed, and then nothing is accepted.
"""

import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from marketplace.core.errors import InvalidError, UnavailableError

log = structlog.get_logger(__name__)
TIMEOUT_SECONDS = 60
INFECTED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanner:
    """A scanner by name; ``check`` raises when a file must not be kept."""

    name: str
    check: Callable[[bytes], None]


def _accept(_content: bytes) -> None:
    return


NO_SCANNER = Scanner(name="", check=_accept)


def scanner_from(command: str) -> Scanner:
    """Return the scanner that a setting names; an empty setting means none."""
    arguments = shlex.split(command)
    if not arguments:
        return NO_SCANNER
    return Scanner(name=arguments[0].rsplit("/", 1)[-1][:60], check=lambda content: _run(arguments, content))


def _run(arguments: list[str], content: bytes) -> None:
    try:
        # The command comes from the operator's settings, and the file only ever reaches its standard input.
        done = subprocess.run(arguments, input=content, capture_output=True, timeout=TIMEOUT_SECONDS, check=False)  # noqa: S603 - see above
    except (OSError, subprocess.TimeoutExpired) as error:
        log.warning("scanner_failed", error=type(error).__name__)
        raise UnavailableError("文件安全检查暂时不可用，请稍后再上传。") from error
    if done.returncode == INFECTED:
        raise InvalidError("安全检查发现这个文件可能带有病毒，没有保存。请查杀后再上传。", code="file.infected")
    if done.returncode != 0:
        log.warning("scanner_failed", exit_code=done.returncode)
        raise UnavailableError("文件安全检查暂时不可用，请稍后再上传。")
