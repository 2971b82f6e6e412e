"""Where a row is: an enterprise in one of Zhejiang's divisions, a provider anywhere."""

from marketplace.exchange.limits import NAME_LIMIT
from marketplace.exchange.places import Places
from marketplace.exchange.record import Record
from marketplace.exchange.text import clean_code, clean_line
from marketplace.exchange.values import show

_HOW = "请填县（市、区）和设区市的名称（如“柯桥区”“绍兴市”），或填6位行政区划代码"


def read_division(record: Record, *, places: Places) -> tuple[str, str]:
    """Read county and city of an enterprise: official names of one Zhejiang division, empty for unknown.

    A name counts only together with its city, because 西湖区, 普陀区 and 江北区 exist elsewhere in China too.
    """
    county, city = _county_and_city(record)
    if not county:
        return "", _city_alone(record, city=city, places=places)
    place = places.resolve(county, city=city)
    if place is not None:
        return place.county, place.city
    _report(record, county=county, city=city, places=places)
    return "", ""


def read_address(record: Record, *, places: Places) -> tuple[str, str]:
    """Read county and city of a provider: resolved when they can be, otherwise as they are written."""
    county, city = _county_and_city(record)
    place = places.resolve(county, city=city) if county else None
    return (place.county, place.city) if place else (county, places.city(city) or city)


def check_regions(record: Record, regions: tuple[str, ...], *, places: Places) -> None:
    """Report names of regions that the gazetteer doesn't know; they stay in the row and count as not serving."""
    for name in regions:
        if places.regions and name not in places.regions:
            record.warn("regions", f"地名库里没有{show(name)}，不计入服务区域；请写全称，如“浙江省”“绍兴市”。")


def _county_and_city(record: Record) -> tuple[str, str]:
    county = record.text("county", limit=NAME_LIMIT)
    code = clean_code(county)
    return code if code.isdigit() else clean_line(county), record.text("city", limit=NAME_LIMIT)


def _city_alone(record: Record, *, city: str, places: Places) -> str:
    official = places.city(city)
    if city and not official:
        record.error("city", f"{show(city)}不是浙江省的设区市；{_HOW}，不清楚时留空。")
    return official


def _report(record: Record, *, county: str, city: str, places: Places) -> None:
    place = places.by_code(county)
    if place is not None:
        record.error(
            "county",
            f"代码{county}是{place.city}{place.county}，与设区市{show(city)}不一致，请改正其中一个。",
            suggestion=f"{place.city}{place.county}",
        )
    elif county.isdigit():
        record.error("county", f"没有代码为{show(county)}的浙江省县（市、区）；{_HOW}。")
    elif not city and (cities := places.cities_with(county)):
        names = "、".join(cities)
        record.error("city", f"没有填写，外省也可能有{show(county)}；请补填设区市（{names}）。", suggestion=names)
    else:
        nearest = places.suggest(county, city=city)
        words = f"{nearest.city}{nearest.county}" if nearest else ""
        hint = f"，最接近的是“{words}”" if words else ""
        record.error("county", f"浙江省没有{show(city + county)}{hint}；{_HOW}，不清楚时留空。", suggestion=words)
