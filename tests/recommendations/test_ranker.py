"""The process's index follows the database; files exported from it rank in the page's order."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner
from sqlmodel import select

from marketplace.core.db import Database
from marketplace.enterprises.models import Problem
from marketplace.exchange import Place, Places, write_jsonl
from marketplace.imports.exporting import export_enterprises, export_providers
from marketplace.recommendations.cli import rank_command
from marketplace.recommendations.features import FEATURE_LABELS
from marketplace.recommendations.files import ReferenceData
from marketplace.recommendations.labels import FEATURE_WORDS
from marketplace.recommendations.page_values import Recommendation
from marketplace.recommendations.queries import rank_enterprise, recommend
from marketplace.recommendations.ranker import Ranker
from marketplace.recommendations.services import refit_statistics
from marketplace.recommendations.statistics import find_newest, pack_statistics, unpack_statistics
from matching.linking import fit_linker
from matching.ranking import FEATURES
from matching.statistics import Statistics
from tests.fixtures.web import NOW, StatementCount
from tests.recommendations.market import (
    COUNTIES,
    ENERGY_SERVICE,
    LIBRARY,
    SYSTEM,
    Market,
    add_provider,
    store_market,
)


def refs(database: Database, ranker: Ranker, enterprise_id: int) -> list[str]:
    with database.session() as session:
        ranked = rank_enterprise(session, ranker, enterprise_id)
    return [place.ref for place in ranked.ranking.places]


def test_ranker_takes_up_a_provider_published_after_the_first_request(database: Database, market: Market) -> None:
    ranker = Ranker()
    refs(database, ranker, market.dye_house)

    add_provider(database, replace(ENERGY_SERVICE, ref="P9", name="湖州示例能源有限公司"))

    assert "P9" in refs(database, ranker, market.dye_house)


def test_updated_index_scores_as_an_index_built_anew(database: Database, market: Market) -> None:
    ranker = Ranker()
    with database.transaction() as session:
        refit_statistics(session, actor=SYSTEM, now=NOW)
    refs(database, ranker, market.dye_house)
    add_provider(database, replace(ENERGY_SERVICE, ref="P9", name="湖州示例能源有限公司"))

    with database.session() as session:
        followed = rank_enterprise(session, ranker, market.dye_house).ranking
        anew = rank_enterprise(session, Ranker(), market.dye_house).ranking

    assert followed == anew


def test_ranker_asks_one_small_statement_when_nothing_changed(
    database: Database, market: Market, count_queries: Callable[[], AbstractContextManager[StatementCount]]
) -> None:
    ranker = Ranker()
    refs(database, ranker, market.dye_house)

    with database.session() as session, count_queries() as count:
        ranker.current(session)

    assert count() == 1


def page_of(database: Database, ranker: Ranker, enterprise_id: int, **asked: int) -> Recommendation:
    with database.session() as session:
        return recommend(session, ranker, enterprise_id, **asked)


def test_page_is_made_once_for_what_is_stated_and_offered(any_database: Database) -> None:
    market, ranker = store_market(any_database), Ranker()
    first = page_of(any_database, ranker, market.dye_house)

    assert page_of(any_database, ranker, market.dye_house) is first
    assert page_of(any_database, ranker, market.dye_house, k=1) != first
    assert page_of(any_database, ranker, market.machine_shop).enterprise_id == market.machine_shop

    with any_database.transaction() as session:
        session.exec(select(Problem).where(Problem.enterprise_id == market.dye_house)).first().text = "电费月月涨"  # type: ignore[union-attr]  # the dye house has some
    edited = page_of(any_database, ranker, market.dye_house)
    add_provider(any_database, replace(ENERGY_SERVICE, ref="P9", name="湖州示例能源有限公司"))
    joined = page_of(any_database, ranker, market.dye_house)

    assert "电费月月涨" in {one.text for one in edited.troubles}
    assert edited.input_digest != first.input_digest
    assert joined.candidates == edited.candidates + 1


def test_refit_without_changes_gives_no_new_edition(database: Database, market: Market) -> None:
    with database.transaction() as session:
        first, is_new = refit_statistics(session, actor=SYSTEM, now=NOW)
    with database.transaction() as session:
        again, is_new_again = refit_statistics(session, actor=SYSTEM, now=NOW)

    assert (is_new, is_new_again) == (True, False)
    assert first.edition == again.edition


def test_stored_statistics_hold_when_texts_are_added(database: Database, market: Market) -> None:
    with database.transaction() as session:
        fitted, _ = refit_statistics(session, actor=SYSTEM, now=NOW)
    add_provider(database, replace(ENERGY_SERVICE, ref="P9", name="湖州示例能源有限公司", description="全新的说法"))

    with database.session() as session:
        held = Ranker().current(session)

    assert held.index.statistics.edition == fitted.edition


def test_statistics_come_back_number_for_number(database: Database, market: Market) -> None:
    with database.transaction() as session:
        fitted, _ = refit_statistics(session, actor=SYSTEM, now=NOW)

    with database.session() as session:
        kept: Statistics | None = find_newest(session, library_edition=LIBRARY.edition)

    assert kept == fitted
    assert unpack_statistics(pack_statistics(fitted)) == fitted


def test_exported_files_rank_in_the_order_of_the_page(database: Database, market: Market, tmp_path: Path) -> None:
    shown = refs(database, Ranker(), market.dye_house)
    with database.session() as session:
        with (tmp_path / "P.jsonl").open("w", encoding="utf-8") as file:
            write_jsonl(export_providers(session), file)
        with (tmp_path / "E.jsonl").open("w", encoding="utf-8") as file:
            write_jsonl(export_enterprises(session), file)
    places = [Place(code=row["code"], county=row["county"], city=row["city"]) for row in _divisions()]
    reference = ReferenceData(
        load_library=lambda: LIBRARY,
        load_linker=fit_linker,
        load_places=lambda: Places(places, regions=["浙江省", "绍兴市", "台州市"]),
    )
    arguments = ["--providers", tmp_path / "P.jsonl", "--enterprises", tmp_path / "E.jsonl", "--out", tmp_path / "run"]

    done = CliRunner().invoke(rank_command, [str(one) for one in arguments], obj=reference)

    assert done.exit_code == 0, done.output
    lines = [line.split() for line in (tmp_path / "run").read_text(encoding="utf-8").splitlines()]
    assert [line[2] for line in lines if line[0] == "E1"] == shown


def _divisions() -> list[dict[str, str]]:
    return [{"code": one["code"], "county": one["name"], "city": one["city"]} for one in COUNTIES]


def test_every_feature_has_words_for_people() -> None:
    assert list(FEATURES) == list(FEATURE_LABELS)
    assert set(FEATURES) == set(FEATURE_WORDS)
