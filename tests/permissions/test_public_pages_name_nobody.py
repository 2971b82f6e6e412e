"""What anybody may read, as a page, a download or over the API, tells nobody's address, telephone or name."""

import re
from io import BytesIO
from zipfile import ZipFile, is_zipfile

from flask import url_for
from sqlmodel import select

from marketplace.accounts.models import User
from marketplace.web.permissions import Permission
from tests.permissions.matrix import Case, all_cases
from tests.permissions.world import World

# A mobile number of mainland China that is no part of a longer number, and any mail address.
TELEPHONE = re.compile(r"(?<![\dA-Za-z])1[3-9]\d{9}(?![\dA-Za-z])")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
OK = 200
PUBLIC_READING = [case for case in all_cases() if case.permission is Permission.PUBLIC and case.reads]


def public_text(world: World, case: Case) -> str:
    """Return what anybody reads there, inside Word and Excel files too."""
    with world.app.test_request_context():
        path = url_for(case.rule.endpoint, _external=False, **case.row.own(world, None))
    answer = world.call(None, path, method="GET")
    return readable(answer.get_data()) if answer.status_code == OK else ""


def readable(content: bytes) -> str:
    """Return the text of an answer, of each part when it is an office file."""
    parts = [content]
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as office:
            parts = [office.read(name) for name in office.namelist()]
    return "\n".join(part.decode("utf-8", errors="ignore") for part in parts)


def test_nothing_public_tells_a_persons_address_telephone_or_name(world: World) -> None:
    with world.database.transaction() as session:
        people = list(session.exec(select(User.email, User.display_name)))
    names = {name for _, name in people if len(name) > len("同事")}
    read = {case.name: public_text(world, case) for case in PUBLIC_READING}

    told = {
        name: found
        for name, text in read.items()
        if (found := {*TELEPHONE.findall(text), *ADDRESS.findall(text), *(one for one in names if one in text)})
    }

    assert names, "there is nobody to tell of"
    assert sum(bool(text) for text in read.values()) > len(PUBLIC_READING) // 2, "most of it was not read"
    assert told == {}
