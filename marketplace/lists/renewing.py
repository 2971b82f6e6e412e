"""Renewal by rule: what a provider did in the county while it was listed, and whether its place may be prolonged."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session, col, select

from marketplace.core.clock import SHANGHAI, shanghai_day
from marketplace.lists.entries import Entry
from marketplace.lists.models import RecommendedList
from marketplace.lists.queries import count_open_complaints
from marketplace.projects.models import Project, Rating
from marketplace.projects.standing import Standing, standing_of

RENEWAL_WINDOW = 60  # Days before the end of its period in which an entry may be renewed.
NO_RATINGS = standing_of(())
LEAST_TENTHS = 30  # Mean stars × 10 that ratings must reach once there are enough of them to be shown.


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Projects in the county since the entry was admitted: accepted, failed and not mended yet, and their ratings."""

    accepted: int = 0
    failing: int = 0
    standing: Standing = NO_RATINGS

    @property
    def words(self) -> str:
        """Return the record in one phrase, fit for a published decision."""
        if not self.accepted and not self.failing:
            return "列入以来在本县还没有验收的项目"
        parts = [f"列入以来在本县验收通过 {self.accepted} 个项目"]
        parts += [f"{self.failing} 个没有通过，正在整改"] if self.failing else []
        if self.standing.is_shown:
            parts.append(f"评价平均 {self.standing.mean_tenths / 10:.1f} 星（{self.standing.cases} 份）")
        return "，".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalFacts:
    """What the rule of renewal looks at."""

    valid_until: date
    open_complaints: int
    today: date
    record: Record = Record()


def renewal_refusal(facts: RenewalFacts) -> str | None:
    """Return why an entry may not be renewed now, None when it may.

    It may in its last days, with no complaint open, no failed project left to mend, and ratings that are no worse than
    three stars once there are three of them. Who had no project in the county may be renewed; the decision says so.
    """
    left, record = (facts.valid_until - facts.today).days, facts.record
    if left > RENEWAL_WINDOW:
        return f"离有效期届满还有 {left} 天，届满前 {RENEWAL_WINDOW} 天内才能续期。"
    if left < 0:
        return "有效期已经届满，不能续期，请重新申报。"
    if facts.open_complaints:
        return f"还有 {facts.open_complaints} 件投诉没有办结，办结后才能续期。"
    if record.failing:
        return f"还有 {record.failing} 个项目验收没有通过，整改通过后才能续期。"
    if record.standing.is_shown and record.standing.mean_tenths < LEAST_TENTHS:
        return f"{record.words}，低于 {LEAST_TENTHS // 10} 星，不能续期。"
    return None


def load_renewal_facts(session: Session, *, kept: RecommendedList, entry: Entry, now: datetime) -> RenewalFacts:
    """Return what the rule looks at for one entry that has a period."""
    return RenewalFacts(
        valid_until=entry.valid_until or date.max,
        open_complaints=count_open_complaints(session, list_id=kept.id or 0, provider_id=entry.provider_id),
        today=shanghai_day(now),
        record=load_records(session, kept=kept, entries=[entry])[entry.provider_id],
    )


def load_records(session: Session, *, kept: RecommendedList, entries: Sequence[Entry]) -> Mapping[int, Record]:
    """Return the record of each entry: two statements whatever their number."""
    since = {entry.provider_id: _begin(entry.admitted_on) for entry in entries}
    here = (col(Project.provider_id).in_(since), Project.county_code == kept.county_code)
    projects = session.exec(select(Project).where(*here)).all()
    rated = session.exec(select(Rating).join(Project, col(Project.id) == Rating.project_id).where(*here)).all()
    stars: dict[int, list[int]] = defaultdict(list)
    for rating in rated:
        if rating.rated_at >= since[rating.provider_id]:
            stars[rating.provider_id].append(rating.stars)
    return {key: _record(key, begin=begin, projects=projects, stars=stars[key]) for key, begin in since.items()}


def _record(provider_id: int, *, begin: datetime, projects: Sequence[Project], stars: Sequence[int]) -> Record:
    own = [one for one in projects if one.provider_id == provider_id]
    return Record(
        accepted=sum(one.accepted_at is not None and one.accepted_at >= begin for one in own),
        failing=sum(one.failed_at is not None and one.accepted_at is None and one.ended_at is None for one in own),
        standing=standing_of(stars),
    )


def _begin(admitted_on: date | None) -> datetime:
    return datetime.combine(admitted_on or date(1970, 1, 1), time(0), tzinfo=SHANGHAI)
