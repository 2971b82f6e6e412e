"""The operator's program: registered bodies are confirmed, duplicates merged, modules decided."""

import pytest
from flask import Flask

from marketplace.catalog.api_schemas import WholeModuleBody
from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.api.client import Draft, Problem, _shaped
from tests.api.office import MakeOffice, Office, offices
from tests.fixtures.offers import CONTENT
from tests.fixtures.reference import store_reference
from tests.fixtures.web import make_member
from tests.fixtures.whole import whole

MODULE = {
    "name": CONTENT.name,
    "summary": CONTENT.summary,
    "scenarios": ["染缸排程"],
    "payment": ["一次性付费"],
    "deployment": "SaaS",
}


@pytest.fixture
def office(app: Flask, database: Database) -> MakeOffice:
    store_reference(database)
    return offices(app, database)


@pytest.fixture
def operator(database: Database, office: MakeOffice) -> Office:
    return office(make_member(database, role=Role.OPERATOR)[0])


@pytest.mark.parametrize(
    ("kind", "said"),
    [("providers", {"name": "某软件有限公司", "kind": "SaaS服务商"}), ("supervisors", {"name": "某监理公司"})],
)
def test_registered_body_waits_until_the_operator_confirms_it(
    database: Database, office: MakeOffice, operator: Office, kind: str, said: dict[str, str]
) -> None:
    owner = office(make_member(database, role=Role.ENTERPRISE)[0])
    made = owner.register(kind, **said)
    at = f"/{kind}/{made.organisation_id}/confirmation"

    waiting = [row["id"] for row in operator.rows(f"/waiting-{kind}")]
    before = operator.read(at)
    operator.write("POST", at, seen=before)
    with pytest.raises(Problem) as stale:
        operator.write("POST", at, seen=before)

    assert waiting == [made.organisation_id]
    assert operator.rows(f"/waiting-{kind}") == []
    assert owner.memberships()[-1].is_confirmed
    assert (stale.value.status, stale.value.code) == (412, "precondition_failed")
    with pytest.raises(Problem) as refused:
        owner.write("POST", at)
    assert refused.value.status == 403


def test_duplicate_is_renamed_and_merged(database: Database, office: MakeOffice, operator: Office) -> None:
    owner = office(make_member(database, role=Role.ENTERPRISE)[0])
    kept = owner.register("providers", name="甲软件有限公司", kind="SaaS服务商").organisation_id
    twin = owner.register("providers", name="甲软体有限公司", kind="SaaS服务商").organisation_id
    at = f"/organisations/{twin}"

    rename = {"name": "甲软件科技有限公司", "reason": "营业执照已更名", "version": 1}
    renamed = operator.write("PUT", f"{at}/name", rename, seen=operator.read(at))
    merged = operator.write("POST", f"{at}/merger", {"kept_id": kept, "merge_reason": "同一家登记了两次"}, seen=renamed)

    assert renamed.data["name"] == "甲软件科技有限公司"
    assert merged.data["merged_into_id"] == kept
    found = operator.read("/organisations?q=甲软件").data["items"]
    assert {kept, twin} >= {row["id"] for row in found} != set()
    with pytest.raises(Problem) as moved:
        operator.write("PUT", f"{at}/name", rename)
    assert moved.value.status == 409


def test_module_is_sent_back_mended_accepted_and_taken_off(
    database: Database, office: MakeOffice, operator: Office
) -> None:
    made = office(make_member(database, role=Role.ENTERPRISE)[0]).register(
        "providers", name="甲软件有限公司", kind="SaaS服务商"
    )
    operator.write("POST", f"/providers/{made.organisation_id}/confirmation")
    seller = office(make_member(database, role=Role.PROVIDER, organisation_id=made.organisation_id)[0])
    first = seller.submit(seller.draft_module(**MODULE))
    waiting, mine = operator.rows("/module-reviews"), f"/modules/{first.module_id}/draft"
    at = f"/module-reviews/{first.version_id}"

    operator.write("POST", f"{at}/rejection", {"edit": first.edit, "reason": "请写清价格"}, seen=operator.read(at))
    revised = _shaped(Draft, seller.write("POST", mine).data)
    again = seller.submit(seller.save_draft(revised, **whole(WholeModuleBody, **MODULE, price_wan=1.5)))
    at = f"/module-reviews/{again.version_id}"
    accepted = operator.write("POST", f"{at}/acceptance", {"edit": again.edit, "scenarios": ["dye_sched"]})
    removed = operator.write("POST", f"/modules/{first.module_id}/removal", {"reason": "资料与实际不符"})

    assert [row["version_id"] for row in waiting] == [first.version_id]
    assert (accepted.data["state"], accepted.data["confirmed"]) == ("published", ["dye_sched"])
    assert (removed.data["state"], removed.data["decision_reason"]) == ("retired", "资料与实际不符")
    assert operator.rows("/module-reviews") == []
