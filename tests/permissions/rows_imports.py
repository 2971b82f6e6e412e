"""Rows of imports: uploads of a county's officer and of the operator, and a stranger's batches."""

import io
import json
from typing import Any

from marketplace.core.actor import Actor, Role
from marketplace.imports.services import stage_files
from tests.fixtures.web import NOW
from tests.permissions.matrix import Row, both, ids, values
from tests.permissions.world import World

FIRM = {"ref": "X1", "name": "绍兴虚构织造有限公司", "county": "柯桥区", "city": "绍兴市"}
FILE = (json.dumps(FIRM, ensure_ascii=False) + "\n").encode()


def build(world: World) -> None:
    """Stage a batch for each of those who import, and one of a stranger of either role."""
    for role in (Role.COUNTY, Role.OPERATOR):
        world.ids[f"batch:{role.value}"] = _stage(world, actor=world.people[role].actor)
        world.ids[f"other_batch:{role.value}"] = _stage(world, actor=world.strangers[role])


def _stage(world: World, *, actor: Actor) -> int | None:
    with world.database.transaction() as session:
        return stage_files(session, actor=actor, files=[("企业.jsonl", FILE)], now=NOW).id


def _upload(_world: World, _role: Role | None) -> dict[str, Any]:
    return {"files": (io.BytesIO(FILE), "企业.jsonl")}


OWN, OTHER = ids(batch_id="batch"), ids(batch_id="other_batch")
HEADER = {"pairs-0-sheet": "企业", "pairs-0-header": "单位名称", "pairs-0-field": "企业名称"}
HEADER_PAIR = {"header": "单位名称", "field": "企业名称"}
PLACE = {"places-0-county": "柯侨区", "places-0-city": "绍兴市", "places-0-code": "330603"}

ROWS = {
    "imports.index": Row(),
    "imports.upload": Row(data=_upload),
    "imports.template": Row(),
    "imports.show": Row(own=OWN, other=OTHER),
    "imports.rows": Row(own=both(OWN, values(action="create")), other=both(OTHER, values(action="create"))),
    "imports.headers": Row(own=OWN, other=OTHER, data=values(**HEADER)),
    "imports.places": Row(own=OWN, other=OTHER, data=values(**PLACE)),
    "imports.apply": Row(own=OWN, other=OTHER),
    "imports.discard": Row(own=OWN, other=OTHER),
    "imports_api.list_imports": Row(),
    "imports_api.create_import": Row(data=_upload, ok=201),
    "imports_api.get_import": Row(own=OWN, other=OTHER),
    "imports_api.put_headers": Row(own=OWN, other=OTHER, data=values(pairs=[HEADER_PAIR])),
    "imports_api.put_places": Row(own=OWN, other=OTHER, data=values(places=[{"county": "柯侨区", "code": "330603"}])),
    "imports_api.apply": Row(own=OWN, other=OTHER, data=values(skip_bad=True)),
    "imports_api.discard": Row(own=OWN, other=OTHER, ok=204),
}
