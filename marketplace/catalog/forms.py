"""The form of a module: choices, raw values of a stored version, and the linking that the process brings."""

from collections.abc import Sequence
from typing import Any, cast

from sqlmodel import Session

from marketplace.catalog.models import ModuleVersion
from marketplace.catalog.presentation import LABELS
from marketplace.catalog.schemas import ModuleIn
from marketplace.catalog.services import InferredLink, LinkTexts
from marketplace.core.money import to_wan
from marketplace.exchange.labels import DEPLOYMENT_LABELS, PAYMENT_LABELS, Deployment
from marketplace.providers.forms import shown
from marketplace.taxonomy.linking import TextKind, guess_scenarios
from marketplace.taxonomy.queries import find_edition, load_industries
from marketplace.web.forms import BoundForm
from marketplace.web.session import read_session
from marketplace.web.state import state

LINKING = "link_module_texts"  # The name under which the application puts the linking into the process's state.
MOST_LINKS = 6
_DEPLOYMENT_NOTES = {
    Deployment.SAAS: "放在云上，按年用，厂里不装服务器",
    Deployment.LOCAL: "装在厂里自己的机器上",
    Deployment.MIXED: "一部分在云上，一部分在厂里",
    Deployment.EDGE: "装在设备旁边的盒子里",
}
PAYMENTS = [(payment.value, label) for payment, label in PAYMENT_LABELS.items()]
DEPLOYMENTS = [(kind.value, label, _DEPLOYMENT_NOTES[kind]) for kind, label in DEPLOYMENT_LABELS.items()]


def link_texts() -> LinkTexts:
    """Return the linking of this process, ready to use; tests may put their own into the process's state.

    Take it before opening a transaction: the first call after a start fits the linker, which takes seconds.
    """
    given = state().services.get(LINKING)
    if given is not None:
        return cast("LinkTexts", given)
    session = read_session()
    if find_edition(session) is None:
        return _infer_nothing
    guess_scenarios(session, texts=["报工"], kind=TextKind.MODULE)
    return _guess


def _guess(texts: Sequence[str]) -> Sequence[Sequence[InferredLink]]:
    found = guess_scenarios(read_session(), texts=texts, kind=TextKind.MODULE, most=MOST_LINKS)
    return [[InferredLink(code=guess.code, confidence=guess.confidence) for guess in guesses] for guesses in found]


def _infer_nothing(texts: Sequence[str]) -> Sequence[Sequence[InferredLink]]:
    return [() for _ in texts]


def bind_module(data: Any) -> BoundForm[ModuleIn]:
    """Validate what a browser sent about a module."""
    return shown(BoundForm.bind(ModuleIn, data, labels=LABELS))


def empty_form() -> BoundForm[ModuleIn]:
    """Return the form of a new module."""
    return BoundForm(raw={}, labels=LABELS)


def form_of(version: ModuleVersion) -> BoundForm[ModuleIn]:
    """Return a stored version as its form would send it."""
    price = to_wan(version.price_fen)
    raw = {
        "name": version.name,
        "summary": version.summary,
        "scenarios": "、".join(version.scenarios),
        "industries": [str(number) for number in version.industries],
        "payment": list(version.payment),
        "price_wan": "" if price is None else f"{price:.6f}".rstrip("0").rstrip("."),
        "price_note": version.price_note,
        "deployment": version.deployment.value if version.deployment else "",
        "days_to_live": str(version.days_to_live or ""),
        "prerequisites": version.prerequisites,
        "interfaces": version.interfaces,
    }
    return BoundForm(raw=raw, labels=LABELS)


def industry_options(session: Session) -> list[tuple[int, str]]:
    """Return the 39 entries as choices of a form."""
    return [(row.catalog_no, f"{row.level1} · {row.level2}") for row in load_industries(session)]
