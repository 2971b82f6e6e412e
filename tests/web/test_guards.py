"""What every answer carries, what every request must show, and the one shape of errors."""

import io

import pytest
from flask.testing import FlaskClient

from marketplace.settings import DEFAULT_SECRET, Settings
from marketplace.web.csrf import is_own_site


def test_every_answer_carries_the_security_headers(client: FlaskClient) -> None:
    headers = client.get("/").headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Request-Id"]


def test_foreign_request_id_is_replaced(client: FlaskClient) -> None:
    assert client.get("/", headers={"X-Request-Id": "x\ty z"}).headers["X-Request-Id"] != "x\ty z"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://example.invalid"}, False),
        ({"origin": "https://example.invalid"}, True),
        ({"origin": "https://other.invalid"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
def test_requests_are_told_by_their_headers(headers: dict[str, str], expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_own_site(headers, "example.invalid") is expected


def test_missing_page_is_a_chinese_page_with_a_request_id(client: FlaskClient) -> None:
    page = client.get("/no-such-page")

    assert page.status_code == 404
    assert "没有找到" in page.text
    assert page.headers["X-Request-Id"] in page.text


def test_missing_operation_is_a_problem_in_one_shape(client: FlaskClient) -> None:
    answer = client.get("/api/v1/no-such-thing")

    assert answer.mimetype == "application/problem+json"
    assert set(answer.json) == {"type", "title", "status", "code", "detail", "request_id"}


def test_program_without_a_token_is_told_how_to_sign_in(client: FlaskClient) -> None:
    answer = client.post("/api/v1/enquiries", json={})

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert "Authorization: Bearer" in answer.json["detail"]


def test_browser_of_another_site_is_refused_before_anything_is_asked(client: FlaskClient) -> None:
    client.set_cookie("session", "anything")

    answer = client.post("/api/v1/enquiries", json={}, headers={"Sec-Fetch-Site": "cross-site"})

    assert (answer.status_code, answer.json["code"]) == (403, "cross_site")


def test_settings_refuse_the_default_secret_outside_the_demonstration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_MODE", raising=False)

    with pytest.raises(ValueError, match="SECRET_KEY"):
        Settings(secret_key=DEFAULT_SECRET)


def test_health_and_readiness_answer(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize(("megabytes", "most"), [(5, 4), (21, 20)], ids=["too much in a field", "too much altogether"])
def test_browser_that_sends_too_much_can_end_sending_and_see_the_answer(
    client: FlaskClient, megabytes: int, most: int
) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="description"\r\n\r\n'
    body = io.BytesIO(head + b"a" * megabytes * 1024 * 1024 + b"\r\n--x--\r\n")

    answer = client.post(
        "/enterprises/register",
        input_stream=body,
        content_type="multipart/form-data; boundary=x",
        content_length=len(body.getvalue()),
    )

    assert answer.status_code == 413
    assert f"最多 {most} MB" in answer.text
    assert body.read() == b""
