"""What people try in order to climb, tried out on their own data: none of it is a module that solves something more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from marketplace.recommendations.standing import place_of
from matching.library import Library
from matching.ranking import CandidateIndex
from matching.types import Candidate, ModuleOffer, Query
from matching.weights import WeightSet

MANY = 10
LONG = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Places of a provider before and after it did something; pairs of enterprises where it stands both times."""

    label: str
    places: tuple[tuple[int, int], ...]


def _tick_industries(candidate: Candidate, library: Library) -> Candidate:
    numbers = tuple(sorted(entry.catalog_no for entry in library.catalog))
    modules = tuple(replace(module, industries=numbers) for module in candidate.modules)
    return replace(candidate, industries=numbers, modules=modules)


def _repeat_texts(candidate: Candidate, _library: Library) -> Candidate:
    modules = tuple(replace(module, summary="\n".join([module.summary] * 3)) for module in candidate.modules)
    return replace(candidate, modules=modules)


def _pile_up_words(candidate: Candidate, library: Library) -> Candidate:
    names = "、".join(scenario.name for scenario in library.scenarios[: 4 * MANY])
    return replace(candidate, description=f"{candidate.description}\n{names}")


def _write_long(candidate: Candidate, _library: Library) -> Candidate:
    praise = "我们专业专注，服务周到，技术领先，客户满意，值得信赖。"
    return replace(candidate, description=candidate.description + praise * LONG)


def _split(candidate: Candidate, _library: Library) -> Candidate:
    parts = [_part(module, number) for module in candidate.modules[:1] for number in range(MANY)]
    return replace(candidate, modules=(*candidate.modules[1:], *parts))


def _part(module: ModuleOffer, number: int) -> ModuleOffer:
    return replace(module, ref=f"{module.ref}-{number}", name=f"{module.name}{number + 1}")


_TRIALS: tuple[tuple[str, Callable[[Candidate, Library], Candidate]], ...] = (
    ("再多勾几个行业", _tick_industries),
    ("简介里堆关键词", _pile_up_words),
    ("同一段话重复写", _repeat_texts),
    ("把一个模块拆成十个", _split),
    ("写很长的简介", _write_long),
)


def try_out(
    queries: Sequence[Query], index: CandidateIndex, *, ref: str, library: Library, weights: WeightSet
) -> list[Trial]:
    """Return what each of the usual tricks does to a provider's places under the weights in force."""
    candidate = index.candidate(ref)
    before = [place_of(query, index, ref, weights=weights) for query in queries]
    trials = []
    for label, change in _TRIALS:
        tried = index.updated(change(candidate, library))
        after = [place_of(query, tried, ref, weights=weights) for query in queries]
        pairs = [
            (one, other) for one, other in zip(before, after, strict=True) if one is not None and other is not None
        ]
        trials.append(Trial(label=label, places=tuple(pairs)))
    return trials
