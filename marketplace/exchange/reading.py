"""Files → rows: the doors of the readers. All give rows and findings as they come, in the order of the file."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from marketplace.exchange.assembly import Assembled, Assembler
from marketplace.exchange.csv_reading import read_csv
from marketplace.exchange.defects import Collection, Defect, Location
from marketplace.exchange.enterprise_parsing import EnterpriseParser
from marketplace.exchange.errors import FileRefusedError
from marketplace.exchange.jsonl import LineFaultError, read_objects
from marketplace.exchange.labels import Severity
from marketplace.exchange.limits import DEFAULT_LIMITS, Limits
from marketplace.exchange.places import Places
from marketplace.exchange.provider_parsing import ProviderParser
from marketplace.exchange.report import Report
from marketplace.exchange.rows import EnterpriseRow, ProviderRow
from marketplace.exchange.sheets import SheetKind
from marketplace.exchange.sources import File, FileKind, Source, open_source
from marketplace.exchange.staging import Staging
from marketplace.exchange.tables import Table
from marketplace.exchange.text import clean_line
from marketplace.exchange.workbook_reading import read_sheets

Row = EnterpriseRow | ProviderRow
Item = Row | Defect


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A row with its place in the files."""

    row: Row
    location: Location


_NAMES = {SheetKind.ENTERPRISES: "企业", SheetKind.PROVIDERS: "服务商"}
PARENTS = (SheetKind.ENTERPRISES, SheetKind.PROVIDERS)

_ENTERPRISE_FIELDS = frozenset({"industry", "employees", "revenue_wan", "problems", "preferences"})
_PROVIDER_FIELDS = frozenset({"kind", "regions", "industries", "partners", "modules", "cases"})


def read_enterprises(
    file: File,
    *,
    places: Places,
    mapping: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    name: str = "",
) -> Iterator[EnterpriseRow | Defect]:
    """Read the enterprises of a JSONL, XLSX, XLS or CSV file; a row that is rejected gives its defects only.

    ``mapping`` gives official headers for other people's (see `headers.match_headers`), ``name`` is the file's name in
    messages. Needs the memory of one line of JSONL; rows of tables are joined in a temporary file.
    """
    items = read_files([(name, file)], places=places, mapping=mapping, limits=limits, only=SheetKind.ENTERPRISES)
    return (item for item in items if not isinstance(item, ProviderRow))


def read_providers(
    file: File,
    *,
    places: Places,
    mapping: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    name: str = "",
) -> Iterator[ProviderRow | Defect]:
    """Read the providers of a file, as `read_enterprises`."""
    items = read_files([(name, file)], places=places, mapping=mapping, limits=limits, only=SheetKind.PROVIDERS)
    return (item for item in items if not isinstance(item, EnterpriseRow))


def read_workbook(
    file: File,
    *,
    places: Places,
    mapping: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    name: str = "",
) -> Collection:
    """Read all sheets of a workbook, or all rows of any other file of the format, into memory."""
    return collect(read_files([(name, file)], places=places, mapping=mapping, limits=limits))


def read_path(
    path: Path | str,
    *,
    places: Places,
    mapping: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Item]:
    """Read a file, or all files of a folder in the order of their names as one set."""
    path = Path(path)
    paths = sorted(item for item in path.iterdir() if item.is_file()) if path.is_dir() else [path]
    return read_files([(item.name, item) for item in paths], places=places, mapping=mapping, limits=limits)


def read_files(
    files: Iterable[tuple[str, File]],
    *,
    places: Places,
    mapping: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    only: SheetKind | None = None,
) -> Iterator[Item]:
    """Read several files, given with their names (empty: the stream's own), each by its content.

    The CSV files among them make up one set; every workbook is one by itself. ``only`` reads just enterprises or just
    providers. A file that is refused as a whole gives one defect.
    """
    for item in read_located(files, places=places, mapping=mapping, limits=limits, only=only):
        yield item.row if isinstance(item, Located) else item


def read_located(
    files: Iterable[tuple[str, File]],
    *,
    places: Places,
    mapping: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    only: SheetKind | None = None,
) -> Iterator[Located | Defect]:
    """Read several files as `read_files`, and say of each row where it stands."""
    with ExitStack() as stack:
        sets: list[Source] = []
        for name, file in files:
            try:
                source = stack.enter_context(open_source(file, limits=limits, name=name))
            except FileRefusedError as refusal:
                yield Defect(file=name or Path(str(file)).name, reason_zh=refusal.reason)
                continue
            if source.kind is FileKind.EMPTY:
                yield Defect(file=source.name, reason_zh="文件是空的。", severity=Severity.WARNING)
            elif source.kind is FileKind.JSONL:
                yield from _read_jsonl(source, places=places, limits=limits, only=only)
            elif source.kind is FileKind.CSV:
                sets.append(source)
            else:
                yield from _read_tables([source], places=places, mapping=mapping, limits=limits, only=only)
        if sets:
            yield from _read_tables(sets, places=places, mapping=mapping, limits=limits, only=only)


