"""Read the place in a name and compare places through their history."""

from dataclasses import dataclass
from enum import IntEnum

from matching.names.knowledge import NameKnowledge
from matching.text import fold

PROVINCE = "浙江"
_LEVELS = ("畲族自治县", "自治县", "地区", "省", "市", "县", "区", "镇", "街道", "乡")
_PROVINCES = ("浙江省", "浙江", "中国", "全国")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a name says it: ``county`` as written, ``now`` the counties of today on its ground."""

    city: str = ""
    county: str = ""
    now: frozenset[str] = frozenset()
    province: str = ""


class Fit(IntEnum):
    """How the place of a query fits that of a registered name; higher is closer."""

    APART = 0
    WIDER = 1  # The query says less: no place, or the city of a registered county.
    HISTORY = 2  # One ground under an older or newer name.
    EQUAL = 3


NOWHERE = Place()


class Gazetteer:
    """The places of a knowledge, ready for reading names."""

    def __init__(self, knowledge: NameKnowledge) -> None:
        """Index every way to write each place."""
        self._written: dict[str, Place] = {}
        home = {county: city for city, counties in knowledge.cities for county in counties}
        for province in _PROVINCES:
            self._written[province] = Place(province=PROVINCE)
        for elsewhere in knowledge.abroad:
            self._add(elsewhere, Place(city=elsewhere, province=elsewhere))
        for city, counties in knowledge.cities:
            self._add(city, Place(city=city, province=PROVINCE))
            for county in counties:
                self._add(county, Place(city=city, county=county, now=frozenset({county}), province=PROVINCE))
        for part, county in knowledge.parts:
            self._add(part, Place(city=home[county], county=county, now=frozenset({county}), province=PROVINCE))
        for old, now in knowledge.renamed:
            self._written[fold(old)] = self._former(old, now=now, home=home)
        self._longest = max(map(len, self._written), default=0)

    def _add(self, name: str, place: Place) -> None:
        folded = fold(name)
        for written in (folded, *(folded + level for level in _LEVELS if not folded.endswith(level))):
            self._written.setdefault(written, place)

    @staticmethod
    def _former(old: str, *, now: tuple[str, ...], home: dict[str, str]) -> Place:
        city = home.get(now[0], now[0])
        counties = frozenset(county for county in now if county in home)
        short = next((old.removesuffix(level) for level in _LEVELS if old.endswith(level)), old)
        county = "" if not counties else short if short in home else old
        return Place(city=city, county=county, now=counties, province=PROVINCE)

    def knows(self, text: str) -> bool:
        """Return whether ``text`` is a way to write a place."""
        return text in self._written

    def find(self, text: str) -> Place | None:
        """Return the place that the whole of ``text`` names, which may be city and county together."""
        place, length = self.read(text)
        return place if length == len(text) and length else None

    def read(self, text: str) -> tuple[Place, int]:
        """Return the place that ``text`` begins with and how many characters say it (0: none)."""
        place, start = NOWHERE, 0
        while found := self._next(text, start=start, outer=place):
            place, start = found
        return place, start

    def _next(self, text: str, *, start: int, outer: Place) -> tuple[Place, int] | None:
        for length in range(min(self._longest, len(text) - start), 1, -1):
            inner = self._written.get(text[start : start + length])
            if inner is not None and start + length < len(text) + 1 and _goes_inside(outer, inner=inner):
                return _narrow(outer, inner=inner), start + length
        return None


def _goes_inside(outer: Place, *, inner: Place) -> bool:
    """Return whether ``inner`` may follow ``outer``: 浙江 宁波 鄞州, never 宁波 杭州."""
    if outer == NOWHERE:
        return True
    if outer.province != inner.province or not inner.city:
        return False
    if not outer.city:
        return True
    return outer.city == inner.city and bool(inner.county) and (not outer.county or bool(outer.now & inner.now))


def _narrow(outer: Place, *, inner: Place) -> Place:
    return inner if inner.city else outer if outer != NOWHERE else inner


def fit(query: Place, registered: Place) -> Fit:
    """Return how the query's place fits the registered one."""
    if query == registered:
        return Fit.EQUAL
    if query == NOWHERE:
        return Fit.WIDER
    if query.city != registered.city or registered == NOWHERE:
        return Fit.APART
    if query.county and registered.county:
        if query.county == registered.county:
            return Fit.EQUAL
        return Fit.HISTORY if query.now & registered.now else Fit.APART
    return Fit.WIDER if registered.county else Fit.APART
