"""What waits for somebody today, and the figures of an area: counted, never listed, each in one statement."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, func, select

from marketplace.accounts.models import Organisation
from marketplace.assessments.queries import draft_key
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleVersion
from marketplace.core.actor import Actor, Role
from marketplace.core.clock import shanghai_day
from marketplace.core.wording import short_day_text
from marketplace.drafts.services import find_draft, form_key
from marketplace.enterprises.gaps import count_gaps
from marketplace.enterprises.labels import GAP_LABELS, Gap
from marketplace.enterprises.models import Problem
from marketplace.imports.labels import BatchState
from marketplace.imports.models import ImportBatch
from marketplace.lists.checking import find_drafts_to_check
from marketplace.notices.models import Objection, PublicNotice
from marketplace.notices.queries import load_notices
from marketplace.notify.queries import count_unread
from marketplace.programme.queries.rounds import find_open_rounds
from marketplace.projects.queries.enquiries import load_unanswered
from marketplace.providers.models import Provider
from marketplace.recommendations.models import WeightEdition
from marketplace.taxonomy.labels import ProposalState
from marketplace.taxonomy.models import LibraryChange
from marketplace.web.pages import PageArgs

MOST_NOTICES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that waits: what, where to do it, and whether it is overdue or keeps others waiting."""

    text: str
    url: str
    act: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """Tasks, the most pressing first; progress as (label, done, total); deadlines as (title, address, when)."""

    tasks: tuple[Task, ...] = ()
    progress: tuple[tuple[str, int, int], ...] = ()
    deadlines: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True, kw_only=True)
class _Board:
    tasks: list[Task] = field(default_factory=list)

    def add(self, count: int, text: str, url: str, *, act: bool = False) -> None:
        """Note a task when there is anything to do."""
        if count:
            self.tasks.append(Task(text=text.format(count), url=url, act=act))


def today_of(session: Session, *, actor: Actor, now: datetime) -> Today:
    """Return what waits for the actor."""
    build = _BUILDERS.get(actor.role)
    made = build(session, actor, now) if build else Today()
    unread = _Board()
    unread.add(count_unread(session, user_id=actor.user_id), "{} 条消息没看", "/inbox")
    return Today(tasks=(*made.tasks, *unread.tasks), progress=made.progress, deadlines=made.deadlines)


def _county(session: Session, actor: Actor, now: datetime) -> Today:
    board, counts = _Board(), count_gaps(session, actor=actor)
    waiting = _count_objections(session, actor)
    board.add(waiting, "{} 件异议等您答复", "/bureau/objections", act=True)
    drafts = find_drafts_to_check(session, actor=actor)
    address = f"/bureau/drafts/{drafts[0]}" if len(drafts) == 1 else "/bureau/lists"
    board.add(len(drafts), "{} 份名单草案等您审核", address, act=True)
    board.add(
        counts.by_gap[Gap.UNCONFIRMED], "{} 家自行登记的企业等您确认", "/county/enterprises?state=waiting", act=True
    )
    board.add(_count_staged(session, actor), "{} 份导入检查过，还没有导入", "/imports", act=True)
    for gap in (Gap.NO_PROBLEM, Gap.NOBODY, Gap.UNCHECKED):
        board.add(counts.by_gap[gap], f"{{}} 家企业{GAP_LABELS[gap]}", f"/county/gaps?gap={gap.value}")
    done = [
        ("写了难题", counts.total - counts.by_gap[Gap.NO_PROBLEM], counts.total),
        ("资料齐全", counts.whole, counts.total),
    ]
    return Today(
        tasks=tuple(board.tasks),
        progress=tuple(done) if counts.total else (),
        deadlines=(*_rounds(session, now=now), *_deadlines(session, actor, now=now)),
    )


def _reading_bureau(session: Session, actor: Actor, now: datetime) -> Today:
    board, counts = _Board(), count_gaps(session, actor=actor)
    if actor.role is not Role.AUDITOR:
        board.add(_count_objections(session, actor), "{} 件异议等您答复", "/bureau/objections", act=True)
    done = [
        ("写了难题", counts.total - counts.by_gap[Gap.NO_PROBLEM], counts.total),
        ("资料齐全", counts.whole, counts.total),
    ]
    return Today(
        tasks=tuple(board.tasks),
        progress=tuple(done) if counts.total else (),
        deadlines=_deadlines(session, actor, now=now),
    )


def _enterprise(session: Session, actor: Actor, now: datetime) -> Today:
    own, board = actor.organisation_id, _Board()
    key = form_key("enterprise", object_id=own, user_id=actor.user_id)
    board.add(
        int(find_draft(session, key=key, now=now) is not None),
        "资料改了一半，还没有保存",
        f"/enterprises/{own}/edit",
        act=True,
    )
    said = session.exec(select(func.count()).select_from(Problem).where(Problem.enterprise_id == own)).one()
    board.add(int(not said), "还没有写难题，写上一两件就能看到谁能帮忙", f"/enterprises/{own}/edit", act=True)
    assessing = find_draft(session, key=draft_key(own), now=now) is not None
    board.add(int(assessing), "数字化水平评测做了一半", f"/enterprises/{own}/assessments/new")
    return Today(tasks=tuple(board.tasks))


