"""One operator's program proposes weights, another person's decides; auditors read along."""

import pytest
from flask import Flask

from marketplace.core.actor import Role
from marketplace.core.db import Database
from matching.weights import DEFAULT
from tests.api.client import Problem
from tests.api.office import offices
from tests.fixtures.reference import store_reference
from tests.fixtures.web import make_member

WEIGHTS = {name: f"{value:.3f}" for name, value in DEFAULT.weights} | {"region": "0.900"}


def test_set_that_one_operator_proposes_another_approves(app: Flask, database: Database) -> None:
    store_reference(database)
    make = offices(app, database)
    first, second = (make(make_member(database, role=Role.OPERATOR)[0]) for _ in range(2))
    auditor = make(make_member(database, role=Role.AUDITOR)[0], scopes=("read",))

    made = first.write("POST", "/weight-editions", {"weights": WEIGHTS, "reason": "按本季度评测集调整"})
    at = f"/weight-editions/{made.data['id']}"
    with pytest.raises(Problem) as own:
        first.write("POST", f"{at}/decision", {"outcome": "approved"})
    approved = second.write("POST", f"{at}/decision", {"outcome": "approved"}, seen=second.read(at))
    with pytest.raises(Problem) as late:
        first.write("POST", f"{at}/decision", {"outcome": "withdrawn"})

    assert (made.data["state"], made.data["is_own"], made.data["weights"]["region"]) == ("proposed", True, "0.900")
    assert (own.value.status, late.value.status) == (403, 409)
    assert auditor.read(at).data == {**approved.data, "is_own": False}
    assert approved.data["state"] == "approved"
