"""The days that a county sets for its acceptances: they reach pages, papers and later applications, nothing earlier."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from sqlmodel import select

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.core.errors import VersionMovedError
from marketplace.documents.labels import Format
from marketplace.documents.models import IssuedDocument
from marketplace.documents.queries import load_document_file
from marketplace.projects.access import find_acceptance
from marketplace.projects.papers.contract import CONTRACT_KIND
from marketplace.projects.queries.terms import checklist_of
from marketplace.projects.schemas import TermsIn
from marketplace.projects.services.terms import set_terms
from tests.fixtures.web import NOW, Person
from tests.journeys.visitor import Visitor
from tests.projects.kept import course_at
from tests.projects.world import COUNTY, Course, bring_to

MakePerson = Callable[..., Person]


def set_days(course: Course, *, actor: Actor | None = None, months: int, days: int, seen: int = 0) -> None:
    entered = TermsIn(within_months=months, redo_days=days, version=seen)
    course.write(lambda session: set_terms(session, actor=actor or course.officer, entered=entered, now=NOW))


def days_of(course: Course) -> tuple[int, int]:
    with course.database.session() as session:
        holds = checklist_of(session, county_code=COUNTY)
    return holds.within_months, holds.redo_days


def test_county_that_set_nothing_has_the_usual_days_and_a_stale_page_changes_nothing(course: Course) -> None:
    before = days_of(course)
    set_days(course, months=6, days=45)

    with pytest.raises(VersionMovedError):
        set_days(course, months=9, days=90)

    assert (before, days_of(course)) == ((3, 30), (6, 45))


def test_days_of_a_county_stand_in_its_contracts_and_in_applications_begun_later(
    database: Database, tmp_path: Path
) -> None:
    course = course_at(database, tmp_path)
    set_days(course, months=6, days=45)
    bring_to(course, "prepared")
    set_days(course, months=9, days=90, seen=1)

    with database.session() as session:
        issued = session.exec(select(IssuedDocument).where(IssuedDocument.kind == CONTRACT_KIND)).one()
        paper = load_document_file(session, document_id=issued.id or 0, written=Format.DOCX)
        acceptance = find_acceptance(session, project_id=course.project_id)
    text = "\n".join(one.text for one in Document(io.BytesIO(paper.content)).paragraphs)
    assert "6个月" in text.replace(" ", "")
    assert acceptance is not None
    assert (acceptance.papers["within_months"], acceptance.papers["redo_days"]) == (6, 45)


def test_officer_sets_the_days_on_a_page_that_says_what_holds(
    database: Database, tmp_path: Path, person: MakePerson
) -> None:
    course_at(database, tmp_path)
    officer = person(Role.COUNTY, area_prefix=COUNTY, county_code=COUNTY)
    window = Visitor(officer.client).open("/projects")

    before = window.follow("设定验收期限").text()
    refused = window.submit("保存", within_months="40", redo_days="45").text()
    saved = window.submit("保存", within_months="6", redo_days="45").text()

    assert "3 个月、30 天" in before
    assert "申请期限" in refused
    assert "24" in refused
    assert "今后开始的验收申请按新的期限" in saved
