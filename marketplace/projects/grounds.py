"""What an enquiry says it rests on, looked up by the areas above that keep it."""

from collections.abc import Mapping
from typing import Protocol, cast

from sqlmodel import Session

from marketplace.projects.schemas import EnquiryIn
from marketplace.web.state import state

GROUNDS = "grounds_of_enquiries"  # The service: field of the enquiry → who knows what may be named there.
UNKNOWN = {
    "run_digest": "没有留存过这样的排序，或者它不是本企业的。请先留存排序，填它的摘要；不依据排序的，留空。",
    "origin": "本企业没有这样的看样学样。请写 replication:编号，编号是本企业看样学样的编号；不是看样学样的，留空。",
}


class Lookup(Protocol):
    """Says whether there is what a text names, and the enterprise may rest on it."""

    def __call__(self, session: Session, *, enterprise_id: int, named: str) -> bool:
        """Look it up."""


Grounds = Mapping[str, Lookup]


def known_grounds() -> Grounds:
    """Return the lookups of this application."""
    return cast("Grounds", state().services[GROUNDS])


def ground_faults(
    session: Session, entered: EnquiryIn, *, enterprise_id: int, grounds: Grounds
) -> dict[str, list[str]]:
    """Return by field what is named that isn't there or isn't the enterprise's own; nothing named is no fault."""
    named = {field: getattr(entered, field) for field in grounds}
    return {
        field: [UNKNOWN[field]]
        for field, text in named.items()
        if text and not grounds[field](session, enterprise_id=enterprise_id, named=text)
    }
