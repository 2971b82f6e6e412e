"""What a receiver can refuse because of what we sign: forged, altered, old and repeated messages."""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from marketplace.notify.webhook_described import described_webhooks
from marketplace.notify.webhook_sending import Parcel, message_body, signed_headers
from marketplace.web.apidoc import describe
from tests.fixtures.web import NOW
from tests.notify.receiving import TOLERANCE, Receiver, RefusedMessageError, RepeatedMessageError

SECRET = "whsec_" + base64.b64encode(b"a secret of the receiver").decode()
URL = "https://example.invalid/api/v1/modules/7"
PARCEL = Parcel(
    delivery_id=1,
    url="https://example.invalid/hook",
    secret=SECRET,
    message_id="msg_1",
    body=message_body(kind="module", object_id=7, url=URL, created_at=NOW),
)
HEADERS = signed_headers(PARCEL, NOW)
BODY = PARCEL.body.encode()


@pytest.fixture
def receiver() -> Receiver:
    return Receiver(secret=SECRET)


def test_message_as_we_send_it_is_believed(receiver: Receiver) -> None:
    message = receiver.take(HEADERS, BODY, now=NOW)

    assert (message["type"], message["data"]["id"]) == ("module.changed", 7)


def test_message_that_comes_again_is_known_by_its_id(receiver: Receiver) -> None:
    receiver.take(HEADERS, BODY, now=NOW)

    with pytest.raises(RepeatedMessageError, match="msg_1"):
        receiver.take(HEADERS, BODY, now=NOW + timedelta(seconds=1))


def test_message_that_we_send_again_later_bears_the_old_id_and_a_new_time(receiver: Receiver) -> None:
    later = NOW + timedelta(hours=6)
    receiver.take(HEADERS, BODY, now=NOW)

    with pytest.raises(RepeatedMessageError, match="msg_1"):
        receiver.take(signed_headers(PARCEL, later), BODY, now=later)


@pytest.mark.parametrize("gap", [TOLERANCE, -TOLERANCE])
def test_message_of_another_time_is_refused_though_it_is_signed(receiver: Receiver, gap: timedelta) -> None:
    with pytest.raises(RefusedMessageError, match="age"):
        receiver.take(HEADERS, BODY, now=NOW + gap * 1.01)

    assert receiver.seen == {}


ALTERED: Mapping[str, tuple[Mapping[str, str], bytes]] = {
    "another id": ({**HEADERS, "webhook-id": "msg_2"}, BODY),
    "another time": ({**HEADERS, "webhook-timestamp": str(int(NOW.timestamp()) + 60)}, BODY),
    "another body": (HEADERS, BODY.replace(b'"id":7', b'"id":8')),
    "another secret": (
        signed_headers(
            Parcel(delivery_id=1, url="", secret="whsec_" + "b3RoZXI=", message_id="msg_1", body=PARCEL.body), NOW
        ),
        BODY,
    ),
    "no signature": ({**HEADERS, "webhook-signature": ""}, BODY),
}


@pytest.mark.parametrize(("headers", "body"), ALTERED.values(), ids=ALTERED.keys())
def test_message_that_was_altered_is_refused(receiver: Receiver, headers: Mapping[str, str], body: bytes) -> None:
    with pytest.raises(RefusedMessageError, match="signature"):
        receiver.take(headers, body, now=NOW)


@pytest.mark.parametrize("stamp", ["", "soon", "9" * 30])
def test_message_without_a_time_is_refused(receiver: Receiver, stamp: str) -> None:
    with pytest.raises(RefusedMessageError, match="headers"):
        receiver.take({**HEADERS, "webhook-timestamp": stamp}, BODY, now=NOW)


def test_program_on_the_page_believes_what_we_send_and_nothing_else(client: FlaskClient) -> None:
    program = BeautifulSoup(client.get("/developers/webhooks").text, "html.parser").select("pre")[1].text
    named: dict[str, Any] = {}
    exec(program, named)
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    now = datetime.now(UTC)  # noqa: TID251 - the program asks the clock itself
    headers = {name: text for name, text in signed_headers(PARCEL, now).items() if name in names}
    old = signed_headers(PARCEL, now - timedelta(minutes=6))

    assert program.count("\n") < 20
    assert named["is_ours"](SECRET, headers, BODY)
    assert not named["is_ours"](SECRET, headers, BODY + b" ")
    assert not named["is_ours"](SECRET.replace("Y", "Z"), headers, BODY)
    assert not named["is_ours"](SECRET, old, BODY)


def test_description_tells_the_headers_and_the_content_as_they_are_sent(app: Flask) -> None:
    said = described_webhooks()["changed"]["post"]

    assert describe(app)["webhooks"] == described_webhooks()
    assert {one["name"] for one in said["parameters"]} == {name for name in HEADERS if name.startswith("webhook-")}
    Draft202012Validator(said["requestBody"]["content"]["application/json"]["schema"]).validate(json.loads(BODY))
