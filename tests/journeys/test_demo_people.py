"""What the demonstration's people find: sign-in, desk, and the same order on every road."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.enterprises.models import Enterprise
from marketplace.exchange import write_jsonl
from marketplace.imports.exporting import export_enterprises, export_providers
from marketplace.recommendations.files import Inputs, read_inputs
from marketplace.recommendations.queries import rank_enterprise
from marketplace.recommendations.ranker import Ranker
from marketplace.taxonomy.knowledge import KNOWLEDGE
from matching.ranking import CandidateIndex, build_index, rank
from seed.demo.people import PASSWORD, PEOPLE, Person
from seed.demo.province import demo_places
from seed.demo.summary import ranking_text, recommend_first
from seed.reference import load_library

pytestmark = pytest.mark.slow


def signed_in(app: Flask, role: Role) -> FlaskClient:
    """Return a browser in which the demonstration's person of a role has signed in."""
    browser = app.test_client()
    answer = browser.post("/sign-in", data={"email": f"{role.value}@demo.invalid", "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return browser


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.email)
def test_sign_in_of_each_role_leads_to_a_desk_in_its_name(demo_app: Flask, person: Person) -> None:
    browser = signed_in(demo_app, person.role)

    desk = browser.get("/desk")

    assert desk.status_code == 200
    assert person.body in desk.text


def test_printed_order_is_the_order_of_the_owners_page(demo_app: Flask, demo_database: Database) -> None:
    with demo_database.session() as session:
        page = recommend_first(session, Ranker())

    shown = signed_in(demo_app, Role.ENTERPRISE).get(f"/enterprises/{page.enterprise_id}/recommendations")

    soup = BeautifulSoup(shown.text, "html.parser")
    names = [offer.name for offer in page.offers]
    heads = [one.get_text(strip=True) for one in soup.select("#results article h3")]
    assert len(names) == 5
    assert len(heads) == 5
    assert all(name in head for name, head in zip(names, heads, strict=True))
    printed = ranking_text(page)
    assert sorted(names, key=printed.index) == names
    assert all(f"{offer.shown.total:.4f}" in printed for offer in page.offers)


@pytest.fixture
def exported(demo_database: Database, tmp_path: Path) -> Inputs:
    """The database as files, read back as the command does."""
    enterprises, providers = tmp_path / "enterprises.jsonl", tmp_path / "providers.jsonl"
    with demo_database.session() as session:
        for path, rows in ((enterprises, export_enterprises(session)), (providers, export_providers(session))):
            with path.open("w", encoding="utf-8") as file:
                write_jsonl(rows, file)
    return read_inputs(providers=providers, enterprises=enterprises, places=demo_places())


@pytest.fixture
def exported_index(exported: Inputs, demo_database: Database) -> CandidateIndex:
    """The index that ``match rank`` builds; the linker is a function of the library, so it isn't fitted again."""
    with demo_database.session() as session:
        linker = KNOWLEDGE.linker(session)
    return build_index(exported.candidates, library=load_library(), linker=linker)


def test_exported_files_give_the_owners_page_in_order_and_score(
    exported: Inputs, exported_index: CandidateIndex, demo_database: Database
) -> None:
    with demo_database.session() as session:
        page = recommend_first(session, Ranker())
    query = next(query for query in exported.queries if query.ref == "SF01")

    places = rank(query, exported_index, seed=0, top=5).places

    assert [(place.ref, place.score) for place in places] == [(offer.ref, offer.score) for offer in page.offers]


def test_exported_files_give_every_firm_the_order_of_its_page(
    exported: Inputs, exported_index: CandidateIndex, demo_database: Database
) -> None:
    ranker = Ranker()
    with demo_database.session() as session:
        ids = dict(session.exec(select(Enterprise.external_ref, Enterprise.organisation_id)).all())
        shown = {
            ref: [place.ref for place in rank_enterprise(session, ranker, key, k=5).ranking.places]
            for ref, key in ids.items()
        }

    found = {
        query.ref: [place.ref for place in rank(query, exported_index, seed=0, top=None).places]
        for query in exported.queries
    }

    assert len(found) == 118
    assert found == shown
