"""Writes that name a state (``If-Match``) or themselves (``Idempotency-Key``): every operation, as who may do it.

Whoever sends a condition means it. So a write whose thing moved is refused, and one that has nothing to compare the
condition with is refused as well: none is ever committed under an ``If-Match`` that nobody looked at.
"""

import gzip
from typing import Any

import pytest
from sqlalchemy import event
from werkzeug.test import TestResponse

from marketplace.core.actor import Role
from marketplace.web.api_states import state_path
from marketplace.web.apidoc import describe
from tests.permissions.described import described_headers, label_of, require_described_headers
from tests.permissions.matrix import Case, mounted
from tests.permissions.test_contract import CASES, in_order
from tests.permissions.world import SAME_SITE, World

WRITES = [case for case in CASES if not case.reads]
FOREIGN = {**SAME_SITE, "If-Match": '"another"'}
PACKED = {"Accept-Encoding": "gzip"}  # As ordinary clients ask.
KEYED = {**SAME_SITE, **PACKED, "Idempotency-Key": "one-and-the-same"}
# Where the state stands that a write names: at the write's own address, or at the one above it, by how many steps.
STANDS_AT = {
    "runs_api.delete_share": 1,
    "enterprises_api.put_one": 0,
    "enterprises_api.put_lists": 1,
    "enterprises_api.post_links": 0,
    "county_enterprises_api.confirm": 1,
    "own_provider_api.put_profile": 0,
    "catalog_api.save_draft": 0,
    "catalog_api.submit_draft": 1,
    "catalog_api.withdraw_draft": 1,
    "applications_api.submit": 1,
    "applications_api.withdraw": 1,
    "applications_api.post_files": 1,
    "calendar_api.put_year": 0,
    "list_calls_api.save": 0,
    "list_calls_api.publish": 1,
    "list_calls_api.withdraw": 1,
    "list_calls_api.unseal": 1,
    "list_calls_api.review": 1,
    "list_calls_api.advise": 1,
    "list_calls_api.draft": 1,
    "list_applications_api.put_screening": 1,
    "list_drafts_api.post_move": 1,
    "list_drafts_api.submit": 1,
    "list_draft_steps_api.give_back": 1,
    "list_draft_steps_api.notice": 1,
    "list_draft_steps_api.change": 1,
    "list_draft_steps_api.decide": 1,
    "list_draft_steps_api.publish": 1,
    "list_draft_steps_api.withdraw": 1,
    "kept_lists_api.propose": 1,
    "kept_lists_api.propose_withdrawal": 1,
    "kept_lists_api.take_over": 1,
    "kept_lists_api.confirm": 1,
    "kept_lists_api.refuse": 1,
    "list_appeals_api.post_answer": 1,
    "list_appeals_api.put_subscription": 0,
    "list_appeals_api.delete_subscription": 0,
    "objections_api.post_evidence": 1,
    "objections_api.post_answer": 1,
    "objections_api.post_withdrawal": 1,
    "objections_api.post_notice_withdrawal": 1,
    "review_runs_api.add": 1,
    "review_runs_api.remove": 2,
    "review_runs_api.complete": 1,
    "review_runs_api.start": 1,
    "review_runs_api.close": 1,
    "review_runs_api.conclude": 1,
    "review_runs_api.cancel": 1,
    "judging_api.put_profile": 0,
    "judging_api.post_declaration": 1,
    "judging_api.put_sheet": 0,
    "judging_api.submit": 1,
    "judging_api.put_consensus": 0,
    "saved_searches_api.change": 0,
    "saved_searches_api.delete": 0,
    "contracts_api.put_draft": 0,
    "contracts_api.post_partner": 0,
    "contracts_api.put_signed_copy": 1,
    "contracts_api.post_confirmation": 1,
    "evidence_api.post_evidence": 0,
    "evidence_api.post_illustrated_report": 1,
    "sides_api.put_supervisor": 0,
    "sides_api.put_supervisor_answer": 1,
    "sides_api.post_termination": 1,
    "sides_api.post_change": 0,
    "sides_api.put_change_answer": 2,
    "sides_api.put_rating_answer": 1,
    "meters_api.post_meter": 0,
    "meters_api.post_reading": 1,
    "meters_api.post_sheet": 0,
    "acceptance_api.put_acceptance": 0,
    "acceptance_api.post_paper": 1,
    "acceptance_api.post_effect": 1,
    "acceptance_api.post_application": 1,
    "acceptance_api.put_opinion": 1,
    "acceptance_api.post_review": 1,
    "acceptance_api.put_decision": 1,
    "terms_api.put_terms": 0,
    "works_api.post_move": 3,
    "works_api.post_report": 0,
    "enquiries_api.post_question": 1,
    "enquiries_api.put_answer": 3,
    "enquiries_api.post_refusal": 1,
    "enquiries_api.post_cancellation": 1,
    "enquiries_api.post_choice": 1,
    "copies_api.post_deviation": 1,
    "marks_api.post_withdrawal": 1,
    "webhooks_api.delete_webhook": 0,
    "imports_api.discard": 0,
    "imports_api.put_headers": 1,
    "imports_api.put_places": 1,
    "imports_api.apply": 1,
    "ranking_proposals_api.post_weight_decision": 1,
    "ranking_proposals_api.post_library_decision": 1,
    "organisations_api.put_name": 1,
    "organisations_api.post_merger": 1,
    "provider_confirmations_api.post_provider_confirmation": 0,
    "supervisor_confirmations_api.post_supervisor_confirmation": 0,
    "module_reviews_api.post_module_acceptance": 1,
    "module_reviews_api.post_module_rejection": 1,
    "scenario_marks_api.patch_scenario_marks": 0,
    "pilot_applications_api.put_part": 2,
    "pilot_applications_api.post_finalisation": 1,
    "pilot_applications_api.post_reopening": 1,
    "pilot_applications_api.post_government_opinion": 1,
    "pilot_applications_api.post_pilot_submission": 1,
    "pilot_applications_api.post_city_opinion": 1,
    "pilot_screenings_api.put_screening": 0,
    "pilot_screenings_api.put_paper": 1,
    "round_office_api.put_office": 0,
    "round_office_api.post_round_publication": 1,
    "round_office_api.post_competition": 1,
    "round_office_api.post_proposal": 1,
    "round_office_api.post_amendment": 1,
    "round_office_api.post_list": 1,
    "pilot_firms_api.put_decision": 1,
    "pilot_firms_api.put_progress": 1,
    "pilot_work_api.put_task": 0,
    **{f"pilot_records_api.withdraw_{kind}": 0 for kind in ("platforms", "recognitions", "measures", "practices")},
    "pilot_acceptances_api.put_pilot_acceptance": 0,
    "pilot_acceptances_api.post_panel": 1,
    "pilot_acceptances_api.post_pilot_decision": 1,
}
# They take a state where there is one; here they make the first.
OF_FIRST_ONES = {"applications_api.put_application", "applications_api.reuse", "enquiries_api.put_quotation"}
NAMED = [case for case in WRITES if case.rule.endpoint in STANDS_AT]


