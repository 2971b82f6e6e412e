"""Tables of counties, list editions and the programme: a visitor takes what API and pages answer, nothing beyond."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from marketplace.core.clock import shanghai_day
from marketplace.core.contacts import MASK, masked
from marketplace.lists.labels import BASIS_LABELS, ENTRY_STATE_LABELS, Basis, EntryState
from marketplace.programme.labels import (
    EDITION_KIND_LABELS,
    PILOT_STATE_LABELS,
    ROUND_STATE_LABELS,
    EditionKind,
    PilotState,
    RoundState,
)
from marketplace.programme.models import PilotEdition
from tests.exports.reading import listed, taken, told
from tests.fixtures.web import NOW
from tests.permissions.world import World

FIRM = {
    "name": "示例甲制造有限公司",
    "starts_on": "2027-01-01",
    "ends_on": "2027-06-30",
    "reason": "意愿强，请打 13800000000。",
}
PROBLEM = {"code": "S01", "name": "计划排程", "firms": 4, "mark": "共性", "text": "插单一多就乱。"}
FIGURES = {"selected", "renovated", "platforms", "connected", "factories", "reached", "targets"}


@pytest.fixture(scope="module")
def published(everywhere: World) -> World:
    """A pilot county that has published firms and problems."""
    editions = [
        PilotEdition(
            pilot_id=everywhere.ids["pilot"],
            kind=kind,
            number=number,
            rows=[row],
            digest=digest * 64,
            published_at=NOW + timedelta(hours=number),
        )
        for kind, number, row, digest in (
            (EditionKind.ENTERPRISES, 2, FIRM, "1"),
            (EditionKind.PROBLEMS, 1, PROBLEM, "2"),
        )
    ]
    with everywhere.database.transaction() as session:
        session.add_all(editions)
    return everywhere


def day_of(moment: str | None) -> str | None:
    return shanghai_day(datetime.fromisoformat(moment)).isoformat() if moment else None


def test_counties_are_those_of_the_api(everywhere: World) -> None:
    rows = taken(everywhere, "counties")

    assert rows
    assert rows == listed(everywhere, "/api/v1/counties")


def test_rounds_tell_what_the_api_tells(everywhere: World) -> None:
    rows = taken(everywhere, "rounds")

    assert rows
    assert everywhere.ids["draft_round"] not in [row["id"] for row in rows]
    assert rows == [_round(one) for one in listed(everywhere, "/api/v1/rounds")]


def _round(one: dict[str, Any]) -> dict[str, Any]:
    rules = one["rules"]
    same = ("id", "title", "opens_on", "closes_on", "rules_digest", "list_digest")
    ruled = ("places", "output_year", "threshold_yi", "mountain_threshold_yi", "least_experts", "notice_days")
    return {
        **{name: one[name] for name in same},
        **{name: rules[name] for name in ruled},
        "state": ROUND_STATE_LABELS[RoundState(one["state"])],
        "tilt_mountain": rules["tilt_mountain"] / 10,
        "tilt_island": rules["tilt_island"] / 10,
        "criteria": [_criterion(item) for item in rules["criteria"]],
        "published_on": day_of(one["published_at"]),
        "listed_on": day_of(one["listed_at"]),
    }


def _criterion(item: dict[str, Any]) -> str:
    least = f"，最低 {item['minimum']} 分" if item["minimum"] else ""
    return f"{item['label']}（{item['points']} 分{least}）"


def test_pilot_counties_tell_what_their_rounds_and_pages_tell(everywhere: World) -> None:
    rows = taken(everywhere, "pilots")

    expected = [
        {
            "id": pilot["pilot_id"],
            "round_id": one["id"],
            "state": PILOT_STATE_LABELS[PilotState(pilot["state"])],
            **{name: pilot[name] for name in ("county_code", "county", "industry", "starts_on", "ends_on")},
        }
        for one in listed(everywhere, "/api/v1/rounds")
        for pilot in told(everywhere, f"/api/v1/rounds/{one['id']}")["pilots"]
    ]
    assert rows
    without = [{name: row[name] for name in row if name not in FIGURES} for row in rows]
    assert sorted(without, key=lambda row: row["id"]) == sorted(expected, key=lambda row: row["id"])


def test_figures_of_pilot_counties_stand_on_their_pages(everywhere: World) -> None:
    rows = taken(everywhere, "pilots")

    assert any(row["connected"] == 12 for row in rows)
    for row in rows:
        page = everywhere.call(None, f"/programme/pilots/{row['id']}", method="GET").text
        assert f"已完成改造 {row['renovated']} 家" in page
        assert f"接入企业 {row['connected']} 家" in page
        assert f"共 {row['targets']} 项" in page


def test_editions_of_pilot_counties_tell_what_the_api_tells(published: World) -> None:
    rows = taken(published, "pilot-editions")

    expected = [
        _line(pilot, edition, line)
        for pilot in taken(published, "pilots")
        for head in listed(published, f"/api/v1/pilots/{pilot['id']}/editions")
        for edition in [told(published, f"/api/v1/pilots/{pilot['id']}/editions/{head['id']}")]
        for line in edition["rows"]
    ]
    assert [row["name"] for row in rows] == ["示例甲制造有限公司", "计划排程"]
    assert rows == expected
    assert rows[0]["reason"] == f"意愿强，请打 {MASK}。"


def _line(pilot: dict[str, Any], edition: dict[str, Any], line: dict[str, Any]) -> dict[str, Any]:
    return {
        "edition_id": edition["id"],
        **{name: edition[name] for name in ("pilot_id", "number", "digest")},
        **{name: pilot[name] for name in ("county", "industry")},
        "kind": EDITION_KIND_LABELS[EditionKind(edition["kind"])],
        "published_on": day_of(edition["published_at"]),
        **{name: line.get(name) for name in ("name", "code", "mark", "firms", "starts_on", "ends_on")},
        **{name: masked(line.get(name, "")) for name in ("text", "reason")},
    }


def test_every_edition_of_a_list_tells_what_the_api_tells(everywhere: World) -> None:
    rows = taken(everywhere, "list-editions")

    expected = [
        (kept["id"], number, entry["provider_id"], entry["name"], *_standing(entry))
        for kept in listed(everywhere, "/api/v1/lists")
        for number in range(1, kept["edition"] + 1)
        for entry in told(everywhere, f"/api/v1/lists/{kept['id']}/editions/{number}")["entries"]
    ]
    assert rows
    names = ("list_id", "edition", "provider_id", "provider", "basis", "state", "valid_until")
    assert sorted(tuple(row[name] for name in names) for row in rows) == sorted(expected)


def _standing(entry: dict[str, Any]) -> tuple[str, str, str | None]:
    basis, state = BASIS_LABELS[Basis(entry["basis"])], ENTRY_STATE_LABELS[EntryState(entry["state"])]
    return (basis, state, entry["valid_until"] or None)
