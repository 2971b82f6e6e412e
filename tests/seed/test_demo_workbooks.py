"""The two workbooks of the demonstration hold what their sources say."""

from pathlib import Path

from stdnum.cn import uscc

from marketplace.exchange import Defect, EnterpriseRow, ProviderRow, read_enterprises, read_providers
from seed.demo.people import OWNER, VENDOR
from seed.demo.province import demo_places
from seed.demo.workbooks import (
    ENTERPRISES_XLSX,
    PROVIDERS_XLSX,
    build_workbooks,
    written_enterprises,
    written_providers,
)


def test_workbooks_built_anew_are_the_committed_ones(tmp_path: Path) -> None:
    enterprises, providers = tmp_path / "enterprises.xlsx", tmp_path / "providers.xlsx"

    build_workbooks(enterprises=enterprises, providers=providers)

    assert enterprises.read_bytes() == ENTERPRISES_XLSX.read_bytes(), "run: python -m seed.demo"
    assert providers.read_bytes() == PROVIDERS_XLSX.read_bytes(), "run: python -m seed.demo"


def test_workbooks_read_back_are_their_sources_without_any_finding() -> None:
    enterprises = list(read_enterprises(ENTERPRISES_XLSX, places=demo_places()))
    providers = list(read_providers(PROVIDERS_XLSX, places=demo_places()))

    assert [item for item in (*enterprises, *providers) if isinstance(item, Defect)] == []
    assert enterprises == written_enterprises()
    assert providers == written_providers()


def test_county_has_thirty_firms_and_ten_providers_of_its_own() -> None:
    firms, providers = written_enterprises(), written_providers()

    assert (len(firms), len(providers)) == (30, 10)
    assert all(3 <= len(firm.problems) <= 8 for firm in firms)
    assert all(2 <= len(provider.modules) <= 5 for provider in providers)
    assert {firm.county for firm in firms} == {"示范县"}


def test_credit_codes_are_sound_and_of_no_real_place() -> None:
    rows: list[EnterpriseRow | ProviderRow] = [*written_enterprises(), *written_providers()]
    codes = [row.uscc for row in rows]

    assert all(uscc.is_valid(code) and code[2:8] == "339999" for code in codes)
    assert len(set(codes)) == len(codes)


def test_owner_and_vendor_act_for_the_first_of_each_workbook() -> None:
    assert written_enterprises()[0].name == OWNER.body
    assert written_providers()[0].name == VENDOR.body
