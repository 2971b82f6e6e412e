"""A course that nobody has begun yet."""

from pathlib import Path

import pytest

from marketplace.core.db import Database
from tests.projects.kept import course_at
from tests.projects.world import Course


@pytest.fixture
def course(any_database: Database, tmp_path: Path) -> Course:
    """A plant, its providers, supervisor and county on either database."""
    return course_at(any_database, tmp_path)
