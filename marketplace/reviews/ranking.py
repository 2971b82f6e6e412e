"""Places from final marks: shared places, minimum scores, a tilt as its own column, and ties at the cut."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from marketplace.reviews.criteria import TENTHS, Marks, Scheme
from marketplace.reviews.labels import Standing, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Final:
    """A candidate with its consensus marks; ``tilt`` is added to the total, in tenths of a point."""

    candidate_id: int
    marks: Marks
    tilt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A candidate with its place; ``place`` is None for one that is out. Totals are in tenths of a point."""

    candidate_id: int
    standing: Standing
    total: int
    tilt: int
    place: int | None
    is_tied: bool
    reasons: tuple[str, ...] = ()

    @property
    def with_tilt(self) -> int:
        return self.total + self.tilt


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Who is in when only some places are to be had; ``tied`` share the place at the cut and need a decision."""

    inside: tuple[int, ...]
    tied: tuple[int, ...]
    open_places: int


def rank_candidates(scheme: Scheme, finals: Iterable[Final]) -> tuple[Placed, ...]:
    """Return candidates in the order of total and tilt together, equal sums sharing a place (1, 2, 2, 4).

    Candidates that failed a question or lie below a minimum stand behind, without a place. The minimum counts before
    the tilt. Inside a tie the order is that of the ids: it means nothing.
    """
    ranked, out = list[Final](), list[Placed]()
    for final in finals:
        standing, reasons = _standing(scheme, final.marks)
        if standing is Standing.RANKED:
            ranked.append(final)
        else:
            out.append(_placed(final, standing=standing, place=None, is_tied=False, reasons=reasons))
    ranked.sort(key=lambda final: (-_sum(final), final.candidate_id))
    sums = [_sum(final) for final in ranked]
    placed = [
        _placed(
            final,
            standing=Standing.RANKED,
            place=sums.index(_sum(final)) + 1,
            is_tied=sums.count(_sum(final)) > 1,
            reasons=(),
        )
        for final in ranked
    ]
    out.sort(key=lambda item: (-item.total, item.candidate_id))
    return (*placed, *out)


def cut(placed: Sequence[Placed], *, places: int) -> Cut:
    """Return who has one of ``places`` places; those who tie across the cut are named apart, none is preferred."""
    ranked = [item for item in placed if item.place is not None]
    if len(ranked) <= places:
        return Cut(inside=tuple(item.candidate_id for item in ranked), tied=(), open_places=places - len(ranked))
    if places <= 0:
        return Cut(inside=(), tied=(), open_places=0)
    edge = ranked[places - 1].place
    if ranked[places].place != edge:
        return Cut(inside=tuple(item.candidate_id for item in ranked[:places]), tied=(), open_places=0)
    inside = tuple(item.candidate_id for item in ranked if item.place is not None and item.place < (edge or 0))
    tied = tuple(item.candidate_id for item in ranked if item.place == edge)
    return Cut(inside=inside, tied=tied, open_places=places - len(inside))


def _sum(final: Final) -> int:
    return final.marks.total + final.tilt


def _standing(scheme: Scheme, marks: Marks) -> tuple[Standing, tuple[str, ...]]:
    failed = tuple(q.label for q in scheme.questions if marks.verdicts.get(q.key) is Verdict.FAIL)
    if failed:
        return Standing.FAILED, tuple(f"“{label}”不通过" for label in failed)
    low = [f"“{c.label}”低于 {c.minimum} 分" for c in scheme.criteria if marks.scores[c.key] < c.minimum * TENTHS]
    if marks.total < scheme.minimum_total * TENTHS:
        low.append(f"总分低于 {scheme.minimum_total} 分")
    return (Standing.BELOW_MINIMUM, tuple(low)) if low else (Standing.RANKED, ())


def _placed(final: Final, *, standing: Standing, place: int | None, is_tied: bool, reasons: tuple[str, ...]) -> Placed:
    return Placed(
        candidate_id=final.candidate_id,
        standing=standing,
        total=final.marks.total,
        tilt=final.tilt,
        place=place,
        is_tied=is_tied,
        reasons=reasons,
    )
