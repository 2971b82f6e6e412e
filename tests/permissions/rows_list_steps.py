"""Rows of what programs do with drafts, published lists, appeals, objections and reviews; objects as on the pages."""

from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from marketplace.core.actor import Role
from marketplace.lists.applying import save_application
from marketplace.lists.calls import publish_call, save_call
from marketplace.lists.criteria import CRITERIA
from marketplace.lists.importing import NAME
from marketplace.lists.schemas import ApplicationIn, CallIn, CriterionIn
from marketplace.reviews.judging_schemas import ConsensusBody, ExpertProfileBody, SheetBody
from tests.fixtures.web import NOW
from tests.fixtures.whole import whole
from tests.permissions.matrix import Row, both, ids, values
from tests.permissions.rows_files import PDF
from tests.permissions.rows_lists import ABOVE, REASON, SLOTS
from tests.permissions.rows_notices import ENTRY
from tests.permissions.rows_reviews import OTHER, OTHER_CANDIDATE, OTHER_MEMBER, at
from tests.permissions.world import World
from tests.recommendations.market import TOOL_SOFTWARE


def build(world: World) -> None:
    """Let the provider begin an application to a call of its own slot, which it has not handed in."""
    catalog_no, kind = SLOTS[8]
    officer, provider = (world.people[role].actor for role in (Role.COUNTY, Role.PROVIDER))
    criteria = [CriterionIn(key=one.key, label=one.label, points=one.points) for one in CRITERIA]
    entered = CallIn(
        title="总承包商征集",
        catalog_no=catalog_no,
        provider_kind=kind,
        closes_on=date(2026, 12, 20),
        criteria=criteria,
    )
    with world.database.transaction() as session:
        call = save_call(session, actor=officer, entered=entered, now=NOW)
        call_id = world.ids["begun_call"] = call.id or 0
        publish_call(session, actor=officer, call_id=call_id, seen_version=call.version, now=NOW)
        save_application(session, actor=provider, call_id=call_id, entered=ApplicationIn(), now=NOW)


OBJECTED = {key: value for key, value in ENTRY.items() if key not in {"name", "contact"}}
OWN_LIST, OTHER_LIST = ids(list_id="list"), ids(list_id="other_list")
OWN_CHANGE, OTHER_CHANGE = ids(change_id="list_change"), ids(change_id="other_list_change")
OWN_APPEAL, OTHER_APPEAL = ids(appeal_id="list_appeal"), ids(appeal_id="other_list_appeal")
OWN_OBJECTION, OTHER_OBJECTION = ids(objection_id="objection"), ids(objection_id="other_objection")
CONSENSUS = whole(ConsensusBody, scores={"a": 80}, note="")
SHEET = whole(SheetBody, scores={"a": 80}, comment="", version=1)


@cache
def _book() -> bytes:
    """Write an old list of one provider, once: a workbook tells the second in which it was written."""
    book, content = Workbook(), BytesIO()
    for cell in (NAME, TOOL_SOFTWARE.name):
        book.worksheets[0].append([cell])
    book.save(content)
    return content.getvalue()


def workbook(_world: World, _role: Role | None) -> dict[str, Any]:
    """Return an old list for a slot that no other draft of the county holds."""
    catalog_no, kind = SLOTS[7]
    return {
        "file": (BytesIO(_book()), "名单.xlsx"),
        "source": "原有名单文件",
        "catalog_no": str(catalog_no),
        "provider_kind": kind.value,
    }


def evidence(_world: World, _role: Role | None) -> dict[str, Any]:
    return {"files": (BytesIO(PDF), "验收单.pdf")}


def _draft(name: str, **sent: Any) -> Row:
    versions = {"draft": 1, "checking": 2, "running": 3, "ended": 3, "decided": 4}
    data = values(version=versions[name], **sent)
    return Row(own=ids(draft_id=f"{name}_list_draft"), other=ids(draft_id="other_list_draft"), data=data)


def _recognised(world: World, _role: Role | None) -> dict[str, Any]:
    return {"from_list_id": world.ids["other_list"], "provider_id": world.ids["other_provider"], **REASON}


