"""Rows against what the database knows: reach of the sender, known scenarios, duplicates. Nothing is written here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from marketplace.accounts.naming import name_key
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.exchange import Defect, EnterpriseRow, Located, Places, ProviderRow, Severity
from marketplace.imports.blanks import keep_said
from marketplace.imports.labels import EntryAction
from marketplace.imports.matches import Match, find_matches
from marketplace.imports.scope import Scope
from marketplace.providers.models import Provider
from marketplace.taxonomy.models import Scenario

STATED = {
    "industry": "行业",
    "employees": "从业人数",
    "revenue_wan": "营业收入（万元）",
    "problems": "问题清单",
    "scenarios": "场景清单",
    "preferences": "付费、预算和部署的想法",
    "description": "情况简介",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row with what is to become of it; ``fault`` is empty when it may be brought in.

    ``county_code`` has six digits, empty when unknown. An uncertain match asks for a person's choice and is skipped
    without one. ``changes`` names what a row says differently from the registered body.
    """

    located: Located
    county_code: str = ""
    action: EntryAction
    match: Match | None = None
    fault: str = ""
    changes: tuple[str, ...] = ()

    @property
    def needs_choice(self) -> bool:
        return self.match is not None and not self.match.is_certain and not self.fault

    def defects(self) -> Iterator[Defect]:
        """Give the fault as a finding at the row's place."""
        if self.fault:
            place = self.located.location
            yield Defect(
                file=place.file,
                line=place.line,
                sheet=place.sheet,
                cell=place.cell,
                field_zh=f"编号{self.located.row.ref}",
                reason_zh=self.fault,
                severity=Severity.ERROR,
            )


class Checker:
    """Checks the rows of one import piece by piece, and keeps in mind which names it has seen."""

    def __init__(self, session: Session, *, scope: Scope, places: Places) -> None:
        self._session = session
        self._scope = scope
        self._places = places
        self._names: dict[tuple[bool, str], tuple[str, str]] = {}

    def check(self, rows: Sequence[Located]) -> list[Entry]:
        """Return an entry for each row, in its order, in a fixed number of statements."""
        unknown = _unknown_links(self._session, rows)
        enterprises = [one for one in rows if is_enterprise(one)]
        providers = [one for one in rows if not is_enterprise(one)]
        found = {
            True: _check_enterprises(self._session, enterprises, scope=self._scope, places=self._places),
            False: _check_providers(self._session, providers, scope=self._scope, places=self._places),
        }
        return [self._once(_with_links(next(found[is_enterprise(one)]), unknown=unknown)) for one in rows]

    def _once(self, entry: Entry) -> Entry:
        """Refuse a name that stood in the files before, unless two codes say that these are two bodies."""
        row = entry.located.row
        place, uscc = self._names.setdefault(
            (is_enterprise(entry.located), name_key(row.name)), (str(entry.located.location), row.uscc)
        )
        if place == str(entry.located.location) or entry.fault or (uscc and row.uscc and uscc != row.uscc):
            return entry
        fault = f"与{place}的名称相同，像是同一家填了两次；请删掉一行，确是两家的请都填统一社会信用代码。"
        return replace(entry, fault=fault, action=EntryAction.SKIP)


def is_enterprise(located: Located) -> bool:
    """Say whether a row is an enterprise; otherwise it is a provider."""
    return isinstance(located.row, EnterpriseRow)


def links_of(row: EnterpriseRow | ProviderRow) -> set[str]:
    """Return the scenario codes that a row says are confirmed."""
    if isinstance(row, EnterpriseRow):
        return {code for item in row.problems for code in item.links} | {
            code for need in row.scenarios for code in need.links
        }
    return {code for module in row.modules for code in module.links}


def _unknown_links(session: Session, rows: Sequence[Located]) -> set[str]:
    named = {code for one in rows for code in links_of(one.row)}
    if not named:
        return set()
    known: set[str] = set(session.exec(select(Scenario.code).where(col(Scenario.code).in_(named))).all())
    return named - known


