"""Long tables kept on the node's disk: whoever asks again before anything changed is sent what was written."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

FOLDER = "exports"


def kept_file(folder: Path, *, name: str, state: str, write: Callable[[BinaryIO], object]) -> bytes:
    """Return the file of a name as of a state, written when it isn't there yet; those of other states are deleted."""
    path = folder / f"{state}.{name}"
    with suppress(FileNotFoundError):
        return path.read_bytes()
    file = BytesIO()
    write(file)
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")  # Other processes may be writing the same.
    part.write_bytes(file.getvalue())
    for old in folder.glob(f"*.{name}"):
        old.unlink(missing_ok=True)
    part.replace(path)
    return file.getvalue()


def state_of(*, seq: int, day: date) -> str:
    """Return what a kept table stands for: a number of the change log on a day."""
    return f"{seq}-{day.isoformat()}"