def _provider(session: Session, actor: Actor, now: datetime) -> Today:
    waiting, board = load_unanswered(session, provider_id=actor.organisation_id, today=shanghai_day(now)), _Board()
    board.add(len(waiting), "{} 份询价等您答复", "/enquiries", act=True)
    states, modules = _module_states(session, actor), f"/providers/{actor.organisation_id}/modules"
    board.add(int(not states), "还没有模块，起草第一个就能被企业找到", f"{modules}/new", act=True)
    board.add(states.get(VersionState.DRAFT, 0), "{} 个模块草稿还没有提交审核", modules)
    lines = [
        (f"询价：{title}", f"/enquiries/{key}", f"报价截止 {short_day_text(due_on)}")
        for key, title, due_on in waiting[:MOST_NOTICES]
    ]
    return Today(tasks=tuple(board.tasks), deadlines=tuple(lines))


def _module_states(session: Session, actor: Actor) -> dict[VersionState, int]:
    """Count the versions of a provider's modules by where they stand."""
    of_own = select(ModuleVersion.state, func.count()).join(Module, col(Module.id) == ModuleVersion.module_id)
    rows = session.exec(of_own.where(Module.provider_id == actor.organisation_id).group_by(col(ModuleVersion.state)))
    return {VersionState(state): count for state, count in rows}


def _operator(session: Session, _actor: Actor, _now: datetime) -> Today:
    board = _Board()
    in_review = select(func.count()).select_from(ModuleVersion).where(ModuleVersion.state == VersionState.IN_REVIEW)
    board.add(session.exec(in_review).one(), "{} 个模块等审核", "/operator/modules", act=True)
    waiting = (
        select(func.count())
        .select_from(Provider)
        .join(Organisation, col(Organisation.id) == Provider.organisation_id)
        .where(col(Organisation.confirmed_at).is_(None), col(Organisation.merged_into_id).is_(None))
    )
    board.add(session.exec(waiting).one(), "{} 家服务商等确认", "/operator/providers", act=True)
    board.add(_count_open(session, WeightEdition), "{} 套权重等另一人批准", "/operator/weights", act=True)
    board.add(_count_open(session, LibraryChange), "{} 处场景库修改等另一人批准", "/operator/library", act=True)
    return Today(tasks=tuple(board.tasks))


def _count_open(session: Session, proposals: type[WeightEdition | LibraryChange]) -> int:
    is_open = col(proposals.state) == ProposalState.PROPOSED
    return session.exec(select(func.count()).select_from(proposals).where(is_open)).one()


def _count_staged(session: Session, actor: Actor) -> int:
    staged = select(func.count()).select_from(ImportBatch).where(ImportBatch.state == BatchState.STAGED)
    return session.exec(staged.where(ImportBatch.organisation_id == actor.organisation_id)).one()


def _count_objections(session: Session, actor: Actor) -> int:
    waiting = (
        select(func.count())
        .select_from(Objection)
        .join(PublicNotice, col(PublicNotice.id) == Objection.notice_id)
        .where(PublicNotice.organisation_id == actor.organisation_id)
        .where(col(Objection.answered_at).is_(None), col(Objection.withdrawn_at).is_(None))
    )
    return session.exec(waiting).one()


def _rounds(session: Session, *, now: datetime) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (
            f"试点县创建：{found.title}",
            f"/programme/rounds/{found.id}",
            f"正在申报，截止 {short_day_text(found.closes_on)}",
        )
        for found in find_open_rounds(session, now=now)
    )


def _deadlines(session: Session, actor: Actor, *, now: datetime) -> tuple[tuple[str, str, str], ...]:
    args = PageArgs(per_page=MOST_NOTICES)
    lines = load_notices(session, args=args, now=now, county_code=actor.area_prefix, only_open=True).items
    return tuple(
        (
            f"公示：{line.title}",
            f"/notices/{line.id}",
            f"到 {short_day_text(line.last_on)}，还剩 {line.days_left or 0} 个工作日",
        )
        for line in lines
    )


_BUILDERS: dict[Role, Callable[[Session, Actor, datetime], Today]] = {
    Role.COUNTY: _county,
    Role.CITY: _reading_bureau,
    Role.PROVINCE: _reading_bureau,
    Role.AUDITOR: _reading_bureau,
    Role.ENTERPRISE: _enterprise,
    Role.PROVIDER: _provider,
    Role.OPERATOR: _operator,
}
