"""Renewal by rule: the window, complaints, failed projects and poor ratings; and the record that decisions rest on."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.db import Database
from marketplace.exchange.labels import ProviderKindName
from marketplace.lists.entries import Entry
from marketplace.lists.models import RecommendedList
from marketplace.lists.renewing import Record, RenewalFacts, load_records, renewal_refusal
from marketplace.projects.standing import standing_of
from tests.fixtures.web import NOW
from tests.projects.kept import course_at

TODAY = date(2026, 11, 22)


def facts(*, until: date = date(2026, 12, 22), complaints: int = 0, failing: int = 0, stars: str = "") -> RenewalFacts:
    record = Record(accepted=len(stars), failing=failing, standing=standing_of([int(one) for one in stars]))
    return RenewalFacts(valid_until=until, open_complaints=complaints, today=TODAY, record=record)


@pytest.mark.parametrize(
    ("given_facts", "said"),
    [
        (facts(), None),
        (facts(until=date(2027, 1, 21)), None),
        (facts(until=date(2027, 1, 22)), "届满前 60 天内"),
        (facts(until=TODAY), None),
        (facts(until=date(2026, 11, 21)), "已经届满"),
        (facts(complaints=1), "1 件投诉"),
        (facts(failing=2), "2 个项目验收没有通过"),
        (facts(stars="12"), None),
        (facts(stars="123"), "评价平均 2.0 星"),
        (facts(stars="333"), None),
        (facts(stars="332"), "低于 3 星"),
    ],
)
def test_rule_names_what_stands_in_the_way(given_facts: RenewalFacts, said: str | None) -> None:
    refused = renewal_refusal(given_facts)

    assert refused is None if said is None else said in (refused or "")


@given(stars=st.lists(st.integers(3, 5), max_size=8), days=st.integers(0, 60))
def test_nobody_with_three_stars_or_more_is_refused_in_the_window(stars: list[int], days: int) -> None:
    given_facts = facts(until=date.fromordinal(TODAY.toordinal() + days), stars="".join(map(str, stars)))

    assert renewal_refusal(given_facts) is None


def test_record_counts_the_county_s_projects_since_the_admission_alone(database: Database, tmp_path: Path) -> None:
    course = course_at(database, tmp_path, "rated")
    provider_id = course.provider.organisation_id
    kept = {
        code: RecommendedList(
            id=1,
            organisation_id=1,
            county_code=code,
            county="",
            provider_kind=ProviderKindName.GENERAL_CONTRACTOR,
            title="",
            created_at=NOW,
        )
        for code in ("330603", "330782")
    }

    def words(code: str, admitted_on: date) -> str:
        with database.session() as session:
            entry = Entry(provider_id=provider_id, name="", admitted_on=admitted_on)
            return load_records(session, kept=kept[code], entries=[entry])[provider_id].words

    assert words("330603", date(2026, 1, 1)) == "列入以来在本县验收通过 1 个项目"
    assert words("330603", date(2030, 1, 1)) == "列入以来在本县还没有验收的项目"
    assert words("330782", date(2026, 1, 1)) == "列入以来在本县还没有验收的项目"
