"""Rows of people and bodies: signing in, one's account, invitations, the operator's pages on bodies."""

import pyotp
from sqlmodel import Session, col, select

from marketplace.accounts.models import AuthSession, Membership, User
from marketplace.accounts.organisations import create_organisation, invite
from marketplace.accounts.sealing import Seal
from marketplace.accounts.second_factor import new_ticket, secret_in
from marketplace.accounts.services import add_membership, create_api_token, create_user, open_session, start_reset
from marketplace.core.actor import Role, System
from marketplace.notify.models import Message
from marketplace.settings import DEFAULT_SECRET
from tests.fixtures.web import NOW, PASSWORD
from tests.permissions.matrix import Row, both, ids, values
from tests.permissions.world import World

SYSTEM = System(name="test")
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
        world.ids["reset"] = start_reset(session, user_id=world.people[Role.EXPERT].actor.user_id, now=NOW)
        _add_colleagues(world, session)
        _add_messages(world, session)


def _add_messages(world: World, session: Session) -> None:
    """Give everybody a message of their own, and a stranger one."""
    people = {f"message:{role.value}": member.actor.user_id for role, member in world.people.items()}
    for name, user_id in {**people, "other_message": world.strangers[Role.ENTERPRISE].user_id}.items():
        message = Message(user_id=user_id, subject="提醒", body="请看一看。", url="/desk", created_at=NOW)
        session.add(message)
        session.flush()  # The row names it by its id.
        world.ids[name] = message.id


def _add_colleagues(world: World, session: Session) -> None:
    """Give every role a colleague in their body and a second session, and the duplicate body two people."""
    wanted = select(User.id).where(User.email == world.ids["email:expert"])
    expert = session.exec(wanted).one() or 0
    for role, member in world.people.items():
        body, user_id = member.actor.organisation_id, member.actor.user_id
        user = create_user(
            session,
            email=f"colleague.{role.value}@example.invalid",
            display_name="同事",
            password=PASSWORD,
            now=NOW,
            actor=SYSTEM,
        )
        colleague = _join(session, user_id=user.id or 0, body=body, role=role)
        world.ids[f"colleague:{role.value}"] = colleague.id
        world.ids[f"session:{role.value}"] = _open(session, user_id=user_id)
    stranger = world.strangers[Role.ENTERPRISE]
    world.ids["other_session"] = _open(session, user_id=stranger.user_id)
    _join(session, user_id=world.people[Role.AUDITOR].actor.user_id, body=world.ids["duplicate"], role=Role.SUPERVISOR)
    staff = _join(session, user_id=expert, body=world.ids["duplicate"], role=Role.SUPERVISOR)
    world.ids["staff"] = staff.id


def _join(session: Session, *, user_id: int, body: int, role: Role) -> Membership:
    return add_membership(session, user_id=user_id, organisation_id=body, role=role, now=NOW, actor=SYSTEM)


def _open(session: Session, *, user_id: int) -> int:
    open_session(session, user_id=user_id, membership_id=None, now=NOW)
    session.flush()  # The row's number is its place in addresses.
    newest = select(AuthSession.id).where(AuthSession.user_id == user_id).order_by(col(AuthSession.id).desc())
    return session.exec(newest).first() or 0


def _first_code(world: World, role: Role | None) -> dict[str, str]:
    """Return the ticket of a person's own authenticator with its code of the moment."""
    user_id = world.people[role or Role.EXPERT].actor.user_id
    seal = Seal(DEFAULT_SECRET)
    ticket = new_ticket(seal, user_id=user_id, now=NOW)
    secret = secret_in(ticket, seal=seal, user_id=user_id, now=NOW) or ""
    return {"ticket": ticket, "code": pyotp.TOTP(secret).at(NOW)}


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
    # Nobody of this world is on their way to a second factor, so that these lead back to the beginning.
    "factor.code": Row(ok=303),
    "factor.code_post": Row(ok=303),
    "factor.enrol_first": Row(ok=303),
    "factor.enrol_first_post": Row(ok=303),
    "factor.picture": Row(own=values(ticket="somebody-elses"), ok=404),
    "oidc.begin": Row(ok=404),  # Off unless an issuer is configured.
    "oidc.callback": Row(ok=404),
    "factor.manage": Row(),
    "factor.enrol": Row(data=_first_code, ok=200),
    # Without an authenticator no code is right.
    "factor.renew_codes": Row(data=values(code="123456"), ok=422),
    "factor.remove": Row(data=values(code="123456"), ok=422),
    "people.revoke_session": Row(own=ids(session_id="session"), other=ids(session_id="other_session")),
    "people.hand_over": Row(own=ids(membership_id="colleague"), other=ids(membership_id="other_membership")),
    "people.end_membership": Row(own=ids(membership_id="colleague"), other=ids(membership_id="other_membership")),
    "organisations.people": Row(
        own=ids(organisation_id="duplicate"),
        data=both(ids(membership_id="staff"), values(action="appoint", person_reason="原管理员已离职，来函说明")),
    ),
    "organisations.bodies": Row(),
    "organisations.body": Row(own=ids(organisation_id="duplicate")),
    "organisations.rename": Row(
        own=ids(organisation_id="duplicate"),
        data=values(name="虚构更名有限公司", reason="营业执照已更名", version="1"),
    ),
    "organisations.merge": Row(
        own=ids(organisation_id="duplicate"),
        data=both(ids(kept_id="enterprise"), values(merge_reason="同一家登记了两次")),
    ),
    "account_api.get_me": Row(),
    "account_api.list_memberships": Row(),
    "account_api.list_tokens": Row(),
    "account_api.delete_token": Row(own=ids(token_id="token"), other=ids(token_id="other_token"), ok=204),
    "messages_api.list_messages": Row(),
    "messages_api.read_one": Row(own=ids(message_id="message"), other=ids(message_id="other_message")),
    "messages_api.read_all": Row(ok=204),
    "notify.inbox": Row(),
    "notify.read_all": Row(),
    "notify.open_one": Row(own=ids(message_id="message"), other=ids(message_id="other_message")),
}