def collect(items: Iterable[Item]) -> Collection:
    """Sort what a reader gives into enterprises, providers and defects."""
    enterprises: list[EnterpriseRow] = []
    providers: list[ProviderRow] = []
    defects: list[Defect] = []
    for item in items:
        if isinstance(item, EnterpriseRow):
            enterprises.append(item)
        elif isinstance(item, ProviderRow):
            providers.append(item)
        else:
            defects.append(item)
    return Collection(enterprises=tuple(enterprises), providers=tuple(providers), defects=tuple(defects))


def _read_jsonl(
    source: Source, *, places: Places, limits: Limits, only: SheetKind | None
) -> Iterator[Located | Defect]:
    line = 0
    report = Report(lambda _: Location(file=source.name, line=line))
    parser: EnterpriseParser | ProviderParser | None = None
    for line, value in read_objects(source.stream, limits=limits):
        row = None
        if isinstance(value, LineFaultError):
            report.error("", str(value))
        else:
            if parser is None:
                kind = _kind_of(value, name="" if only else source.name)
                if refusal := _misfit(kind, only=only):
                    report.error("", refusal)
                    yield from report.drain()
                    return
                parser = _parser(only or cast("SheetKind", kind), places=places, report=report)
            row = parser.parse(value, row=line)
        yield from report.drain()
        if row is not None:
            yield Located(row=row, location=Location(file=source.name, line=line))


def _misfit(found: SheetKind | None, *, only: SheetKind | None) -> str:
    """Return why a file of what was found can't be read here, empty when it can."""
    if not only:
        return "" if found else "看不出文件里是企业还是服务商；请把文件名改成enterprises.jsonl或providers.jsonl。"
    if found in (None, only):
        return ""
    return f"这是{_NAMES[found]}文件，这里要的是{_NAMES[only]}文件；请看是不是把两个文件写反了。"


def _read_tables(
    sources: list[Source],
    *,
    places: Places,
    mapping: Mapping[str, str] | None,
    limits: Limits,
    only: SheetKind | None,
) -> Iterator[Located | Defect]:
    with Staging() as staging:
        assembler = Assembler(staging=staging, mapping=mapping)
        for source in sources:
            try:
                for table in _tables(source, limits=limits):
                    yield from assembler.take(table)
            except FileRefusedError as refusal:
                yield Defect(file=source.name, reason_zh=refusal.reason)
        staging.finish()
        for kind in (only,) if only else PARENTS:
            yield from _parse_assembled(assembler, kind, places=places)


def _parse_assembled(assembler: Assembler, kind: SheetKind, *, places: Places) -> Iterator[Located | Defect]:
    report = Report(lambda _: Location(file=""))
    parser = _parser(kind, places=places, report=report)
    for assembled in assembler.objects(kind):
        report.locate, report.label = assembled.locate, assembled.label
        row = parser.parse(assembled.raw, row=assembled.row)
        yield from (_with_victim(defect, of=assembled) for defect in report.drain())
        if row is not None:
            yield Located(row=row, location=assembled.locate("ref"))
    yield from assembler.orphans(kind)


def _with_victim(defect: Defect, *, of: Assembled) -> Defect:
    """Name the organisation that a fault in another sheet keeps out, which that sheet shows by its number only."""
    own = of.locate("ref")
    if defect.severity is not Severity.ERROR or (defect.file, defect.sheet) == (own.file, own.sheet):
        return defect
    name = clean_line(str(of.raw.get("name") or of.raw.get("ref") or ""))[:60]
    return replace(defect, reason_zh=f"{defect.reason_zh}“{name}”整家因此没有读入，改好这一格再上传就能读入。")


def _tables(source: Source, *, limits: Limits) -> Iterator[Table]:
    return read_csv(source) if source.kind is FileKind.CSV else read_sheets(source, limits=limits)


def _parser(kind: SheetKind, *, places: Places, report: Report) -> EnterpriseParser | ProviderParser:
    maker = EnterpriseParser if kind is SheetKind.ENTERPRISES else ProviderParser
    return maker(places=places, report=report)


def _kind_of(value: object, *, name: str) -> SheetKind | None:
    """Tell by the fields of the first object, then by the file's name, what the file holds."""
    fields = frozenset(value) if isinstance(value, Mapping) else frozenset()
    balance = len(fields & _ENTERPRISE_FIELDS) - len(fields & _PROVIDER_FIELDS)
    if balance == 0:
        balance = ("enterprise" in name or "企业" in name) - ("provider" in name or "服务商" in name)
    if balance == 0:
        return None
    return SheetKind.ENTERPRISES if balance > 0 else SheetKind.PROVIDERS
