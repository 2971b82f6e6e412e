"""A person who has an account already registers another body: what the three kinds of body share."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from marketplace.accounts.api_schemas import MembershipOut
from marketplace.accounts.queries import load_memberships
from marketplace.core.errors import InvalidError
from marketplace.web.api import answer, require_match
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor

TWIN = "这个统一社会信用代码刚刚已经登记。如果是贵单位，请用邀请链接加入。"


@contextmanager
def registering() -> Iterator[Session]:
    """Write a new body in one transaction; raises InvalidError when another request wrote it at the same moment."""
    require_match(None)
    try:
        with transaction() as session:
            yield session
    except IntegrityError as error:
        raise InvalidError(fields={"uscc": [TWIN]}) from error


def answer_registered(organisation_id: int) -> Response:
    """Tell in which membership the person acts for the new body."""
    rows = load_memberships(read_session(), user_id=actor().user_id)
    made = next(row for row in rows if row.organisation_id == organisation_id)
    return answer(MembershipOut.model_validate(made, from_attributes=True), status=201)
