"""The candidates of a command laid out for ranking, with the linker that was kept for its library."""

from collections.abc import Iterable

from marketplace.recommendations.files import ReferenceData
from matching.ranking import CandidateIndex, build_index
from matching.types import Candidate
from matching.work import Work, one_by_one


def index_of(candidates: Iterable[Candidate], reference: ReferenceData, *, work: Work = one_by_one) -> CandidateIndex:
    """Lay them out; ``work`` says who does it and changes nothing but the time."""
    library = reference.load_library()
    return build_index(candidates, library=library, linker=reference.load_linker(library), work=work)
