"""The county's word that an enterprise is what it says."""

from datetime import datetime

from sqlmodel import Session

from marketplace.accounts.organisations import confirm_organisation
from marketplace.core.actor import Actor
from marketplace.enterprises.queries import EnterpriseView, load_visible
from marketplace.notify.services import notify_organisation


def confirm_enterprise(session: Session, *, actor: Actor, enterprise_id: int, now: datetime) -> EnterpriseView:
    """Confirm an enterprise that the actor oversees and tell its people, once; return it as it was before."""
    view = load_visible(session, actor=actor, enterprise_id=enterprise_id)
    confirm_organisation(session, actor=actor, organisation_id=enterprise_id, is_provider=False, now=now)
    if not view.is_confirmed:
        notify_organisation(
            session,
            organisation_id=enterprise_id,
            subject="主管部门已确认贵单位",
            body="您登记的企业资料已由主管部门确认。",
            url=f"/enterprises/{enterprise_id}",
            now=now,
        )
    return view