def each(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case.name for case in cases])


@pytest.fixture(autouse=True)
def everything_is_compressed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(world.app.config, "COMPRESS_MIN_SIZE", 0)


def unpacked(answer: TestResponse) -> bytes:
    return gzip.decompress(answer.data) if answer.content_encoding == "gzip" else answer.data


def send(world: World, case: Case, role: Role, headers: dict[str, str]) -> TestResponse:
    return world.call(role, headers=headers, **in_order(world, case, role))


@each(WRITES)
def test_write_that_names_another_state_is_refused_and_nothing_is_committed(world: World, case: Case) -> None:
    commits: list[Any] = []

    def note(connection: Any) -> None:
        commits.append(connection)

    event.listen(world.database.engine, "commit", note)
    try:
        with world.watching():
            answer = send(world, case, case.granted[0], FOREIGN)
    finally:
        event.remove(world.database.engine, "commit", note)

    assert (answer.status_code, answer.get_json()["code"]) == (412, "precondition_failed")
    assert commits == []


@each(NAMED)
def test_write_that_names_the_present_state_is_done(world: World, case: Case) -> None:
    role = case.granted[0]
    steps = STANDS_AT[case.rule.endpoint]
    address = in_order(world, case, role)["address"]
    stands_at = "/".join(address.split("/")[: -steps or None])

    with world.watching():
        etag = world.call(role, stands_at, method="GET", headers=PACKED).headers["ETag"]
        assert etag.endswith(':gzip"')
        answer = send(world, case, role, {**SAME_SITE, "If-Match": etag})

    assert answer.status_code == case.answer_to(role)


def test_every_named_write_is_there() -> None:
    assert {case.rule.endpoint for case in NAMED} == set(STANDS_AT)


@each(WRITES)
def test_write_that_is_sent_again_under_its_key_is_answered_from_memory(world: World, case: Case) -> None:
    role = case.granted[0]

    with world.watching():
        first = send(world, case, role, KEYED)
        with world.watching() as written:
            again = send(world, case, role, KEYED)

    assert first.status_code == case.answer_to(role)
    assert (again.status_code, unpacked(again)) == (first.status_code, unpacked(first))
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" in described_headers(label_of(case.rule, case.method), again.status_code)
    for answer in (first, again):
        require_described_headers(case, answer)
    assert written == []


def test_pages_tell_no_other_place_where_the_state_of_a_write_is_read() -> None:
    found = {}
    for case in WRITES:
        method, path = label_of(case.rule, case.method).split(" ", 1)
        read = state_path(describe(mounted()), path=path, method=method.lower())
        if read is not None and case.rule.endpoint not in OF_FIRST_ONES:
            found[case.rule.endpoint] = path.count("/") - read.count("/")

    assert len(found) > 90
    assert found == {endpoint: STANDS_AT.get(endpoint) for endpoint in found}
