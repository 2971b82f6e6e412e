"""Rows of people and bodies: signing in, one's account, invitations, the operator's pages on bodies."""

from sqlmodel import select

from marketplace.accounts.models import Membership
from marketplace.accounts.organisations import create_organisation, invite
from marketplace.accounts.services import create_api_token, start_reset
from marketplace.core.actor import Role, System
from tests.fixtures.web import NOW, PASSWORD
from tests.permissions.matrix import Row, both, ids, values
from tests.permissions.world import World

NEW_PASSWORD = "another sentence to keep"


def build(world: World) -> None:
    """Add memberships, a stranger's token, an open invitation, a reset link and a body without a role."""
    operator = world.people[Role.OPERATOR].actor
    with world.database.transaction() as session:
        for role, member in world.people.items():
            wanted = select(Membership.id).where(Membership.user_id == member.actor.user_id)
            world.ids[f"membership:{role.value}"] = session.exec(wanted).one()
        stranger = world.strangers[Role.ENTERPRISE]
        wanted = select(Membership.id).where(Membership.user_id == stranger.user_id)
        world.ids["other_membership"] = session.exec(wanted).one()
        other, _ = create_api_token(session, actor=stranger, name="程序", scopes=["read"], days=1, now=NOW)
        world.ids["other_token"] = other.id
        body = create_organisation(session, actor=System(name="test"), name="虚构重复登记有限公司", now=NOW)
        world.ids["duplicate"] = body.id
        world.ids["invitation"] = invite(
            session, actor=operator, organisation_id=world.ids["enterprise"], role=Role.ENTERPRISE, now=NOW
        )
        started = start_reset(session, email=world.ids["email:expert"], now=NOW)
    assert started is not None
    world.ids["reset"] = started[1]


def _colleague(_world: World, role: Role | None) -> dict[str, str]:
    return {"role": (role or Role.ENTERPRISE).value}


def _credentials(world: World, role: Role | None) -> dict[str, str]:
    return {"email": world.ids[f"email:{(role or Role.EXPERT).value}"], "password": PASSWORD}


ROWS = {
    "accounts.sign_in": Row(),
    "accounts.sign_in_post": Row(data=_credentials),
    "accounts.sign_out": Row(),
    "accounts.sign_out_everywhere": Row(),
    "accounts.forgot": Row(),
    "accounts.forgot_post": Row(data=_credentials, ok=200),
    "accounts.reset": Row(own=ids(token="reset")),
    "accounts.reset_post": Row(own=ids(token="reset"), data=values(password=NEW_PASSWORD)),
    "members.account": Row(),
    "members.switch": Row(own=ids(membership_id="membership"), other=ids(membership_id="other_membership")),
    "members.create_token": Row(data=values(name="报表程序", days="30"), ok=200),
    "members.revoke_token": Row(own=ids(token_id="token"), other=ids(token_id="other_token")),
    "members.invite": Row(
        own=ids(organisation_id="organisation"),
        other=ids(organisation_id="other_organisation"),
        reaches_other={Role.OPERATOR},
        other_answers={Role.PROVINCE: 403},
        data=_colleague,
        ok=200,
    ),
    "members.join": Row(own=ids(token="invitation")),
    "members.join_qr": Row(own=ids(token="invitation")),
    "members.join_post": Row(
        own=ids(token="invitation"),
        data=values(email="new.person@example.invalid", display_name="新同事", password=NEW_PASSWORD),
    ),
    "organisations.bodies": Row(),
    "organisations.body": Row(own=ids(organisation_id="duplicate")),
    "organisations.rename": Row(
        own=ids(organisation_id="duplicate"),
        data=values(name="虚构更名有限公司", reason="营业执照已更名", seen_version="1"),
    ),
    "organisations.merge": Row(
        own=ids(organisation_id="duplicate"),
        data=both(ids(kept_id="enterprise"), values(merge_reason="同一家登记了两次")),
    ),
    "notify.inbox": Row(),
    "notify.read_all": Row(),
}
