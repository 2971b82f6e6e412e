"""The linker for commands that need no database: fitting it takes longer than all else that such a command does."""

import os
import stat
import sys
from contextlib import redirect_stdout
from pathlib import Path

from marketplace.taxonomy.fitted import find_linker, keep_linker
from marketplace.taxonomy.knowledge import FITTED_FOLDER
from matching.library import Library
from matching.linking import Linker, fit_linker

COMMANDS_FOLDER = "fitted-commands"  # Its own, so that no command takes away what the service has kept.


def load_linker(library: Library, *, data_folder: Path) -> Linker:
    """Return the linker kept in the data folder, else fit one and keep it there.

    Nothing is read or written where the folder is missing, belongs to somebody else or may be written by others.
    """
    if not _is_own(data_folder):
        return fit_linker(library)
    own = data_folder / COMMANDS_FOLDER
    with redirect_stdout(sys.stderr):  # The answer alone stands on standard output, whatever is logged.
        for folder in (data_folder / FITTED_FOLDER, own):
            found = find_linker(folder, library=library) if _is_own(folder) else None
            if found is not None:
                return found
        fitted = fit_linker(library)
        if _is_own(own) or not os.path.lexists(own):
            keep_linker(own, fitted, library=library)
    return fitted


def _is_own(folder: Path) -> bool:
    try:
        found = folder.stat()
    except OSError:
        return False
    others_may_write = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not others_may_write
