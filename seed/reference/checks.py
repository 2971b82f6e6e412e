"""Checks across the files: every code exists, no alias means two things, regions nest."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from matching.library import Library, Scenario

# Divisions of section C; codes of other sections have two digits and no tree here.
MANUFACTURING = frozenset(str(division) for division in range(13, 44))


def check_library(library: Library) -> list[str]:
    """Return one English sentence per defect, empty when the library is sound."""
    return [
        *_check_codes(library),
        *_check_scenarios(library),
        *_check_aliases(library.scenarios),
        *_check_kinships(library),
        *_check_industries(library),
        *_check_regions(library),
        *_check_phrases(library),
    ]


def _check_codes(library: Library) -> Iterator[str]:
    named: dict[str, Iterable[str]] = {
        "scene": (x.code for x in library.scenes),
        "scenario": (x.code for x in library.scenarios),
        "trade": (x.code for x in library.trades),
        "vertical": (x.code for x in library.verticals),
        "region": (x.name for x in library.regions),
        "catalogue entry": (str(x.catalog_no) for x in library.catalog),
    }
    for kind, codes in named.items():
        yield from (f"{kind} {code}: defined {n} times" for code, n in Counter(codes).items() if n > 1)


def _check_scenarios(library: Library) -> Iterator[str]:
    scenes = {scene.code for scene in library.scenes}
    known = {scenario.code for scenario in library.scenarios}
    trades = {trade.code for trade in library.trades}
    filled = {scenario.scene for scenario in library.scenarios}
    yield from (f"scene {code}: has no scenario" for code in sorted(scenes - filled))
    for scenario in library.scenarios:
        at = f"scenario {scenario.code}"
        if scenario.scene not in scenes:
            yield f"{at}: no scene named {scenario.scene}"
        yield from (f"{at}: unknown parent {x}" for x in scenario.parents if x not in known)
        yield from (f"{at}: unknown trade {x}" for x in scenario.trades if x not in trades)
        if scenario.code in scenario.parents:
            yield f"{at}: is its own parent"
        if any("" in symptom for symptom in scenario.symptoms):
            yield f"{at}: a symptom has an empty word"


def _check_aliases(scenarios: tuple[Scenario, ...]) -> Iterator[str]:
    """Yield each name, alias or vendor word that two scenarios use without both marking it shared."""
    owners: dict[str, list[Scenario]] = defaultdict(list)
    for scenario in scenarios:
        words = (scenario.name, *scenario.aliases, *scenario.vendor_words)
        for word, times in Counter(word.lower() for word in words).items():
            owners[word].append(scenario)
            if times > 1:
                yield f"scenario {scenario.code}: {word} stands {times} times"
    for word, users in owners.items():
        unmarked = [x.code for x in users if word not in {s.lower() for s in x.shared}]
        if len(users) > 1 and unmarked:
            codes = ", ".join(x.code for x in users)
            yield f"alias {word}: used by {codes}, not marked shared in {', '.join(unmarked)}"


def _check_kinships(library: Library) -> Iterator[str]:
    trades = {trade.code for trade in library.trades}
    stages = {scenario.stage for scenario in library.scenarios}
    pairs = Counter((row.trade, row.kin) for row in library.kinships)
    yield from (f"kinship {a} to {b}: stands {n} times" for (a, b), n in pairs.items() if n > 1)
    for row in library.kinships:
        at = f"kinship {row.trade} to {row.kin}"
        yield from (f"{at}: unknown trade {x}" for x in (row.trade, row.kin) if x not in trades)
        yield from (f"{at}: unknown stage {x}" for x, _ in row.by_stage if x not in stages)
        if row.trade == row.kin:
            yield f"{at}: a trade is not its own kin"
    yield from (f"trade {code}: has no kin" for code in sorted(trades - {x.trade for x in library.kinships}))


def _check_industries(library: Library) -> Iterator[str]:
    known = {code for code, _ in library.gbt_names}
    for trade in library.trades:
        yield from (f"trade {trade.code}: no GB/T code {x}" for x in trade.gbt_prefixes if x not in known)
    for entry in library.catalog:
        at = f"catalogue entry {entry.catalog_no}"
        yield from (f"{at}: no GB/T code {x}" for x in entry.gbt_prefixes if x not in known)
    for code, words in library.industry_words:
        if code[:2] in MANUFACTURING and code not in known:
            yield f"industry words: no GB/T code {code}"
        repeated = [word for word, times in Counter(words).items() if times > 1]
        yield from (f"industry words of {code}: {word} stands twice" for word in repeated)


def _check_regions(library: Library) -> Iterator[str]:
    known = {region.name for region in library.regions}
    names = Counter(alias for region in library.regions for alias in region.aliases)
    for region in library.regions:
        at = f"region {region.name}"
        yield from (f"{at}: unknown member {x}" for x in region.members if x not in known)
        yield from (f"{at}: alias {x} is a region's name" for x in region.aliases if x in known)
        yield from (f"{at}: alias {x} means two places" for x in region.aliases if names[x] > 1)


def _check_phrases(library: Library) -> Iterator[str]:
    scenarios = {scenario.code for scenario in library.scenarios}
    trades = {trade.code for trade in library.trades}
    for phrase in library.phrases:
        at = f"phrase {phrase.text[:20]}"
        yield from (f"{at}: unknown scenario {x}" for x in phrase.scenarios if x not in scenarios)
        yield from (f"{at}: unknown trade {x}" for x in phrase.trades if x not in trades)
