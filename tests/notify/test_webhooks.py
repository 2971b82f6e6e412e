"""Webhooks: signed messages of public changes, to addresses that may be reached, tried again and kept in a log."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import urllib3
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select
from standardwebhooks import Webhook

from marketplace.core.actor import Role
from marketplace.core.changes import log_change
from marketplace.core.db import Database
from marketplace.core.errors import InvalidError
from marketplace.core.worker import run_due_jobs
from marketplace.handlers import job_handlers, tell_webhooks
from marketplace.notify import webhooks
from marketplace.notify.labels import WebhookKind
from marketplace.notify.models import WebhookDelivery, WebhookEndpoint
from marketplace.notify.webhook_addresses import AddressRefusedError, check_url, parse_networks, pick_address
from marketplace.notify.webhook_registering import check_new_url
from marketplace.notify.webhook_sending import Parcel, send
from marketplace.settings import Settings
from tests.fixtures.web import NOW, Person, make_member


class Receiver(HTTPServer):
    """A program of somebody else's that keeps what it is sent and answers with ``status``."""

    status = 200
    kept: list[tuple[dict[str, str], bytes]]


class Keep(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.kept.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Write nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver(("127.0.0.1", 0), Keep)
    server.kept = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


OWN_MACHINE = parse_networks("127.0.0.0/8")


def register(database: Database, url: str, *, kinds: tuple[WebhookKind, ...] = tuple(WebhookKind)) -> int:
    actor, _ = make_member(database, role=Role.PROVIDER)
    with database.transaction() as session:
        made = webhooks.create_endpoint(session, actor=actor, url=url, kinds=kinds, now=NOW, allowed=OWN_MACHINE)
        return made.id or 0


def change(database: Database, kind: str, object_id: int) -> None:
    with database.transaction() as session:
        log_change(session, kind=kind, object_id=object_id, now=NOW)


def work(database: Database, settings: Settings, *, now: datetime = NOW) -> int:
    tell_webhooks(database, now=now)
    return run_due_jobs(database, job_handlers(settings), clock=lambda: now)


def only_delivery(database: Database) -> WebhookDelivery:
    with database.session() as session:
        return session.exec(select(WebhookDelivery)).one()


@pytest.fixture
def open_settings(settings: Settings) -> Settings:
    """Settings that let webhooks reach this machine."""
    return settings.model_copy(update={"webhook_networks": "127.0.0.0/8"})


def test_change_reaches_the_address_signed_and_names_what_to_fetch(
    any_database: Database, open_settings: Settings, receiver: Receiver
) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - the receiver's library compares the stamp with the real clock
    endpoint_id = register(any_database, f"http://127.0.0.1:{receiver.server_port}/hook?a=1")
    change(any_database, "module", 7)
    work(any_database, open_settings, now=now)
    with any_database.session() as session:
        secret = session.get_one(WebhookEndpoint, endpoint_id).secret
    headers, body = receiver.kept[0]
    told = Webhook(secret).verify(body, headers)
    assert told["type"] == "module.changed"
    assert told["data"] == {"kind": "module", "id": 7, "url": "http://127.0.0.1:8000/api/v1/modules/7"}
    assert only_delivery(any_database).delivered_at == now


def test_changes_before_registration_and_of_other_kinds_are_not_told(
    database: Database, open_settings: Settings, receiver: Receiver
) -> None:
    change(database, "module", 1)
    register(database, f"http://127.0.0.1:{receiver.server_port}/", kinds=(WebhookKind.MODULE,))
    change(database, "provider", 2)
    change(database, "enterprise", 3)
    change(database, "module", 4)
    work(database, open_settings)
    assert [json.loads(body)["data"]["id"] for _, body in receiver.kept] == [4]


def test_nothing_new_queues_nothing(database: Database, open_settings: Settings, receiver: Receiver) -> None:
    register(database, f"http://127.0.0.1:{receiver.server_port}/")
    change(database, "module", 4)
    assert tell_webhooks(database, now=NOW) == 1
    assert tell_webhooks(database, now=NOW) == 0


def test_refused_message_is_tried_again_with_growing_waits_then_given_up(
    database: Database, open_settings: Settings, receiver: Receiver
) -> None:
    receiver.status = 500
    register(database, f"http://127.0.0.1:{receiver.server_port}/")
    change(database, "module", 4)
    moment = NOW
    waits: list[timedelta] = []
    for _ in range(webhooks.MOST_ATTEMPTS - 1):
        work(database, open_settings, now=moment)
        work(database, open_settings, now=moment + timedelta(seconds=29))
        due = _next_due(database)
        waits.append(due - moment)
        moment = due
    work(database, open_settings, now=moment)
    delivery = only_delivery(database)
    assert waits[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert len(receiver.kept) == webhooks.MOST_ATTEMPTS
    assert delivery.given_up_at == moment
    assert delivery.last_status == 500


def test_redirect_is_not_followed(database: Database, open_settings: Settings, receiver: Receiver) -> None:
    receiver.status = 302
    register(database, f"http://127.0.0.1:{receiver.server_port}/")
    change(database, "module", 4)
    work(database, open_settings)
    assert only_delivery(database).last_status == 302
    assert only_delivery(database).delivered_at is None


def test_private_address_is_never_connected_to(database: Database, settings: Settings, receiver: Receiver) -> None:
    register(database, f"http://127.0.0.1:{receiver.server_port}/")
    change(database, "module", 4)
    work(database, settings)
    assert receiver.kept == []
    assert only_delivery(database).last_error == "private_address"


def test_connection_goes_to_the_address_that_was_checked_whatever_the_name_says_later(receiver: Receiver) -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    parcel = Parcel(
        delivery_id=1,
        url=f"http://hook.invalid:{receiver.server_port}/",
        secret="whsec_c2VjcmV0",
        message_id="msg_1",
        body="{}",
    )

    receipt = send(parcel, NOW, allowed=parse_networks("127.0.0.0/8"), resolve=resolve)

    assert (receipt.status, asked) == (200, ["hook.invalid"])
    assert receiver.kept[0][0]["Host"] == f"hook.invalid:{receiver.server_port}"


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (urllib3.exceptions.ConnectTimeoutError(), "timeout"),
        (urllib3.exceptions.SSLError(), "tls_failed"),
        (ConnectionRefusedError(), "no_connection"),
    ],
)
def test_fault_of_an_attempt_is_told_by_a_stable_code(error: Exception, fault: str) -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise error

    parcel = Parcel(delivery_id=1, url="https://hook.invalid/", secret="whsec_c2VjcmV0", message_id="msg_1", body="{}")

    assert send(parcel, NOW, resolve=resolve).error == fault


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1",
     "fd00::1", "fe80::1%eth0", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "224.0.0.1"],
)  # fmt: skip
def test_pick_address_of_own_networks_is_refused(address: str) -> None:
    with pytest.raises(AddressRefusedError):
        pick_address("host.invalid", 443, allowed=(), resolve=lambda _host, _port: [address])


