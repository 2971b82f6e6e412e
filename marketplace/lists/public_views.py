"""Public pages of lists: current ones, one as of a day, its editions and what differs, calls, feeds."""

from datetime import date

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response as BaseResponse

from marketplace.core.errors import InvalidError
from marketplace.documents.process import base_url
from marketplace.lists.appeals import file_appeal
from marketplace.lists.doing import LABELS, Answer, do
from marketplace.lists.feeds import write_feed
from marketplace.lists.labels import APPEAL_KIND_LABELS, CALL_STATE_LABELS
from marketplace.lists.papers import NO_VERDICT
from marketplace.lists.public_page import compare, load_cards, load_list_page
from marketplace.lists.published_calls import find_public_calls, load_public_call
from marketplace.lists.queries import (
    call_state_of,
    count_handed_in,
    load_current,
    load_edition,
    load_editions,
    load_list,
)
from marketplace.lists.schemas import AppealIn
from marketplace.lists.subscriptions import subscribe, unsubscribe
from marketplace.taxonomy.queries import county_options, load_industries
from marketplace.web.forms import BoundForm
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor, viewer
from marketplace.web.state import now

bp = Blueprint("lists", __name__, template_folder="templates")
FEED_ENTRIES = 50


@bp.get("/lists")
@requires(Permission.PUBLIC)
@kept_for_visitors
def index() -> str:
    """List the current lists, narrowed down by county and industry."""
    session = read_session()
    county, industry = request.args.get("county", "")[:6], request.args.get("industry", "")[:4]
    catalog_no = int(industry) if industry.isascii() and industry.isdigit() else None
    every = load_current(session)
    standing = {one.kept.county_code for one in every}
    grouped = [
        (city, [(code, name) for code, name in inside if code in standing]) for city, inside in county_options(session)
    ]
    listed = {one.kept.catalog_no for one in every}
    industries = [(str(row.catalog_no), row.level2) for row in load_industries(session) if row.catalog_no in listed]
    return render_template(
        "lists/index.html",
        cards=load_cards(session, county=county, catalog_no=catalog_no, now=now()),
        form=BoundForm(raw={"county": county, "industry": industry}),
        counties=[(city, inside) for city, inside in grouped if inside],
        industries=industries,
        calls=[row for row in find_public_calls(session) if call_state_of(row[0], now=now()).value == "open"],
    )


@bp.get("/lists/<int:list_id>")
@requires(Permission.PUBLIC)
@kept_for_visitors
def show(list_id: int) -> str:
    """Show a list as of today, or as of the day that ``as_of`` names."""
    return _page(list_id, BoundForm(raw={}, labels=LABELS), as_of=_day(request.args.get("as_of", "")))


@bp.get("/lists/<int:list_id>/editions/<int:number>")
@requires(Permission.PUBLIC)
@kept_for_visitors
def edition(list_id: int, number: int) -> str:
    """Show one edition as it was published."""
    return _page(list_id, BoundForm(raw={}, labels=LABELS), number=number)


@bp.get("/lists/<int:list_id>/editions/<int:number>.json")
@requires(Permission.PUBLIC)
def facts(list_id: int, number: int) -> Response:
    """Give out the canonical JSON of an edition: its SHA-256 is the digest, byte for byte."""
    found = load_edition(read_session(), list_id=list_id, number=number)
    answer = make_response(found.facts.encode())
    answer.mimetype = "application/json"
    answer.set_etag(found.digest)
    return answer


@bp.get("/lists/<int:list_id>/changes")
@requires(Permission.PUBLIC)
@kept_for_visitors
def changes(list_id: int) -> str:
    """Show what differs between two editions; the last two when none are named."""
    session = read_session()
    editions = load_editions(session, list_id=list_id)
    newest = editions[0].number if editions else 0
    old, new = _number("from", newest - 1), _number("to", newest)
    kept, before, after, lines = compare(session, list_id=list_id, old=max(old, 1), new=new)
    return render_template("lists/changes.html", kept=kept, before=before, after=after, lines=lines, editions=editions)


