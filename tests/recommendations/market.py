"""A small market: a library of four scenarios, two plants of two counties, three providers."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import select

from marketplace.catalog.services.files import create_with_modules
from marketplace.core.actor import System
from marketplace.core.db import Database
from marketplace.core.journal import JournalEntry
from marketplace.enterprises.services import create_enterprise
from marketplace.exchange.labels import Deployment, Must, Payment, ProviderKindName
from marketplace.exchange.rows import (
    CaseRow,
    EnterpriseRow,
    IndustryRef,
    ModuleRow,
    PreferencesRow,
    ProblemRow,
    ProviderRow,
)
from marketplace.taxonomy.models import County
from marketplace.taxonomy.services import store_counties, store_library
from matching.library import Bound, CatalogEntry, Library, Region, Scenario, Scene, Trade
from tests.fixtures.web import NOW

SYSTEM = System(name="test")
LIBRARY = Library(
    edition="test-recommendations-1",
    scenes=(Scene(code="production", name="生产管控", group="生产", binding="scored"),),
    scenarios=(
        Scenario(
            code="vat-scheduling",
            name="染缸排程",
            scene="production",
            stage="计划",
            bound=Bound.PROCESS,
            description="安排每缸染什么、什么时候染",
            trades=("dyeing",),
            aliases=("排缸",),
            vendor_words=("智能排缸",),
            symptoms=(("排缸", "脑子"),),
        ),
        Scenario(
            code="energy",
            name="能耗监测",
            scene="production",
            stage="能源",
            bound=Bound.GENERIC,
            description="水电汽分到设备",
            aliases=("水电汽计量",),
            vendor_words=("三表采集",),
            symptoms=(("蒸汽", "算不出来"),),
        ),
        Scenario(
            code="piece-wage",
            name="计件工资",
            scene="production",
            stage="人员",
            bound=Bound.GENERIC,
            description="按件算工资",
            aliases=("计件",),
        ),
        Scenario(
            code="tool-life",
            name="刀具寿命",
            scene="production",
            stage="设备",
            bound=Bound.PROCESS,
            description="刀具用到什么时候该换",
            trades=("machining",),
            aliases=("刀具管理",),
        ),
    ),
    trades=(
        Trade(code="dyeing", name="印染", gbt_prefixes=("1713",), words=("印染", "染整", "染缸")),
        Trade(code="machining", name="机加工", gbt_prefixes=("3484",), words=("机加工", "数控", "刀具")),
    ),
    catalog=(
        CatalogEntry(catalog_no=24, level1="纺织", level2="棉印染精加工", gbt_prefixes=("1713",)),
        CatalogEntry(catalog_no=5, level1="机械", level2="机械零部件加工", gbt_prefixes=("3484",)),
    ),
    gbt_names=(("1713", "棉印染精加工"), ("3484", "机械零部件加工")),
    regions=(
        Region(name="浙江省", kind="province", members=("绍兴市", "台州市")),
        Region(name="绍兴市", kind="city", members=("绍兴市/柯桥区",)),
        Region(name="台州市", kind="city", members=("台州市/温岭市",)),
        Region(name="绍兴市/柯桥区", kind="county"),
        Region(name="台州市/温岭市", kind="county"),
    ),
)
COUNTIES = (
    {"code": "330603", "name": "柯桥区", "city": "绍兴市", "city_code": "330600", "kind": "市辖区"},
    {"code": "331081", "name": "温岭市", "city": "台州市", "city_code": "331000", "kind": "县级市"},
)
DYE_HOUSE = EnterpriseRow(
    ref="E1",
    name="绍兴示例印染有限公司",
    county="柯桥区",
    city="绍兴市",
    industry=IndustryRef(gbt_code="C1713"),
    description="印染加工，染缸三十台",
    employees=120,
    problems=(
        ProblemRow(text="排缸全凭老师傅一个人的脑子", priority=1),
        ProblemRow(text="蒸汽和水一个车间一块总表，单缸用了多少算不出来", priority=2),
        ProblemRow(text="想请法律顾问", priority=3),
    ),
    preferences=PreferencesRow(payment=(Payment.BY_USE,), budget_wan=50.0),
)
MACHINE_SHOP = EnterpriseRow(
    ref="E2",
    name="温岭示例机械有限公司",
    county="温岭市",
    city="台州市",
    industry=IndustryRef(catalog_no=5),
    problems=(ProblemRow(text="刀具什么时候该换没人说得准", priority=1),),
)
DYEING_SOFTWARE = ProviderRow(
    ref="P1",
    name="绍兴示例染整软件有限公司",
    county="柯桥区",
    city="绍兴市",
    kind=ProviderKindName.GENERAL_CONTRACTOR,
    regions=("绍兴市",),
    industries=(24,),
    description="为印染企业做软件",
    modules=(
        ModuleRow(
            ref="M1",
            name="智能排缸",
            summary="按颜色深浅和缸容自动排缸；插单以后重新排，不靠老师傅的脑子。",
            scenarios=("染缸排程",),
            payment=(Payment.BY_USE,),
            price_wan=20.0,
            deployment=Deployment.SAAS,
            published_on=date(2026, 1, 5),
        ),
        ModuleRow(
            ref="M2",
            name="三表采集",
            summary="每台染缸装水、电、蒸汽表，算出单缸成本。",
            scenarios=("能耗监测",),
            payment=(Payment.ONE_OFF,),
            price_wan=19.5,
            published_on=date(2026, 1, 6),
        ),
    ),
    cases=(CaseRow(enterprise="柯桥某印染企业", industry=24, outcome="排缸时间由半天降到十分钟"),),
)
ENERGY_SERVICE = ProviderRow(
    ref="P2",
    name="杭州示例能源服务有限公司",
    city="杭州市",
    kind=ProviderKindName.SAAS,
    regions=("浙江省",),
    modules=(
        ModuleRow(
            ref="M1",
            name="能耗监测平台",
            summary="水电汽在线计量，分到车间和设备。",
            scenarios=("能耗监测",),
            payment=(Payment.ONE_OFF,),
            price_wan=12.0,
            published_on=date(2026, 2, 1),
        ),
    ),
)
TOOL_SOFTWARE = ProviderRow(
    ref="P3",
    name="台州示例刀具软件有限公司",
    city="台州市",
    kind=ProviderKindName.SAAS,
    regions=("台州市",),
    modules=(
        ModuleRow(
            ref="M1", name="刀具寿命管理", summary="记录每把刀具加工件数，到寿命提醒换刀。", scenarios=("刀具寿命",)
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Ids of what was written."""

    dye_house: int
    machine_shop: int
    dyeing_software: int
    energy_service: int
    tool_software: int


