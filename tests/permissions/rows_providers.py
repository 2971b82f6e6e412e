"""Rows of providers: registration, profile, partners, confirmation, and the public directory."""

from marketplace.core.actor import Role
from marketplace.providers.partner_services import request_partner
from tests.fixtures.offers import make_provider
from tests.fixtures.web import NOW
from tests.permissions.matrix import Row, both, ids, values
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


ROWS = {
    "providers.register": Row(),
    "providers.register_post": Row(data=values(**NEW)),
    "providers.region_suggestions": Row(),
    "provider_profile.edit": Row(own=OWN, other=OTHER),
    "provider_profile.save": Row(own=OWN, other=OTHER, data=values(kind="SaaS服务商", seen_version="1")),
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
    "provider_directory_api.list_providers": Row(),
    "provider_directory_api.get_provider": Row(own=OWN),
}
