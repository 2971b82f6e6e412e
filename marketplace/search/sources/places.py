"""Names of places as facet values: city and county in one name."""

from sqlmodel import Session

from marketplace.taxonomy.queries import load_counties


def place_of(*, city: str, county: str) -> str:
    """Return city and county as one name, such as 绍兴市柯桥区."""
    return county if city and county.startswith(city) else f"{city}{county}"


def places_by_code(session: Session) -> dict[str, str]:
    """Return the name of every division by its code; one statement."""
    return {row.code: place_of(city=row.city, county=row.name) for row in load_counties(session)}
