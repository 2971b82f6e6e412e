"""Rows of search: everybody searches what is public; a saved search belongs to the person who saved it."""

from marketplace.core.actor import Actor, Role
from marketplace.search.saved import Question, save_search
from marketplace.search.schemas import SearchIn
from tests.fixtures.web import NOW
from tests.permissions.matrix import Row, ids, values
from tests.permissions.world import World


def build(world: World) -> None:
    """Give each role a saved search, and a stranger, too."""
    for role, member in world.people.items():
        world.ids[f"saved_search:{role.value}"] = _save(world, actor=member.actor)
    world.ids["other_saved_search"] = _save(world, actor=world.strangers[Role.ENTERPRISE])


def _save(world: World, *, actor: Actor) -> int:
    with world.database.transaction() as session:
        question = Question(wanted=SearchIn(q="排产"), label="“排产”")
        return save_search(session, actor=actor, question=question, now=NOW).id or 0


OWN, OTHER = ids(saved_id="saved_search"), ids(saved_id="other_saved_search")
ROWS = {
    "search.search": Row(),
    "search.suggestions": Row(),
    "saved_searches.listed": Row(),
    "saved_searches.create": Row(data=values(q="能耗")),
    "saved_searches.follow": Row(own=OWN, other=OTHER, ok=303),
    "saved_searches.switch": Row(own=OWN, other=OTHER, data=values(on="true")),
    "saved_searches.delete": Row(own=OWN, other=OTHER),
    "search_api.search": Row(),
    "search_api.suggestions": Row(),
    "saved_searches_api.list_saved": Row(),
    "saved_searches_api.create": Row(data=values(question={"q": "能耗"}), ok=201),
    "saved_searches_api.get_saved": Row(own=OWN, other=OTHER),
    "saved_searches_api.change": Row(own=OWN, other=OTHER, data=values(alerts=True)),
    "saved_searches_api.delete": Row(own=OWN, other=OTHER, ok=204),
}
