"""Rows of an enterprise's lists with the scenarios that a person confirmed or that the words suggest."""

from collections import defaultdict
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from marketplace.enterprises.models import NeedLink, Problem, ProblemLink, ScenarioNeed
from marketplace.taxonomy.linking import ScenarioGuess, TextKind, guess_scenarios
from marketplace.taxonomy.queries import scenario_names


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedText:
    """A row of a list; ``codes`` are confirmed, ``guesses`` are what is offered (confirmed ones first)."""

    kind: TextKind
    row_id: int
    text: str
    codes: tuple[str, ...]
    guesses: tuple[ScenarioGuess, ...] = ()

    @property
    def field(self) -> str:
        """The name under which a form sends the choice."""
        return f"{self.kind.value}-{self.row_id}"

    def is_ticked(self, guess: ScenarioGuess) -> bool:
        """Say whether an offer is ticked beforehand: when confirmed, or when sure and nothing was confirmed yet."""
        return guess.code in self.codes if self.codes else guess.is_sure


def load_listed(session: Session, *, enterprise_id: int) -> list[ListedText]:
    """Return problems, then scenario needs, in their order, in four statements."""
    problems = session.exec(
        select(Problem).where(Problem.enterprise_id == enterprise_id).order_by(col(Problem.position))
    ).all()
    needs = session.exec(
        select(ScenarioNeed).where(ScenarioNeed.enterprise_id == enterprise_id).order_by(col(ScenarioNeed.position))
    ).all()
    of_problem, of_need = _problem_codes(session, enterprise_id), _need_codes(session, enterprise_id)
    listed = [
        ListedText(kind=TextKind.PROBLEM, row_id=row.id or 0, text=row.text, codes=tuple(of_problem[row.id or 0]))
        for row in problems
    ]
    return listed + [
        ListedText(kind=TextKind.SCENARIO, row_id=row.id or 0, text=row.name, codes=tuple(of_need[row.id or 0]))
        for row in needs
    ]


def _problem_codes(session: Session, enterprise_id: int) -> dict[int, list[str]]:
    wanted = (
        select(ProblemLink.problem_id, ProblemLink.scenario_code)
        .join(Problem, col(Problem.id) == ProblemLink.problem_id)
        .where(Problem.enterprise_id == enterprise_id, col(ProblemLink.confirmed))
        .order_by(col(ProblemLink.scenario_code))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row_id, code in session.exec(wanted):
        found[row_id].append(code)
    return found


def _need_codes(session: Session, enterprise_id: int) -> dict[int, list[str]]:
    wanted = (
        select(NeedLink.need_id, NeedLink.scenario_code)
        .join(ScenarioNeed, col(ScenarioNeed.id) == NeedLink.need_id)
        .where(ScenarioNeed.enterprise_id == enterprise_id, col(NeedLink.confirmed))
        .order_by(col(NeedLink.scenario_code))
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row_id, code in session.exec(wanted):
        found[row_id].append(code)
    return found


def with_guesses(session: Session, *, listed: list[ListedText]) -> list[ListedText]:
    """Return rows with what to offer: what was confirmed, then what the words suggest."""
    names = scenario_names(session)
    guessed: list[ListedText] = []
    for kind in (TextKind.PROBLEM, TextKind.SCENARIO):
        rows = [one for one in listed if one.kind is kind]
        offers = guess_scenarios(session, texts=[one.text for one in rows], kind=kind)
        for one, guesses in zip(rows, offers, strict=True):
            kept = [ScenarioGuess(code=code, name=names.get(code, code), confidence=1.0) for code in one.codes]
            more = [guess for guess in guesses if guess.code not in one.codes]
            guessed.append(replace(one, guesses=(*kept, *more)))
    return guessed
