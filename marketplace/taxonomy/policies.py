"""Who may decide on a proposal, and how: pure."""

from marketplace.core.errors import InvalidError
from marketplace.taxonomy.labels import ProposalState


def can_decide(outcome: ProposalState, *, user_id: int, proposed_by_id: int) -> bool:
    """Whoever proposed may only take it back; only somebody else may approve or reject."""
    if outcome is ProposalState.WITHDRAWN:
        return user_id == proposed_by_id
    return outcome in {ProposalState.APPROVED, ProposalState.REJECTED} and user_id != proposed_by_id


def read_outcome(text: str) -> ProposalState:
    """Return the outcome that a button names; raises InvalidError for anything else."""
    if text not in set(ProposalState) - {ProposalState.PROPOSED}:
        raise InvalidError(fields={"form": ["请选择批准、退回或撤回。"]})
    return ProposalState(text)
