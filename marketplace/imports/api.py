"""Imports for programs: send files, read what is wrong by cell, decide, bring the rows in or forget them."""

from flask import Response
from sqlmodel import Session

from marketplace.imports import services
from marketplace.imports.api_schemas import (
    ApplyBody,
    HeadersBody,
    HeaderToMapOut,
    ImportFilesForm,
    ImportFindingOut,
    ImportLineOut,
    ImportOut,
    ImportPath,
    PlaceMeantOut,
    PlacesBody,
    RowMatchOut,
    WordChoiceOut,
)
from marketplace.imports.models import ImportBatch
from marketplace.imports.queries import BatchPage, WordChoice, load_batch_page, load_batches_before
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, is_conditional, listing, require_match
from marketplace.web.api_files import contents
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("imports", tag="导入")


@bp.get("/imports", summary="导入列表", responses={200: listing(ImportLineOut)})
@requires(Permission.IMPORT_FILES)
def list_imports(query: CursorQuery) -> Response:
    """List the imports of one's body, newest first; the cursor leads to older ones."""
    found = load_batches_before(read_session(), actor=actor(), before_id=query.after_id, limit=query.limit + 1)
    rows = [_line(one) for one in found]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.post("/imports", summary="上传要导入的文件", responses={201: ImportOut})
@requires(Permission.IMPORT_FILES)
def create_import(form: ImportFilesForm) -> Response:
    """Read files and keep what was found; nothing is brought in before the import is applied."""
    with transaction() as session:
        batch = services.stage_files(session, actor=actor(), files=contents(form.files), now=now())
        batch_id = batch.id or 0
    return _answer(batch_id, status=201)


@bp.get("/imports/<int:batch_id>", summary="一次导入", responses={200: ImportOut})
@requires(Permission.IMPORT_FILES)
def get_import(path: ImportPath) -> Response:
    """Return what was read, what is wrong in which cell, and what may be chosen."""
    return _answer(path.batch_id)


@bp.put("/imports/<int:batch_id>/headers", summary="对应表头", responses={200: ImportOut})
@requires(Permission.IMPORT_FILES)
def put_headers(path: ImportPath, body: HeadersBody) -> Response:
    """Say what headers mean and read the files again; later imports of one's body follow it."""
    with transaction() as session:
        _require_match(session, batch_id=path.batch_id)
        services.map_headers(session, actor=actor(), batch_id=path.batch_id, pairs=body.pairs)
    return _answer(path.batch_id)


@bp.put("/imports/<int:batch_id>/places", summary="确认县（市、区）", responses={200: ImportOut})
@requires(Permission.IMPORT_FILES)
def put_places(path: ImportPath, body: PlacesBody) -> Response:
    """Say what places mean that were written wrongly, and read the files again."""
    with transaction() as session:
        _require_match(session, batch_id=path.batch_id)
        services.correct_places(session, actor=actor(), batch_id=path.batch_id, places=body.places)
    return _answer(path.batch_id)


@bp.post("/imports/<int:batch_id>/application", summary="导入", responses={200: ImportOut})
@requires(Permission.IMPORT_FILES)
def apply(path: ImportPath, body: ApplyBody) -> Response:
    """Bring the rows in, all in one; with errors only when ``skip_bad`` leaves those rows out (422)."""
    with transaction() as session:
        _require_match(session, batch_id=path.batch_id)
        services.apply_batch(session, actor=actor(), batch_id=path.batch_id, form=body, now=now())
    return _answer(path.batch_id)


@bp.delete("/imports/<int:batch_id>", summary="放弃导入", responses={204: None})
@requires(Permission.IMPORT_FILES)
def discard(path: ImportPath) -> Response:
    """Forget files and rows of an import that was not applied."""
    with transaction() as session:
        _require_match(session, batch_id=path.batch_id)
        services.discard_batch(session, actor=actor(), batch_id=path.batch_id, now=now())
    return Response(status=204)


def _answer(batch_id: int, *, status: int = 200) -> Response:
    return answer(_out(load_batch_page(read_session(), actor=actor(), batch_id=batch_id)), status=status)


def _require_match(session: Session, *, batch_id: int) -> None:
    """Look what a whole import says only when the request names a state of it: that reads and checks every row."""
    if is_conditional():
        require_match(_out(load_batch_page(session, actor=actor(), batch_id=batch_id)))


def _line(batch: ImportBatch) -> ImportLineOut:
    return ImportLineOut(
        id=batch.id or 0,
        files=batch.file_names,
        state=batch.state,
        created_at=batch.created_at,
        applied_at=batch.applied_at,
        outcome=batch.report.get("outcome", {}),
    )


def _out(page: BatchPage) -> ImportOut:
    return ImportOut(
        **dict(_line(page.batch)),
        enterprises=page.enterprises,
        providers=page.providers,
        errors=page.errors,
        warnings=page.warnings,
        ready=page.ready,
        planned={group.action: group.total for group in page.groups},
        findings=[ImportFindingOut.model_validate(one, from_attributes=True) for one in page.findings],
        headers=[HeaderToMapOut.model_validate(one, from_attributes=True) for one in page.headers],
        places=[PlaceMeantOut.model_validate(one, from_attributes=True) for one in page.places],
        matches=[
            RowMatchOut(
                index=one.index,
                name=one.name,
                registered=one.registered,
                is_certain=one.is_certain,
                actions=[action for action, _ in one.options],
            )
            for one in page.matches
        ],
        industries=[_words(one) for one in page.industries],
        scenarios=[_words(one) for one in page.scenarios],
    )


def _words(choice: WordChoice) -> WordChoiceOut:
    return WordChoiceOut(words=choice.words, codes=[code for code, _ in choice.options], chosen=choice.chosen)
