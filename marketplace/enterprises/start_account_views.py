"""Where a start becomes a registered enterprise: the account comes when the owner saves, shares or enquires."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from marketplace.accounts.entering import enter
from marketplace.accounts.registering import tell_all
from marketplace.core.actor import Role
from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.core.ids import read_id
from marketplace.drafts.services import forget_draft, leave_trail, load_started
from marketplace.enterprises import services
from marketplace.enterprises.page_data import REGISTER_LABELS, county_options
from marketplace.enterprises.queries import load_editable
from marketplace.enterprises.registration import NO_COUNTY, register_enterprise, resume_registration
from marketplace.enterprises.schemas import RegisterIn
from marketplace.enterprises.start_gone import lead_on
from marketplace.enterprises.start_memory import forget_start
from marketplace.enterprises.start_page import row_of
from marketplace.enterprises.start_rows import joined_row
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor, viewer
from marketplace.web.state import now

bp = Blueprint("start_account", __name__, template_folder="templates")
lead_on(bp)
MOST_PICKED = 4
WHAT_NOW = "现在可以加入备选、分享给合伙人，或者留存打印。"
KEPT_TICKS = "刚才勾的几家还勾着，点“加入备选”即可。"
ASK_THEM = "刚才选的几家都在下面，写上截止日期就可以询价。"
ENQUIRE = "enquiry"  # As ``to`` in an address: the owner was on the way to ask the picked ones.
TAKEN = "这个统一社会信用代码刚刚已经登记。如果是贵单位，请直接登录，或用邀请链接加入。"


@bp.get("/start/<token>/account")
@requires(Permission.PUBLIC)
def account(token: str) -> str:
    """Ask who signs in, with what the draft already says about the enterprise."""
    content = load_started(read_session(), token=token, now=now()).content
    raw = {name: content.get(name, "") for name in ("name", "uscc", "county_code")}
    return _page(BoundForm(raw=raw, labels=REGISTER_LABELS), token=token)


@bp.post("/start/<token>/account")
@requires(Permission.PUBLIC)
def account_post(token: str) -> Response | tuple[str, int]:
    """Register the enterprise with everything the draft holds, and lead to its recommendations."""
    form = BoundForm.bind(RegisterIn, request.form, labels=REGISTER_LABELS)
    made = _resume(form.valid) or _register(form, token=token)
    if made is None:
        tell_all(form, session=read_session())
        return _page(form, token=token), 422
    enterprise_id, secret = made
    enter(secret)
    forget_start(token)
    flash(f"保存好了，写过的都在。{_what_next() or WHAT_NOW}", "success")
    return redirect(_way_on(f"/enterprises/{enterprise_id}/recommendations"), code=303)


@bp.post("/start/<token>/adopt")
@requires(Permission.EDIT_ENTERPRISE)
def adopt(token: str) -> Response:
    """Add what a start says to the lists of the enterprise that the signed-in person acts for."""
    own = actor().organisation_id
    with transaction() as session:
        draft = load_started(session, token=token, now=now(), lock=True)
        current = load_editable(session, actor=actor(), enterprise_id=own)
        row = joined_row(current.row, started=row_of(session, content=draft.content))
        if row != current.row:
            services.update_enterprise(
                session, actor=actor(), enterprise_id=own, row=row, seen_version=current.version, now=now()
            )
        forget_draft(session, key=draft.key)
        leave_trail(session, token=token, enterprise_id=own, now=now())
    forget_start(token)
    flash(f"已并到贵单位的清单里，原来写的都还在。{_what_next()}", "success")
    shown = url_for("enterprises.show", enterprise_id=own)
    return redirect(_way_on(f"{shown}/recommendations" if _picked() else shown), code=303)


def _picked() -> list[int]:
    """Return the providers that were ticked before there was an account: the address carries them through."""
    ids = [read_id(text) for text in request.args.getlist("p")[:MOST_PICKED]]
    return [one for one in ids if one is not None]


def _is_asking() -> bool:
    return bool(_picked()) and request.args.get("to") == ENQUIRE


def _what_next() -> str:
    if not _picked():
        return ""
    return ASK_THEM if _is_asking() else KEPT_TICKS


def _way_on(path: str) -> str:
    """Return where the owner wanted to go: to an enquiry of the picked ones, or to a page on which they are ticked."""
    return url_for("enquiries.new", p=_picked()) if _is_asking() else _address(path, {"p": _picked()})


def _carried() -> dict[str, Any]:
    return {"p": _picked(), "to": [ENQUIRE] if _is_asking() else []}


def _address(path: str, carried: dict[str, Any]) -> str:
    query = urlencode(carried, doseq=True)
    return f"{path}?{query}" if query else path


def _page(form: BoundForm[RegisterIn], *, token: str) -> str:
    role = viewer().role
    return render_template(
        "enterprises/start_account.html",
        form=form,
        token=token,
        counties=county_options(read_session()),
        may_adopt=role is Role.ENTERPRISE,
        is_asking=_is_asking(),
        here=_address(url_for("start_account.account", token=token), _carried()),
        adopt_url=_address(url_for("start_account.adopt", token=token), _carried()),
        back_url=_address(f"/start/{token}/results", {"p": _picked()}),
    )


def _resume(entered: RegisterIn | None) -> tuple[int, str] | None:
    # A form that is sent twice: the first copy has registered the enterprise and used the draft up.
    if entered is None:
        return None
    with transaction() as session:
        return resume_registration(
            session, uscc=entered.uscc, email=entered.email, password=entered.password, now=now()
        )


def _register(form: BoundForm[RegisterIn], *, token: str) -> tuple[int, str] | None:
    entered = form.valid
    if entered is None:
        load_started(read_session(), token=token, now=now())
        return None
    try:
        return _registered(entered, token=token)
    except IntegrityError:
        # Two windows registered the same body at one moment: the database let one of them through.
        form.add_error(InvalidError(fields={"uscc": [TAKEN]}))
    except InvalidError as error:
        form.add_error(error)
    return None


def _registered(entered: RegisterIn, *, token: str) -> tuple[int, str]:
    with transaction() as session:
        draft = load_started(session, token=token, now=now(), lock=True)
        content: dict[str, Any] = {**draft.content, "county_code": entered.county_code}
        row = replace(row_of(session, content=content), name=entered.name, uscc=entered.uscc)
        try:
            made = register_enterprise(
                session,
                row=row,
                county_code=entered.county_code,
                email=entered.email,
                display_name=entered.display_name,
                password=entered.password,
                now=now(),
            )
        except NotFoundError as error:
            raise InvalidError(fields={"county_code": [NO_COUNTY]}) from error
        forget_draft(session, key=draft.key)
        leave_trail(session, token=token, enterprise_id=made[0], now=now())
    return made
