"""Numbers in exports: each row has its own, also where a sender's number looks like one that we gave."""

from marketplace.core.actor import System
from marketplace.core.db import Database
from marketplace.enterprises.services import create_enterprise
from marketplace.exchange import EnterpriseRow
from marketplace.imports.exporting import export_enterprises, export_providers
from marketplace.recommendations.candidates import load_all_candidates
from tests.fixtures.offers import make_provider
from tests.fixtures.web import NOW


def add_enterprise(database: Database, *, name: str, ref: str = "") -> int:
    row = EnterpriseRow(ref=ref, name=name)
    with database.transaction() as session:
        made = create_enterprise(
            session, actor=System(name="test"), row=row, county_code="330603", confirmed=True, now=NOW
        )
        return made.organisation_id


def test_provider_with_the_number_of_another_is_told_apart_as_in_rankings(database: Database) -> None:
    first = make_provider(database)
    second = make_provider(database, ref=f"P{first}")

    with database.session() as session:
        exported = [row.ref for row in export_providers(session)]
        ranked = [known.candidate.ref for known in load_all_candidates(session)]

    assert exported == [f"P{first}", f"P{first}~{second}"]
    assert exported == ranked


def test_enterprise_with_the_number_of_another_is_told_apart(database: Database) -> None:
    first = add_enterprise(database, name="虚构甲印染厂")
    second = add_enterprise(database, name="虚构乙印染厂", ref=f"E{first}")

    with database.session() as session:
        assert [row.ref for row in export_enterprises(session)] == [f"E{first}", f"E{first}~{second}"]
