"""What only the register can find wrong with a registration, told beside what the form itself finds: all at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session, select

from marketplace.accounts.models import User
from marketplace.accounts.organisations import CODE_TAKEN
from marketplace.accounts.passwords import weakness
from marketplace.accounts.queries import find_by_uscc
from marketplace.accounts.services import ADDRESS_TAKEN, normal_email
from marketplace.exchange.text import clean_code
from marketplace.web.forms import BoundForm

ASKED = ("uscc", "email", "display_name", "password")


def tell_all(form: BoundForm[Any], *, session: Session) -> None:
    """Add what is wrong with fields that nothing was found wrong with yet, to a form that goes back anyway."""
    sent = {name: "" if form.errors(name) else str(form.value(name)) for name in ASKED}
    for name, fault in _faults(session, sent):
        form.field_errors.setdefault(name, []).append(fault)


def _faults(session: Session, sent: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    code, address = clean_code(sent["uscc"]).upper(), normal_email(sent["email"])
    if code and find_by_uscc(session, uscc=code) is not None:
        yield "uscc", CODE_TAKEN
    if address and session.exec(select(User.id).where(User.email == address)).first() is not None:
        yield "email", ADDRESS_TAKEN
    weak = weakness(sent["password"], personal=(address.split("@")[0], sent["display_name"]))
    if sent["password"] and weak:
        yield "password", weak
