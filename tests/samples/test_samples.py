"""Samples and their copies: what a kit holds, what adopting does, the tree, and five hundred copies."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session

from marketplace.accounts.labels import Origin
from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.queries import load_visible
from marketplace.samples.grounds import is_own_copy
from marketplace.samples.kits import Profile, kit_from_data, likeness
from marketplace.samples.labels import SizeBand
from marketplace.samples.models import Replication, Sample
from marketplace.samples.queries import ORIGIN, load_like, load_sample_page
from marketplace.samples.schemas import AdoptIn, SampleIn
from marketplace.samples.services import adopt_sample, mark_sample, withdraw_sample
from marketplace.web.pages import PageArgs
from tests.fixtures.web import NOW, StatementCount, make_member
from tests.projects.kept import course_at
from tests.projects.world import Course, bring_to
from tests.recommendations.market import DYE_HOUSE, add_enterprise

STORY = "先把三十口染缸的数据接上，再排产；老师傅参加了规则的整理，所以大家愿意用。"


@pytest.fixture
def course(any_database: Database, tmp_path: Path) -> Course:
    return course_at(any_database, tmp_path, "accepted")


def mark(course: Course, *, who: Actor | None = None, **changed: object) -> int:
    fields: dict[str, object] = {"title": "染缸自动排产", "story": STORY, "has_agreed": True}
    with course.database.transaction() as session:
        made = mark_sample(
            session,
            actor=who or course.officer,
            project_id=course.project_id,
            entered=SampleIn.model_validate({**fields, **changed}),
            now=NOW,
        )
        session.flush()
        return made.id or 0


def adopt(database: Database, *, plant: Actor, sample_id: int, kept: list[str], otherwise: str = "") -> int:
    with database.transaction() as session:
        entered = AdoptIn(kept=kept, otherwise=otherwise)
        made = adopt_sample(session, actor=plant, sample_id=sample_id, entered=entered, now=NOW)
        session.flush()
        return made.id or 0


def second_plant(database: Database) -> Actor:
    row = replace(DYE_HOUSE, ref="E9", name="绍兴示例第二印染有限公司", problems=())
    plant_id = add_enterprise(database, row, county_code="330603")
    return make_member(database, role=Role.ENTERPRISE, organisation_id=plant_id)[0]


def test_kit_holds_modules_order_cost_days_and_effects_as_values(course: Course) -> None:
    sample_id = mark(course)

    with course.database.session() as session:
        sample = session.get_one(Sample, sample_id)
    kit = kit_from_data(sample.kit)

    assert [(one.need[:4], one.module, one.price_fen) for one in kit.modules] == [
        ("排缸全凭", "智能排缸", 20_000_000),
        ("蒸汽和水", "三表采集", 0),
    ]
    assert [one.title for one in kit.steps] == ["第1步", "第2步", "第3步"]
    assert [(one.name, one.before_milli, one.after_milli) for one in kit.effects] == [("插单重排用时", 120_000, 5_000)]
    assert (kit.price_fen, kit.level_before, kit.level_after) == (20_000_000, 1, 2)
    assert kit.profile.size_band is SizeBand.MIDDLE


def test_only_the_county_marks_and_only_once_and_with_consent(course: Course) -> None:
    with pytest.raises(ForbiddenError):
        mark(course, who=course.plant)
    with pytest.raises(InvalidError) as refused:
        mark(course, has_agreed=False)
    mark(course)
    with pytest.raises(ConflictError):
        mark(course)

    assert "has_agreed" in refused.value.fields


def test_adopting_extends_the_list_and_records_what_is_left_out(course: Course) -> None:
    sample_id, plant = mark(course), second_plant(course.database)

    made = adopt(course.database, plant=plant, sample_id=sample_id, kept=["p1"], otherwise="先做一个车间")

    with course.database.session() as session:
        scenarios = load_visible(session, actor=plant, enterprise_id=plant.organisation_id).row.scenarios
        copy = session.get_one(Replication, made)
    assert [one.name for one in scenarios] == ["排缸全凭老师傅一个人的脑子"]
    assert [one["kind"] for one in copy.deviations] == ["left_out", "other"]
    assert "三表采集" in copy.deviations[0]["text"]
    with pytest.raises(ConflictError):
        adopt(course.database, plant=plant, sample_id=sample_id, kept=["p1"])


def test_plant_does_not_copy_itself_nor_a_withdrawn_sample_nor_what_is_not_in_the_kit(course: Course) -> None:
    sample_id, plant = mark(course), second_plant(course.database)

    with pytest.raises(ConflictError):
        adopt(course.database, plant=course.plant, sample_id=sample_id, kept=["p1"])
    with pytest.raises(InvalidError):
        adopt(course.database, plant=plant, sample_id=sample_id, kept=["s9"])

    course.write(
        lambda session: withdraw_sample(
            session, actor=course.officer, sample_id=sample_id, reason="效果有出入", now=NOW
        )
    )
    with pytest.raises(Exception, match="没有找到"):
        adopt(course.database, plant=plant, sample_id=sample_id, kept=["p1"])


def test_copy_that_was_accepted_counts_and_becomes_a_sample_of_its_own(course: Course) -> None:
    sample_id, plant = mark(course), second_plant(course.database)
    replication_id = adopt(course.database, plant=plant, sample_id=sample_id, kept=["p1", "p2"])
    copy = replace(course, plant=plant, ids={}, needs=("s1", "s2"), origin=f"{ORIGIN}{replication_id}")

    bring_to(copy, "accepted")
    second_id = mark(copy, title="第二家染厂的排产")

    with course.database.session() as session:
        first = load_sample_page(session, sample_id=sample_id, args=PageArgs())
        second = load_sample_page(session, sample_id=second_id, args=PageArgs())
    assert [(one.county, one.adopted, one.accepted) for one in first.coverage] == [("绍兴市柯桥区", 1, 1)]
    assert [(one.sample_id, one.effects[0][0]) for one in first.copies.items] == [(second_id, "插单重排用时")]
    assert second.parent == (sample_id, "染缸自动排产")


def test_enquiry_that_names_another_plants_copy_counts_nowhere(course: Course) -> None:
    sample_id, plant = mark(course), second_plant(course.database)
    replication_id = adopt(course.database, plant=plant, sample_id=sample_id, kept=["p1"])

    bring_to(replace(course, ids={}, origin=f"{ORIGIN}{replication_id}"), "accepted")

    with course.database.session() as session:
        own, foreign = plant.organisation_id, course.plant.organisation_id
        assert is_own_copy(session, enterprise_id=own, named=f"{ORIGIN}{replication_id}")
        assert not is_own_copy(session, enterprise_id=foreign, named=f"{ORIGIN}{replication_id}")
        assert not is_own_copy(session, enterprise_id=own, named=f"{ORIGIN}0{replication_id}")
        page = load_sample_page(session, sample_id=sample_id, args=PageArgs())
    assert [(one.adopted, one.accepted) for one in page.coverage] == [(1, 0)]
    assert [one.project_id for one in page.copies.items] == [None]


def test_plant_like_the_sample_hears_what_is_shared_and_what_differs(course: Course) -> None:
    sample_id, plant = mark(course), second_plant(course.database)

    with course.database.session() as session:
        found = load_like(session, enterprise_id=plant.organisation_id, needs=())

    assert [one.id for one in found] == [sample_id]
    assert found[0].likeness is not None
    assert found[0].likeness.shares == ("同行业（棉印染精加工）", "规模相近（100 至 299 人）")


def test_likeness_orders_by_industry_then_size_then_needs() -> None:
    sample = Profile(catalog_no=24, industry="印染", size_band=SizeBand.SMALL, needs=("a", "b"))
    plants = {
        "industry": replace(sample, size_band=SizeBand.LARGE, needs=()),
        "size": replace(sample, catalog_no=5, industry="机械", needs=()),
        "needs": Profile(catalog_no=5, industry="机械", size_band=SizeBand.UNKNOWN, needs=("a", "b")),
    }

    points = {name: likeness(plant, sample).points for name, plant in plants.items()}

    assert points["industry"] > points["size"] > points["needs"] > 0


def add_copies(session: Session, *, sample_id: int, start: int, count: int) -> None:
    for number in range(start, start + count):
        name = f"第{number}厂"
        body = Organisation(
            name=name, name_key=name, county_code="330603", origin=Origin.IMPORTED, created_at=NOW, confirmed_at=NOW
        )
        session.add(body)
        session.flush()
        session.add(Enterprise(organisation_id=body.id or 0, updated_at=NOW))
        session.flush()
        session.add(
            Replication(
                sample_id=sample_id, enterprise_id=body.id or 0, county_code="330603", kept=["p1"], adopted_at=NOW
            )
        )


def test_five_hundred_copies_take_as_many_statements_as_one(
    database: Database, tmp_path: Path, count_queries: Callable[[], AbstractContextManager[StatementCount]]
) -> None:
    course = course_at(database, tmp_path, "accepted")
    sample_id = mark(course)
    counts = []
    for start, more in ((1, 1), (2, 499)):
        course.write(
            lambda session, start=start, more=more: add_copies(session, sample_id=sample_id, start=start, count=more)
        )
        with count_queries() as counted, database.session() as session:
            page = load_sample_page(session, sample_id=sample_id, args=PageArgs())
        counts.append(counted())

    assert page.copies.total == 500
    assert [(one.county, one.adopted) for one in page.coverage] == [("绍兴市柯桥区", 500)]
    assert counts[0] == counts[1]
