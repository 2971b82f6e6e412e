"""Writes of weight sets: one operator proposes with a reason, another decides; nobody decides alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation

from sqlmodel import Session, func, select

from marketplace.core.actor import Actor
from marketplace.core.changes import log_change
from marketplace.core.conflicts import AlreadyDoneError
from marketplace.core.errors import ForbiddenError, InvalidError, NotFoundError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.files.services import Upload
from marketplace.recommendations.labels import words_of
from marketplace.recommendations.models import WeightEdition
from marketplace.recommendations.weight_files import WeightFile, WeightFileError, unpack_weights
from marketplace.recommendations.weights import load_weights
from marketplace.taxonomy.labels import ProposalState
from marketplace.taxonomy.policies import can_decide
from matching.version import ENGINE_VERSION
from matching.weights import DEFAULT

MOST = Decimal(10)
STEP = Decimal("0.001")
SHORTEST_REASON = 5
CHANGED = "只有等待决定的才能办理。这一份已经有结果，请重新读取查看。"
OWN = "提出的人不能自己批准，请另一位运营人员来看。不想改了可以撤回。"


def read_weights(typed: Mapping[str, str]) -> dict[str, str]:
    """Return weights as decimal text; raises InvalidError that names every field that is none."""
    read, faults = dict[str, str](), dict[str, list[str]]()
    for name, _ in DEFAULT.weights:
        try:
            value = Decimal(typed.get(name, "").strip() or "?")
            if not value.is_finite() or not 0 <= value <= MOST or value != value.quantize(STEP):
                raise InvalidOperation  # noqa: TRY301 - one sentence for whatever is no weight
            read[name] = f"{value:.3f}"
        except InvalidOperation:
            faults[name] = [f"“{words_of(name)[1]}”要写成 0 到 10 之间的数，最多三位小数，例如 0.785。"]
    if not faults and not any(Decimal(text) for text in read.values()):
        faults["form"] = ["不能所有权重都是 0，那样就排不出先后了。"]
    if faults:
        raise InvalidError(fields=faults)
    return read


def read_weight_file(files: Sequence[Upload], *, secret: str) -> WeightFile:
    """Return the set that was learned here; raises InvalidError for a file that is none, or was changed by hand."""
    if not files:
        raise InvalidError(fields={"file": ["请选择 marketplace match fit 写出的权重文件。"]})
    try:
        found = unpack_weights(files[0].content.decode("utf-8", "replace"), secret=secret)
    except WeightFileError as error:
        said = f"“{files[0].name}”{error}。请重新学一次，直接交上写出的文件。"
        raise InvalidError(fields={"file": [said]}) from error
    if found.engine_version != ENGINE_VERSION:
        raise InvalidError(
            fields={"file": [f"这份权重是给引擎 {found.engine_version} 学的，现在是 {ENGINE_VERSION}，请重新学一次。"]}
        )
    return found


def propose_weights(
    session: Session, *, actor: Actor, weights: Mapping[str, str], reason: str, now: datetime
) -> WeightEdition:
    """Keep a set that waits for another person; nothing is ranked by it before."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidError(fields={"reason": ["请写明为什么要改，批准的人和公众都会看到。"]})
    current = {name: f"{value:.3f}" for name, value in load_weights(session).weights}
    if dict(weights) == current:
        raise InvalidError(fields={"form": ["和现在的权重完全一样，没有可以批准的改动。"]})
    number = session.exec(select(func.count()).select_from(WeightEdition)).one() + 1
    made = WeightEdition(
        version=str(number),
        weights=dict(weights),
        reason=reason.strip(),
        proposed_by_id=actor.user_id,
        proposed_at=now,
        state=ProposalState.PROPOSED,
    )
    session.add(made)
    session.flush()  # The journal names the row by its id.
    changed = sorted(name for name, value in weights.items() if value != current.get(name))
    details = {"features": changed, "version": made.version}
    record(session, actor=actor, action="weights.proposed", subject=f"weights:{made.id}", now=now, details=details)
    return made


def propose_learned(
    session: Session, *, actor: Actor, files: Sequence[Upload], note: str, secret: str, now: datetime
) -> WeightEdition:
    """Keep the set that ``marketplace match fit`` wrote, with its measures as the reason."""
    learned = read_weight_file(files, secret=secret)
    weights = read_weights({name: f"{value:.3f}" for name, value in learned.weights.weights})
    return propose_weights(
        session, actor=actor, weights=weights, reason=f"{note.strip()} {learned.basis}".strip(), now=now
    )


def decide_weights(
    session: Session, *, actor: Actor, edition_id: int, outcome: ProposalState, decision: str, now: datetime
) -> WeightEdition:
    """Approve, reject or withdraw a proposed set; raises ForbiddenError for whoever decides on their own proposal."""
    edition = find_locked(session, WeightEdition, edition_id)
    if edition is None:
        raise NotFoundError
    if edition.state is outcome and edition.decided_by_id == actor.user_id:
        return edition  # The same button twice.
    if edition.state is not ProposalState.PROPOSED:
        raise AlreadyDoneError(CHANGED)
    if not can_decide(outcome, user_id=actor.user_id, proposed_by_id=edition.proposed_by_id):
        raise ForbiddenError(OWN)
    if outcome is ProposalState.REJECTED and len(decision.strip()) < SHORTEST_REASON:
        raise InvalidError(fields={"decision": ["请写明不同意的理由，提出的人要看。"]})
    edition.state, edition.decision = outcome, decision.strip()
    edition.decided_by_id, edition.decided_at = actor.user_id, now
    session.add(edition)
    details = {"version": edition.version}
    record(
        session,
        actor=actor,
        action=f"weights.{outcome.value}",
        subject=f"weights:{edition_id}",
        now=now,
        details=details,
    )
    if outcome is ProposalState.APPROVED:
        log_change(session, kind="weights", object_id=edition_id, now=now)  # Every node ranks anew.
    return edition
