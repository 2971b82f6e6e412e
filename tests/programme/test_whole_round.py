"""A whole round: twelve counties, five experts, a conflict, a tie at the cut, an objection upheld; papers read back."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from sqlmodel import Session, select

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.journal import verify
from marketplace.documents.labels import Format
from marketplace.documents.models import IssuedDocument
from marketplace.documents.queries import load_document_file
from marketplace.documents.services import issue_document
from marketplace.notices.labels import Ground, Outcome, Remedy
from marketplace.notices.objections import answer_objection, file_objection
from marketplace.notices.queries import find_newest
from marketplace.notices.schemas import AnswerIn, ObjectionIn
from marketplace.programme.models import PilotApplication, PilotRound
from marketplace.programme.queries.judging import Ranking, load_ranking
from marketplace.programme.queries.rounds import load_round
from marketplace.programme.schemas import AmendmentIn, ProposalIn
from marketplace.programme.services.judging import propose_list
from marketplace.programme.services.listing import amend_list, publish_list
from marketplace.reviews.papers import minutes_issue
from marketplace.reviews.queries import load_progress, load_sheets
from tests.fixtures.web import make_member
from tests.programme.judging import PLACES, SCORES, judged
from tests.programme.world import BASE, COUNTIES, Land, build_land, county_name, publish, qualify

NOTICED = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
CHANGED, CLEAR = datetime(2026, 12, 9, 2, 0, tzinfo=UTC), datetime(2026, 12, 20, 2, 0, tzinfo=UTC)


def test_round_of_twelve_counties_is_judged_noticed_changed_and_published(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only Word papers are read here; a walk through the same round in a browser reads the PDF ones, too.
    monkeypatch.setattr("marketplace.documents.services.can_write_pdf", lambda: False)
    land = build_land(database, tmp_path)
    found = publish(land, places=PLACES, least_experts=4)
    applications = {code: qualify(land, found, code) for code in COUNTIES}
    experts = [make_member(database, role=Role.EXPERT)[0] for _ in range(4)]
    # The fifth works for the first county's bureau and must not judge it.
    bureau = land.counties[COUNTIES[0]].organisation_id
    experts.append(make_member(database, role=Role.EXPERT, organisation_id=bureau)[0])
    review_id = judged(land, found, SCORES, experts=experts).id or 0

    with database.session() as session:
        ranking = load_ranking(session, found=load_round(session, round_id=found.id or 0))
        members = load_progress(session, review_id=review_id).members
        sheets = load_sheets(session, review_id=review_id)
    excluded = [{label for label, _ in line.conflicts} for line in members if line.conflicts]
    assert excluded == [{f"云溪市{county_name(COUNTIES[0])}"}]
    assert len(sheets) == 12 * 5 - 1
    assert _codes(applications, ranking.inside) == [COUNTIES[0]]
    assert _codes(applications, ranking.tied) == [COUNTIES[1], COUNTIES[2], COUNTIES[9]]
    assert ranking.open_places == 2

    _propose_and_object(land, found, applications, ranking)
    _read_back(land, review_id, applications)


def _codes(applications: dict[str, PilotApplication], keys: tuple[int, ...]) -> list[str]:
    return sorted(code for code, row in applications.items() if row.id in keys)


def _propose_and_object(
    land: Land, found: PilotRound, applications: dict[str, PilotApplication], ranking: Ranking
) -> None:
    chosen = [applications[code].id or 0 for code in (COUNTIES[1], COUNTIES[2])]
    with land.database.transaction() as session:
        entered = ProposalIn(chosen=chosen, note="集体研究：山区县优先，其余看集聚度。")
        propose_list(session, actor=land.province, round_id=found.id or 0, entered=entered, now=NOTICED)
        session.flush()
        newest = find_newest(session, subject_kind="pilot_round", subject_id=found.id or 0)
        assert newest is not None
        filed = file_objection(
            session,
            actor=None,
            notice_id=newest.id or 0,
            entered=ObjectionIn(
                item_key=f"county:{COUNTIES[2]}",
                ground=Ground.FACTS,
                remedy=Remedy.REMOVE,
                text="填报的产值包含了外县企业，数据不实。",
                name="某商会",
                contact="someone@example.invalid",
            ),
            now=NOTICED,
        )
        session.flush()
        answer_objection(
            session,
            actor=land.province,
            objection_id=filed.objection.id or 0,
            entered=AnswerIn(outcome=Outcome.UPHELD, summary="产值不实", answer="经核查，产值确有重复计算，异议成立。"),
            now=NOTICED,
        )
    entered = AmendmentIn(application_id=chosen[1], rationale="产值不实，不符合条件的要求。", takes_next=True)
    with land.database.transaction() as session:
        amend_list(session, actor=land.province, round_id=found.id or 0, entered=entered, now=CHANGED)
    with land.database.transaction() as session:
        publish_list(session, actor=land.province, round_id=found.id or 0, base_url=BASE, now=CLEAR)


def _read_back(land: Land, review_id: int, applications: dict[str, PilotApplication]) -> None:
    with land.database.transaction() as session:
        issue = minutes_issue(session, review_id=review_id)
        issue_document(session, actor=land.province, issue=issue, base_url=BASE, now=CLEAR)
    with land.database.session() as session:
        listed = _text(session, "pilot_list")
        minutes = _text(session, "review_minutes")
        papers = session.exec(select(IssuedDocument.id).where(IssuedDocument.kind == "pilot_application")).all()
        assert verify(session).is_intact
    named = [code for code in COUNTIES if county_name(code) in listed]
    assert named == [COUNTIES[0], COUNTIES[1], COUNTIES[9]]
    assert [code for code in COUNTIES if county_name(code) not in minutes] == []
    assert len(papers) == len(applications)


def _text(session: Session, kind: str) -> str:
    document = session.exec(select(IssuedDocument).where(IssuedDocument.kind == kind)).one()
    file = load_document_file(session, document_id=document.id or 0, written=Format.DOCX)
    paper = Document(io.BytesIO(file.content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])
