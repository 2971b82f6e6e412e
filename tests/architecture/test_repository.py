"""What may never be committed: registry hosts, paths of one machine, lock files that name registries."""

import re
import subprocess

from tests.architecture.sources import ROOT

LOCK_FILES = {"uv.lock", "package-lock.json", "poetry.lock", "Pipfile.lock"}
# Written in parts, so that this file does not contain what it forbids.
HOSTS = re.compile(
    "|".join(("py" + r"pi\.org", "python" + r"hosted\.org", "registry" + r"\.npmjs", "--index" + "-url"))
)
MACHINE_PATH = re.compile(r"(^|[\s\"'=(])/(wo" + r"rk|ro" + r"ot|ho" + r"me/[a-z]+)/")


def tracked_files() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8", errors="ignore")


def test_no_lock_file_is_tracked() -> None:
    assert [name for name in tracked_files() if name.rsplit("/", 1)[-1] in LOCK_FILES] == []


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    offenders = [
        name
        for name in tracked_files()
        if (ROOT / name).exists() and (HOSTS.search(text_of(name)) or MACHINE_PATH.search(text_of(name)))
    ]

    assert offenders == []
