"""Rows of lists: editions are public; drafts and opened applications are for the county, those above, auditors."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session

from marketplace.core.actor import Actor, Role
from marketplace.core.clock import shanghai_day
from marketplace.exchange.labels import ProviderKindName
from marketplace.lists.appeals import file_appeal
from marketplace.lists.application_schemas import ApplicationBody
from marketplace.lists.applying import save_application, screen_application, submit_application
from marketplace.lists.calls import open_applications, publish_call, save_call
from marketplace.lists.changing import propose_change
from marketplace.lists.criteria import CRITERIA
from marketplace.lists.drafting import draft_from_rows, submit_draft
from marketplace.lists.entries import Entry
from marketplace.lists.labels import AppealKind, ListChangeKind, Reason
from marketplace.lists.models import ListDraft
from marketplace.lists.publishing import decide_draft, notice_draft, publish_list
from marketplace.lists.queries import load_handed_in
from marketplace.lists.reviewing import open_call_review
from marketplace.lists.schemas import AppealIn, ApplicationIn, CallIn, ChangeIn, CriterionIn
from marketplace.reviews.criteria import Marks
from marketplace.reviews.labels import Verdict
from marketplace.reviews.panel import add_member, declare
from marketplace.reviews.queries import load_candidates
from marketplace.reviews.scoring import record_consensus, submit_sheet
from marketplace.reviews.services import close_scoring, conclude_review, start_scoring
from tests.fixtures.web import NOW, make_member
from tests.fixtures.whole import whole
from tests.notices.world import write_calendar
from tests.permissions.matrix import Row, both, ids, values
from tests.permissions.world import OTHER_COUNTY, OWN_COUNTY, World

ABOVE = {Role.PROVINCE, Role.AUDITOR, Role.OPERATOR}
BASE_URL = "https://example.invalid"
EARLY = datetime(2026, 10, 12, 4, 0, tzinfo=UTC)
OPENED = EARLY + timedelta(days=3)
# Five working days after 15 October end on 22 October.
ENDED = datetime(2026, 10, 23, 4, 0, tzinfo=UTC)
STATEMENTS = {item.key: "有实施人员和已验收的案例。" for item in CRITERIA}
MARKS = Marks(scores={item.key: item.points * 8 for item in CRITERIA}, verdicts={})
KINDS = list(ProviderKindName)
SLOTS = [(catalog_no, kind) for catalog_no in (0, 24, 5) for kind in KINDS]
SCHEME = {
    f"criteria-{number}-{name}": str(getattr(item, name))
    for number, item in enumerate(CRITERIA)
    for name in ("key", "label", "points")
}
CALL = {"title": "数字化总承包商征集", "closes_on": "2026-12-20", "version": "0", **SCHEME}


def build(world: World) -> None:
    """Give the county a call and a draft at every stage, and the stranger's county one of each."""
    write_calendar(world.database)
    own = world.people[Role.COUNTY].actor
    colleague, _ = make_member(
        world.database,
        role=Role.COUNTY,
        area_prefix=OWN_COUNTY,
        county_code=OWN_COUNTY,
        organisation_id=own.organisation_id,
    )
    _build_calls(world, officer=own, provider=world.people[Role.PROVIDER].actor, suffix="")
    _build_drafts(world, officer=own, colleague=colleague)
    stranger = world.strangers[Role.COUNTY]
    second, _ = make_member(
        world.database,
        role=Role.COUNTY,
        area_prefix=OTHER_COUNTY,
        county_code=OTHER_COUNTY,
        organisation_id=stranger.organisation_id,
    )
    _build_calls(world, officer=stranger, provider=world.strangers[Role.PROVIDER], suffix="other_")
    world.ids["other_list_draft"] = _draft(world, officer=stranger, slot=3, stage="draft").id
    published = _draft(world, officer=stranger, colleague=second, slot=4, stage="published", name="other_provider")
    world.ids |= {"other_list": published.list_id}
    _keep(world, officer=second, list_id=published.list_id, prefix="other_", name="other_provider")


def _call_in(*, slot: int, deadline: date) -> CallIn:
    catalog_no, kind = SLOTS[slot]
    criteria = [CriterionIn(key=item.key, label=item.label, points=item.points) for item in CRITERIA]
    return CallIn(
        title="总承包商征集",
        catalog_no=catalog_no,
        provider_kind=kind,
        closes_on=deadline,
        criteria=criteria,
        least_members=1,
    )


