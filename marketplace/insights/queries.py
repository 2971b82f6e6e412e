"""Reads of demand, supply and concentration, as the newest finished survey counted them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleFacet, ModuleVersion
from marketplace.core.errors import NotFoundError
from marketplace.insights.labels import Scope, SupplyGap, gap_of
from marketplace.insights.models import Concentration, DemandCount, MarketSurvey
from marketplace.insights.regions import PROVINCE, Regions, region_tree
from marketplace.insights.schemas import Columns, DemandQuery
from marketplace.insights.suppression import EVERY_INDUSTRY, LEAST
from marketplace.providers.labels import FacetKind
from marketplace.taxonomy.models import Industry, Scenario
from marketplace.taxonomy.queries import load_counties, load_industries, load_scenarios

OUTSIDE = "目录以外的行业"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """Published modules for a scenario, and the providers behind them."""

    modules: int = 0
    providers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandLine:
    """A scenario with its counts; None is hidden."""

    code: str
    name: str
    firms: int | None
    cells: tuple[int | None, ...]
    gap: SupplyGap | None
    supply: Supply

    @property
    def filled(self) -> int:
        """Return how many of the cells are shown."""
        return sum(cell is not None for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandTable:
    """Demand as a page shows it; columns are (code, name)."""

    survey: MarketSurvey | None
    regions: Regions
    industries: Sequence[Industry]
    columns: tuple[tuple[str, str], ...]
    lines: tuple[DemandLine, ...]

    def head(self, *, lines: int, columns: int) -> "DemandTable":
        """Return the table cut to the columns and lines that show most counts, both in their old order."""
        numbers = range(len(self.columns))
        filled = {number: sum(line.cells[number] is not None for line in self.lines) for number in numbers}
        chosen = sorted(sorted(numbers, key=lambda number: -filled[number])[:columns])
        cut = [replace(line, cells=tuple(line.cells[number] for number in chosen)) for line in self.lines]
        fullest = sorted(range(len(cut)), key=lambda place: -cut[place].filled)[:lines]
        return replace(
            self,
            columns=tuple(self.columns[number] for number in chosen),
            lines=tuple(cut[place] for place in sorted(fullest)),
        )

    @property
    def is_sparse(self) -> bool:
        """Say whether most cells are hidden, so that a picture of them says little."""
        return self.filled * 2 < len(self.lines) * len(self.columns)

    @property
    def filled(self) -> int:
        """Return how many counts are shown."""
        return sum(line.filled for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcentrationLine:
    """How the first places of a region or an industry are shared out."""

    code: str
    name: str
    providers: int
    first_three_ratio: float
    gini: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcentrationPage:
    """Concentration in the whole province, by region and by industry; few firms are left out."""

    survey: MarketSurvey | None
    whole: ConcentrationLine | None
    regions: tuple[ConcentrationLine, ...]
    industries: tuple[ConcentrationLine, ...]


def find_survey(session: Session) -> MarketSurvey | None:
    """Return the newest finished survey."""
    finished = select(MarketSurvey).where(col(MarketSurvey.finished_at).is_not(None))
    return session.exec(finished.order_by(col(MarketSurvey.id).desc()).limit(1)).first()


def load_demand(session: Session, *, wanted: DemandQuery) -> DemandTable:
    """Return demand narrowed down; raises NotFoundError for a region that isn't one."""
    survey, regions = find_survey(session), region_tree(load_counties(session))
    if wanted.region != PROVINCE and wanted.region not in regions.names:
        raise NotFoundError("没有这个地区，请从列表里选。")
    industries = load_industries(session)
    scenarios = [one for one in load_scenarios(session) if wanted.scene in {"", one.scene}]
    counts = _load_counts(session, survey=survey, wanted=wanted, regions=regions)
    columns = _columns(wanted, regions=regions, industries=industries)
    lines = _lines(scenarios, counts=counts, wanted=wanted, columns=columns, supply=load_supply(session))
    used = [number for number in range(len(columns)) if any(line.cells[number] is not None for line in lines)]
    return DemandTable(
        survey=survey,
        regions=regions,
        industries=industries,
        columns=tuple(columns[number] for number in used),
        lines=tuple(replace(line, cells=tuple(line.cells[number] for number in used)) for line in lines),
    )


def fullest_start(session: Session) -> DemandQuery:
    """Return how to begin: the province by industry or by city, whichever shows more counts."""
    starts = [DemandQuery(columns=columns) for columns in Columns]
    return max(starts, key=lambda wanted: load_demand(session, wanted=wanted).filled)


Counts = Mapping[tuple[str, str, int], DemandCount]


