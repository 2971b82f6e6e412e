"""Check this pack with Python's standard library alone: python3 check.py, before or after run-again.txt was written.

Nothing here is computed by the platform: it hashes the files as they lie beside it and compares the outcome.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def sha256(content: bytes) -> str:
    """Return the SHA-256 of bytes as 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def lines_of(name: str) -> list[bytes]:
    """Return the lines of a file beside this one, without line ends."""
    return (HERE / name).read_bytes().removesuffix(b"\n").split(b"\n")


def candidates_digest() -> str:
    """Hash each line of providers.jsonl, then "ref digest" of all, by ref, joined by line feeds."""
    digests = {json.loads(line)["ref"]: sha256(line) for line in lines_of("providers.jsonl") if line}
    return sha256("\n".join(f"{ref} {digests[ref]}" for ref in sorted(digests)).encode())


def run_again() -> list[tuple[str, str, str]]:
    """Return (rank, provider, score) of every line that the command wrote."""
    rows = [line.decode().split(" ") for line in lines_of("run-again.txt")]
    return [(row[3], row[2], row[4]) for row in rows]


def plain(value: Any) -> Any:
    """Return a value without what is empty, numbers as text: so the file and the record can be compared."""
    if isinstance(value, dict):
        told = {name: plain(item) for name, item in value.items()}
        return {name: item for name, item in told.items() if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, int | float):
        return f"{value:.9f}".rstrip("0").rstrip(".")
    return value


def findings() -> list[tuple[str, bool]]:
    """Return what was compared, each with whether it is equal."""
    run = json.loads((HERE / "run.json").read_bytes())
    asked = json.loads(lines_of("enterprises.jsonl")[0])
    found = [
        ("企业的资料（enterprises.jsonl）就是留存时的", plain(asked) == plain(run["inputs"]["query"])),
        ("服务商的资料（providers.jsonl）的摘要就是留存的", candidates_digest() == run["candidates_digest"]),
    ]
    if (HERE / "run-again.txt").exists():
        again = run_again()
        kept = [(str(one["rank"]), one["provider"], f"{float(one['score']):.9f}") for one in run["answer"]["places"]]
        order = sha256("\n".join(" ".join(one) for one in again).encode())
        found += [
            (f"重算的前 {len(kept)} 名，名次和分数都与留存的相同", again[: len(kept)] == kept),
            (f"重算的全部 {len(again)} 名，顺序摘要与留存的相同", order == run["answer"]["order_digest"]),
        ]
    return found


if __name__ == "__main__":
    outcome = findings()
    sys.stdout.write(f"run.json 的 SHA-256：{sha256((HERE / 'run.json').read_bytes())}（应与页面上印的摘要相同）\n")
    for what, is_equal in outcome:
        sys.stdout.write(f"{'相同' if is_equal else '不同'}  {what}\n")
    raise SystemExit(0 if all(is_equal for _, is_equal in outcome) else 1)
