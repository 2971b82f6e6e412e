"""What stands around a sample: photos, search, verification, the API, and bodies that become one."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.core.errors import InvalidError
from marketplace.files.services import Upload
from marketplace.projects.merging import follow_merge as follow_project_merge
from marketplace.projects.models import AskedProvider, Enquiry, OutcomeEvent, Project, Quotation, Rating
from marketplace.providers.models import Provider
from marketplace.samples.merging import follow_merge
from marketplace.samples.models import Replication, Sample
from marketplace.samples.queries import ORIGIN, load_sample_page
from marketplace.samples.schemas import SampleIn
from marketplace.samples.services import mark_sample, withdraw_sample
from marketplace.search.sources.samples import SAMPLES
from marketplace.web.pages import PageArgs
from tests.fixtures.web import NOW, Person, make_member
from tests.projects.kept import course_at
from tests.projects.world import PDF, Course, bring_to
from tests.recommendations.market import DYE_HOUSE, ENERGY_SERVICE, add_enterprise, add_provider
from tests.samples.test_samples import STORY, adopt, mark, second_plant

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
SAMPLE = {"title": "染缸自动排产", "story": STORY, "has_agreed": "true"}


@pytest.fixture
def course(database: Database, tmp_path: Path) -> Course:
    return course_at(database, tmp_path, "rated")


def merge(course: Course, *, kept_id: int, merged_id: int) -> None:
    operator, _ = make_member(course.database, role=Role.OPERATOR)
    with course.database.transaction() as session:
        for follow in (follow_project_merge, follow_merge):
            follow(session, actor=operator, kept_id=kept_id, merged_id=merged_id, now=NOW)


def mark_with(course: Course, photos: list[Upload]) -> int:
    with course.database.transaction() as session:
        made = mark_sample(
            session,
            actor=course.officer,
            project_id=course.project_id,
            entered=SampleIn.model_validate(SAMPLE),
            photos=photos,
            store=course.store,
            now=NOW,
        )
        return made.id or 0


def test_photos_are_shown_while_the_sample_is_and_are_part_of_its_digest(
    course: Course, person: Callable[..., Person], database: Database
) -> None:
    officer = person(Role.COUNTY, area_prefix="330603", county_code="330603").client
    plain = mark_with(course, [])
    with database.transaction() as session:
        digest = session.get_one(Sample, plain).digest
        session.delete(session.get_one(Sample, plain))

    answer = officer.post(
        f"/projects/{course.project_id}/sample",
        data={**SAMPLE, "photos": [(io.BytesIO(PNG), "排产大屏.png")]},
        content_type="multipart/form-data",
    )
    visitor = person(Role.AUDITOR).client
    page = visitor.get(answer.location).text
    address = page.split('<img src="')[1].split('"')[0]

    assert "排产大屏.png" in page
    assert visitor.get(address).data == PNG
    with database.session() as session:
        sample = session.exec(select(Sample)).one()
        assert sample.digest != digest
    assert "公开的就是这份内容" in visitor.get(f"/verify/{sample.digest}").text
    outsider = person(Role.PROVIDER).client
    assert outsider.get(address).status_code == 200
    course.write(
        lambda session: withdraw_sample(
            session, actor=course.officer, sample_id=sample.id or 0, reason="效果有出入", now=NOW
        )
    )
    assert outsider.get(address).status_code == 404


@pytest.mark.parametrize(
    ("photos", "words"),
    [
        ([Upload(name="说明.pdf", content=PDF)], "“说明.pdf”不是"),
        ([Upload(name=f"{n}.png", content=PNG) for n in range(9)], "最多放 8 张"),
    ],
)
def test_what_is_no_picture_or_too_many_is_refused_whole(course: Course, photos: list[Upload], words: str) -> None:
    with pytest.raises(InvalidError) as refused:
        mark_with(course, photos)

    assert words in refused.value.fields["photos"][0]
    with course.database.session() as session:
        assert session.exec(select(Sample)).all() == []


def test_sample_is_found_by_need_module_and_effect_until_it_is_withdrawn(course: Course) -> None:
    sample_id = mark(course)

    with course.database.session() as session:
        document = SAMPLES.load(session, [sample_id])[0]
        card = SAMPLES.cards(session, [str(sample_id), "x"])[str(sample_id)]
        named = SAMPLES.named(session, "排产", 5)
        assert SAMPLES.ids_after(session, 0, 5) == [sample_id]
    assert (document.title, document.fields["industry"]) == ("染缸自动排产", ("24",))
    assert all(words in document.body for words in ("排缸全凭", "智能排缸", "插单重排用时由 120 分钟变为 5 分钟"))
    assert (card.url, card.fact_items[0][1]) == (f"/samples/{sample_id}", "¥20万")
    assert named == [(str(sample_id), "染缸自动排产")]
    course.write(
        lambda session: withdraw_sample(
            session, actor=course.officer, sample_id=sample_id, reason="效果有出入", now=NOW
        )
    )
    with course.database.session() as session:
        assert list(SAMPLES.load(session, [sample_id])) == []
        assert SAMPLES.cards(session, [str(sample_id)]) == {}


def test_program_reads_kit_and_project_and_sends_readings(course: Course, person: Callable[..., Person]) -> None:
    sample_id = mark(course)
    plant = person(Role.ENTERPRISE, organisation_id=course.plant.organisation_id).client
    plant.post(
        f"/projects/{course.project_id}/settlement",
        data={"kind": "by_use", "name": "报工终端", "unit": "台时", "price": "0.33"},
    )
    readings = f"/api/v1/projects/{course.project_id}/meters/1/readings"

    kit = plant.get(f"/api/v1/samples/{sample_id}").json["kit"]
    listed = plant.get("/api/v1/samples?catalog_no=24&size_band=middle").json
    project = plant.get(f"/api/v1/projects/{course.project_id}").json
    first = plant.post(readings, json={"read_on": "2026-11-01", "value": 0})
    second = plant.post(readings, json={"read_on": "2026-11-11", "value": 3}).json
    fallen = plant.post(readings, json={"read_on": "2026-11-12", "value": 2.9})

    assert [one["module"] for one in kit["modules"]] == ["智能排缸", "三表采集"]
    assert [one["id"] for one in listed["items"]] == [sample_id]
    assert plant.get("/api/v1/samples?catalog_no=1").json["items"] == []
    assert (project["state"], len(project["milestones"])) == ("accepted", 3)
    assert first.status_code == 200
    assert (second["readings"], second["total_fen"]) == (2, 99)
    assert fallen.status_code == 422
    assert "还小" in fallen.json["errors"]["value"][0]


def test_followers_of_a_merged_plant_move_and_two_copies_of_one_sample_become_one(course: Course) -> None:
    sample_id = mark(course)
    first, second = second_plant(course.database), _third_plant(course.database)
    kept = adopt(course.database, plant=first, sample_id=sample_id, kept=["p1"], otherwise="先做一个车间")
    merged = adopt(course.database, plant=second, sample_id=sample_id, kept=["p2"])
    copy = replace(course, plant=second, ids={}, needs=("s1",), origin=f"{ORIGIN}{merged}")
    bring_to(copy, "accepted")

    merge(course, kept_id=first.organisation_id, merged_id=second.organisation_id)

    with course.database.session() as session:
        page = load_sample_page(session, sample_id=sample_id, args=PageArgs())
        together = session.exec(select(Replication)).one()
        enquiry = session.get_one(Enquiry, copy.enquiry_id)
    assert (together.id, together.kept) == (kept, ["p1", "p2"])
    assert enquiry.origin == f"{ORIGIN}{kept}"
    assert [(one.adopted, one.accepted) for one in page.coverage] == [(1, 1)]
    assert [one.project_id for one in page.copies.items] == [copy.project_id]


def _third_plant(database: Database) -> Actor:
    row = replace(DYE_HOUSE, ref="E10", name="绍兴示例第三印染有限公司", problems=())
    return make_member(
        database, role=Role.ENTERPRISE, organisation_id=add_enterprise(database, row, county_code="330603")
    )[0]


def test_projects_ratings_and_events_follow_a_merged_provider_and_its_own_quotation_stays(course: Course) -> None:
    old = course.provider.organisation_id
    new = add_provider(course.database, replace(ENERGY_SERVICE, ref="P8", name="绍兴示例染整软件新名有限公司"))

    merge(course, kept_id=new, merged_id=old)
    merge(course, kept_id=course.rival.organisation_id, merged_id=new)

    with course.database.session() as session:
        rival = course.rival.organisation_id
        provider = session.get_one(Provider, rival)
        assert session.get_one(Project, course.project_id).provider_id == rival
        assert session.exec(select(Rating.provider_id)).all() == [rival]
        assert set(session.exec(select(OutcomeEvent.provider_id))) == {rival}
        assert (provider.rated_cases, provider.rated_stars) == (1, 5)
        # Both were asked once and quoted once: the kept one's answer stays, the other's is history.
        assert sorted(session.exec(select(AskedProvider.provider_id))) == sorted([rival, new])
        assert sorted(session.exec(select(Quotation.provider_id))) == sorted([rival, new])
