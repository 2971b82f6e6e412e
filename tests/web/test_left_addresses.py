"""Addresses that a refused form leaves in the address line lead back to the page above them."""

import pytest
from flask.testing import FlaskClient

LEFT = {
    "/programme/applications/1/finalise": "/programme/applications/1",
    "/operator/modules/279/reject": "/operator/modules/279",
    "/organisations/201/invitations": "/",
}


@pytest.mark.parametrize("address", LEFT)
def test_address_that_takes_forms_only_leads_to_the_nearest_page(client: FlaskClient, address: str) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer.location) == (303, LEFT[address])


def test_programs_are_told_that_an_address_takes_no_reading(client: FlaskClient) -> None:
    answer = client.get("/api/v1/modules/1/draft/submission")

    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