CHANGED = both(
    ids(provider_id="third_provider"),
    values(version=3, why="own_correction", include=False, **REASON),
)
PROPOSED = both(ids(provider_id="third_provider"), values(kind="remove", reason="voluntary", rationale="自愿退出。"))
COMPLAINT = both(ids(provider_id="provider"), values(kind="complaint", text="合同到期以后不交还企业的数据。"))
ROWS = {
    "list_draft_steps_api.enter_old_list": Row(data=workbook, ok=201),
    "list_draft_steps_api.give_back": _draft("checking", **REASON),
    "list_draft_steps_api.notice": _draft("checking"),
    "list_draft_steps_api.change": Row(
        own=ids(draft_id="running_list_draft"), other=ids(draft_id="other_list_draft"), data=CHANGED
    ),
    "list_draft_steps_api.decide": _draft("ended", decision="经集体研究，决定公布以下名单。"),
    "list_draft_steps_api.publish": _draft("decided", effective_on="2026-11-22"),
    "list_draft_steps_api.withdraw": _draft("draft", **REASON),
    "kept_lists_api.list_kept": Row(),
    "kept_lists_api.get_kept": Row(own=OWN_LIST, other=OTHER_LIST, reaches_other=ABOVE),
    "kept_lists_api.propose": Row(own=OWN_LIST, other=OTHER_LIST, data=PROPOSED, ok=201),
    "kept_lists_api.propose_withdrawal": Row(
        own=OWN_LIST,
        other=OTHER_LIST,
        data=values(reason="procedure", rationale="公示期少算了一个工作日，整份名单撤回重办。"),
        ok=201,
    ),
    "kept_lists_api.get_recognisable": Row(own=OWN_LIST, other=OTHER_LIST),
    "kept_lists_api.take_over": Row(own=OWN_LIST, other=OTHER_LIST, data=_recognised),
    "kept_lists_api.get_change": Row(own=OWN_CHANGE, other=OTHER_CHANGE, reaches_other=ABOVE),
    "kept_lists_api.confirm": Row(own=OWN_CHANGE, other=OTHER_CHANGE),
    "kept_lists_api.refuse": Row(own=OWN_CHANGE, other=OTHER_CHANGE),
    "list_appeals_api.post_appeal": Row(own=OWN_LIST, data=COMPLAINT, ok=201),
    "list_appeals_api.get_appeal": Row(
        own=OWN_APPEAL,
        other=OTHER_APPEAL,
        reaches_other=ABOVE | {Role.ENTERPRISE},  # Who filed both.
        answers=dict.fromkeys((Role.EXPERT, Role.PROVIDER, Role.SUPERVISOR), 404),
    ),
    "list_appeals_api.post_answer": Row(
        own=OWN_APPEAL, other=OTHER_APPEAL, data=values(is_upheld=True, answer="已核实，要求整改。")
    ),
    "list_appeals_api.get_subscription": Row(own=OWN_LIST),
    "list_appeals_api.put_subscription": Row(own=OWN_LIST),
    "list_appeals_api.delete_subscription": Row(own=OWN_LIST, ok=204),
    "objections_api.list_objections": Row(),
    "objections_api.get_objection": Row(own=OWN_OBJECTION, other=OTHER_OBJECTION, reaches_other=ABOVE),
    "objections_api.post_objection": Row(own=ids(notice_id="notice"), data=values(**OBJECTED), ok=201),
    "objections_api.post_evidence": Row(own=OWN_OBJECTION, other=OTHER_OBJECTION, data=evidence, ok=201),
    "objections_api.post_answer": Row(
        own=ids(objection_id="answerable"),
        other=OTHER_OBJECTION,
        data=values(outcome="rejected", summary="案例是否验收", answer="经核查，案例已经验收，有验收单。"),
    ),
    "objections_api.post_withdrawal": Row(own=OWN_OBJECTION, other=OTHER_OBJECTION),
    "objections_api.post_notice_withdrawal": Row(
        own=ids(notice_id="notice"), other=ids(notice_id="other_notice"), data=values(**REASON)
    ),
    "review_runs_api.get_panel": Row(own=at("concluded"), other=OTHER),
    "review_runs_api.add": Row(own=at("preparing"), other=OTHER, data=ids(user_id="free_expert"), ok=201),
    "review_runs_api.remove": Row(own=at("preparing", part="member"), other=OTHER_MEMBER, ok=204),
    "review_runs_api.complete": Row(own=at("scoring"), other=OTHER),
    "review_runs_api.start": Row(own=at("ready"), other=OTHER),
    "review_runs_api.close": Row(own=at("scored"), other=OTHER),
    "review_runs_api.conclude": Row(own=at("agreed"), other=OTHER, data=values(minutes="专家组一致同意以上结果。")),
    "review_runs_api.cancel": Row(own=at("preparing"), other=OTHER, data=values(reason="材料不足")),
    "calendar_api.get_year": Row(own=values(year=2026)),
    "calendar_api.put_year": Row(
        own=values(year=2027),
        data=values(source="通知", days=[{"day": "2027-01-01", "is_working": False}], version=0),
    ),
    "applications_api.post_files": Row(
        own=ids(call_id="begun_call"), other=ids(call_id="other_draft_call"), data=evidence, ok=201
    ),
    "applications_api.reuse": Row(
        own=ids(call_id="open_call"), other=ids(call_id="other_draft_call"), data=values(consents=True)
    ),
    "judging_api.get_profile": Row(),
    "judging_api.put_profile": Row(data=values(**whole(ExpertProfileBody, field="印染", employer_name="示范大学"))),
    "judging_api.get_seat": Row(own=at("preparing"), other=OTHER),
    "judging_api.post_declaration": Row(own=at("preparing"), other=OTHER, data=values(interests=[])),
    "judging_api.get_sheet": Row(own=at("scoring", part="candidate"), other=OTHER_CANDIDATE),
    "judging_api.put_sheet": Row(own=at("scoring", part="candidate"), other=OTHER_CANDIDATE, data=values(**SHEET)),
    "judging_api.submit": Row(own=at("scoring", part="candidate"), other=OTHER_CANDIDATE, data=values(**SHEET)),
    "judging_api.get_consensus": Row(own=at("consensus", part="candidate"), other=OTHER_CANDIDATE),
    "judging_api.put_consensus": Row(
        own=at("consensus", part="candidate"),
        other=OTHER_CANDIDATE,
        data=values(**CONSENSUS),
    ),
}
