"""What a server prepares before it forks, so that no visitor waits for it: compiled templates, settled objects."""

import gc
import os
import stat
from pathlib import Path

import structlog
from flask import Flask
from jinja2 import FileSystemBytecodeCache

log = structlog.get_logger(__name__)
TEMPLATES_FOLDER = "templates"  # Of the data folder.


def compile_templates(app: Flask, folder: Path) -> None:
    """Compile every template; those whose source is unchanged are read from what an earlier start left in the folder.

    Compiled templates are code. So a folder that somebody else owns or may write is not used.
    """
    environment = app.jinja_env
    environment.bytecode_cache = FileSystemBytecodeCache(str(folder)) if _is_own(folder) else None
    for name in environment.list_templates():
        try:
            environment.get_template(name)
        except OSError as error:  # The disk is full, or the folder has gone: the next start compiles again.
            log.warning("templates_not_kept", error=type(error).__name__)
            environment.bytecode_cache = None
            environment.get_template(name)


def _is_own(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as error:
        log.warning("templates_not_kept", error=type(error).__name__)
        return False
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def settle() -> None:
    """Take everything loaded so far out of later searches for garbage.

    Some 600,000 objects stay as long as the process does. Searching them for garbage would stop a request for several
    tenths of a second now and then, and make every forked process copy the memory that they lie in. Searching them
    once more now would cost as much and free a hundredth of them.
    """
    gc.freeze()
