"""Verification, published heads, and the download of issued documents."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, json, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.documents.findings import Finding
from marketplace.documents.labels import MATCH_LABELS, Format, Match
from marketplace.documents.media import MEDIA_TYPES
from marketplace.documents.policies import can_open
from marketplace.documents.process import document_readers, witnesses
from marketplace.documents.queries import load_document, load_document_file, load_head_of, load_heads
from marketplace.documents.schemas import VerifyIn
from marketplace.documents.verifying import normal_digest, verify_digest, verify_file
from marketplace.web.downloads import file_answer
from marketplace.web.forms import BoundForm
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import viewer

bp = Blueprint("documents", __name__, template_folder="templates")
LABELS = {"digest": "摘要", "file": "文件"}
GOOD = frozenset({Match.SAME_FILE, Match.SAME_TEXT, Match.DIGEST, Match.CHAIN_HEAD})
BAD = frozenset({Match.OTHER_TEXT, Match.BROKEN_HEAD})


@bp.get("/verify")
@requires(Permission.PUBLIC)
def verify() -> str | BaseResponse | tuple[str, int]:
    """Ask for a file or a digest; a digest in the query leads on to its own page."""
    typed = request.args.get("digest", "").strip()
    if typed:
        return _by_digest(BoundForm.bind(VerifyIn, request.args, labels=LABELS))
    return _form_page(BoundForm(raw={}, labels=LABELS))


@bp.post("/verify")
@requires(Permission.PUBLIC)
def check() -> str | BaseResponse | tuple[str, int]:
    """Verify the uploaded file, or lead on to the page of the typed digest; nothing is kept."""
    form = BoundForm.bind(VerifyIn, request.form, labels=LABELS)
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        finding = verify_file(read_session(), content=upload.stream.read(), witnesses=witnesses())
        return _finding_page(finding, name=upload.filename)
    if form.value("digest"):
        return _by_digest(form)
    form.add_error(InvalidError(fields={"file": ["请选择文件，或者填写摘要。"]}))
    return _form_page(form), 422


def _by_digest(form: BoundForm[VerifyIn]) -> BaseResponse | tuple[str, int]:
    try:
        value = normal_digest(str(form.value("digest")))
    except InvalidError as error:
        form.add_error(error)
        return _form_page(form), 422
    return redirect(url_for("documents.finding", digest=value), code=303)


@bp.get("/verify/<digest>")
@requires(Permission.PUBLIC)
def finding(digest: str) -> str:
    """Say what a digest is."""
    try:
        value = normal_digest(digest)
    except InvalidError as error:
        raise NotFoundError("这个地址里的摘要不完整，请重新扫码，或到核验页上传文件。") from error
    return _finding_page(verify_digest(read_session(), value=value, witnesses=witnesses()))


@bp.get("/verify/heads")
@requires(Permission.PUBLIC)
@kept_for_visitors
def heads() -> str:
    """List the published heads of the journal."""
    return render_template("documents/heads.html", heads=load_heads(read_session()))


@bp.get("/verify/heads/<day>.json")
@requires(Permission.PUBLIC)
def head_file(day: str) -> Response:
    """Send a head as the file that ``marketplace journal verify --head`` reads."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError as error:
        raise NotFoundError from error
    head = load_head_of(read_session(), day=wanted)
    body = json.dumps({"day": day, "seq": head.seq, "digest": head.digest})
    answer = Response(body, mimetype="application/json")
    answer.headers["Content-Disposition"] = f"attachment; filename=journal-head-{day}.json"
    return answer


@bp.get("/documents/<int:document_id>/<written>")
@requires(Permission.PUBLIC)
def download(document_id: int, written: str) -> Response:
    """Send the very bytes that were issued, to somebody who may open them."""
    session = read_session()
    document = load_document(session, document_id=document_id)
    reader = document_readers().get(document.subject_kind)
    allows = reader is not None and reader(session, viewer().actor, document.subject_id)
    if written not in set(Format) or not can_open(viewer().actor, document, subject_allows=allows):
        raise NotFoundError
    file = load_document_file(session, document_id=document_id, written=Format(written))
    ending = file.format.value
    answer = file_answer(
        file.content,
        media_type=MEDIA_TYPES[file.format],
        name=f"{document.title}（{document.kind_label}）.{ending}",
        plain=f"document_{document_id}.{ending}",
    )
    answer.headers["Cache-Control"] = "private, no-store"
    answer.set_etag(file.file_digest[:32])
    return answer


def _form_page(form: BoundForm[Any]) -> str:
    return render_template("documents/verify.html", form=form)


def _finding_page(found: Finding, *, name: str = "") -> str:
    kind = "success" if found.match in GOOD else "error" if found.match in BAD else "warn"
    return render_template("documents/finding.html", found=found, label=MATCH_LABELS[found.match], kind=kind, name=name)
