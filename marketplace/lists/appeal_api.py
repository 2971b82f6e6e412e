"""Appeals and complaints about lists, and who hears of new editions, for programs of whoever is signed in."""

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import NotFoundError
from marketplace.lists import policies
from marketplace.lists.appeals import answer_appeal, file_appeal
from marketplace.lists.keeping_out import appeal_out
from marketplace.lists.keeping_schemas import (
    AppealAnswerBody,
    AppealBody,
    ListAppealOut,
    ListAppealPath,
    SubscriptionOut,
)
from marketplace.lists.models import ListAppeal
from marketplace.lists.queries import load_appeal, load_list
from marketplace.lists.schemas import ListPath
from marketplace.lists.subscriptions import is_subscribed, subscribe, unsubscribe
from marketplace.web.api import EmptyBody, answer, api_blueprint, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("list_appeals", tag="推荐名单")


@bp.post("/lists/<int:list_id>/appeals", summary="提出申诉或投诉", responses={201: ListAppealOut})
@requires(Permission.SIGNED_IN)
def post_appeal(path: ListPath, body: AppealBody) -> Response:
    """Bring an appeal or a complaint forward; only the office and its author read it."""
    with transaction() as session:
        made = file_appeal(session, actor=actor(), list_id=path.list_id, entered=body, now=now())
        return answer(appeal_out(made), status=201)


@bp.get("/list-appeals/<int:appeal_id>", summary="一件申诉或投诉", responses={200: ListAppealOut})
@requires(Permission.SIGNED_IN)
def get_appeal(path: ListAppealPath) -> Response:
    """Return an appeal to its author, to the office that answers, to those above it and to auditors."""
    return answer(appeal_out(_seen(read_session(), path)))


@bp.post("/list-appeals/<int:appeal_id>/answer", summary="答复申诉或投诉", responses={200: ListAppealOut})
@requires(Permission.MANAGE_LISTS)
def post_answer(path: ListAppealPath, body: AppealAnswerBody) -> Response:
    """Answer an appeal or a complaint once; its author is told."""
    with transaction() as session:
        require_match(appeal_out(_seen(session, path, lock=True)))
        made = answer_appeal(session, actor=actor(), appeal_id=path.appeal_id, entered=body, now=now())
        return answer(appeal_out(made))


@bp.get("/lists/<int:list_id>/subscription", summary="是否订阅名单", responses={200: SubscriptionOut})
@requires(Permission.SIGNED_IN)
def get_subscription(path: ListPath) -> Response:
    """Say whether one hears of new editions."""
    return answer(_subscription(read_session(), path))


@bp.put("/lists/<int:list_id>/subscription", summary="订阅名单", responses={200: SubscriptionOut})
@requires(Permission.SIGNED_IN)
def put_subscription(path: ListPath, body: EmptyBody) -> Response:  # noqa: ARG001 - that nothing else is sent is checked before
    """Hear of new editions by mail and inbox; asking twice is asking once."""
    with transaction() as session:
        require_match(_subscription(session, path))
        subscribe(session, actor=actor(), list_id=path.list_id, now=now())
    return answer(_subscription(read_session(), path))


@bp.delete("/lists/<int:list_id>/subscription", summary="取消订阅名单", responses={204: None})
@requires(Permission.SIGNED_IN)
def delete_subscription(path: ListPath) -> Response:
    """Hear of new editions no more."""
    with transaction() as session:
        require_match(_subscription(session, path))
        unsubscribe(session, actor=actor(), list_id=path.list_id)
    return Response(status=204)


def _subscription(session: Session, path: ListPath) -> SubscriptionOut:
    load_list(session, list_id=path.list_id)
    subscribed = is_subscribed(session, actor=actor(), list_id=path.list_id)
    return SubscriptionOut(list_id=path.list_id, is_subscribed=subscribed)


def _seen(session: Session, path: ListAppealPath, *, lock: bool = False) -> ListAppeal:
    appeal = load_appeal(session, appeal_id=path.appeal_id, lock=lock)
    kept = load_list(session, list_id=appeal.list_id)
    watches = policies.can_watch(actor(), organisation_id=kept.organisation_id, county_code=kept.county_code)
    if not (watches or appeal.user_id == actor().user_id):
        raise NotFoundError
    return appeal