def test_pick_address_with_one_private_among_public_is_refused() -> None:
    with pytest.raises(AddressRefusedError):
        pick_address("host.invalid", 443, allowed=(), resolve=lambda _host, _port: ["1.1.1.1", "10.0.0.1"])


def test_pick_address_in_an_allowed_network_is_taken() -> None:
    allowed = parse_networks("10.1.0.0/16, fd00::/8")
    assert pick_address("h", 80, allowed=allowed, resolve=lambda _host, _port: ["10.1.2.3"]) == "10.1.2.3"


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7"))
def test_pick_address_never_returns_a_private_one(address: Any) -> None:
    with pytest.raises(AddressRefusedError):
        pick_address("host.invalid", 443, allowed=(), resolve=lambda _host, _port: [str(address)])


@pytest.mark.parametrize(
    "url", ["ftp://example.invalid/", "https://", "https://user:pw@example.invalid/", "https://a.invalid:999999/", "x"]
)
def test_check_url_of_other_forms_is_refused_beside_its_field(url: str) -> None:
    with pytest.raises(InvalidError) as caught:
        check_url(url)
    assert "url" in caught.value.fields


@pytest.mark.parametrize(
    ("url", "range_told"),
    [("https://127.0.0.1/h", "127.0.0.0/8"), ("https://localhost:9000/h", "127.0.0.0/8"),
     ("https://127.1", "127.0.0.0/8"), ("https://0.0.0.0/", "不是公网地址"), ("http://a.invalid/", "https://"),
     ("https://2130706433/", "127.0.0.0/8"), ("https://10.1.2.3/h", "10.0.0.0/8"), ("https://[fd00::1]/", "fc00::/7"),
     ("https://[::ffff:192.168.1.5]/", "192.168.0.0/16")],
)  # fmt: skip
def test_address_outside_the_public_net_is_not_registered(url: str, range_told: str) -> None:
    with pytest.raises(InvalidError) as caught:
        check_new_url(url, allowed=())

    (told,) = caught.value.fields["url"]
    assert range_told in told
    assert url.startswith("http:") or "WEBHOOK_NETWORKS" in told


