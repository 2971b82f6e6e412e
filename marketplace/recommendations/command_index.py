"""The candidates of a command laid out for ranking, with the linker that was kept for its library."""

from collections.abc import Iterable

from marketplace.recommendations.files import ReferenceData
from matching.library import Library
from matching.ranking import CandidateIndex, build_index
from matching.statistics import Statistics
from matching.types import Candidate
from matching.work import Work, one_by_one


def index_of(
    candidates: Iterable[Candidate],
    reference: ReferenceData,
    *,
    library: Library | None = None,
    statistics: Statistics | None = None,
    work: Work = one_by_one,
) -> CandidateIndex:
    """Lay them out; ``work`` says who does it and changes nothing but the time.

    Without ``library`` it is the release's; of another edition the linker is fitted and not kept.
    """
    own = reference.load_library()
    used = library or own
    linker = reference.load_linker(used) if used.edition == own.edition else None
    return build_index(candidates, library=used, statistics=statistics, linker=linker, work=work)
