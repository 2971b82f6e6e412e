"""A start without an account: three short steps kept under a private link, and the page where two windows meet."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response as BaseResponse

from marketplace.accounts.queries import find_by_uscc
from marketplace.drafts.pages import MERGED, is_autosave, merge_page, seen_versions, told
from marketplace.drafts.services import (
    Saved,
    clashes_of,
    forget_draft,
    load_started,
    save_draft,
    settle_clashes,
)
from marketplace.enterprises.hearing import hear
from marketplace.enterprises.page_data import field_words
from marketplace.enterprises.start_gone import lead_on
from marketplace.enterprises.start_memory import forget_start, remember_start, remembered_start, renew_start
from marketplace.enterprises.start_once import FIELD, keep_start, new_start_name
from marketplace.enterprises.start_page import START_LABELS, next_step, progress, step_context, step_form
from marketplace.enterprises.start_rows import answers_of, fields_of, first_open_step, leads_on
from marketplace.enterprises.start_schemas import SCHEMAS, Step, WishesIn
from marketplace.enterprises.told import split_told
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.web.forms import BoundForm, clean
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.state import now, state

bp = Blueprint("start", __name__, template_folder="templates")
lead_on(bp)
MOST_BEGUN = 2000  # Characters that an address may put into the first field.
NOTHING = "还没有写难处。先写一件最头疼的；一时想不起来，写上做什么产品，下一步有同行常说的可以勾。"
UNPROCESSABLE = 422
STEPS = "<any(troubles, check, wishes):step>"


@bp.get("/start")
@requires(Permission.PUBLIC)
def begin() -> str:
    """Ask what hurts, what is made and where; nothing is kept before something is sent.

    ``q`` or ``text`` holds words to begin with, as the examples on the home page and the search do.
    """
    said = clean(request.args.get("q") or request.args.get("text", ""))[:MOST_BEGUN]
    content = {"problems": [{"text": text} for text in split_told(said)]} if said else {}
    return _step_page(Step.TROUBLES, content=content, token="", version=0)


@bp.post("/start")
@requires(Permission.PUBLIC)
def begin_post() -> BaseResponse | tuple[str, int]:
    """Keep the first words under a new private link; nothing said is remarked upon and kept nowhere."""
    fields = _sent(Step.TROUBLES)
    said = clean(request.form.get("q", ""))
    rows = [{"text": said}, *fields["problems"]] if said else fields["problems"]
    heard = hear(read_session(), texts=[row["text"] for row in rows], product=fields["industry_text"])
    fields |= heard.fields
    if not leads_on(fields, step=Step.TROUBLES) and request.form.get("do") != "more":
        flash(NOTHING, "error")
        return _step_page(Step.TROUBLES, content=fields, token="", version=0), UNPROCESSABLE
    token, saved = keep_start(fields)
    remember_start(token)
    if saved.is_clashing:
        return redirect(url_for("start.merge", token=token), code=303)
    if heard.note:
        flash(heard.note, "info")
    done = request.form.get("do") == "next" and answers_of(fields, step=Step.TROUBLES) is not None
    return redirect(url_for("start.step", token=token, step=Step.CHECK if done else Step.TROUBLES), code=303)


@bp.get("/start/<token>")
@requires(Permission.PUBLIC)
def resume(token: str) -> BaseResponse:
    """Lead the private link to where its owner stopped."""
    draft = load_started(read_session(), token=token, now=now())
    open_step = first_open_step(draft.content)
    target = url_for("start.step", token=token, step=open_step) if open_step else f"/start/{token}/results"
    return redirect(target, code=303)


@bp.get(f"/start/<token>/{STEPS}")
@requires(Permission.PUBLIC)
def step(token: str, step: str) -> str:
    """Show one step with what was typed so far."""
    draft = load_started(read_session(), token=token, now=now())
    return _step_page(Step(step), content=draft.content, token=token, version=draft.version)


@bp.post(f"/start/<token>/{STEPS}")
@requires(Permission.PUBLIC)
def step_post(token: str, step: str) -> BaseResponse | tuple[Response, int]:
    """Keep what was typed, as it was typed; while typing the answer is JSON, else the next page."""
    at = Step(step)
    with transaction() as session:
        draft = load_started(session, token=token, now=now(), lock=True)
        fields = _understood(session, _sent(at), step=at)
        saved = save_draft(session, draft, fields=fields, seen_version=seen_versions().stated, now=now())
        is_sound, leads = answers_of(draft.content, step=at) is not None, leads_on(draft.content, step=at)
    renew_start(token)
    if is_autosave():
        return told(saved, merge_url=url_for("start.merge", token=token), now=now())
    return redirect(_onwards(saved, token=token, step=at, is_sound=is_sound, leads=leads), code=303)


@bp.get("/start/<token>/merge")
@requires(Permission.PUBLIC)
def merge(token: str) -> str | BaseResponse:
    """Show what two windows filled in differently."""
    clashes = clashes_of(load_started(read_session(), token=token, now=now()))
    if not clashes:
        return redirect(url_for("start.resume", token=token), code=303)
    return merge_page(
        clashes, action=url_for("start.merge_post", token=token), labels=START_LABELS, words=field_words(read_session())
    )


@bp.post("/start/<token>/merge")
@requires(Permission.PUBLIC)
def merge_post(token: str) -> BaseResponse:
    """Write the chosen texts."""
    with transaction() as session:
        draft = load_started(session, token=token, now=now(), lock=True)
        settle_clashes(session, draft, chosen=request.form.to_dict(), now=now())
    flash("选好了，两边写的都核对过了。", "success")
    return redirect(url_for("start.resume", token=token), code=303)


@bp.post("/start/<token>/discard")
@requires(Permission.PUBLIC)
def discard(token: str) -> BaseResponse:
    """Forget a start at once."""
    with transaction() as session:
        forget_draft(session, key=load_started(session, token=token, now=now()).key)
    forget_start(token)
    flash("这份草稿已经删掉。", "success")
    return redirect(url_for("portal.home"), code=303)


def _sent(at: Step) -> dict[str, Any]:
    return fields_of(BoundForm.bind(SCHEMAS[at], request.form).raw, step=at)


def _understood(session: Session, fields: dict[str, Any], *, step: Step) -> dict[str, Any]:
    """Add what follows from the answers: the picked industry by its name, the body that holds a credit code."""
    if step is Step.CHECK and fields["industry_pick"]:
        names = dict(KNOWLEDGE.library(session).gbt_names)
        name = names.get(fields["industry_pick"].removeprefix("C"), "")
        picked = {"industry_text": name, "gbt_code": fields["industry_pick"]} if name else {}
        return {**fields, **picked, "industry_pick": ""}
    if step is Step.WISHES:
        wishes = answers_of(fields, step=step)
        known = find_by_uscc(session, uscc=wishes.uscc) if isinstance(wishes, WishesIn) and wishes.uscc else None
        return {**fields, "name": known.name if known else ""}
    return fields


def _onwards(saved: Saved, *, token: str, step: Step, is_sound: bool, leads: bool) -> str:
    here = url_for("start.step", token=token, step=step)
    if saved.is_clashing:
        return url_for("start.merge", token=token)
    if saved.is_merged:
        flash(MERGED, "warn")
        return here
    if request.form.get("do") == "more" or not is_sound:
        return here
    if not leads:
        flash(NOTHING, "error")
        return url_for("start.step", token=token, step=Step.TROUBLES)
    after = next_step(step)
    return url_for("start.step", token=token, step=after) if after else f"/start/{token}/results"


def _step_page(step: Step, *, content: dict[str, Any], token: str, version: int) -> str:
    return render_template(
        f"enterprises/start_{step}.html",
        form=step_form(content, step=step),
        token=token,
        version=version,
        progress=progress(now=step),
        action=url_for("start.step_post", token=token, step=step) if token else url_for("start.begin_post"),
        link=private_link(token) if token else "",
        begun="" if token else request.form.get(FIELD) or new_start_name(),
        resume_url="" if token else remembered_start(read_session()),
        **step_context(read_session(), step=step, content=content),
    )


def private_link(token: str) -> str:
    """Return the address that opens a draft again, whole, to be kept or sent to oneself."""
    return state().settings.base_url.rstrip("/") + url_for("start.resume", token=token)


@bp.after_request
def keep_out_of_caches_and_engines(response: Response) -> Response:
    """A private link's pages belong to whoever holds it: no cache keeps them, no search engine lists them."""
    if request.view_args and "token" in request.view_args:
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