def store_reference(database: Database) -> None:
    with database.transaction() as session:
        store_counties(session, counties=[County.model_validate(fields) for fields in COUNTIES])
        store_library(session, actor=SYSTEM, library=LIBRARY, now=NOW)


def add_enterprise(database: Database, row: EnterpriseRow, *, county_code: str) -> int:
    with database.transaction() as session:
        made = create_enterprise(session, actor=SYSTEM, row=row, county_code=county_code, confirmed=True, now=NOW)
        return made.organisation_id


def add_provider(database: Database, row: ProviderRow, *, confirmed: bool = True) -> int:
    with database.transaction() as session:
        made = create_with_modules(session, actor=SYSTEM, row=row, confirmed=confirmed, publish=True, now=NOW)
        return made.organisation_id


_FILLED: list[tuple[bytes, Market]] = []


def store_market(database: Database) -> Market:
    """Store the market; an empty SQLite file is filled once a process and copied from then on."""
    if not database.is_sqlite or not _is_empty(database):
        return _store(database)
    path = Path(str(database.engine.url.database))
    if not _FILLED:
        market = _store(database)
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.dispose()
        _FILLED.append((path.read_bytes(), market))
    content, market = _FILLED[0]
    database.dispose()
    path.write_bytes(content)
    return market


def _is_empty(database: Database) -> bool:
    with database.session() as session:
        return not any(session.exec(select(table).limit(1)).first() for table in (JournalEntry, County))


def _store(database: Database) -> Market:
    store_reference(database)
    return Market(
        dye_house=add_enterprise(database, DYE_HOUSE, county_code="330603"),
        machine_shop=add_enterprise(database, MACHINE_SHOP, county_code="331081"),
        dyeing_software=add_provider(database, DYEING_SOFTWARE),
        energy_service=add_provider(database, ENERGY_SERVICE),
        tool_software=add_provider(database, TOOL_SOFTWARE),
    )


MUST_BY_RESULT = PreferencesRow(payment=(Payment.BY_RESULT,), must=(Must.PAYMENT,))
