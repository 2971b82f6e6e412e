"""A province with twelve invented counties in two cities, a round, and everybody who takes part in it."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from marketplace.bureaus.labels import BureauLevel
from marketplace.bureaus.services import create_bureau
from marketplace.core.actor import Actor, Role, System
from marketplace.core.clock import shanghai_day
from marketplace.core.db import Database
from marketplace.files.services import Upload
from marketplace.files.store import FileStore
from marketplace.programme.labels import (
    ApplicationPart,
    OpinionDecision,
    ScreeningVerdict,
    SystemKind,
    TargetKind,
)
from marketplace.programme.models import PilotApplication, PilotRound
from marketplace.programme.plan import CHAPTERS, PART_FIELDS
from marketplace.programme.queries.applications import load_application
from marketplace.programme.queries.rounds import load_round
from marketplace.programme.queries.screening import load_conditions
from marketplace.programme.schemas import OpinionIn, PaperIn, RoundIn, ScreeningIn
from marketplace.programme.services.applications import (
    finalise_application,
    save_part,
    start_application,
    submit_application,
)
from marketplace.programme.services.opinions import give_city_opinion, give_government_opinion
from marketplace.programme.services.rounds import create_round, publish_round
from marketplace.programme.services.screening import note_paper, screen_application
from marketplace.taxonomy.models import County, Industry
from tests.fixtures.web import NOW, make_member
from tests.notices.world import write_calendar

SYSTEM = System(name="test")
BASE = "http://example.invalid"
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
# Sunday 22 November 2026 noon lies within the round; it closes on the 25th at midnight.
OPENS, CLOSES = date(2026, 11, 1), date(2026, 11, 25)
AFTER = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
CITIES = {"3398": "云溪市", "3399": "示范市"}
COUNTIES = tuple(f"3398{number:02d}" for number in range(1, 7)) + tuple(f"3399{number:02d}" for number in range(1, 7))
MOUNTAIN, ISLAND = ("339802", "339905"), ("339906",)
CRITERIA = (
    {"label": "细分行业基础", "points": "40", "minimum": "20"},
    {"label": "目标与任务", "points": "60", "minimum": ""},
)
# The same rows as a browser sends them.
CRITERIA_FIELDS = {
    f"criteria-{number}-{name}": text for number, row in enumerate(CRITERIA) for name, text in row.items()
}


def county_name(code: str) -> str:
    return f"第{code[-1]}{'溪' if code.startswith('3398') else '示'}县"


def write_counties(database: Database) -> None:
    """Write the counties, two of them in the mountains and one an island, and two entries of the catalogue."""
    with database.transaction() as session:
        for code in COUNTIES:
            session.add(
                County(
                    code=code,
                    name=county_name(code),
                    kind="县",
                    city_code=f"{code[:4]}00",
                    city=CITIES[code[:4]],
                    mountain_from=date(2022, 1, 1) if code in MOUNTAIN else None,
                    island_from=date(2022, 1, 1) if code in ISLAND else None,
                )
            )
        for number, name in ((28, "竹木加工"), (29, "家具制造业")):
            session.add(Industry(catalog_no=number, level1="现代家具", level2=name, gbt_prefixes=[], words=[]))


def content(**changes: str) -> dict[str, str]:
    """An application in which nothing is missing."""
    chapter = "本县细分行业企业集聚，产业链完整，数字化基础较好，技术、人才和第三方服务有保障，企业改造意愿强烈，" * 2
    whole = {
        "contact_name": "示例联系人",
        "contact_phone": "0000-0000000",
        "industry_name": "木门制造",
        "catalog_no": "28",
        "off_reason": "",
        "output": "120.5",
        "large_output": "80",
        "sme_count": "420",
        "sme_share": "61.5",
        "appeal": "",
        "goals": "两年内完成一百家企业数字化改造，实现基本覆盖。",
        "tasks": "选定试点企业，编制问题清单和场景清单，遴选总承包商，分批改造。",
        "policies": "县财政每年安排专项资金，按投入给予补助。",
        **dict.fromkeys(CHAPTERS, chapter),
        **{f"system_{kind}": "由县政府牵头建立，明确责任单位和工作机制。" for kind in SystemKind},
        **{f"{kind}_first": "2" for kind in TargetKind},
        **{f"{kind}_total": "5" for kind in TargetKind},
        "chart": "选定试点企业｜县经信局｜2027-01-01｜2027-03-31\n分批改造｜县经信局｜2027-04-01｜2028-06-30",
        "projects": "示例木门一厂有限公司｜排产和能耗监测｜48\n示例木门二厂有限公司｜设备联网｜36.5",
    }
    return {**whole, **changes}


def round_in(**changes: object) -> RoundIn:
    entered: dict[str, object] = {
        "title": "2027年度试点县（市、区）创建",
        "opens_on": OPENS,
        "closes_on": CLOSES,
        "output_year": 2025,
        "allows_appeal": False,
        "places": 4,
        "tilt_mountain": 3.0,
        "tilt_island": 2.0,
        "criteria": [{name: text for name, text in row.items() if text} for row in CRITERIA],
        "least_experts": 2,
        "notice_days": 5,
    }
    return RoundIn.model_validate({**entered, **changes})


@dataclass(slots=True)
class Land:
    """Everybody of the province, by county or city code."""

    database: Database
    store: FileStore
    province: Actor
    cities: dict[str, Actor]
    counties: dict[str, Actor]
    emails: dict[str, str] = field(default_factory=dict)

    def city_of(self, code: str) -> Actor:
        return self.cities[code[:4]]


def build_land(database: Database, folder: Path, *, codes: Sequence[str] = COUNTIES) -> Land:
    """Write counties, bureaus of three levels with an officer each, and the calendar of working days."""
    write_counties(database)
    write_calendar(database)
    emails: dict[str, str] = {}
    people: dict[str, Actor] = {}
    for prefix, name, level, role in (
        ("33", "示例省经信厅", BureauLevel.PROVINCE, Role.PROVINCE),
        *((code, f"{name}经济和信息化局", BureauLevel.CITY, Role.CITY) for code, name in CITIES.items()),
        *((code, f"{county_name(code)}经济和信息化局", BureauLevel.COUNTY, Role.COUNTY) for code in codes),
    ):
        with database.transaction() as session:
            body = create_bureau(session, actor=SYSTEM, name=name, level=level, area_prefix=prefix, now=NOW)
            body_id = body.organisation_id
        people[prefix], emails[prefix] = make_member(
            database,
            role=role,
            area_prefix=prefix,
            county_code=prefix if role is Role.COUNTY else "",
            organisation_id=body_id,
        )
    return Land(
        database=database,
        store=FileStore(folder=folder),
        province=people["33"],
        cities={code: people[code] for code in CITIES},
        counties={code: people[code] for code in codes},
        emails=emails,
    )


def publish(land: Land, *, now: datetime = NOW, **changes: object) -> PilotRound:
    with land.database.transaction() as session:
        made = create_round(session, actor=land.province, entered=round_in(**changes), now=now)
        return publish_round(session, actor=land.province, round_id=made.id or 0, now=now)


def fill(land: Land, found: PilotRound, code: str, *, now: datetime = NOW, **changes: str) -> PilotApplication:
    """Start a county's application and type everything."""
    typed = content(**changes)
    actor = land.counties[code]
    with land.database.transaction() as session:
        made = start_application(session, actor=actor, round_id=found.id or 0, now=now)
        session.flush()
        for part in ApplicationPart:
            save_part(
                session,
                actor=actor,
                application_id=made.id or 0,
                part=part,
                fields={name: typed[name] for name in PART_FIELDS[part]},
                seen_version=made.version,
                now=now,
            )
    return made


