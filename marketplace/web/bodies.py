"""Bodies of requests: one whose length nobody states is bounded as well, and refused rather than cut."""

from collections.abc import Iterator
from functools import cached_property
from typing import IO, cast

from flask import Flask, Request
from werkzeug.wsgi import LimitedStream

PIECE = 65_536


class RefusingStream(LimitedStream):
    """Reads up to the limit; whoever asks for the whole of more is told 413, where Werkzeug would give a part."""

    def readall(self) -> bytes:
        """Return all that was sent; raises RequestEntityTooLarge at the limit."""
        return b"".join(self._pieces())

    def _pieces(self) -> Iterator[bytes]:
        while piece := self.read(PIECE):
            yield piece


class BoundedRequest(Request):
    """A request whose body is refused beyond the limit, whether it comes with its length or in chunks without one."""

    @property
    def is_chunked(self) -> bool:
        """Say whether the body has no stated length but an end that the web server knows."""
        return self.content_length is None and bool(self.environ.get("wsgi.input_terminated"))

    @cached_property
    def stream(self) -> IO[bytes]:
        """The body, to be read once."""
        limit = self.max_content_length
        if not self.is_chunked or limit is None:
            return super().stream
        return cast("IO[bytes]", RefusingStream(self.environ["wsgi.input"], limit, is_max=True))


def init_bodies(app: Flask) -> None:
    """Bound every body."""
    app.request_class = BoundedRequest