def _load_counts(session: Session, *, survey: MarketSurvey | None, wanted: DemandQuery, regions: Regions) -> Counts:
    shown = select(DemandCount).where(DemandCount.survey_id == (survey.id if survey else 0), col(DemandCount.shown))
    if wanted.columns is Columns.REGION:
        inside = [wanted.region, *regions.inside(wanted.region)]
        number = EVERY_INDUSTRY if wanted.industry is None else wanted.industry
        shown = shown.where(col(DemandCount.region_code).in_(inside), DemandCount.catalog_no == number)
    else:
        shown = shown.where(DemandCount.region_code == wanted.region)
    return {(row.scenario_code, row.region_code, row.catalog_no): row for row in session.exec(shown)}


def _columns(wanted: DemandQuery, *, regions: Regions, industries: Iterable[Industry]) -> list[tuple[str, str]]:
    if wanted.columns is Columns.REGION:
        codes = regions.inside(wanted.region) or [wanted.region]
        return [(code, regions.names[code]) for code in codes]
    named = [*((one.catalog_no, one.level2) for one in industries), (0, OUTSIDE)]
    return [(str(number), name) for number, name in named if wanted.industry in {None, number}]


def _lines(
    scenarios: Iterable[Scenario],
    *,
    counts: Counts,
    wanted: DemandQuery,
    columns: Sequence[tuple[str, str]],
    supply: Mapping[str, Supply],
) -> list[DemandLine]:
    number = EVERY_INDUSTRY if wanted.industry is None else wanted.industry
    key_of: Callable[[str], tuple[str, int]] = (
        (lambda code: (code, number)) if wanted.columns is Columns.REGION else (lambda code: (wanted.region, int(code)))
    )
    lines = []
    for scenario in scenarios:
        whole = counts.get((scenario.code, wanted.region, number))
        found = [counts.get((scenario.code, *key_of(code))) for code, _ in columns]
        offered = supply.get(scenario.code, Supply())
        if whole or any(found):
            line = DemandLine(
                code=scenario.code,
                name=scenario.name,
                firms=whole.firms if whole else None,
                cells=tuple(one.firms if one else None for one in found),
                gap=gap_of(whole.unsolved, firms=whole.firms, modules=offered.modules) if whole else None,
                supply=offered,
            )
            lines.append(line)
    return sorted(lines, key=lambda line: (-(line.firms or max(one or 0 for one in line.cells)), line.code))


def load_supply(session: Session) -> dict[str, Supply]:
    """Return how many published modules of confirmed providers each scenario has, in one grouped statement."""
    rows = session.exec(
        select(
            ModuleFacet.value,
            func.count(func.distinct(Module.id)),
            func.count(func.distinct(Module.provider_id)),
        )
        .join(Module, col(Module.id) == ModuleFacet.module_id)
        .join(ModuleVersion, col(ModuleVersion.module_id) == Module.id)
        .join(Organisation, col(Organisation.id) == Module.provider_id)
        .where(ModuleFacet.kind == FacetKind.SCENARIO, ModuleVersion.state == VersionState.PUBLISHED)
        .where(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
        .group_by(ModuleFacet.value)
    ).all()
    return {code: Supply(modules=modules, providers=providers) for code, modules, providers in rows}


def load_concentration(session: Session) -> ConcentrationPage:
    """Return how first places are shared out, the most concentrated first."""
    survey, regions = find_survey(session), region_tree(load_counties(session))
    names = {str(one.catalog_no): one.level2 for one in load_industries(session)} | {"0": OUTSIDE}
    rows = session.exec(
        select(Concentration)
        .where(Concentration.survey_id == (survey.id if survey else 0), Concentration.enterprises >= LEAST)
        .order_by(col(Concentration.first_three_ratio).desc(), col(Concentration.code))
    ).all()
    by_scope: dict[Scope, list[ConcentrationLine]] = {scope: [] for scope in Scope}
    for row in rows:
        name = regions.full_name(row.code) if row.scope is Scope.REGION and row.code in regions.names else ""
        name = name or names.get(row.code, "")
        if name:
            by_scope[row.scope].append(_line(row, name=name))
    return ConcentrationPage(
        survey=survey,
        whole=next((line for line in by_scope[Scope.REGION] if line.code == PROVINCE), None),
        regions=tuple(line for line in by_scope[Scope.REGION] if line.code != PROVINCE),
        industries=tuple(by_scope[Scope.INDUSTRY]),
    )


def _line(row: Concentration, *, name: str) -> ConcentrationLine:
    return ConcentrationLine(
        code=row.code,
        name=name,
        providers=row.providers,
        first_three_ratio=row.first_three_ratio,
        gini=row.gini,
    )
