"""The programs of those who take part in a project, each with a token of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Flask

from marketplace.accounts.services import create_api_token
from marketplace.core.actor import Actor
from tests.api.client import Answer, Send
from tests.api.project_client import Form, ProjectClient
from tests.fixtures.web import NOW
from tests.projects.world import Course


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """A client for each side."""

    plant: ProjectClient
    provider: ProjectClient
    rival: ProjectClient
    supervisor: ProjectClient
    officer: ProjectClient


def sides_of(app: Flask, course: Course) -> Sides:
    """Hand a token to each side's program."""
    names = ("plant", "provider", "rival", "supervisor", "officer")
    send = _sender(app)
    return Sides(**{name: _client(send, course, getattr(course, name)) for name in names})


def _client(send: Send, course: Course, actor: Actor) -> ProjectClient:
    with course.database.transaction() as session:
        _, token = create_api_token(session, actor=actor, name="程序", scopes=["write"], days=1, now=NOW)
    return ProjectClient(send=send, token=token, project_id=course.project_id)


def _sender(app: Flask) -> Send:
    def send(method: str, path: str, headers: Mapping[str, str], body: Any) -> Answer:
        is_form = isinstance(body, Form)
        content = {"data": _parts(body), "content_type": "multipart/form-data"} if is_form else {"json": body}
        answer = app.test_client().open(path, method=method, headers=dict(headers), **content)
        return Answer(status=answer.status_code, headers=dict(answer.headers), data=answer.get_json(silent=True))

    return send


def _parts(form: Form) -> dict[str, Any]:
    files = {name: [(BytesIO(one.content), one.name) for one in sent] for name, sent in form.files.items()}
    return {**form.texts, **files}
