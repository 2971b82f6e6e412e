"""Rows of providers: registration, profile, partners, confirmation, and the public directory."""

from marketplace.core.actor import Role
from marketplace.providers.api_schemas import ProfileBody
from marketplace.providers.partner_services import request_partner
from tests.fixtures.offers import make_provider
from tests.fixtures.web import NOW
from tests.fixtures.whole import whole
from tests.permissions.matrix import Arguments, Row, both, ids, nothing, values
from tests.permissions.world import World

OWN, OTHER = ids(provider_id="provider"), ids(provider_id="other_provider")
NEW = {
    "name": "杭州虚构软件有限公司",
    "kind": "SaaS服务商",
    "email": "seller@example.invalid",
    "display_name": "经理",
    "password": "another sentence to keep",
}


def build(world: World) -> None:
    """Add a request that waits for the own provider, one between strangers, and a provider that waits."""
    stranger = world.strangers[Role.PROVIDER]
    with world.database.transaction() as session:
        asked = request_partner(session, actor=stranger, partner_id=world.ids["provider"], now=NOW)
        strange = request_partner(session, actor=stranger, partner_id=world.ids["third_provider"], now=NOW)
    world.ids |= {"partnership": asked.id, "other_partnership": strange.id}
    world.ids["waiting_provider"] = make_provider(world.database, confirmed=False)


def _answer(answer: str) -> Row:
    return Row(
        own=both(ids(provider_id="provider", partnership_id="partnership"), values(answer=answer)),
        other=both(ids(provider_id="provider", partnership_id="other_partnership"), values(answer=answer)),
    )


def _partnership(name: str, *, data: Arguments = nothing, ok: int = 200) -> tuple[Row, ...]:
    """Return rows for one's own partnership beside a stranger's, and beside a stranger's address."""
    own = both(OWN, ids(partnership_id=name))
    strange = (both(OWN, ids(partnership_id="other_partnership")), both(OTHER, ids(partnership_id=name)))
    return tuple(Row(own=own, other=other, data=data, ok=ok) for other in strange)


PROFILE = whole(ProfileBody, kind="SaaS服务商", version=1)
ROWS = {
    "providers.register": Row(),
    "providers.register_post": Row(data=values(**NEW)),
    "providers.region_suggestions": Row(),
    "provider_profile.edit": Row(own=OWN, other=OTHER),
    "provider_profile.save": Row(own=OWN, other=OTHER, data=values(kind="SaaS服务商", version="1")),
    "provider_profile.merge": Row(own=OWN, other=OTHER, ok=303),
    "provider_profile.merge_post": Row(own=OWN, other=OTHER),
    "provider_profile.discard": Row(own=OWN, other=OTHER),
    "providers.partners": Row(own=OWN, other=OTHER),
    "providers.partner_request": Row(own=OWN, other=OTHER, data=ids(partner_id="third_provider")),
    "providers.partner_answer": (_answer("confirm"), _answer("decline"), _answer("end")),
    "provider_confirmation.waiting": Row(),
    "provider_confirmation.confirm": Row(own=ids(provider_id="waiting_provider")),
    "provider_pages.providers": Row(),
    "provider_pages.provider": Row(own=OWN),
    "own_provider_api.get_profile": Row(own=OWN, other=OTHER),
    "own_provider_api.put_profile": Row(own=OWN, other=OTHER, data=values(**PROFILE)),
    "own_provider_api.list_partners": Row(own=OWN, other=OTHER),
    "own_provider_api.ask_partner": Row(own=OWN, other=OTHER, data=ids(partner_id="third_provider"), ok=201),
    "own_provider_api.put_partner_answer": _partnership("partnership", data=values(accepts=True)),
    "own_provider_api.delete_partner": _partnership("partnership", ok=204),
    "own_provider_api.register": Row(data=values(name=NEW["name"], kind=NEW["kind"]), ok=201),
    "provider_directory_api.list_providers": Row(),
    "provider_directory_api.get_provider": Row(own=OWN),
}
