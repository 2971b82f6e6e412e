"""From the choice to the start of the work: each side's own program, by the description alone."""

import html
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from flask import Flask

from marketplace.core.db import Database
from tests.api.client import Problem, Upload
from tests.api.project_client import DAYS, Form
from tests.api.project_sides import Sides, sides_of
from tests.projects.kept import course_at
from tests.projects.world import PDF, TODAY

COPY = Upload(name="合同.pdf", content=PDF)
MILESTONES: list[dict[str, object]] = [
    {"title": "完成部署和联网", "due_on": "2026-12-10", "payment_fen": 12_500_000},
    {"title": "试运行结束", "due_on": "2026-12-30", "payment_fen": 7_500_000},
]


@pytest.fixture
def sides(app: Flask, database: Database, tmp_path: Path) -> Sides:
    return sides_of(app, course_at(database, tmp_path, "chosen"))


def test_contract_is_written_signed_and_confirmed_and_the_project_starts(sides: Sides) -> None:
    suggested = sides.plant.draft()
    written = sides.plant.write_contract(suggested, milestones=MILESTONES)
    issued = sides.provider.contract()
    signed = sides.plant.sign(sides.plant.contract(), COPY, on=TODAY.isoformat())
    confirmed = sides.provider.confirm_signed(sides.provider.contract())

    assert sum(one["payment_fen"] for one in suggested.milestones) == suggested.one_off_fen == 20_000_000
    assert [one["payment_fen"] for one in written.milestones] == [12_500_000, 7_500_000]
    assert len(issued.digest) == 64
    assert [one["kind"] for one in issued.documents] == ["project_contract"]
    assert signed.signed_file is not None
    assert signed.signed_file["name"] == "合同.pdf"
    assert confirmed.confirmed_at is not None
    assert sides.plant.project()["state"] == "running"


def test_contract_over_an_older_draft_is_refused_and_leaves_it_as_it_was(sides: Sides) -> None:
    first = sides.plant.draft()
    written = sides.plant.write_contract(first, milestones=MILESTONES)

    with pytest.raises(Problem) as refused:
        sides.plant.write_contract(first, milestones=MILESTONES)

    assert (refused.value.status, refused.value.code) == (412, "precondition_failed")
    assert sides.plant.draft().version == written.version == 1


def test_wrong_sums_and_unknown_clauses_are_told_by_field(sides: Sides) -> None:
    draft = sides.plant.draft()
    body = {**DAYS, "choices": dict(draft.choices), "milestones": MILESTONES[:1], "version": 0}

    with pytest.raises(Problem) as short:
        sides.plant.send_to("PUT", "/contract/draft", body)
    with pytest.raises(Problem) as unknown:
        sides.plant.send_to("PUT", "/contract/draft", {**body, "choices": {**draft.choices, "mood": "good"}})
    with pytest.raises(Problem) as another:
        sides.plant.send_to("PUT", "/contract/draft", {**body, "choices": {**draft.choices, "exit": "d900"}})

    assert (short.value.status, list(short.value.errors)) == (422, ["milestones"])
    assert (unknown.value.status, list(unknown.value.errors)) == (422, ["choices.mood"])
    assert (another.value.status, list(another.value.errors)) == (422, ["choices.exit"])


def test_only_the_plant_drafts_and_signs_and_only_the_contractor_confirms(sides: Sides) -> None:
    draft = sides.plant.draft()
    sides.plant.write_contract(draft, milestones=MILESTONES)
    copy = Form(texts={"signed_on": TODAY.isoformat()}, files={"signed": [COPY]})
    tries = (
        (sides.provider, "PUT", "/contract/draft", {"choices": dict(draft.choices), "milestones": MILESTONES}),
        (sides.provider, "PUT", "/contract/signed-copy", copy),
        (sides.plant, "POST", "/contract/confirmation", {"signed_digest": "0" * 64}),
        (sides.officer, "POST", "/contract/confirmation", {"signed_digest": "0" * 64}),
    )

    refused = []
    for who, method, path, body in tries:
        with pytest.raises(Problem) as found:
            who.send_to(method, path, body)
        refused.append(found.value.status)
    with pytest.raises(Problem) as strange:
        sides.rival.contract()

    assert refused == [403, 403, 403, 403]
    assert strange.value.status == 404


def test_copy_that_was_exchanged_is_not_confirmed_and_nothing_is_confirmed_before_it_is_there(sides: Sides) -> None:
    sides.plant.write_contract(sides.plant.draft(), milestones=MILESTONES)
    with pytest.raises(Problem) as early:
        sides.provider.send_to("POST", "/contract/confirmation", {"signed_digest": "0" * 64})
    sides.plant.sign(sides.plant.contract(), COPY, on=TODAY.isoformat())

    with pytest.raises(Problem) as other:
        sides.provider.send_to("POST", "/contract/confirmation", {"signed_digest": "0" * 64})

    assert (early.value.status, early.value.code) == (409, "wrong_state")
    assert (other.value.status, other.value.code) == (409, "version_moved")
    assert sides.plant.project()["state"] == "signing"


def test_clauses_of_a_signed_copy_that_differ_are_told_before_it_is_confirmed(app: Flask, sides: Sides) -> None:
    sides.plant.write_contract(sides.plant.draft(), milestones=MILESTONES)
    [url] = [one for one in sides.plant.contract().documents[0]["urls"] if one.endswith("/docx")]
    issued = app.test_client().get(url, headers={"Authorization": f"Bearer {sides.plant.token}"}).data
    copy = Upload(name="改过.docx", content=edited(issued, old="15 日内", new="60 日内"))

    sides.plant.sign(sides.plant.contract(), copy, on=TODAY.isoformat())
    read = sides.provider.read("/contract")

    assert read["differences"] == len(read["differing"]) > 0
    assert all("60 日内" in one["after"] and "60 日内" not in one["before"] for one in read["differing"])


def edited(content: bytes, *, old: str, new: str) -> bytes:
    document, buffer = Document(BytesIO(content)), BytesIO()
    for paragraph in document.paragraphs:
        if old in paragraph.text:
            paragraph.text = paragraph.text.replace(old, new)
    document.save(buffer)
    return buffer.getvalue()


def test_partner_that_nobody_confirmed_is_refused_by_its_field(sides: Sides) -> None:
    body = {"partner_id": sides.rival.me().organisation_id, "needs": ["p1"], "price_fen": 5_000_000}

    with pytest.raises(Problem) as refused:
        sides.provider.send_to("POST", "/contract/partners", body)

    assert (refused.value.status, list(refused.value.errors)) == (422, ["partner_id"])
    assert sides.plant.read("/contract/partners") == {"items": []}


def test_page_of_an_operation_sends_texts_beside_its_file(app: Flask, sides: Sides) -> None:
    sides.plant.write_contract(sides.plant.draft(), milestones=MILESTONES)
    address = "/developers/put-projects-project_id-contract-signed-copy"
    texts = {"value-project_id": str(sides.plant.project_id), "value-signed_on": TODAY.isoformat()}
    sent = {**texts, "token": sides.plant.token, "files": (BytesIO(PDF), "合同.pdf")}

    form = app.test_client().get(address).text
    page = app.test_client().post(address, data=sent, headers={"Sec-Fetch-Site": "same-origin"})

    assert 'name="value-signed_on"' in form
    printed = " ".join(html.unescape(page.text).replace("\\\n", " ").split())
    assert "-F signed_on=2026-11-22 -F 'signed=@" in printed
    assert sides.plant.project()["state"] == "signing"
