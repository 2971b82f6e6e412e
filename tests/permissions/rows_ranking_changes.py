"""Rows of weights and library changes: the operator proposes and decides, auditors read."""

import io
from dataclasses import replace

from marketplace.core.actor import Role
from marketplace.recommendations.weight_files import pack_weights
from marketplace.recommendations.weight_services import propose_weights
from marketplace.settings import Settings
from marketplace.taxonomy.change_services import propose_change
from marketplace.taxonomy.queries import load_library
from marketplace.taxonomy.word_changes import find_scenario, words_of
from matching.weights import DEFAULT
from tests.fixtures.web import NOW
from tests.permissions.matrix import Row, ids, values
from tests.permissions.world import World

REASON = "按本季度评测集的结果调整"
CODE = "energy"


def build(world: World) -> None:
    """A stranger among the operators has proposed a set of weights and a change of words."""
    actor = world.strangers[Role.OPERATOR]
    weights = {name: f"{value:.3f}" for name, value in DEFAULT.weights} | {"region": "0.500"}
    with world.database.transaction() as session:
        made = propose_weights(session, actor=actor, weights=weights, reason=REASON, now=NOW)
        world.ids["weights"] = made.id or 0
        words = words_of(find_scenario(load_library(session), code=CODE))
        changed = {**words, "aliases": [*words["aliases"], "水电分摊"]}
        change = propose_change(session, actor=actor, code=CODE, words=changed, reason=REASON, now=NOW)
        world.ids["library_change"] = change.id or 0


def _weight_file(_world: World, _role: Role) -> dict[str, object]:
    learned = replace(DEFAULT, name="use", weights=tuple((name, 0.5) for name, _ in DEFAULT.weights))
    packed = pack_weights(learned, cross_validated={"ndcg@10": 0.8}, secret=Settings(demo_mode=True).secret_key)
    return {"file": (io.BytesIO(packed.encode()), "weights.json")}


WEIGHTS = {name: f"{value:.3f}" for name, value in DEFAULT.weights} | {"region": "0.900", "reason": REASON}
WORDS = {"description": "水电汽分到设备", "aliases": "水电汽计量\n水汽分摊", "symptoms": "蒸汽&算不出来"}

SAID = {
    "description": "水电汽分到设备",
    "aliases": ["水电汽计量", "水汽分摊"],
    "symptoms": ["蒸汽&算不出来"],
}
NO = {"outcome": "rejected", "decision": "依据不够充分"}
EDITION, CHANGE = ids(edition_id="weights"), ids(change_id="library_change")


def _weight_part(world: World, role: Role) -> dict[str, object]:
    return {**_weight_file(world, role), "note": "按使用情况"}


ROWS = {
    "ranking_proposals_api.list_weight_editions": Row(),
    "ranking_proposals_api.get_weight_edition": Row(own=EDITION),
    "ranking_proposals_api.post_weight_edition": Row(
        data=values(weights={name: text for name, text in WEIGHTS.items() if name != "reason"}, reason=REASON), ok=201
    ),
    "ranking_proposals_api.post_weight_file": Row(data=_weight_part, ok=201),
    "ranking_proposals_api.post_weight_decision": Row(own=EDITION, data=values(**NO)),
    "ranking_proposals_api.list_library_changes": Row(),
    "ranking_proposals_api.get_library_change": Row(own=CHANGE),
    "ranking_proposals_api.post_library_change": Row(data=values(scenario=CODE, words=SAID, reason=REASON), ok=201),
    "ranking_proposals_api.post_library_decision": Row(own=CHANGE, data=values(**NO)),
    "weights.index": Row(),
    "weights.new": Row(),
    "weights.propose": Row(data=values(**WEIGHTS)),
    "weights.propose_file": Row(data=_weight_file),
    "weights.show": Row(own=ids(edition_id="weights")),
    "weights.decide": Row(own=ids(edition_id="weights"), data=values(do="rejected", decision="依据不够充分")),
    "library.index": Row(),
    "library.new": Row(own=values(code=CODE)),
    "library.propose": Row(own=values(code=CODE), data=values(**WORDS, reason=REASON)),
    "library.show": Row(own=ids(change_id="library_change")),
    "library.decide": Row(own=ids(change_id="library_change"), data=values(do="rejected", decision="依据不够充分")),
}
