"""A request as lines for a terminal, ready to be copied: every address is encoded, the token is never written out."""

import shlex
from collections.abc import Iterator

from marketplace.web.api_operations import Operation
from marketplace.web.api_sending import Asked, address, texts
from marketplace.web.api_states import Beside
from marketplace.web.media import JSON

BEARER = '-H "Authorization: Bearer $TOKEN"'
UPLOAD = "企业.xlsx"
NEXT_LINE = " \\\n  "
ETAG_OF = "| tr -d '\\r' | sed -n 's/^[Ee][Tt]ag: //p'"


def command(found: Operation, *, asked: Asked, base: str, beside: Beside | None) -> str:
    """Return the lines: where a write compares a state, the first reads its ETag."""
    lines = [NEXT_LINE.join(_parts(found, asked=asked, base=base, is_compared=beside is not None))]
    if beside is not None:
        above = address(found, values=asked.values).partition("?")[0].split("/")
        steps = found.path.count("/") - beside.path.count("/")
        url = shlex.quote(base + "/".join(above[: -steps or None]))
        lines.insert(0, f"ETAG=$(curl -s -o /dev/null -D - {BEARER} {url}{NEXT_LINE}{ETAG_OF})")
    if found.wants_token or asked.token:
        lines.insert(0, "TOKEN=您的令牌")
    return "\n".join(lines)


def _parts(found: Operation, *, asked: Asked, base: str, is_compared: bool) -> Iterator[str]:
    yield f"curl -X {found.method.upper()} {shlex.quote(base + address(found, values=asked.values))}"
    if found.wants_token or asked.token:
        yield BEARER
    if is_compared:
        yield '-H "If-Match: $ETAG"'
    if found.changes:
        yield f"-H {shlex.quote(f'Idempotency-Key: {asked.key}')}"
    if found.body_example:
        yield f"-H 'Content-Type: {JSON}'"
        yield f"-d {shlex.quote(asked.body)}"
    yield from (f"-F {shlex.quote(f'{name}={text}')}" for name, text in texts(found, values=asked.values))
    if found.upload:
        yield f"-F '{found.upload}=@{UPLOAD}'"
