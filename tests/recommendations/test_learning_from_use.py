"""From kept deeds to a weight set that waits for a second operator."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import select

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.projects.labels import EventKind
from marketplace.projects.services.events import note_outcome
from marketplace.recommendations.fit_cli import fit_command
from marketplace.recommendations.labels import RunReason
from marketplace.recommendations.models import CandidateValue, WeightEdition
from marketplace.recommendations.queries import load_asker, rank_enterprise
from marketplace.recommendations.ranker import Ranker
from marketplace.recommendations.services import keep_run
from marketplace.recommendations.use_events import Use, deeds_of, load_use
from marketplace.recommendations.weight_files import pack_weights
from marketplace.recommendations.weights import label_of, load_weights
from marketplace.settings import Settings
from marketplace.taxonomy.labels import ProposalState
from matching.use import Deed
from matching.weights import DEFAULT
from tests.fixtures.web import NOW, Person, make_member
from tests.recommendations.market import DYE_HOUSE, Market, add_enterprise, store_market

MakePerson = Callable[..., Person]
STEPS = (EventKind.ASKED, EventKind.QUOTED, EventKind.CHOSEN, EventKind.SIGNED, EventKind.ACCEPTED)


def keep(database: Database, *, plant: int, chosen: list[int]) -> str:
    owner, _ = make_member(database, role=Role.ENTERPRISE, organisation_id=plant)
    with database.transaction() as session:
        asker = load_asker(session, actor=owner, enterprise_id=plant)
        ranked = rank_enterprise(session, Ranker(), asker.id, k=3)
        kept = keep_run(
            session, actor=owner, asker=asker, ranked=ranked, reason=RunReason.SHORTLISTED, chosen=chosen, now=NOW
        )
        return kept.digest


def note(database: Database, *, plant: int, provider: int, kinds: tuple[EventKind, ...], value: int = 0) -> None:
    with database.transaction() as session:
        for kind in kinds:
            note_outcome(session, kind=kind, enterprise_id=plant, provider_id=provider, value=value, now=NOW)


def plants(database: Database, *, count: int) -> list[int]:
    rows = [replace(DYE_HOUSE, ref=f"U{n}", name=f"绍兴示例{n}号印染有限公司") for n in range(count)]
    return [add_enterprise(database, row, county_code="330603") for row in rows]


def used(database: Database) -> Use:
    with database.session() as session:
        return load_use(session)


def grades(use: Use) -> list[dict[str, int]]:
    return [{ref: int(grade) for ref, grade in zip(run.refs, run.grades, strict=True) if grade} for run in use.runs]


def test_every_event_has_its_deed_and_a_bad_rating_takes_the_contract_back() -> None:
    told = {kind: deeds_of([(kind, 0)])[0] for kind in EventKind if kind is not EventKind.RATED}

    assert told == {
        EventKind.SHORTLISTED: Deed.SHORTLISTED,
        EventKind.ASKED: Deed.ENQUIRED,
        EventKind.DECLINED: Deed.ENQUIRED,
        EventKind.QUOTED: Deed.ENQUIRED,
        EventKind.CHOSEN: Deed.CONTRACTED,
        EventKind.NOT_CHOSEN: Deed.ENQUIRED,
        EventKind.SIGNED: Deed.CONTRACTED,
        EventKind.ACCEPTED: Deed.ACCEPTED,
    }
    assert deeds_of([(EventKind.ACCEPTED, 0), (EventKind.RATED, 3)]) == [Deed.ACCEPTED, Deed.ACCEPTED]
    assert set(deeds_of([(EventKind.ASKED, 0), (EventKind.ACCEPTED, 0), (EventKind.RATED, 2)])) == {Deed.ENQUIRED}


def test_deeds_are_joined_to_the_run_that_the_enterprise_saw(any_database: Database) -> None:
    market = store_market(any_database)
    plant = plants(any_database, count=1)[0]
    keep(any_database, plant=plant, chosen=[market.dyeing_software, market.energy_service])
    note(any_database, plant=plant, provider=market.dyeing_software, kinds=STEPS)
    note(any_database, plant=market.machine_shop, provider=market.tool_software, kinds=(EventKind.ASKED,))

    use = used(any_database)

    assert grades(use) == [{"P1": 3, "P2": 1}]
    assert [run.query_ref for run in use.runs] == [str(plant)]
    assert use.without_run == 1


def test_run_whose_kept_providers_were_altered_teaches_nothing(database: Database, market: Market) -> None:
    plant = plants(database, count=1)[0]
    keep(database, plant=plant, chosen=[market.dyeing_software])
    with database.transaction() as session:
        for one in session.exec(select(CandidateValue)).all():
            session.delete(one)

    use = used(database)

    assert (use.runs, use.without_run) == ((), 1)


def fit(database: Database, monkeypatch: pytest.MonkeyPatch, target: Path, *, folds: int = 2) -> tuple[int, str, str]:
    monkeypatch.setenv("DEMO_MODE", "1")
    monkeypatch.setenv("DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    arguments = ["--from-events", "--name", "use", "--version", "1", "--folds", str(folds), "--out", str(target)]
    done = CliRunner().invoke(fit_command, [*arguments, "--processes", "1"])
    return done.exit_code, done.stdout, done.stderr


def test_weights_learned_from_use_wait_for_a_second_operator_with_their_measures(
    database: Database, market: Market, person: MakePerson, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for plant in plants(database, count=4):
        keep(database, plant=plant, chosen=[market.dyeing_software, market.energy_service])
        note(database, plant=plant, provider=market.dyeing_software, kinds=STEPS)
    target = tmp_path / "learned.json"

    code, told, said = fit(database, monkeypatch, target)
    first, second = person(Role.OPERATOR).client, person(Role.OPERATOR).client
    answer = first.post(
        "/operator/weights/file",
        data={"file": (io.BytesIO(target.read_bytes()), "learned.json"), "note": "四家企业的使用"},
    )
    page = second.get(answer.location).text

    assert code == 0, said
    assert "ndcg@10" in told
    assert "现行" in told
    assert answer.status_code == 303
    assert "4 家企业的判定" in page
    assert "（现行 " in page
    assert "两种排法对照" in page
    with database.session() as session:
        assert label_of(load_weights(session)) == label_of(DEFAULT)
    assert first.post(answer.location, data={"do": "approved"}).status_code == 403
    assert second.post(answer.location, data={"do": "approved"}).status_code == 303
    with database.session() as session:
        edition = session.exec(select(WeightEdition)).one()
        assert edition.state is ProposalState.APPROVED
        assert label_of(load_weights(session)) == "platform-1"


def test_too_few_enterprises_teach_nothing(
    database: Database, market: Market, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plant = plants(database, count=1)[0]
    keep(database, plant=plant, chosen=[market.dyeing_software])

    code, _, said = fit(database, monkeypatch, tmp_path / "learned.json")

    assert code == 2
    assert "有判定的企业只有 1 家" in said
    assert not (tmp_path / "learned.json").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "签名不符"),
        ({"engine_version": "matching-0.1"}, "现在是 matching"),
    ],
)
def test_file_that_was_changed_or_is_for_another_engine_is_refused(
    database: Database,
    person: MakePerson,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, str],
    words: str,
) -> None:
    if change:
        monkeypatch.setattr("marketplace.recommendations.weight_files.ENGINE_VERSION", change["engine_version"])
    packed = pack_weights(DEFAULT, cross_validated={}, secret=Settings(demo_mode=True).secret_key)
    if not change:
        packed = json.dumps(json.loads(packed) | {"judged": 9_000})

    answer = person(Role.OPERATOR).client.post(
        "/operator/weights/file", data={"file": (io.BytesIO(packed.encode()), "learned.json")}
    )

    assert answer.status_code == 422
    assert words in answer.text
