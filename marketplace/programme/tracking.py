"""The tracker of two years: promises against facts, what time would ask for, early warnings. Values in, values out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from marketplace.core.wording import day_text
from marketplace.programme.labels import TARGET_KIND_LABELS, TargetKind, WarningKind
from marketplace.programme.plan import TARGET_UNITS, number_text

# No official rule says when a target is behind: below four fifths of what time asks for, people should look.
BEHIND = Decimal("0.8")
REPORT_DAYS, LEAST_DAYS = 15, 30
QUARTER_MONTHS = 3
GOOD_LEVEL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotFacts:
    """What the platform knows of a pilot today; ``output`` in 亿元, of renovated firms."""

    selected: int = 0
    enterprises: int = 0
    output: Decimal = Decimal(0)
    level: int = 0
    platforms: int = 0
    factories: int = 0
    providers: int = 0
    connected: int = 0

    def value(self, kind: TargetKind) -> Decimal:
        """Return the fact that stands against a target."""
        found: Decimal | int = getattr(self, kind.value)
        return Decimal(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """A target beside its fact; ``expected`` is what the time passed asks for."""

    kind: TargetKind
    first: Decimal
    total: Decimal
    fact: Decimal
    expected: Decimal

    @property
    def label(self) -> str:
        return TARGET_KIND_LABELS[self.kind]

    @property
    def unit(self) -> str:
        return TARGET_UNITS[self.kind]

    @property
    def is_behind(self) -> bool:
        # Whole units: nobody is late with a tenth of a firm.
        return self.fact < (self.expected * BEHIND).to_integral_value(rounding=ROUND_FLOOR)

    @property
    def is_reached(self) -> bool:
        return self.fact >= self.total

    def text(self, value: Decimal) -> str:
        """Return a value of this line in words."""
        places = Decimal("0.0001") if self.kind is TargetKind.OUTPUT else Decimal("0.1")
        return number_text(value.quantize(places))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A line of the work chart."""

    id: int
    task: str
    owner: str
    starts_on: date
    ends_on: date
    done_on: date | None = None

    @property
    def is_done(self) -> bool:
        return self.done_on is not None

    def is_late(self, today: date) -> bool:
        """Say whether it is overdue: the day itself still counts."""
        return self.done_on is None and today > self.ends_on


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyWarning:
    """Something that should be looked at now."""

    kind: WarningKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What the warnings are made from."""

    starts_on: date
    ends_on: date
    lines: Sequence[TargetLine]
    tasks: Sequence[Task]
    reported: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    published: frozenset[str] = field(default_factory=frozenset)


def target_lines(
    targets: Sequence[Sequence[str]], facts: PilotFacts, *, starts_on: date, ends_on: date, today: date
) -> tuple[TargetLine, ...]:
    """Return each target beside its fact."""
    made = []
    for key, first, total in targets:
        kind = TargetKind(key)
        wanted = expected_by(Decimal(first), Decimal(total), starts_on=starts_on, ends_on=ends_on, today=today)
        made.append(
            TargetLine(kind=kind, first=Decimal(first), total=Decimal(total), fact=facts.value(kind), expected=wanted)
        )
    return tuple(made)


def expected_by(first: Decimal, total: Decimal, *, starts_on: date, ends_on: date, today: date) -> Decimal:
    """Return what should be reached: straight from 0 to the first year's value, then on to the second year's."""
    turn = starts_on + (ends_on - starts_on) / 2
    if today <= starts_on:
        return Decimal(0)
    if today >= ends_on:
        return total
    if today <= turn:
        return first * (today - starts_on).days / max(1, (turn - starts_on).days)
    return first + (total - first) * (today - turn).days / max(1, (ends_on - turn).days)


def early_warnings(watched: Watched, *, today: date) -> tuple[EarlyWarning, ...]:
    """Return what should be looked at now, late tasks first."""
    return (*_late(watched, today), *_behind(watched), *_reports(watched, today), *_lists(watched, today))


def _late(watched: Watched, today: date) -> Iterator[EarlyWarning]:
    for task in watched.tasks:
        if task.is_late(today):
            days = (today - task.ends_on).days
            text = f"“{task.task}”应于{day_text(task.ends_on)}完成，已超过 {days} 天（{task.owner}）"
            yield EarlyWarning(kind=WarningKind.TASK_LATE, text=text)


def _behind(watched: Watched) -> Iterator[EarlyWarning]:
    for line in watched.lines:
        if line.is_behind:
            wanted, fact = f"{line.text(line.expected)} {line.unit}", f"{line.text(line.fact)} {line.unit}"
            text = f"{line.label}：按时间应达到 {wanted}，现在 {fact}"
            yield EarlyWarning(kind=WarningKind.TARGET_BEHIND, text=text)


def _reports(watched: Watched, today: date) -> Iterator[EarlyWarning]:
    for year, quarter in due_quarters(watched.starts_on, watched.ends_on, today=today):
        if (year, quarter) not in watched.reported:
            yield EarlyWarning(kind=WarningKind.REPORT_MISSING, text=f"{year} 年第 {quarter} 季度的报告还没有交")


def _lists(watched: Watched, today: date) -> Iterator[EarlyWarning]:
    # Annex 1, contents, one: pilot enterprises, problem list and scenario list come first of all.
    if today < watched.starts_on + timedelta(days=90):
        return
    for key, label in (("enterprises", "试点企业名单"), ("problems", "行业问题清单"), ("scenarios", "行业场景清单")):
        if key not in watched.published:
            yield EarlyWarning(kind=WarningKind.LIST_MISSING, text=f"创建期已过 90 天，{label}还没有发布")


def due_quarters(starts_on: date, ends_on: date, *, today: date) -> Iterator[tuple[int, int]]:
    """Yield the quarters whose report is due, fifteen days after their end; one with under thirty days needs none."""
    year, quarter = starts_on.year, (starts_on.month - 1) // QUARTER_MONTHS + 1
    while True:
        last = quarter_end(year, quarter)
        if last > ends_on or last + timedelta(days=REPORT_DAYS) >= today:
            return
        if (last - starts_on).days >= LEAST_DAYS:
            yield year, quarter
        year, quarter = (year + 1, 1) if quarter == 4 else (year, quarter + 1)  # noqa: PLR2004 - quarters of a year


def quarter_end(year: int, quarter: int) -> date:
    """Return the last day of a quarter."""
    month = quarter * QUARTER_MONTHS
    after = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)  # noqa: PLR2004 - December
    return after - timedelta(days=1)
