"""Files that programs send: parts of a multipart request, and the texts that go with them."""

from typing import Any

from flask import has_request_context, request
from flask_openapi3.models.file import FileStorage
from pydantic import BaseModel, model_validator
from werkzeug.datastructures import FileStorage as ReceivedFile


class SentFile(FileStorage):
    """A file with its name; a text in its place is refused."""

    @classmethod
    def validate(cls, value: Any, *_args: Any, **_kwargs: Any) -> Any:
        """Return the part as it came; raises ValueError for a part without a file's name."""
        if not isinstance(value, ReceivedFile) or not value.filename:
            raise ValueError("请发送文件，并带上文件名。")
        return value


class SentForm(BaseModel, extra="forbid"):
    """Texts beside files: each counts as it was sent, where the framework would read the note ``12`` as a number."""

    @model_validator(mode="before")
    @classmethod
    def as_sent(cls, data: Any) -> Any:
        """Return the fields with their texts as they came over the wire."""
        texts = request.form if has_request_context() else {}
        return {name: texts.get(name, value) for name, value in data.items()} if isinstance(data, dict) else data


def contents(files: list[SentFile]) -> list[tuple[str, bytes]]:
    """Return names and contents."""
    return [(file.filename or "", file.read()) for file in files]