@bp.get("/lists/feed")
@requires(Permission.PUBLIC)
def feed() -> Response:
    """Give out the newest editions of every list as an Atom feed."""
    rows = sorted(load_current(read_session()), key=lambda one: one.edition.published_at)[-FEED_ENTRIES:]
    pairs = [(one.kept, one.edition) for one in rows]
    return _atom(write_feed(pairs, title="推荐名单", path="/lists/feed", base_url=base_url(), now=now()))


@bp.get("/lists/<int:list_id>/feed")
@requires(Permission.PUBLIC)
def list_feed(list_id: int) -> Response:
    """Give out the editions of a list as an Atom feed."""
    kept = load_list(read_session(), list_id=list_id)
    pairs = [(kept, row) for row in reversed(load_editions(read_session(), list_id=list_id)[:FEED_ENTRIES])]
    path = f"/lists/{list_id}/feed"
    return _atom(write_feed(pairs, title=kept.title, path=path, base_url=base_url(), now=now()))


@bp.post("/lists/<int:list_id>/subscribe")
@requires(Permission.SIGNED_IN)
def follow(list_id: int) -> BaseResponse:
    """Hear of new editions by mail and inbox, or no longer."""
    with transaction() as session:
        if request.form.get("stop") == "1":
            unsubscribe(session, actor=actor(), list_id=list_id)
            said = "已取消订阅。"
        else:
            subscribe(session, actor=actor(), list_id=list_id, now=now())
            said = "已订阅，有新版会发消息和邮件给您。"
    flash(said, "success")
    return redirect(url_for("lists.show", list_id=list_id), code=303)


@bp.post("/lists/<int:list_id>/appeals")
@requires(Permission.SIGNED_IN)
def appeal(list_id: int) -> Answer:
    """Take an appeal or a complaint."""
    form = BoundForm.bind(AppealIn, request.form, labels=LABELS)

    def act(session: Session) -> str:
        file_appeal(session, actor=actor(), list_id=list_id, entered=form.require(), now=now())
        return url_for("lists.show", list_id=list_id)

    return do(form, act, page=lambda kept: _page(list_id, kept), said="已收到，核实后答复，结果会发消息给您。")


@bp.get("/calls")
@requires(Permission.PUBLIC)
@kept_for_visitors
def calls() -> str:
    """List published calls."""
    rows = find_public_calls(read_session())
    counts = count_handed_in(read_session(), call_ids=[call.id or 0 for call, _ in rows])
    shown = [
        (call, kept, CALL_STATE_LABELS[call_state_of(call, now=now())], counts[call.id or 0]) for call, kept in rows
    ]
    return render_template("lists/calls.html", calls=shown)


@bp.get("/calls/<int:call_id>")
@requires(Permission.PUBLIC)
@kept_for_visitors
def call(call_id: int) -> str:
    """Show a published call with its criteria and questions."""
    found, kept = load_public_call(read_session(), call_id=call_id, now=now())
    state = call_state_of(found, now=now())
    return render_template(
        "lists/call.html", call=found, kept=kept, state=state.value, state_label=CALL_STATE_LABELS[state]
    )


def _page(list_id: int, form: BoundForm[AppealIn], *, as_of: date | None = None, number: int | None = None) -> str:
    page = load_list_page(read_session(), list_id=list_id, actor=viewer().actor, now=now(), as_of=as_of, number=number)
    kinds = [(kind.value, label) for kind, label in APPEAL_KIND_LABELS.items()]
    return render_template(
        "lists/list.html",
        page=page,
        kept=page.kept,
        form=form,
        kinds=kinds,
        is_edition=bool(number),
        no_verdict=NO_VERDICT,
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidError("日期请写成 2026-11-22 这样的格式。") from error


def _number(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return int(text[:6]) if text.isascii() and text.isdigit() else default


def _atom(content: bytes) -> Response:
    return Response(content, mimetype="application/atom+xml")
