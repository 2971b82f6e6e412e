"""One's own messages for programs."""

from flask import Response

from marketplace.notify.api_schemas import MessageOut, MessagePath, MessageQuery
from marketplace.notify.queries import load_messages_before
from marketplace.notify.services import mark_all_read, open_message
from marketplace.web.api import EmptyBody, answer, answer_list, api_blueprint, listing
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("messages", tag="消息和通知")


@bp.get("/messages", summary="我的消息", responses={200: listing(MessageOut)})
@requires(Permission.SIGNED_IN)
def list_messages(query: MessageQuery) -> Response:
    """List one's own messages, newest first; the cursor leads to older ones."""
    found = load_messages_before(
        read_session(),
        user_id=actor().user_id,
        before_id=query.after_id,
        only_unread=query.unread,
        limit=query.limit + 1,
    )
    rows = [MessageOut.model_validate(one, from_attributes=True) for one in found]
    return answer_list(rows, limit=query.limit, ids=[row.id for row in rows])


@bp.post("/messages/<int:message_id>/read", summary="标为已读", responses={200: MessageOut})
@requires(Permission.SIGNED_IN)
def read_one(path: MessagePath, body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Mark one message as read; one that was read before keeps its time."""
    with transaction() as session:
        opened = open_message(session, user_id=actor().user_id, message_id=path.message_id, now=now())
        return answer(MessageOut.model_validate(opened, from_attributes=True))


@bp.post("/messages/read", summary="全部标为已读", responses={204: None})
@requires(Permission.SIGNED_IN)
def read_all(body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Mark every message as read."""
    with transaction() as session:
        mark_all_read(session, user_id=actor().user_id, now=now())
    return Response(status=204)
