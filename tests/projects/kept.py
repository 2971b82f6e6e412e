"""Courses that stand at a stage, brought there once a process and copied: the way to a rating takes seconds."""

from copy import copy
from dataclasses import replace
from pathlib import Path

from sqlmodel import func, select

from marketplace.core.db import Database
from marketplace.core.journal import JournalEntry
from tests.fixtures.copies import Copy, keep
from tests.projects.world import Course, begin, bring_to

BEGUN = "begun"
_KEPT: dict[tuple[bool, str], tuple[Copy, Course]] = {}


def course_at(database: Database, folder: Path, stage: str = BEGUN) -> Course:
    """Return a course at a stage, or one that nobody has begun; what the database held is replaced."""
    key = (database.is_sqlite, stage)
    if key not in _KEPT:
        course = begin(database, folder) if stage == BEGUN else bring_to(course_at(database, folder), stage)
        name = f"course-{stage}-{'sqlite' if database.is_sqlite else 'postgres'}"
        # The folder beside those of the single tests, which outlives them.
        _KEPT[key] = keep(database, course.store.folder, under=folder.parent, name=name), copy(course)
    saved, course = _KEPT[key]
    store = replace(course.store, folder=folder / course.store.folder.name)
    saved.put(database, store.folder)
    course = replace(course, database=database, store=store, ids=dict(course.ids))
    course.ids["entries"] = _count_entries(course)
    return course


def jump_to(course: Course, stage: str) -> Course:
    """Return what ``bring_to`` returns for a course that nobody has done anything with, by way of a copy."""
    assert course.ids["entries"] == _count_entries(course), "somebody wrote already: bring_to"
    made = course_at(course.database, course.store.folder.parent, stage)
    course.enquiry_id, course.project_id, course.ids = made.enquiry_id, made.project_id, made.ids
    return course


def _count_entries(course: Course) -> int:
    with course.database.session() as session:
        return session.exec(select(func.count()).select_from(JournalEntry)).one()
