"""The way of a draft for an office's programs: entered, checked, noticed, changed, decided, published, withdrawn.

Four eyes count for programs as for people: a token stands for a person, and whoever had a hand in a draft neither
passes its check nor publishes it.
"""

from flask import Response

from marketplace.documents.process import base_url
from marketplace.lists.draft_api import draft_out, take_step
from marketplace.lists.draft_page import load_draft_page
from marketplace.lists.draft_schemas import ListDraftOut, ListDraftPath
from marketplace.lists.draft_step_schemas import (
    ListDecisionBody,
    NoticedChangeBody,
    OldListForm,
    OldListOut,
    PublicationBody,
)
from marketplace.lists.drafting import draft_from_rows, return_draft
from marketplace.lists.importing import read_old_list
from marketplace.lists.office_schemas import SeenBody, SeenWhyBody
from marketplace.lists.publishing import change_noticed, decide_draft, notice_draft, publish_list, withdraw_draft
from marketplace.web.api import answer, api_blueprint
from marketplace.web.api_files import contents
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("list_draft_steps", tag="名单草案")


@bp.post("/list-drafts", summary="录入原有名单", responses={201: OldListOut})
@requires(Permission.MANAGE_LISTS)
def enter_old_list(form: OldListForm) -> Response:
    """Draft a list from the workbook of an old one; it is checked and noticed like any other.

    What is wrong is told by row and cell (422), also a provider of another kind than the list's; columns of other names
    than those of ``file`` are not read, and are named in the answer.
    """
    with transaction() as session:
        content = contents(form.file)[0][1]
        old = read_old_list(session, content=content, provider_kind=form.provider_kind, now=now())
        draft = draft_from_rows(
            session,
            actor=actor(),
            catalog_no=form.catalog_no,
            provider_kind=form.provider_kind,
            source=form.source,
            entries=old.entries,
            now=now(),
        )
        draft_id = draft.id or 0
    page = load_draft_page(read_session(), actor=actor(), draft_id=draft_id, now=now())
    return answer(OldListOut(**dict(draft_out(page)), unread_columns=old.unread), status=201)


@bp.post("/list-drafts/<int:draft_id>/return", summary="退回修改", responses={200: ListDraftOut})
@requires(Permission.MANAGE_LISTS)
def give_back(path: ListDraftPath, body: SeenWhyBody) -> Response:
    """Give the draft back to be mended, from the check or after its notice was withdrawn."""
    return take_step(path, return_draft, body)


@bp.post("/list-drafts/<int:draft_id>/notice", summary="审核通过并公示", responses={200: ListDraftOut})
@requires(Permission.MANAGE_LISTS)
def notice(path: ListDraftPath, body: SeenBody) -> Response:
    """Pass the check and put the draft up for public notice; not by one who had a hand in it (409)."""
    return take_step(path, notice_draft, body, base_url=base_url())


@bp.post("/list-drafts/<int:draft_id>/changes", summary="更改并重新公示", responses={200: ListDraftOut})
@requires(Permission.MANAGE_LISTS)
def change(path: ListDraftPath, body: NoticedChangeBody) -> Response:
    """Change what is under notice; the notice starts anew for what changed, and for that alone."""
    return take_step(path, change_noticed, body, base_url=base_url())


@bp.post("/list-drafts/<int:draft_id>/decision", summary="记录集体决定", responses={200: ListDraftOut})
@requires(Permission.MANAGE_LISTS)
def decide(path: ListDraftPath, body: ListDecisionBody) -> Response:
    """Note the office's decision once the notice ended and every objection was settled (409 before)."""
    return take_step(path, decide_draft, body)


@bp.post("/list-drafts/<int:draft_id>/publication", summary="发布名单", responses={200: ListDraftOut})
@requires(Permission.MANAGE_LISTS)
def publish(path: ListDraftPath, body: PublicationBody) -> Response:
    """Publish the next edition of the list, which anybody then reads under its `list_id`."""
    return take_step(path, publish_list, body, base_url=base_url())


@bp.post("/list-drafts/<int:draft_id>/withdrawal", summary="撤回草案", responses={200: ListDraftOut})
@requires(Permission.MANAGE_LISTS)
def withdraw(path: ListDraftPath, body: SeenWhyBody) -> Response:
    """End the draft without an edition; a running notice is withdrawn with it."""
    return take_step(path, withdraw_draft, body)
