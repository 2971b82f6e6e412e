"""The county's page of gaps: who has not answered, what is missing, and one reminder."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask import flash as flash_words
from werkzeug.wrappers import Response

from marketplace.core.actor import Role
from marketplace.core.errors import InvalidError
from marketplace.enterprises.gaps import count_gaps, load_gaps
from marketplace.enterprises.inviting import MOST, invite_unreached, write_invitations
from marketplace.enterprises.labels import GAP_ASKS, GAP_LABELS, Gap
from marketplace.enterprises.reminding import remind, words_of
from marketplace.enterprises.schemas import ReminderIn
from marketplace.web.downloads import file_answer
from marketplace.web.forms import BoundForm
from marketplace.web.pages import page_args
from marketplace.web.permissions import GRANTS, Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now, state, today

bp = Blueprint("county_gaps", __name__, template_folder="templates")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LABELS = {"enterprise": "企业", "due_on": "请他们在哪天前补好"}


@bp.get("/county/gaps")
@requires(Permission.SEE_COUNTY)
def index() -> str:
    """List the enterprises that miss something, with how far the whole area is."""
    return _page(BoundForm(raw={}, labels=LABELS))


def _page(form: BoundForm[Any]) -> str:
    gap = _gap()
    counts = count_gaps(read_session(), actor=actor())
    return render_template(
        "enterprises/county_gaps.html",
        page=load_gaps(read_session(), actor=actor(), gap=gap, args=page_args(request.args)),
        page_url=lambda number: url_for(".index", page=number, gap=gap),
        counts=counts,
        gap=gap,
        unreached=min(counts.by_gap[Gap.NOBODY], MOST),
        gap_labels=GAP_LABELS,
        asked=set(GAP_ASKS),
        chips=[
            (f"全部 {counts.total - counts.whole}", url_for(".index"), gap is None),
            *(
                (f"{GAP_LABELS[one]} {count}", url_for(".index", gap=one), gap is one)
                for one, count in counts.by_gap.items()
            ),
        ],
        form=form,
        today=today(),
        may_remind=actor().role in GRANTS[Permission.CHASE_GAPS],
        can_invite=actor().role in {Role.COUNTY, Role.OPERATOR},
    )


def _gap() -> Gap | None:
    text = request.args.get("gap", "")
    return Gap(text) if text in set(Gap) else None


@bp.post("/county/gaps/invitations")
@requires(Permission.CHASE_GAPS)
def invite_post() -> Response:
    """Answer with a workbook of links for the enterprises that nobody has signed in for; it is made this once."""
    with transaction() as session:
        invited = invite_unreached(session, actor=actor(), now=now())
    base = state().settings.base_url.rstrip("/")
    links = [f"{base}{url_for('members.join', token=one.token)}" for one in invited]
    written = write_invitations(invited, links=links, now=now())
    answer = file_answer(written, media_type=WORKBOOK, name="邀请链接.xlsx", plain="invitations.xlsx")
    answer.headers["Cache-Control"] = "private, no-store"  # Whoever holds a link may join.
    return answer


@bp.post("/county/gaps")
@requires(Permission.CHASE_GAPS)
def remind_post() -> Response | tuple[str, int]:
    """Remind the ticked enterprises."""
    form = BoundForm.bind(ReminderIn, request.form, labels=LABELS)
    try:
        entered = form.require()
        with transaction() as session:
            done = remind(session, actor=actor(), enterprise_ids=entered.enterprise, due_on=entered.due_on, now=now())
    except InvalidError as error:
        if form.valid is not None:
            form.add_error(error)
        return _page(form), 422
    flash_words(words_of(done), "success" if done.told else "warn")
    return redirect(url_for(".index", gap=_gap()), code=303)