def _build_calls(world: World, *, officer: Actor, provider: Actor, suffix: str) -> None:
    expert = world.people[Role.EXPERT].actor if not suffix else make_member(world.database, role=Role.EXPERT)[0]
    stages = {"draft_call": 0, "open_call": 1, "applied_call": 2, "closed_call": 3, "screening_call": 4}
    stages |= {"screened_call": 5, "reviewed_call": 6}
    for slot, (name, stage) in enumerate(stages.items()):
        is_open = stage in {0, 1, 2}
        began = NOW - timedelta(hours=1) if is_open else EARLY
        deadline = date(2026, 12, 20) if is_open else date(2026, 10, 13)
        with world.database.transaction() as session:
            entered = _call_in(slot=slot, deadline=deadline)
            call = save_call(session, actor=officer, entered=entered, now=began)
            world.ids[f"{suffix}{name}"] = call.id
            _advance(session, officer, provider, expert, call_id=call.id or 0, stage=stage, began=began)
            session.flush()
            _name_application(world, session, call_id=call.id or 0, name=f"{suffix}{name}")


def _advance(
    session: Session, officer: Actor, provider: Actor, expert: Actor, *, call_id: int, stage: int, began: datetime
) -> None:
    if stage >= 1:
        publish_call(session, actor=officer, call_id=call_id, seen_version=1, now=began)
    if stage >= 2:
        entered = ApplicationIn(statements=STATEMENTS)
        saved = save_application(session, actor=provider, call_id=call_id, entered=entered, now=began)
        submit_application(session, actor=provider, call_id=call_id, seen_version=saved.version, now=began)
    if stage >= 4:
        session.flush()
        open_applications(session, actor=officer, call_id=call_id, now=OPENED)
    if stage >= 5:
        screen_application(
            session, actor=officer, application_id=saved.id or 0, verdict=Verdict.PASS, reason="", now=OPENED
        )
    if stage >= 6:
        session.flush()
        _review(session, officer, expert, call_id=call_id)


def _review(session: Session, officer: Actor, expert: Actor, *, call_id: int) -> None:
    review_id = open_call_review(session, actor=officer, call_id=call_id, now=OPENED).id or 0
    add_member(session, actor=officer, review_id=review_id, user_id=expert.user_id, is_chair=True, now=OPENED)
    session.flush()
    declare(session, actor=expert, review_id=review_id, reasons={}, now=OPENED)
    session.flush()
    start_scoring(session, actor=officer, review_id=review_id, now=OPENED)
    session.flush()
    candidate = load_candidates(session, review_id=review_id)[0].id or 0
    given = {"review_id": review_id, "candidate_id": candidate, "marks": MARKS, "now": OPENED}
    submit_sheet(session, actor=expert, comment="", seen_version=1, **given)  # type: ignore[arg-type]  # spread
    session.flush()
    close_scoring(session, actor=officer, review_id=review_id, now=OPENED)
    record_consensus(session, actor=expert, note="", **given)  # type: ignore[arg-type]  # spread
    session.flush()
    conclude_review(session, actor=officer, review_id=review_id, minutes="一致同意以上结果。", now=OPENED)


def _name_application(world: World, session: Session, *, call_id: int, name: str) -> None:
    rows = load_handed_in(session, call_id=call_id)
    if rows:
        world.ids[f"{name}_application"] = rows[0].id


def _build_drafts(world: World, *, officer: Actor, colleague: Actor) -> None:
    stages = ("draft", "checking", "running", "ended", "decided", "published")
    for slot, stage in enumerate(stages):
        drafter, other = (officer, colleague) if stage == "draft" else (colleague, officer)
        draft = _draft(world, officer=drafter, colleague=other, slot=slot, stage=stage)
        world.ids[f"{stage}_list_draft"] = draft.id
        if stage == "published":
            world.ids["list"] = draft.list_id
            _keep(world, officer=colleague, list_id=draft.list_id, prefix="", name="provider")


def _draft(
    world: World, *, officer: Actor, slot: int, stage: str, colleague: Actor | None = None, name: str = "provider"
) -> ListDraft:
    catalog_no, kind = SLOTS[slot]
    entries = [Entry(provider_id=world.ids[name], name="甲"), Entry(provider_id=world.ids["third_provider"], name="乙")]
    noticed_at = NOW - timedelta(hours=1) if stage == "running" else OPENED
    with world.database.transaction() as session:
        draft = draft_from_rows(
            session,
            actor=officer,
            catalog_no=catalog_no,
            provider_kind=kind,
            source="原有名单文件",
            entries=entries,
            now=EARLY,
        )
        draft_id, order = draft.id or 0, ("draft", "checking", "running", "ended", "decided", "published")
        level = order.index(stage)
        if level >= 1:
            submit_draft(session, actor=officer, draft_id=draft_id, seen_version=draft.version, now=EARLY)
            session.flush()
        if level >= 2 and colleague:
            notice_draft(
                session,
                actor=colleague,
                draft_id=draft_id,
                seen_version=draft.version,
                base_url=BASE_URL,
                now=noticed_at,
            )
            session.flush()
        if level >= 4 and colleague:
            text = "经集体研究，决定公布以下名单。"
            decide_draft(
                session, actor=colleague, draft_id=draft_id, decision=text, seen_version=draft.version, now=ENDED
            )
            session.flush()
        if level >= 5 and colleague:
            publish_list(
                session,
                actor=colleague,
                draft_id=draft_id,
                effective_on=shanghai_day(ENDED),
                seen_version=draft.version,
                base_url=BASE_URL,
                now=ENDED,
            )
            session.flush()
    return draft