def test_address_in_an_allowed_network_or_public_is_registered() -> None:
    check_new_url("http://10.1.2.3:8080/h", allowed=parse_networks("10.1.0.0/16"))
    check_new_url("https://hook.invalid/", allowed=())
    check_new_url("https://1.1.1.1/", allowed=())
    with pytest.raises(InvalidError):
        check_new_url("https://10.2.0.1/", allowed=parse_networks("10.1.0.0/16"))


def test_page_shows_the_secret_once_and_resends_what_failed(
    database: Database, open_settings: Settings, person: Callable[..., Person], receiver: Receiver
) -> None:
    who = person(Role.PROVIDER)
    made = who.client.post("/account/webhooks", data={"url": "https://hook.invalid/", "kinds": ["module"]})
    with database.transaction() as session:
        session.exec(select(WebhookEndpoint)).one().url = f"http://127.0.0.1:{receiver.server_port}/"
    assert "whsec_" in made.text
    assert "whsec_" not in who.client.get("/account/webhooks").text
    receiver.status = 503
    change(database, "module", 4)
    work(database, open_settings)
    with database.session() as session:
        endpoint_id, delivery_id = _numbers(session)
    assert "对方回答 503" in who.client.get(f"/account/webhooks/{endpoint_id}").text
    receiver.status = 200
    who.client.post(f"/account/webhooks/deliveries/{delivery_id}/resend")
    work(database, open_settings)
    assert "已送达" in who.client.get(f"/account/webhooks/{endpoint_id}").text
    assert [headers["webhook-id"] for headers, _ in receiver.kept] == ["msg_1", "msg_1"]


def test_another_bodys_address_does_not_exist(database: Database, person: Callable[..., Person]) -> None:
    endpoint_id = register(database, "https://example.invalid/")
    stranger = person(Role.PROVIDER)
    assert stranger.client.get(f"/account/webhooks/{endpoint_id}").status_code == 404
    assert stranger.client.post(f"/account/webhooks/{endpoint_id}/disable").status_code == 404


def test_wrong_address_keeps_what_was_typed(person: Callable[..., Person]) -> None:
    answer = person(Role.PROVIDER).client.post("/account/webhooks", data={"url": "ftp://a.invalid/x"})
    assert answer.status_code == 422
    assert "ftp://a.invalid/x" in answer.text
    assert "https://" in answer.text


def _next_due(database: Database) -> datetime:
    from marketplace.core.jobs import Job

    with database.session() as session:
        return max(job.due_at for job in session.exec(select(Job)).all() if job.done_at is None)


def _numbers(session: Session) -> tuple[int, int]:
    delivery = session.exec(select(WebhookDelivery)).one()
    return delivery.endpoint_id, delivery.id or 0
