"""Rows of the journal: auditors and the operator search it."""

from tests.permissions.matrix import Row, values

ROWS = {
    "audit.index": Row(),
    "audit.entry": Row(own=values(seq=1)),
    "audit.verify_chain": Row(),
}
