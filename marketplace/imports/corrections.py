"""Places that a file names wrongly: what was probably meant, and what a person said about it."""

from collections.abc import Mapping

from marketplace.exchange import Place, Places


class CorrectedPlaces(Places):
    """The divisions, with corrections that a person confirmed; notes what else was probably meant.

    ``corrections`` maps county and city as they were written to a six-digit code; ``meant`` gathers, in the same way,
    what the reader would suggest for names that it doesn't know.
    """

    def __init__(self, known: Places, *, corrections: Mapping[tuple[str, str], str]) -> None:
        super().__init__((), regions=known.regions)
        self._known = known
        self._corrections = corrections
        self.meant: dict[tuple[str, str], Place] = {}

    def by_code(self, code: str) -> Place | None:
        """Find a division by its six digits."""
        return self._known.by_code(code)

    def city(self, name: str) -> str:
        """Return the official name of a Zhejiang city, or an empty string."""
        return self._known.city(name)

    def cities_with(self, county: str) -> tuple[str, ...]:
        """List the cities that have a division of this name."""
        return self._known.cities_with(county)

    def resolve(self, county: str, *, city: str) -> Place | None:
        """Find a division as it was written, or as a person corrected it."""
        code = self._corrections.get((county, city))
        place = self._known.by_code(code) if code else self._known.resolve(county, city=city)
        if place is None and not city and len(cities := self._known.cities_with(county)) == 1:
            self._note(county, city, self._known.by_name(county, city=cities[0]))
        return place

    def suggest(self, county: str, *, city: str) -> Place | None:
        """Find the division that was probably meant, and note it."""
        place = self._known.suggest(county, city=city)
        self._note(county, city, place)
        return place

    def _note(self, county: str, city: str, place: Place | None) -> None:
        if place is not None:
            self.meant[county, city] = place
