"""What a provider may try in order to rise without offering more, and how many places it gains by it."""

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from matching.library import Library
from matching.linking import Linker
from matching.ranking import CandidateIndex, build_index
from matching.ranking.scoring.score import score_candidates
from matching.text import sentences
from matching.ties import tie_key
from matching.types import Candidate, ModuleOffer, Query
from matching.weights import DEFAULT

Trick = Callable[[Candidate, Library], Candidate]

NAMES = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜" * 2
PRAISE = (
    "我们是国内领先的数字化服务商，深耕行业二十余年，服务客户遍布全国。"
    "系统稳定可靠，界面友好，操作简单，开箱即用，实施周期短，性价比高。"
    "公司获评国家高新技术企业，通过多项管理体系认证。"
    "终身免费升级，驻场辅导，手把手教会为止，老板放心，员工省心。"
    "让数据说话，助力企业转型升级，行业口碑第一。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Everyone who offers and asks, and the honest index."""

    candidates: Sequence[Candidate]
    queries: Sequence[Query]
    index: CandidateIndex
    library: Library
    linker: Linker


def _each(candidate: Candidate, change: Callable[[ModuleOffer], ModuleOffer]) -> Candidate:
    return replace(candidate, modules=tuple(change(module) for module in candidate.modules))


def all_industries(candidate: Candidate, library: Library) -> Candidate:
    every = tuple(entry.catalog_no for entry in library.catalog)
    return replace(_each(candidate, lambda module: replace(module, industries=every)), industries=every)


def all_scenarios(candidate: Candidate, library: Library) -> Candidate:
    names = tuple(scenario.name for scenario in library.scenarios)
    return _each(candidate, lambda module: replace(module, scenarios=names))


def all_aliases(candidate: Candidate, library: Library) -> Candidate:
    words = "、".join(alias for scenario in library.scenarios for alias in scenario.aliases)
    return _each(candidate, lambda module: replace(module, summary=module.summary + words))


def aliases_in_sentences(candidate: Candidate, library: Library) -> Candidate:
    words = "。".join("、".join(scenario.aliases[:6]) for scenario in library.scenarios)
    return _each(candidate, lambda module: replace(module, summary=f"{module.summary}。{words}"))


def all_trades_in_sentences(candidate: Candidate, library: Library) -> Candidate:
    words = "。".join(f"适用于{trade.name}" for trade in library.trades)
    return _each(candidate, lambda module: replace(module, summary=f"{module.summary}。{words}"))


def text_five_times(candidate: Candidate, library: Library) -> Candidate:
    told = replace(candidate, description=f"{candidate.description}。" * 5)
    return _each(told, lambda module: replace(module, summary=f"{module.summary}。" * 5))


def text_five_times_end_to_end(candidate: Candidate, library: Library) -> Candidate:
    told = replace(candidate, description=candidate.description * 5)
    return _each(told, lambda module: replace(module, summary=module.summary * 5))


def split_in_ten(candidate: Candidate, library: Library) -> Candidate:
    return replace(candidate, modules=tuple(_pieces(candidate.modules)))


def split_under_other_names(candidate: Candidate, library: Library) -> Candidate:
    """Sell each sentence as a product of its own; the first keeps the name, so that no word is lost."""
    return replace(candidate, modules=tuple(_products(candidate.modules)))


def split_with_labels_shared_out(candidate: Candidate, library: Library) -> Candidate:
    """Sell each sentence as a product of its own, and let each name one of the scenarios."""
    pieces = list(_products(candidate.modules))
    shared = [
        replace(piece, scenarios=piece.scenarios[number % len(piece.scenarios) :][:1] if piece.scenarios else ())
        for number, piece in enumerate(pieces)
    ]
    return replace(candidate, modules=tuple(shared))


def all_under_one_name(candidate: Candidate, library: Library) -> Candidate:
    """Give every module the name of the first, so that they pass for pieces of one."""
    return _each(candidate, lambda module: replace(module, name=candidate.modules[0].name))


def all_with_the_same_labels(candidate: Candidate, library: Library) -> Candidate:
    """Let every module name the scenarios of all, so that they pass for pieces of one."""
    labels = tuple(dict.fromkeys(label for module in candidate.modules for label in module.scenarios))
    return _each(candidate, lambda module: replace(module, scenarios=labels))


def _products(modules: Iterable[ModuleOffer]) -> Iterable[ModuleOffer]:
    """Cut modules into their sentences, each under a name that nothing else bears."""
    names = iter(textwrap.wrap(NAMES, 2))
    for module in modules:
        for number, sentence in enumerate(sentences(module.summary) or ("",)):
            name = next(names) if number else module.name
            yield replace(module, ref=f"{module.ref}-{number}", name=name, summary=sentence)


def split_with_sentences_as_names(candidate: Candidate, library: Library) -> Candidate:
    pieces = [
        replace(module, ref=f"{module.ref}-{number}", name=sentence[:12], summary=sentence)
        for module in candidate.modules
        for number, sentence in enumerate(sentences(module.summary) or (module.name,))
    ]
    return replace(candidate, modules=tuple(pieces))


def very_long_summaries(candidate: Candidate, library: Library) -> Candidate:
    """Add the descriptions of thirty scenarios to each module."""
    words = "".join(scenario.description for scenario in library.scenarios[::6])
    return _each(candidate, lambda module: replace(module, summary=f"{module.summary}。{words}"))


def praise_of_oneself(candidate: Candidate, library: Library) -> Candidate:
    return _each(candidate, lambda module: replace(module, summary=f"{module.summary}。{PRAISE}"))


def a_module_a_scenario(candidate: Candidate, library: Library) -> Candidate:
    """Offer every scenario of the library as a module of its own, in a sentence that fits it."""
    made = tuple(
        ModuleOffer(
            ref=f"Z-{one.code}", name=one.name, summary=f"{one.name}，{'，'.join(one.aliases)}，车间都说好，老板省心。"
        )
        for one in library.scenarios
    )
    return replace(candidate, modules=(*candidate.modules, *made))


def a_module_of_one_word(candidate: Candidate, library: Library) -> Candidate:
    """Add a module that says nothing but a common word."""
    return replace(candidate, modules=(*candidate.modules, ModuleOffer(ref="Z-WORD", name="生产")))


def all_trades_described(candidate: Candidate, library: Library) -> Candidate:
    """Name every trade in the provider's description."""
    trades = "、".join(trade.name for trade in library.trades)
    return replace(candidate, description=f"{candidate.description}。服务{trades}")


def _pieces(modules: Iterable[ModuleOffer]) -> Iterable[ModuleOffer]:
    for module in modules:
        size = len(module.summary) // 10 + 1
        for part in range(10):
            piece = module.summary[part * size : (part + 1) * size]
            yield replace(module, ref=f"{module.ref}-{part}", summary=piece)


def rises(trick: Trick, market: Market) -> list[int]:
    """Return the places that each provider gains for each enterprise when it alone plays the trick.

    A score depends on no other candidate's text, so that one index of all tricked providers gives every score at once.
    """
    tricked = build_index(
        [trick(candidate, market.library) for candidate in market.candidates],
        library=market.library,
        linker=market.linker,
        statistics=market.index.statistics,
    )
    gained = list[int]()
    for query in market.queries:
        honest = _keys(query, market.index)
        for ref, key in _keys(query, tricked).items():
            others = [other for name, other in honest.items() if name != ref]
            before = sum(other < honest[ref] for other in others)
            gained.append(before - sum(other < key for other in others))
    return gained


def _keys(query: Query, index: CandidateIndex) -> dict[str, tuple[float, str]]:
    """Return what the order of candidates is decided by: the score, best first, then the seeded hash."""
    scored = score_candidates(query, index, weights=DEFAULT)
    return {
        ref: (-score, tie_key(seed=0, query_ref=query.ref, candidate_ref=ref))
        for ref, score in zip(scored.refs, scored.scores.tolist(), strict=True)
    }
