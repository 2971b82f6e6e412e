"""Files that programs send: parts of a multipart request."""

from typing import Any

from flask_openapi3.models.file import FileStorage
from werkzeug.datastructures import FileStorage as ReceivedFile


class SentFile(FileStorage):
    """A file with its name; a text in its place is refused."""

    @classmethod
    def validate(cls, value: Any, *_args: Any, **_kwargs: Any) -> Any:
        """Return the part as it came; raises ValueError for a part without a file's name."""
        if not isinstance(value, ReceivedFile) or not value.filename:
            raise ValueError("请发送文件，并带上文件名。")
        return value


def contents(files: list[SentFile]) -> list[tuple[str, bytes]]:
    """Return names and contents."""
    return [(file.filename or "", file.read()) for file in files]
