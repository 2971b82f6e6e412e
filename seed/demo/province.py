"""The invented county of the demonstration: where it is, and under which numbers."""

from marketplace.exchange import Place, Places
from marketplace.taxonomy.models import County
from seed.reference import load_counties, load_library

# No county, city or firm bears these digits: what the demonstration invents can be told from the real at a glance.
COUNTY_CODE = "339999"
CITY_PREFIX = "3399"
PROVINCE_PREFIX = "33"
COUNTY_NAME = "示范县"
CITY_NAME = "示范市"


def demo_county() -> County:
    """Return the invented county as a row of the database."""
    return County(code=COUNTY_CODE, name=COUNTY_NAME, kind="县", city_code=f"{CITY_PREFIX}00", city=CITY_NAME)


def demo_places() -> Places:
    """Return the divisions with the invented county, and the names of regions, as the readers of files want them."""
    real = [Place(code=county.code, county=county.name, city=county.city) for county in load_counties()]
    regions = [name for region in load_library().regions for name in (region.name, *region.aliases)]
    return Places([*real, Place(code=COUNTY_CODE, county=COUNTY_NAME, city=CITY_NAME)], regions=regions)