def _with_links(entry: Entry, *, unknown: set[str]) -> Entry:
    wrong = sorted(links_of(entry.located.row) & unknown) if unknown else []
    if not wrong or entry.fault:
        return entry
    return replace(
        entry, fault=f"场景库里没有编码“{'”“'.join(wrong)}”，请改正，或去掉关联场景。", action=EntryAction.SKIP
    )


def _check_enterprises(session: Session, rows: Sequence[Located], *, scope: Scope, places: Places) -> Iterator[Entry]:
    values = [one.row for one in rows if isinstance(one.row, EnterpriseRow)]
    matches = find_matches(session, values, role=Enterprise) if values else []
    known = [match.organisation_id for match in matches if match and match.has_role]
    before = dict(zip(known, load_enterprise_rows(session, ids=known), strict=True)) if known else {}
    for one, row, match in zip(rows, values, matches, strict=True):
        place = places.resolve(row.county, city=row.city) if row.county else None
        code = place.code if place else scope.home_code
        fault = _enterprise_fault(code, match=match, scope=scope)
        action = EntryAction.SKIP if fault else _action(match)
        stands = before.get(match.organisation_id) if match else None
        stated = keep_said(row, before=stands) if stands else row
        changes = _changes(stated, before=stands) if stands and not fault else ()
        if action is EntryAction.UPDATE and stands and not changes:
            action = EntryAction.SAME
        told = replace(one, row=stated)
        yield Entry(located=told, county_code=code, action=action, match=match, fault=fault, changes=changes)


def _enterprise_fault(county_code: str, *, match: Match | None, scope: Scope) -> str:
    if not scope.covers(county_code):
        return "不是本县（市、区）的企业，只能导入本县（市、区）的企业，请删掉这一行。"
    if match is None:
        return ""
    if match.is_certain and not match.has_role:
        return f"“{match.name}”已登记为别的单位，不是企业，请核对名称和统一社会信用代码。"
    if not scope.covers(match.county_code):
        return f"“{match.name}”已在别的县（市、区）登记，请联系平台运营核对。"
    return ""


def _changes(row: EnterpriseRow, *, before: EnterpriseRow) -> tuple[str, ...]:
    """Return what a row says differently; number, name, code and place stay with the body, whatever a file says."""
    named = [name for name in STATED if getattr(row, name) != getattr(before, name)]
    return tuple(_change(name, row=row, before=before) for name in named)


def _change(name: str, *, row: EnterpriseRow, before: EnterpriseRow) -> str:
    new, old = getattr(row, name), getattr(before, name)
    label = STATED[name]
    if name in {"problems", "scenarios"}:
        return f"{label} {len(old)} 条 → {len(new)} 条" if len(new) != len(old) else f"{label}有改动"
    if name in {"employees", "revenue_wan"}:
        return f"{label} {_figure(old)} → {_figure(new)}"
    return label


def _figure(value: float | None) -> str:
    return "没有填" if value is None else f"{value:g}"


def _check_providers(session: Session, rows: Sequence[Located], *, scope: Scope, places: Places) -> Iterator[Entry]:
    values = [one.row for one in rows if isinstance(one.row, ProviderRow)]
    matches = find_matches(session, values, role=Provider) if values else []
    for one, row, match in zip(rows, values, matches, strict=True):
        place = places.resolve(row.county, city=row.city) if row.county else None
        fault, action = "", _action(match)
        if match and match.is_certain and not match.has_role:
            fault = f"“{match.name}”已登记为别的单位，不是服务商，请核对名称和统一社会信用代码。"
        if fault or (match and not scope.trusts_providers):
            action = EntryAction.SKIP  # A registered provider speaks for itself; a county doesn't rewrite it.
        code = place.code if place else ""
        yield Entry(located=one, county_code=code, action=action, match=match, fault=fault)


def _action(match: Match | None) -> EntryAction:
    if match is None:
        return EntryAction.CREATE
    return EntryAction.UPDATE if match.is_certain else EntryAction.SKIP
