"""What a bureau's programs do about the enterprises of its area: confirm them, see what is missing, remind."""

from flask import Response

from marketplace.enterprises.api import enterprise_out
from marketplace.enterprises.api_schemas import GapOut, GapQuery, ReminderBody, ReminderOut
from marketplace.enterprises.confirming import confirm_enterprise
from marketplace.enterprises.gaps import load_gaps_after
from marketplace.enterprises.queries import load_visible
from marketplace.enterprises.reminding import remind
from marketplace.enterprises.schemas import EnterpriseOut, EnterprisePath
from marketplace.web.api import EmptyBody, answer, answer_list, api_blueprint, listing, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("county_enterprises", tag="辖区企业")


@bp.post("/enterprises/<int:enterprise_id>/confirmation", summary="确认企业", responses={200: EnterpriseOut})
@requires(Permission.CONFIRM_ENTERPRISES)
def confirm(path: EnterprisePath, body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Confirm that an enterprise is what it says; its people are told the first time."""
    with transaction() as session:
        require_match(enterprise_out(load_visible(session, actor=actor(), enterprise_id=path.enterprise_id)))
        confirm_enterprise(session, actor=actor(), enterprise_id=path.enterprise_id, now=now())
    return answer(enterprise_out(load_visible(read_session(), actor=actor(), enterprise_id=path.enterprise_id)))


@bp.get("/enterprises/gaps", summary="资料不全的企业", responses={200: listing(GapOut)})
@requires(Permission.SEE_COUNTY)
def list_gaps(query: GapQuery) -> Response:
    """List the enterprises of one's area that miss something, or one thing, with their last reminder."""
    found = load_gaps_after(
        read_session(), actor=actor(), gap=query.gap, after_id=query.after_id, limit=query.limit + 1
    )
    rows = [GapOut.model_validate(one, from_attributes=True) for one in found]
    return answer_list(rows, limit=query.limit, ids=[row.enterprise_id for row in rows])


@bp.post("/enterprises/gaps/reminders", summary="提醒企业补资料", responses={200: ReminderOut})
@requires(Permission.CHASE_GAPS)
def post_reminders(body: ReminderBody) -> Response:
    """Remind enterprises of what is missing; none is reminded twice a week."""
    with transaction() as session:
        done = remind(session, actor=actor(), enterprise_ids=body.enterprise, due_on=body.due_on, now=now())
    return answer(ReminderOut.model_validate(done, from_attributes=True))