def finalise(land: Land, application: PilotApplication, *, now: datetime = NOW) -> PilotApplication:
    with land.database.transaction() as session:
        current = load_application(session, application_id=application.id or 0)
        return finalise_application(
            session,
            actor=land.counties[application.county_code],
            application_id=application.id or 0,
            seen_version=current.version,
            base_url=BASE,
            now=now,
        )


def opinion_in(
    decision: OpinionDecision = OpinionDecision.AGREE, text: str = "同意申报。", *, now: datetime = NOW
) -> OpinionIn:
    return OpinionIn(decision=decision, text=text, signed_on=shanghai_day(now))


def seal(land: Land, application: PilotApplication, *, now: datetime = NOW) -> None:
    with land.database.transaction() as session:
        give_government_opinion(
            session,
            actor=land.counties[application.county_code],
            application_id=application.id or 0,
            entered=opinion_in(now=now),
            uploads=[Upload(name="盖章页.pdf", content=PDF)],
            store=land.store,
            now=now,
        )


def submit(
    land: Land, application: PilotApplication, *, declared: bool = True, now: datetime = NOW
) -> PilotApplication:
    with land.database.transaction() as session:
        return submit_application(
            session,
            actor=land.counties[application.county_code],
            application_id=application.id or 0,
            declared=declared,
            base_url=BASE,
            now=now,
        )


def judge_as_city(
    land: Land, application: PilotApplication, *, entered: OpinionIn | None = None, now: datetime = NOW
) -> None:
    with land.database.transaction() as session:
        give_city_opinion(
            session,
            actor=land.city_of(application.county_code),
            application_id=application.id or 0,
            entered=entered or opinion_in(now=now),
            uploads=[],
            store=land.store,
            now=now,
        )


def receive_paper(land: Land, application: PilotApplication, *, copies: int = 5, now: datetime = NOW) -> None:
    with land.database.transaction() as session:
        entered = PaperIn(paper_copies=copies, paper_received_on=shanghai_day(now))
        note_paper(session, actor=land.province, application_id=application.id or 0, entered=entered, now=now)


def screen(
    land: Land,
    application: PilotApplication,
    *,
    verdicts: Mapping[str, tuple[str, str]] | None = None,
    is_qualified: bool = True,
    now: datetime = AFTER,
) -> None:
    with land.database.transaction() as session:
        current = load_application(session, application_id=application.id or 0)
        found = load_round(session, round_id=application.round_id)
        conditions = load_conditions(session, application=current, found=found)
        given = {one.key: (ScreeningVerdict.YES.value, "") for one in conditions} | dict(verdicts or {})
        screen_application(
            session,
            actor=land.province,
            application_id=application.id or 0,
            entered=ScreeningIn(is_qualified=is_qualified, reason="材料齐全，符合条件。"),
            verdicts=given,
            now=now,
        )


def hand_in(land: Land, found: PilotRound, code: str, *, now: datetime = NOW, **changes: str) -> PilotApplication:
    """Fill, finalise, seal and submit a county's application."""
    application = fill(land, found, code, now=now, **changes)
    finalise(land, application, now=now)
    seal(land, application, now=now)
    return submit(land, application, now=now)


def qualify(land: Land, found: PilotRound, code: str, *, now: datetime = NOW, **changes: str) -> PilotApplication:
    """Bring a county's application through to the competitive review."""
    application = hand_in(land, found, code, now=now, **changes)
    judge_as_city(land, application, now=now)
    receive_paper(land, application, now=now)
    screen(land, application, now=now)
    return application


def now_of(land: Land, application: PilotApplication) -> PilotApplication:
    with land.database.session() as session:
        return load_application(session, application_id=application.id or 0)


def scan() -> tuple[io.BytesIO, str]:
    return io.BytesIO(PDF), "盖章页.pdf"
