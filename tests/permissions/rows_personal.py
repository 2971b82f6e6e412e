"""Rows of one's personal data; nobody's account is removed here: the proof is a wrong one."""

from tests.permissions.matrix import Row, values

ROWS = {
    "personal.show": Row(),
    "personal.download": Row(),
    "personal.remove": Row(data=values(proof="not the password"), ok=422),
}