def _keep(world: World, *, officer: Actor, list_id: int, prefix: str, name: str) -> None:
    with world.database.transaction() as session:
        entered = ChangeIn(
            provider_id=world.ids[name],
            kind=ListChangeKind.SUSPEND,
            reason=Reason.SERVICE,
            rationale="投诉核实属实。",
            until_on=date(2026, 12, 20),
        )
        world.ids[f"{prefix}list_change"] = propose_change(
            session, actor=officer, list_id=list_id, entered=entered, now=NOW
        ).id
        about = AppealIn(provider_id=world.ids[name], kind=AppealKind.COMPLAINT, text="合同到期以后不交还数据。")
        author = world.people[Role.ENTERPRISE].actor
        world.ids[f"{prefix}list_appeal"] = file_appeal(
            session, actor=author, list_id=list_id, entered=about, now=NOW
        ).id


def _call(name: str, **sent: str) -> Row:
    """A route of a call at a stage; the version is that of a call so far."""
    return Row(own=ids(call_id=name), other=ids(call_id=f"other_{name}"), data=values(**sent))


def _draft_row(name: str, *, sent: dict[str, str]) -> Row:
    versions = {"draft": 1, "checking": 2, "running": 3, "ended": 3, "decided": 4}
    data = values(version=str(versions[name]), **sent)
    return Row(own=ids(draft_id=f"{name}_list_draft"), other=ids(draft_id="other_list_draft"), data=data)


