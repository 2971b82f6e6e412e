"""A value beyond what a column holds, should a form ever let it through, is answered with a sentence."""

import pytest
from flask import Flask
from sqlmodel import col, select

from marketplace.accounts.models import Organisation
from marketplace.core.db import Database
from marketplace.settings import Settings
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from tests.fixtures.web import NOW


@pytest.fixture
def careless(settings: Settings, any_database: Database) -> Flask:
    """The application with one view that asks the database for whatever number it is given."""
    from marketplace.app import create_app

    app = create_app(settings, database=any_database, clock=lambda: NOW)
    app.testing = True

    @requires(Permission.PUBLIC)
    def careless_view(number: str) -> str:
        return str(read_session().exec(select(Organisation.id).where(col(Organisation.id) == int(number))).first())

    app.add_url_rule("/careless/<number>", view_func=careless_view)
    return app


def test_number_beyond_64_bits_is_answered_with_a_sentence(careless: Flask) -> None:
    page = careless.test_client().get(f"/careless/{10**30}")

    assert page.status_code == 422
    assert "超出了可以保存的范围" in page.text
