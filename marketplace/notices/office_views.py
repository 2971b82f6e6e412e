"""Pages of the office that answers objections, and of the calendar of working days."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, MarketplaceError, NotFoundError
from marketplace.files.queries import load_files
from marketplace.notices import policies
from marketplace.notices.evidence import EVIDENCE
from marketplace.notices.labels import OUTCOME_LABELS, NoticeState, ObjectionState
from marketplace.notices.models import Objection, PublicNotice
from marketplace.notices.objections import answer_objection, withdraw_objection
from marketplace.notices.page_data import earlier_objections, load_desk, objection_view
from marketplace.notices.pasted import read_pasted
from marketplace.notices.queries import load_calendar_years, load_notice, load_objection, standing_of
from marketplace.notices.schemas import AnswerIn, CalendarIn, DayRow
from marketplace.notices.services import FIRST_YEAR, LAST_YEAR, store_calendar_year, withdraw_notice
from marketplace.notices.typed import parse_days, write_days
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.problems import status_of
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now, today

bp = Blueprint("notice_office", __name__, template_folder="templates")
LABELS = {"outcome": "结论", "summary": "异议的要点", "answer": "答复", "repeats_id": "重复的是哪一件"}
CALENDAR_LABELS = {"source": "依据", "pasted": "通知全文或表格", "off": "放假", "worked": "周末上班"}


@bp.get("/bureau/objections")
@requires(Permission.ANSWER_OBJECTIONS)
def desk() -> str:
    """List the objections that the actor's office has to answer."""
    objections = load_desk(read_session(), organisation_id=actor().organisation_id)
    return render_template("notices/desk.html", objections=objections, today=today())


@bp.get("/objections/<int:objection_id>")
@requires(Permission.SEE_OBJECTIONS)
def show(objection_id: int) -> str:
    """Show an objection to its author, to the office that answers, to those above it and to auditors."""
    return _page(objection_id, BoundForm(raw={}, labels=LABELS))


@bp.post("/objections/<int:objection_id>/answer")
@requires(Permission.ANSWER_OBJECTIONS)
def answer(objection_id: int) -> Response | tuple[str, int]:
    """Answer in public; upheld ones lead on to the change."""
    form = BoundForm.bind(AnswerIn, request.form, labels=LABELS)
    if not form.is_valid:
        return _page(objection_id, form), 422
    try:
        with transaction() as session:
            answer_objection(session, actor=actor(), objection_id=objection_id, entered=form.require(), now=now())
    except NotFoundError:
        raise
    except MarketplaceError as error:
        form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        return _page(objection_id, form), int(status_of(error))
    flash("答复已公开。", "success")
    return redirect(url_for("notice_office.show", objection_id=objection_id), code=303)


@bp.post("/objections/<int:objection_id>/withdraw")
@requires(Permission.SEE_OBJECTIONS)
def withdraw(objection_id: int) -> Response:
    """Take one's own objection back."""
    with transaction() as session:
        withdraw_objection(session, actor=actor(), objection_id=objection_id, now=now())
    flash("异议已撤回。", "success")
    return redirect(url_for("notice_office.show", objection_id=objection_id), code=303)


@bp.post("/notices/<int:notice_id>/withdraw")
@requires(Permission.ANSWER_OBJECTIONS)
def withdraw_whole(notice_id: int) -> Response:
    """End a notice without a decision."""
    with transaction() as session:
        withdraw_notice(session, actor=actor(), notice_id=notice_id, reason=request.form.get("reason", ""), now=now())
    flash("公示已撤回，理由会公开显示。", "success")
    return redirect(url_for("notices.show", notice_id=notice_id), code=303)


@bp.get("/operator/calendar")
@requires(Permission.EDIT_CALENDAR)
def calendar() -> str:
    """Show the years that were entered."""
    years = [
        (year, write_days(days, is_working=False), write_days(days, is_working=True))
        for year, days in load_calendar_years(read_session())
    ]
    this_year = today().year
    return render_template("notices/calendar.html", years=years, missing=_missing(years, this_year))


@bp.get("/operator/calendar/<int:year>")
@requires(Permission.EDIT_CALENDAR)
def calendar_year(year: int) -> str:
    """Show a year's special days to edit."""
    _require_year(year)
    found = next(((row, days) for row, days in load_calendar_years(read_session()) if row.year == year), None)
    raw: dict[str, Any] = {"version": 0}
    if found is not None:
        row, days = found
        off, worked = write_days(days, is_working=False), write_days(days, is_working=True)
        raw = {"source": row.source, "off": off, "worked": worked, "version": row.version}
    return _calendar_page(year, BoundForm(raw=raw, labels=CALENDAR_LABELS))


@bp.post("/operator/calendar/<int:year>")
@requires(Permission.EDIT_CALENDAR)
def save_calendar_year(year: int) -> Response | tuple[str, int]:
    """Replace a year's special days."""
    _require_year(year)
    form = BoundForm.bind(CalendarIn, request.form, labels=CALENDAR_LABELS)
    if not form.is_valid:
        return _calendar_page(year, form), 422
    try:
        entered = form.require()
        days = _entered_days(entered, year=year)
        with transaction() as session:
            store_calendar_year(
                session,
                actor=actor(),
                year=year,
                days=days,
                source=entered.source,
                seen_version=entered.version,
                now=now(),
            )
    except MarketplaceError as error:
        form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        return _calendar_page(year, form), int(status_of(error))
    flash(f"{year} 年的安排已保存。正在进行的公示不受影响。", "success")
    return redirect(url_for("notice_office.calendar"), code=303)


def _entered_days(entered: CalendarIn, *, year: int) -> list[DayRow]:
    if entered.pasted.strip():
        return read_pasted(entered.pasted, year=year)
    days = parse_days(entered.off, is_working=False, field="off")
    return days + parse_days(entered.worked, is_working=True, field="worked")


def _require_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFoundError


def _missing(years: list[Any], this_year: int) -> list[int]:
    known = {year.year for year, _, _ in years}
    return [year for year in (this_year, this_year + 1) if year not in known]


def _calendar_page(year: int, form: BoundForm[Any]) -> str:
    return render_template("notices/calendar_year.html", year=year, form=form)


def _page(objection_id: int, form: BoundForm[Any]) -> str:
    session, who = read_session(), actor()
    objection = load_objection(session, objection_id=objection_id)
    notice = load_notice(session, notice_id=objection.notice_id)
    sees = policies.can_see_objection(
        who, organisation_id=notice.organisation_id, county_code=notice.county_code, user_id=objection.user_id
    )
    if not sees:
        raise NotFoundError
    return render_template("notices/objection.html", form=form, **_values(notice, objection))


def _values(notice: PublicNotice, objection: Objection) -> dict[str, Any]:
    session, who = read_session(), actor()
    view = objection_view(notice, objection, is_open=True)
    answers = policies.can_answer(who, organisation_id=notice.organisation_id)
    standing = standing_of(session, notice=notice, now=now())
    return {
        "notice": notice,
        "objection": view,
        "files": load_files(session, subject_kind=EVIDENCE, subject_ids=[view.id])[view.id],
        "can_answer": answers and view.state is ObjectionState.OPEN,
        "change_due": answers and view.state is ObjectionState.CHANGE_DUE,
        "can_withdraw": objection.user_id == who.user_id and view.state is ObjectionState.OPEN,
        "is_late": view.state is ObjectionState.OPEN and today() > view.due_on,
        "notice_is_open": standing.state is NoticeState.OPEN,
        "outcomes": list(OUTCOME_LABELS.items()),
        "earlier": earlier_objections(session, notice=notice, objection=objection),
    }
