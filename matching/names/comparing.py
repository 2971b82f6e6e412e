"""Compare a query with one registered name: by what rule could they be the same, and how alike are they."""

from enum import IntEnum

from rapidfuzz.distance import Indel

from matching.names.parsing import NameParser, ParsedName
from matching.names.places import Fit, fit
from matching.names.spelling import sounds_alike

LEAST_BRAND = 2


class Rule(IntEnum):
    """Why a query and a registered name may be the same, the surest last; NONE when they may not."""

    NONE = 0
    ABBREVIATION = 1  # 淬恒精锻 for 淬恒精密锻造: brand whole, the rest by its characters in order.
    BRAND = 2  # 濯锦 for 濯锦数码印花: the beginning alone.
    BROKEN = 3  # One character that breaks a known word: 技木 for 技术.
    HOMOPHONE = 4  # One character that sounds like the right one.
    SHORT = 5  # The body whole, the place left out.
    MOVED = 6  # The body whole, the place under an older or newer name.
    FORM = 7  # Body and place whole; brackets, width, 股份, 厂 differ.
    EXACT = 8


# Scores of the rules, between 0 and 1; what is merely alike stays below all of them.
SCORES = {
    Rule.EXACT: 1.0,
    Rule.FORM: 0.98,
    Rule.MOVED: 0.96,
    Rule.SHORT: 0.94,
    Rule.HOMOPHONE: 0.92,
    Rule.BROKEN: 0.91,
    Rule.BRAND: 0.89,
    Rule.ABBREVIATION: 0.87,
}
ALIKE = 0.85


def find_rule(query: ParsedName, registered: ParsedName, *, parser: NameParser) -> Rule:
    """Return the surest rule by which the two may be the same."""
    if query.plain == registered.plain:
        return Rule.EXACT
    fitting = fit(query.place, registered.place)
    if query.body and query.body == registered.body:
        found = {Fit.EQUAL: Rule.FORM, Fit.HISTORY: Rule.MOVED, Fit.WIDER: Rule.SHORT}.get(fitting, Rule.NONE)
        # 浙江 or 杭州 in a full name is another name than 杭州萧山; only a missing place is a short form then.
        return Rule.NONE if found is Rule.SHORT and query.full and query.place.province else found
    slip = _find_slip(query, registered, parser=parser, fitting=fitting)
    if slip is not Rule.NONE:
        return slip
    if fitting is Fit.APART or query.full:
        return Rule.NONE
    return _find_shortening(query, registered)


def _find_shortening(query: ParsedName, registered: ParsedName) -> Rule:
    if len(query.body) < LEAST_BRAND:
        return Rule.NONE
    if registered.body.startswith(query.body):
        return Rule.BRAND
    brand = query.body[:LEAST_BRAND]
    if registered.whole.startswith(brand) and _is_subsequence(
        query.whole[LEAST_BRAND:], registered.whole[LEAST_BRAND:]
    ):
        return Rule.ABBREVIATION
    return Rule.NONE


def _is_subsequence(short: str, long: str) -> bool:
    characters = iter(long)
    return all(character in characters for character in short)


def _find_slip(query: ParsedName, registered: ParsedName, *, parser: NameParser, fitting: Fit) -> Rule:
    """Return by which slip of one character the body or the place differs, if by one."""
    narrower = fitting is Fit.WIDER and query.full and bool(query.place.province)
    if fitting is not Fit.APART and not narrower:
        at = _one_difference(query.body, registered.body)
        if at is not None:
            return _judge_slip(query.body, registered.body, at=at, brand=LEAST_BRAND, parser=parser)
    at = _one_difference(query.stem, registered.stem)
    in_place = at is not None and at < len(registered.stem) - len(registered.body)
    if at is None or not in_place or not query.body.endswith(registered.body) or query.body == registered.body:
        return Rule.NONE  # With equal bodies both places were read: two places, not a slip.
    return _judge_slip(query.stem, registered.stem, at=at, brand=0, parser=parser)


def _one_difference(left: str, right: str) -> int | None:
    if len(left) != len(right):
        return None
    places = [place for place, pair in enumerate(zip(left, right, strict=True)) if pair[0] != pair[1]]
    return places[0] if len(places) == 1 else None


def _judge_slip(query: str, registered: str, *, at: int, brand: int, parser: NameParser) -> Rule:
    """Return whether the query's character at ``at`` is a slip for the registered one.

    A homophone is, unless both spell different known words (电机, 电极). Any other character is only where it breaks
    a known word behind the ``brand`` characters of the brand; in a brand it makes another brand.
    """
    if query[at].isascii() or registered[at].isascii():
        return Rule.NONE
    spans = [(start, end) for start, end in parser.words_over(registered, place=at) if start >= brand]
    both_known = ((query[start:end], registered[start:end]) for start, end in spans if parser.is_word(query[start:end]))
    if any(not parser.mean_the_same(said, meant) for said, meant in both_known):
        return Rule.NONE
    if sounds_alike(query[at], registered[at]):
        return Rule.HOMOPHONE
    return Rule.BROKEN if spans else Rule.NONE


def likeness(query: ParsedName, registered: ParsedName) -> float:
    """Return how alike two names are, in [0, 0.85], for ordering what is not the same: bodies first, then places."""
    body = Indel.normalized_similarity(query.body, registered.body)
    place = min(1.0, fit(query.place, registered.place) / Fit.HISTORY)
    return round(ALIKE * (0.75 * body + 0.25 * place * body), 6)
