"""``Idempotency-Key`` on API requests that change something: sent again, they do nothing and answer as before."""

import re

import structlog
from flask import Flask, Response, g, request
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session
from werkzeug.datastructures import FileStorage

from marketplace.core import idempotency
from marketplace.core.digest import digest, digest_bytes
from marketplace.core.errors import ConflictError, InvalidError
from marketplace.core.idempotency import KeptRequest, Standing
from marketplace.web.csrf import SAFE_METHODS
from marketplace.web.session import read_session
from marketplace.web.signin import viewer
from marketplace.web.state import now, state

log = structlog.get_logger(__name__)
HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
REFUSALS = {
    Standing.UNDER_WAY: ConflictError(
        "带这个 Idempotency-Key 的请求还在处理，请几秒钟后用同一个键再试。", code="idempotency_under_way"
    ),
    Standing.DONE_UNANSWERED: ConflictError(
        "带这个 Idempotency-Key 的请求已经办成，但当时的回答没有留下。请查询结果，不要换键重发。",
        code="idempotency_done",
    ),
    Standing.OTHER_CONTENT: InvalidError(
        "这个 Idempotency-Key 用在了内容不同的请求上。新的请求请换一个新键。", code="idempotency_key_reused"
    ),
}


def init_idempotency(app: Flask) -> None:
    """Answer repeated requests from what is kept, and keep what is answered."""
    app.extensions["marketplace"].before_commit.append(note_commit)
    app.before_request(_claim_or_replay)
    app.after_request(_keep)


def note_commit(session: Session) -> None:
    """Tie the work of this request to its key, in the transaction that commits it."""
    if "kept_id" in g:
        idempotency.mark_committed(session, kept_id=g.kept_id, now=now())


def _claim_or_replay() -> Response | None:
    key, someone = request.headers.get(HEADER, ""), viewer().actor
    if not key or someone is None or request.method in SAFE_METHODS or not request.path.startswith("/api/"):
        return None
    if not _KEY.fullmatch(key):
        raise InvalidError("Idempotency-Key 是 8 到 64 个字母、数字、- 或 _，例如一个 UUID。", code="idempotency_key")
    digest = digest_bytes(b"\n".join((request.method.encode(), request.full_path.encode(), _content())))
    found = idempotency.find_kept(read_session(), user_id=someone.user_id, key=key)
    known = idempotency.standing(found, digest=digest, now=now())
    if known is Standing.ANSWERED and found is not None:
        return _replay(found)
    if known in REFUSALS:
        raise REFUSALS[known]
    try:
        with state().database.transaction() as session:
            g.kept_id = idempotency.claim(session, user_id=someone.user_id, key=key, digest=digest, now=now())
    except IntegrityError as error:
        raise REFUSALS[Standing.UNDER_WAY] from error
    return None


def _content() -> bytes:
    """Return what was sent; of a multipart request its parts, whatever line a program drew between them this time."""
    if request.mimetype != "multipart/form-data":
        return request.get_data()
    texts = [[name, value] for name, value in request.form.items(multi=True)]
    files = [[name, file.filename, digest_bytes(_read(file))] for name, file in request.files.items(multi=True)]
    return digest([texts, files]).encode()


def _read(file: FileStorage) -> bytes:
    content: bytes = file.read()
    file.seek(0)
    return content


def _replay(found: KeptRequest) -> Response:
    response = Response(found.body, status=found.status, mimetype=found.media_type or None)
    response.headers[REPLAYED] = "true"
    if found.etag:
        response.headers["ETag"] = found.etag
    return response


def _keep(response: Response) -> Response:
    kept_id = g.pop("kept_id", None)
    if kept_id is not None:
        try:
            _write_down(response, kept_id=kept_id)
        except DBAPIError as error:
            # What was done is done and is answered; asked again, the key says so, or that it waits two minutes.
            log.warning("answer_not_kept", error=type(error.orig).__name__)
    return response


def _write_down(response: Response, *, kept_id: int) -> None:
    with state().database.transaction() as session:
        if response.status_code < 400:  # noqa: PLR2004 - what was refused did nothing and may be tried again
            idempotency.keep_answer(
                session,
                kept_id=kept_id,
                status=response.status_code,
                media_type=response.mimetype or "",
                etag=response.headers.get("ETag", ""),
                body=response.get_data(as_text=True),
            )
        else:
            idempotency.release(session, kept_id=kept_id)
