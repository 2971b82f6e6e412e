"""What one process keeps for uploads, and what views read from a form."""

from collections.abc import Callable, Mapping
from typing import cast

from flask import request
from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.files.scanning import scanner_from
from marketplace.files.services import Upload
from marketplace.files.store import MIB, FileStore
from marketplace.settings import Settings
from marketplace.web.state import state

# reader(session, actor or None, subject_id) says whether somebody may read the files of a thing of that kind.
Reader = Callable[[Session, Actor | None, int], bool]
FILE_READERS = "file_readers"


def store_from(settings: Settings) -> FileStore:
    """Return the store that the settings describe."""
    return FileStore(
        folder=settings.data_dir / "files",
        max_bytes=settings.max_upload_mb * MIB,
        quota_bytes=settings.file_quota_mb * MIB,
        scanner=scanner_from(settings.file_scanner),
    )


def file_store() -> FileStore:
    """Return the store of the running process."""
    services = state().services
    if "file_store" not in services:
        services["file_store"] = store_from(state().settings)
    return cast("FileStore", services["file_store"])


def file_readers() -> Mapping[str, Reader]:
    """Return who may read the files of which kind of thing, as the areas stated it."""
    return cast("Mapping[str, Reader]", state().services.get(FILE_READERS, {}))


def uploads(field: str) -> list[Upload]:
    """Return the files that a form sent under a field, without fields that were left empty."""
    return [
        Upload(name=file.filename, content=file.stream.read()) for file in request.files.getlist(field) if file.filename
    ]
