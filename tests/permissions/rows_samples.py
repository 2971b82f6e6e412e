"""Rows of samples: public to read; a county marks and withdraws its own, a plant adopts and sees its own copy."""

import io
from typing import Any

from marketplace.core.actor import Actor, Role
from marketplace.samples.models import Replication
from marketplace.samples.schemas import SampleIn
from marketplace.samples.services import mark_sample
from tests.fixtures.web import NOW
from tests.permissions.matrix import Row, ids, values
from tests.permissions.rows_projects import other_officer
from tests.permissions.world import OTHER_COUNTY, OWN_COUNTY, World

ABOVE = {Role.PROVINCE, Role.AUDITOR, Role.OPERATOR}
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
STORY = "先把三十口染缸的数据接上，再排产；老师傅参加了规则的整理，所以大家愿意用。"


def build(world: World) -> None:
    """Mark a sample in each county, and let each plant copy the other's."""
    pairs = (
        ("", "project_rated", world.people[Role.COUNTY].actor),
        ("other_", "project_other", other_officer(world)),
    )
    for prefix, project, officer in pairs:
        world.ids[f"{prefix}sample"] = _mark(world, officer=officer, project_id=world.ids[project])
    plants = (
        ("", world.people[Role.ENTERPRISE].actor, "other_sample", OWN_COUNTY),
        ("other_", world.strangers[Role.ENTERPRISE], "sample", OTHER_COUNTY),
    )
    for prefix, plant, sample, county in plants:
        world.ids[f"{prefix}replication"] = _adopt(world, plant=plant, sample_id=world.ids[sample], county=county)
    world.ids["free_sample"] = _mark(world, officer=other_officer(world), project_id=world.ids["project_other_2"])


def _mark(world: World, *, officer: Actor, project_id: int) -> int:
    entered = SampleIn(title="染缸自动排产", story=STORY, has_agreed=True)
    with world.database.transaction() as session:
        made = mark_sample(session, actor=officer, project_id=project_id, entered=entered, now=NOW)
        session.flush()
        return made.id or 0


def _adopt(world: World, *, plant: Actor, sample_id: int, county: str) -> int:
    """Write a copy without touching the plant's own list, whose version other rows count on."""
    with world.database.transaction() as session:
        made = Replication(
            sample_id=sample_id,
            enterprise_id=plant.organisation_id,
            county_code=county,
            kept=["p1"],
            adopted_at=NOW,
        )
        session.add(made)
        session.flush()
        return made.id or 0


SAMPLE = {"title": "染缸自动排产", "story": STORY, "has_agreed": "true"}


def _marked(_world: World, _role: Role | None) -> dict[str, Any]:
    return {**SAMPLE, "photos": (io.BytesIO(PNG), "a.png")}


ROWS = {
    "samples.index": Row(),
    "samples.show": Row(own=ids(sample_id="sample")),
    "samples_api.list_samples": Row(),
    "samples_api.get_sample": Row(own=ids(sample_id="sample")),
    "samples.withdraw": Row(
        own=ids(sample_id="sample"), other=ids(sample_id="other_sample"), data=values(reason="效果有出入，先撤下核实。")
    ),
    "samples.mark": Row(own=ids(project_id="project_accepted"), other=ids(project_id="project_other")),
    "samples.store_mark": Row(
        own=ids(project_id="project_accepted"), other=ids(project_id="project_other"), data=values(**SAMPLE)
    ),
    "marks_api.get_project_sample": Row(own=ids(project_id="project_rated"), other=ids(project_id="project_other")),
    "marks_api.post_sample": Row(
        own=ids(project_id="project_accepted"), other=ids(project_id="project_other"), data=_marked, ok=201
    ),
    "marks_api.post_withdrawal": Row(
        own=ids(sample_id="sample"),
        other=ids(sample_id="other_sample"),
        data=values(reason="效果有出入，先撤下核实。"),
        ok=204,
    ),
    "copies_api.post_replication": Row(own=ids(sample_id="free_sample"), data=values(kept=["p1"]), ok=201),
    "copies_api.get_replication": Row(
        own=ids(replication_id="replication"), other=ids(replication_id="other_replication"), reaches_other=ABOVE
    ),
    "copies_api.post_deviation": Row(
        own=ids(replication_id="replication"),
        other=ids(replication_id="other_replication"),
        data=values(text="先做一个车间。", version=1),
    ),
    "samples.adopt": Row(own=ids(sample_id="free_sample")),
    "samples.store_adoption": Row(own=ids(sample_id="free_sample"), data=values(kept="p1")),
    "samples.replication": Row(
        own=ids(replication_id="replication"), other=ids(replication_id="other_replication"), reaches_other=ABOVE
    ),
    "samples.deviate": Row(
        own=ids(replication_id="replication"),
        other=ids(replication_id="other_replication"),
        data=values(text="先做一个车间。", version="1"),
    ),
}
