"""A contract's draft as a form shows it: what was chosen, before that what the model and the quotation suggest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.projects.clauses import current_model
from marketplace.projects.models import Contract
from marketplace.projects.queries.projects import ProjectPage
from marketplace.projects.services.contracts import one_off_fen

# These two follow from who takes part, and are not asked.
DERIVED = frozenset({"supervision", "partners"})
FIRST_STEPS = ("完成部署和联网", "全部场景上线试运行", "试运行结束，移交资料")
FIRST_TERMS = {"check_days": 5, "pay_days": 15, "daily_permyriad": 5}
USUAL_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMilestone:
    """A milestone of a draft; ``payment_fen`` falls due with it."""

    title: str
    due_on: date
    payment_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDraft:
    """A draft as a form shows it; ``choices`` are options by clause, ``version`` is 0 before there is a contract."""

    milestones: tuple[DraftMilestone, ...]
    choices: Mapping[str, str]
    terms: Mapping[str, int]
    version: int


def draft_of(page: ProjectPage, *, today: date) -> ContractDraft:
    """Return a project's draft, and one to begin with before anybody wrote it."""
    contract = page.contract
    return _stored(page, contract) if contract else _suggested(page, today=today)


def _stored(page: ProjectPage, contract: Contract) -> ContractDraft:
    return ContractDraft(
        milestones=tuple(
            DraftMilestone(title=one.title, due_on=one.due_on, payment_fen=one.payment_fen) for one in page.milestones
        ),
        choices={key: option for key, option in contract.choices.items() if key not in DERIVED},
        terms=contract.terms,
        version=contract.version,
    )


def _suggested(page: ProjectPage, *, today: date) -> ContractDraft:
    days = max((line["days"] for line in page.project.lines), default=USUAL_DAYS)
    payments = _thirds(one_off_fen(page.project))
    milestones = tuple(
        DraftMilestone(title=title, due_on=today + timedelta(days=days * number // len(payments)), payment_fen=payment)
        for number, (title, payment) in enumerate(zip(FIRST_STEPS, payments, strict=True), start=1)
    )
    choices = {one.key: one.options[0].key for one in current_model().questions if one.key not in DERIVED}
    return ContractDraft(milestones=milestones, choices=choices, terms=FIRST_TERMS, version=0)


def _thirds(total_fen: int) -> tuple[int, int, int]:
    first = total_fen * 3 // 10
    return first, first, total_fen - 2 * first
