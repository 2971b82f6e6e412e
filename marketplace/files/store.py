"""The folder of uploaded bytes, named by their digest, outside of anything that the web server serves."""

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from marketplace.core.digest import digest_bytes
from marketplace.core.errors import UnavailableError
from marketplace.files.scanning import NO_SCANNER, Scanner

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStore:
    """Where bytes lie, who scans them, and how many bytes a file and a body may have."""

    folder: Path
    max_bytes: int = 20 * MIB
    quota_bytes: int = 500 * MIB
    scanner: Scanner = field(default=NO_SCANNER)

    def put(self, content: bytes) -> str:
        """Keep bytes and return their digest; equal bytes are kept once, and a half-written file never counts."""
        digest = digest_bytes(content)
        target = self._path(digest)
        if target.exists():
            os.utime(target)  # A sweep that runs now must see that somebody is about to name it.
            return digest
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = target.with_name(f"{digest}.{secrets.token_hex(4)}.part")
        try:
            _write_through(part, content)
            part.replace(target)
        except OSError:
            part.unlink(missing_ok=True)  # A full disk must not fill up with halves.
            raise
        return digest

    def get(self, digest: str) -> bytes:
        """Return kept bytes; raises UnavailableError when they are gone or no longer what they were."""
        try:
            content = self._path(digest).read_bytes()
        except FileNotFoundError as error:
            raise UnavailableError("文件暂时取不到，请联系平台运营人员。") from error
        if digest_bytes(content) != digest:
            raise UnavailableError("文件内容与登记的摘要不符，已停止下载。请联系平台运营人员。")
        return content

    def digests(self, *, before: datetime) -> Iterator[str]:
        """Yield the digests of everything that was kept, or asked for again, before a moment."""
        for path in self.folder.glob("??/" + "?" * 64):
            if path.stat().st_mtime < before.timestamp():
                yield path.name

    def drop(self, digest: str) -> None:
        """Forget bytes that nothing names any more."""
        self._path(digest).unlink(missing_ok=True)

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest


def _write_through(path: Path, content: bytes) -> None:
    """Write a new file; its bytes must be on disk before the row that names them is committed."""
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()  # What Python still holds would not reach the disk below.
        os.fsync(stream.fileno())
    path.chmod(0o600)
