"""What a filled form or a program states about an enterprise, and what it confirms of how it was understood."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import InvalidError, VersionMovedError
from marketplace.enterprises import services
from marketplace.enterprises.form_rows import edited_row, industry_of
from marketplace.enterprises.listed import ListedText, load_listed
from marketplace.enterprises.queries import EnterpriseView, load_editable
from marketplace.enterprises.schemas import EnterpriseIn, IndustryIn
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.linking import TextKind


def state_enterprise(
    session: Session, *, actor: Actor, enterprise_id: int, entered: EnterpriseIn, now: datetime
) -> None:
    """Replace what an enterprise states; the same statement sent twice stands already and changes nothing.

    Raises VersionMovedError when somebody else changed it since ``seen_version``.
    """
    current = load_editable(session, actor=actor, enterprise_id=enterprise_id)
    row = edited_row(current.row, entered=entered, library=KNOWLEDGE.library(session))
    if row == current.row:
        return
    services.update_enterprise(
        session, actor=actor, enterprise_id=enterprise_id, row=row, seen_version=entered.version, now=now
    )


def confirm_links(
    session: Session,
    *,
    actor: Actor,
    enterprise_id: int,
    chosen: Mapping[str, tuple[str, ...]],
    gbt_code: str = "",
    seen_version: int,
    now: datetime,
) -> None:
    """Keep the scenarios chosen for rows, by their fields; a row without a scenario is left to the engine.

    ``gbt_code`` takes the place of the words of an industry. Rows get new numbers when the lists are written
    anew, so a choice made over an older version means nothing now: VersionMovedError. A row that is not there is
    refused.
    """
    view = load_editable(session, actor=actor, enterprise_id=enterprise_id)
    if view.version != seen_version:
        raise VersionMovedError
    listed = load_listed(session, enterprise_id=enterprise_id)
    if unknown := chosen.keys() - {one.field for one in listed}:
        raise InvalidError(fields={"rows": [f"清单里没有这一行：{'、'.join(sorted(unknown))}。"]})
    for one in listed:
        codes = chosen.get(one.field)
        if codes is not None and set(codes) != set(one.codes):
            _confirm(session, one, actor=actor, codes=codes, enterprise_id=enterprise_id, now=now)
    _take_industry(session, view, actor=actor, code=gbt_code, now=now)


def _confirm(
    session: Session, one: ListedText, *, actor: Actor, codes: tuple[str, ...], enterprise_id: int, now: datetime
) -> None:
    if one.kind is TextKind.PROBLEM:
        services.confirm_problem_links(
            session, actor=actor, enterprise_id=enterprise_id, problem_id=one.row_id, codes=codes, now=now
        )
    else:
        services.confirm_need_links(
            session, actor=actor, enterprise_id=enterprise_id, need_id=one.row_id, codes=codes, now=now
        )


def _take_industry(session: Session, view: EnterpriseView, *, actor: Actor, code: str, now: datetime) -> None:
    """Replace the words of an industry by the code that was chosen for them, if one was."""
    if not code or not view.row.industry.text:
        return
    industry = industry_of(IndustryIn(gbt_code=code), library=KNOWLEDGE.library(session))
    current = load_editable(session, actor=actor, enterprise_id=view.enterprise_id)
    services.update_enterprise(
        session,
        actor=actor,
        enterprise_id=view.enterprise_id,
        row=replace(current.row, industry=industry),
        seen_version=view.version,
        now=now,
    )
