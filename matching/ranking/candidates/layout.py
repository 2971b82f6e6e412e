"""Which rows some candidates have: one a module."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.ranking.candidates.modules import ModuleRow, module_rows
from matching.ranking.candidates.reading import ReadCandidate
from matching.ranking.knowledge.library import Knowledge
from matching.types import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One row a module, or one row of nothing for a candidate without; ``owners`` are the rows' candidates as read."""

    owners: tuple[Candidate, ...]
    rows: tuple[ModuleRow | None, ...]
    sizes: tuple[int, ...]


def lay_out_rows(read: Sequence[ReadCandidate], *, knowledge: Knowledge) -> Layout:
    groups = [module_rows(one, knowledge=knowledge) or (None,) for one in read]
    return Layout(
        owners=tuple(one.candidate for one, group in zip(read, groups, strict=True) for _ in group),
        rows=tuple(row for group in groups for row in group),
        sizes=tuple(len(group) for group in groups),
    )
