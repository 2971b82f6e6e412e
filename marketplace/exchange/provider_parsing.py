"""One raw object → a provider with its modules and cases."""

from collections.abc import Mapping
from dataclasses import fields

from marketplace.exchange.divisions import check_regions, read_address
from marketplace.exchange.enterprise_parsing import CATALOG_ENTRIES, MAX_WAN, read_links
from marketplace.exchange.identity import Seen, read_identity
from marketplace.exchange.labels import Deployment, Payment, ProviderKindName
from marketplace.exchange.limits import NAME_LIMIT, REF_LIMIT, REGION_LIMIT, REGIONS_LIMIT, TEXT_LIMIT
from marketplace.exchange.places import Places
from marketplace.exchange.record import Record
from marketplace.exchange.report import Report
from marketplace.exchange.rows import CaseRow, ModuleRow, ProviderRow, RatingsRow
from marketplace.exchange.text import clean_ref, clean_text
from marketplace.exchange.values import is_unpriced, kind_of, show

_PROVIDER = frozenset(field.name for field in fields(ProviderRow))
_MODULE = frozenset(field.name for field in fields(ModuleRow))
_CASE = frozenset(field.name for field in fields(CaseRow))
_RATINGS = frozenset(field.name for field in fields(RatingsRow))
MOST_RATINGS, MOST_STARS = 1_000_000, 5


class ProviderParser:
    """Parses the providers of one file; keeps in mind which numbers it has seen."""

    def __init__(self, *, places: Places, report: Report) -> None:
        self._places = places
        self._report = report
        self._seen = Seen()

    def parse(self, raw: object, *, row: int) -> ProviderRow | None:
        """Return the row, or None when the report got an error; ``row`` is its line or row number in the file."""
        if not isinstance(raw, Mapping):
            self._report.error("", f"一行应是花括号里的一组字段，现在是{kind_of(raw)}。")
            return None
        before = self._report.errors
        record = Record(raw, path="", report=self._report)
        parsed = self._read(record, row=row)
        return parsed if self._report.errors == before else None

    def _read(self, record: Record, *, row: int) -> ProviderRow:
        record.warn_unknown(_PROVIDER, kind="provider")
        ref, name, uscc = read_identity(record, seen=self._seen, row=row)
        county, city = read_address(record, places=self._places)
        regions = record.texts("regions", limit=REGION_LIMIT, items=REGIONS_LIMIT)
        check_regions(record, regions, places=self._places)
        return ProviderRow(
            ref=ref,
            name=name,
            uscc=uscc,
            county=county,
            city=city,
            kind=record.choice("kind", ProviderKindName),
            regions=regions,
            industries=record.integers("industries", low=1, high=CATALOG_ENTRIES),
            description=record.text("description", limit=TEXT_LIMIT, clean=clean_text),
            partners=record.texts("partners", limit=REF_LIMIT, clean=clean_ref),
            modules=read_modules(record),
            cases=read_cases(record),
            ratings=read_ratings(record),
        )


def read_modules(record: Record) -> tuple[ModuleRow, ...]:
    """Read the modules of a provider; a number may stand once among them."""
    modules: list[ModuleRow] = []
    refs: set[str] = set()
    for item in record.children("modules"):
        module = _read_module(item)
        if module.ref and module.ref in refs:
            item.error("ref", f"同一家服务商的模块编号{show(module.ref)}重复，请换一个编号。")
        refs.add(module.ref)
        if module.name or module.summary:
            modules.append(module)
        else:
            item.warn("name", "没有写模块名称和说明，这一项已忽略。")
    return tuple(modules)


def read_cases(record: Record) -> tuple[CaseRow, ...]:
    """Read the finished projects that a provider names."""
    cases = []
    for item in record.children("cases"):
        item.warn_unknown(_CASE, kind="cases.")
        cases.append(
            CaseRow(
                enterprise=item.text("enterprise", limit=NAME_LIMIT),
                industry=item.integer("industry", low=1, high=CATALOG_ENTRIES),
                scenarios=item.texts("scenarios"),
                outcome=item.text("outcome", limit=TEXT_LIMIT, clean=clean_text),
            ),
        )
    return tuple(case for case in cases if case != CaseRow())


def read_ratings(record: Record) -> RatingsRow | None:
    """Read how often a provider was rated, and its stars in all."""
    item = record.child("ratings")
    item.warn_unknown(_RATINGS, kind="ratings.")
    cases, stars = (item.integer(name, low=0, high=MOST_RATINGS) for name in ("cases", "stars"))
    if not cases or stars is None:
        return None
    if not cases <= stars <= MOST_STARS * cases:
        item.error("stars", f"{cases} 次评价的星数合计应在 {cases} 到 {MOST_STARS * cases} 之间。")
    return RatingsRow(cases=cases, stars=stars)


def _read_module(item: Record) -> ModuleRow:
    item.warn_unknown(_MODULE, kind="modules.")
    return ModuleRow(
        ref=item.text("ref", limit=REF_LIMIT, clean=clean_ref),
        name=item.text("name", limit=NAME_LIMIT),
        summary=item.text("summary", limit=TEXT_LIMIT, clean=clean_text),
        scenarios=item.texts("scenarios"),
        industries=item.integers("industries", low=1, high=CATALOG_ENTRIES),
        payment=item.choices("payment", Payment),
        price_wan=_price(item),
        deployment=item.choice("deployment", Deployment),
        published_on=item.date("published_on"),
        links=read_links(item),
    )


def _price(item: Record) -> float | None:
    """Read a first-year price; 0, null and 面议 are not priced."""
    if is_unpriced(item.get("price_wan")):
        return None
    return item.wan("price_wan", high=MAX_WAN) or None
