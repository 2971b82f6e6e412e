"""The README's walk through the API works as it is written: from nothing to a write that is done once."""

import re
import subprocess
from pathlib import Path

from marketplace.core.actor import Role
from tests.architecture.sources import ROOT
from tests.fixtures.browser import Site
from tests.fixtures.web import PASSWORD, make_member

README = (ROOT / "README.md").read_text("utf-8")


def test_walk_with_curl_reads_and_writes_once(site: Site, tmp_path: Path) -> None:
    _, email = make_member(site.database, role=Role.COUNTY, area_prefix="339999", county_code="339999")
    walk = next(block for block in re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL) if "TOKEN=" in block)
    for written, here in {
        "http://127.0.0.1:8000": site.url,
        "county@demo.invalid": email,
        "shifan-339999": PASSWORD.replace(" ", "+"),
    }.items():
        assert written in walk
        walk = walk.replace(written, here)

    said = subprocess.run(["bash", "-euc", walk], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)

    assert '"role":"county"' in said.stdout
    assert '"items"' in said.stdout
    assert said.stdout.count('{"within_months":6,"redo_days":30,"version":1}') == 2
    assert said.stdout.count("Idempotency-Replayed: true") == 1
