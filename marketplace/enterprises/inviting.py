"""Invitation links for every enterprise of an area that nobody has signed in for, in one workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from sqlmodel import Session

from marketplace.accounts.organisations import invite
from marketplace.accounts.policies import INVITATION_DAYS
from marketplace.core.actor import Actor, Role
from marketplace.core.clock import shanghai_day
from marketplace.core.errors import ConflictError
from marketplace.core.wording import day_text
from marketplace.enterprises.gaps import load_gaps
from marketplace.enterprises.labels import Gap
from marketplace.exchange.cells import guard
from marketplace.web.pages import PageArgs

MOST = 200
COLUMNS = (("企业", 36), ("县（市、区）", 18), ("邀请链接", 90))


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """A link of one enterprise; it is told this once and works once."""

    name: str
    county: str
    token: str


def invite_unreached(session: Session, *, actor: Actor, now: datetime) -> list[Invited]:
    """Make a link for each enterprise of the actor's area without a person, the first 200 of them."""
    rows = load_gaps(session, actor=actor, gap=Gap.NOBODY, args=PageArgs(per_page=MOST)).items
    if not rows:
        raise ConflictError("辖区里的企业都有人登录了，不用再发邀请。", code="enterprises.nobody_to_invite")
    return [
        Invited(
            name=row.name,
            county=row.county,
            token=invite(session, actor=actor, organisation_id=row.enterprise_id, role=Role.ENTERPRISE, now=now),
        )
        for row in rows
    ]


def write_invitations(invited: Sequence[Invited], *, links: Sequence[str], now: datetime) -> bytes:
    """Return the links as an XLSX, one row an enterprise."""
    import xlsxwriter  # Takes half a second, which pages that write none needn't spend.

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet, bold = book.add_worksheet("邀请链接"), book.add_format({"bold": True})
        sheet.write_string(0, 0, _caption(now))
        for column, (label, width) in enumerate(COLUMNS):
            sheet.write_string(1, column, label, bold)
            sheet.set_column(column, column, width)
        for number, (one, link) in enumerate(zip(invited, links, strict=True), start=2):
            sheet.write_row(number, 0, [guard(one.name), one.county, link])
        sheet.freeze_panes(2, 1)
    return buffer.getvalue()


def _caption(now: datetime) -> str:
    until = shanghai_day(now + timedelta(days=INVITATION_DAYS))
    return f"{day_text(until)}以前有效。一条链接只能用一次，只发给它那一家企业；过期的可以再生成。"
