"""Rows of webhooks: every role has an address of its own body, a stranger's does not exist for it."""

from marketplace.core.actor import Actor, Role
from marketplace.notify.labels import WebhookKind
from marketplace.notify.models import WebhookDelivery
from marketplace.notify.webhooks import create_endpoint
from tests.fixtures.web import NOW
from tests.permissions.matrix import Row, ids, values
from tests.permissions.world import World


def build(world: World) -> None:
    """Give each role's body an address with one delivery, and a stranger's body, too."""
    for role, member in world.people.items():
        _add(world, actor=member.actor, suffix=f":{role.value}")
    _add(world, actor=world.strangers[Role.ENTERPRISE], suffix="", prefix="other_")


def _add(world: World, *, actor: Actor, suffix: str, prefix: str = "") -> None:
    with world.database.transaction() as session:
        kinds = [WebhookKind.MODULE]
        endpoint = create_endpoint(session, actor=actor, url="https://hook.invalid/", kinds=kinds, now=NOW)
        delivery = WebhookDelivery(endpoint_id=endpoint.id or 0, kind="module", object_id=1, created_at=NOW)
        session.add(delivery)
    world.ids[f"{prefix}webhook{suffix}"] = endpoint.id
    world.ids[f"{prefix}delivery{suffix}"] = delivery.id


OWN, OTHER = ids(endpoint_id="webhook"), ids(endpoint_id="other_webhook")
NEW = {"url": "https://hook.invalid/new", "kinds": ["module"]}
ROWS = {
    "webhook_guide.guide": Row(),
    "webhooks.webhook_list": Row(),
    "webhooks.create_webhook": Row(data=values(url="https://hook.invalid/new", kinds="module"), ok=200),
    "webhooks.webhook": Row(own=OWN, other=OTHER),
    "webhooks.disable_webhook": Row(own=OWN, other=OTHER),
    "webhooks.resend_webhook": Row(own=ids(delivery_id="delivery"), other=ids(delivery_id="other_delivery")),
    "webhooks_api.list_webhooks": Row(),
    "webhooks_api.create_webhook": Row(data=values(**NEW), ok=201),
    "webhooks_api.get_webhook": Row(own=OWN, other=OTHER),
    "webhooks_api.delete_webhook": Row(own=OWN, other=OTHER, ok=204),
    "webhooks_api.list_deliveries": Row(own=OWN, other=OTHER),
    "webhooks_api.resend": Row(own=ids(delivery_id="delivery"), other=ids(delivery_id="other_delivery")),
}
