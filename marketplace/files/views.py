"""Downloads: always as an attachment, never shown inside the site."""

from flask import Blueprint, Response

from marketplace.core.errors import NotFoundError
from marketplace.files.media import MEDIA_TYPES
from marketplace.files.models import StoredFile
from marketplace.files.policies import can_read
from marketplace.files.process import file_readers, file_store
from marketplace.files.queries import load_file
from marketplace.web.downloads import file_answer
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import viewer

bp = Blueprint("files", __name__)


@bp.get("/files/<int:file_id>")
@requires(Permission.PUBLIC)
def download(file_id: int) -> Response:
    """Send a file to somebody who may read it; to others it does not exist."""
    file = load_file(read_session(), file_id=file_id)
    reader = file_readers().get(file.subject_kind)
    allows = reader is not None and reader(read_session(), viewer().actor, file.subject_id)
    if not can_read(viewer().actor, file, subject_allows=allows):
        raise NotFoundError
    return _attachment(file, content=file_store().get(file.digest))


def _attachment(file: StoredFile, *, content: bytes) -> Response:
    media_type = MEDIA_TYPES[file.file_type]
    plain = file.name if file.name.isascii() else f"file_{file.id}.{file.file_type.value}"
    answer = file_answer(content, media_type=media_type, name=file.name, plain=plain)
    # Should a browser show it all the same, nothing inside it may run.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
