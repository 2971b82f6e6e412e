"""A person who has an account already registers another body: what the three kinds of body share."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from urllib.parse import urljoin

from flask import Response, url_for
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from marketplace.accounts.api_schemas import RegisteredOut
from marketplace.accounts.queries import load_memberships
from marketplace.core.errors import InvalidError
from marketplace.web.api import answer, require_match
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import state

NEXT_STEP = "已经登记。现在的令牌只替原来的单位办事。要让程序替“{name}”办事，请登录 {page}，切换到它，再生成令牌。"
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
    """Tell in which membership the person acts for the new body, and where a token for it is made."""
    rows = load_memberships(read_session(), user_id=actor().user_id)
    made = next(row for row in rows if row.organisation_id == organisation_id)
    page = urljoin(state().settings.base_url, url_for("members.account"))
    told = asdict(made) | {"token_page": page, "next_step": NEXT_STEP.format(name=made.organisation_name, page=page)}
    return answer(RegisteredOut.model_validate(told), status=201)