REASON = {"reason": "材料有误，需要重新核对。"}
MOVE = both(ids(provider_id="third_provider"), values(version="1", include="false", **REASON))
MOVED = both(ids(provider_id="third_provider"), values(version=1, include=False, **REASON))
CHANGED = both(ids(provider_id="third_provider"), values(version="3", why="own_correction", **REASON))
SUSPENDED = values(kind="remove", reason="voluntary", rationale="自愿退出名单。")
COMPLAINT = both(ids(provider_id="provider"), values(kind="complaint", text="合同到期以后不交还企业的数据。"))
RECOGNISED = both(
    lambda world, _role: {"choice": f"{world.ids['other_list']}:{world.ids['other_provider']}"},
    values(reason="同一行业，认可邻县的评审。"),
)
APPLICATION = both(values(**{f"statement_{key}": text for key, text in STATEMENTS.items()}), values(version="0"))
ROWS = {
    "lists.index": Row(),
    "lists.show": Row(own=ids(list_id="list")),
    "lists.edition": Row(own=both(ids(list_id="list"), values(number=1))),
    "lists.facts": Row(own=both(ids(list_id="list"), values(number=1))),
    "lists.changes": Row(own=ids(list_id="list")),
    "lists.feed": Row(),
    "lists.list_feed": Row(own=ids(list_id="list")),
    "lists.follow": Row(own=ids(list_id="list")),
    "lists.appeal": Row(own=ids(list_id="list"), data=COMPLAINT),
    "lists.calls": Row(),
    "lists.call": Row(own=ids(call_id="open_call")),
    "calls_api.list_calls": Row(),
    "calls_api.get_call": Row(own=ids(call_id="open_call")),
    "lists_api.list_lists": Row(),
    "lists_api.get_list": Row(own=ids(list_id="list")),
    "lists_api.get_edition": Row(own=both(ids(list_id="list"), values(number=1))),
    "list_applications.index": Row(),
    "list_applications.form": Row(own=ids(call_id="open_call"), other=ids(call_id="other_draft_call")),
    "list_applications.save": Row(
        own=ids(call_id="open_call"), other=ids(call_id="other_draft_call"), data=APPLICATION
    ),
    "list_applications.merge": Row(own=ids(call_id="open_call"), other=ids(call_id="other_draft_call"), ok=303),
    "list_applications.merge_post": Row(own=ids(call_id="open_call"), other=ids(call_id="other_draft_call")),
    "list_applications.reuse": Row(
        own=ids(call_id="open_call"), other=ids(call_id="other_draft_call"), data=values(consents="true")
    ),
    "applications_api.get_application": Row(own=ids(call_id="applied_call"), other=ids(call_id="other_applied_call")),
    "applications_api.put_application": Row(
        own=ids(call_id="open_call"), other=ids(call_id="other_draft_call"), data=values(**whole(ApplicationBody))
    ),
    "applications_api.submit": Row(
        own=ids(call_id="applied_call"), other=ids(call_id="other_applied_call"), data=values(version=2)
    ),
    "applications_api.withdraw": Row(own=ids(call_id="applied_call"), other=ids(call_id="other_applied_call")),
    "list_applications.withdraw": Row(own=ids(call_id="applied_call"), other=ids(call_id="other_applied_call")),
    "list_applications.show": Row(
        own=ids(application_id="reviewed_call_application"),
        other=ids(application_id="other_reviewed_call_application"),
        reaches_other=ABOVE,
    ),
    "list_calls.desk": Row(),
    "list_calls.new": Row(),
    "list_calls.create": Row(data=values(**CALL)),
    "list_calls.edit": _call("draft_call"),
    "list_calls.save": _call("draft_call", **{**CALL, "version": "1"}),
    "list_calls.show": Row(own=ids(call_id="closed_call"), other=ids(call_id="other_closed_call"), reaches_other=ABOVE),
    "list_calls.publish": _call("draft_call", version="1"),
    "list_calls.withdraw": _call("open_call", **REASON),
    "list_calls.unseal": _call("closed_call"),
    "list_calls.screen": Row(
        own=ids(application_id="screening_call_application"),
        other=ids(application_id="other_screening_call_application"),
        data=values(verdict="pass"),
    ),
    "list_calls.review": _call("screened_call"),
    "list_calls.advise": _call("screened_call"),
    "list_calls.draft": _call("reviewed_call"),
    "list_drafts_api.list_drafts": Row(),
    "list_drafts_api.get_draft": Row(
        own=ids(draft_id="draft_list_draft"), other=ids(draft_id="other_list_draft"), reaches_other=ABOVE
    ),
    "list_drafts_api.post_move": Row(
        own=ids(draft_id="draft_list_draft"), other=ids(draft_id="other_list_draft"), data=MOVED
    ),
    "list_drafts_api.submit": Row(
        own=ids(draft_id="draft_list_draft"), other=ids(draft_id="other_list_draft"), data=values(version=1)
    ),
    "list_drafts.show": Row(
        own=ids(draft_id="draft_list_draft"), other=ids(draft_id="other_list_draft"), reaches_other=ABOVE
    ),
    "list_drafts.move": Row(own=ids(draft_id="draft_list_draft"), other=ids(draft_id="other_list_draft"), data=MOVE),
    "list_drafts.submit": _draft_row("draft", sent={}),
    "list_drafts.give_back": _draft_row("checking", sent=REASON),
    "list_drafts.notice": _draft_row("checking", sent={}),
    "list_drafts.change": Row(
        own=ids(draft_id="running_list_draft"), other=ids(draft_id="other_list_draft"), data=CHANGED
    ),
    "list_drafts.decide": _draft_row("ended", sent={"decision": "经集体研究，决定公布以下名单。"}),
    "list_drafts.publish": _draft_row("decided", sent={"effective_on": "2026-11-22"}),
    "list_drafts.withdraw": _draft_row("draft", sent=REASON),
    "list_keeping.show": Row(own=ids(list_id="list"), other=ids(list_id="other_list"), reaches_other=ABOVE),
    "list_keeping.propose": Row(
        own=ids(list_id="list"),
        other=ids(list_id="other_list"),
        data=both(ids(provider_id="third_provider"), SUSPENDED),
    ),
    "list_keeping.withdraw": Row(
        own=ids(list_id="list"),
        other=ids(list_id="other_list"),
        data=values(reason="procedure", rationale="公示期少算了一个工作日，整份名单撤回重办。"),
    ),
    "list_keeping.confirm": Row(own=ids(change_id="list_change"), other=ids(change_id="other_list_change")),
    "list_keeping.refuse": Row(own=ids(change_id="list_change"), other=ids(change_id="other_list_change")),
    "list_keeping.take_over": Row(own=ids(list_id="list"), other=ids(list_id="other_list"), data=RECOGNISED),
    "list_keeping.answer": Row(
        own=ids(appeal_id="list_appeal"),
        other=ids(appeal_id="other_list_appeal"),
        data=values(is_upheld="true", answer="已核实，要求整改。"),
    ),
    "list_keeping.import_form": Row(),
    "list_keeping.import_list": Row(ok=422, data=values(source="原有名单文件")),
}
