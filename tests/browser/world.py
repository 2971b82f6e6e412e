"""A county in small: two plants, five providers, an officer, an operator, and two workbooks to bring in."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.exchange import (
    CaseRow,
    Deployment,
    EnterpriseRow,
    IndustryRef,
    ModuleRow,
    Payment,
    ProblemRow,
    ProviderKindName,
    ProviderRow,
    write_workbook,
)
from marketplace.taxonomy.models import County
from marketplace.taxonomy.services import store_counties, store_library
from matching.library import Phrase, Voice
from tests.fixtures.web import NOW, make_member
from tests.recommendations.market import (
    COUNTIES,
    DYE_HOUSE,
    DYEING_SOFTWARE,
    ENERGY_SERVICE,
    LIBRARY,
    MACHINE_SHOP,
    SYSTEM,
    TOOL_SOFTWARE,
    add_enterprise,
    add_provider,
)

SPOKEN = (
    ("急单一插，后面的缸全乱", "vat-scheduling"),
    ("水电汽一个月一张单子，单缸算不出来", "energy"),
    ("工资按件算，月底对纸条对到半夜", "piece-wage"),
)
SPOKEN_LIBRARY = replace(
    LIBRARY,
    edition="test-browser-1",
    industry_words=(("1713", ("印染", "染整", "棉布染色")), ("3484", ("机加工",))),
    phrases=tuple(Phrase(text=text, voice=Voice.OWNER, scenarios=(code,), trades=("dyeing",)) for text, code in SPOKEN),
)
VAT_PLANNING = ProviderRow(
    ref="P4",
    name="宁波示例排程软件有限公司",
    city="宁波市",
    kind=ProviderKindName.SAAS,
    regions=("浙江省",),
    modules=(
        ModuleRow(
            ref="M1",
            name="排缸看板",
            summary="每口染缸排到哪一单，急单插进来马上看到后面谁要往后挪。",
            scenarios=("染缸排程",),
            payment=(Payment.BY_USE,),
            price_wan=6.0,
            deployment=Deployment.SAAS,
            published_on=date(2026, 3, 1),
        ),
    ),
    cases=(CaseRow(enterprise="绍兴某染整企业", industry=24, outcome="插单重排由两小时降到五分钟"),),
)
WAGES = ProviderRow(
    ref="P5",
    name="义乌示例计件软件有限公司",
    city="金华市",
    kind=ProviderKindName.SAAS,
    regions=("浙江省",),
    modules=(
        ModuleRow(
            ref="M1",
            name="扫码计件",
            summary="工人扫码报数，按件算工资，组长手机审核，月底不再对纸条。",
            scenarios=("计件工资",),
            payment=(Payment.BY_USE,),
            price_wan=1.2,
            deployment=Deployment.SAAS,
            published_on=date(2026, 3, 2),
        ),
    ),
)
NEW_PLANTS = (
    EnterpriseRow(
        ref="K1",
        name="柯桥示例针织印染有限公司",
        county="柯桥区",
        city="绍兴市",
        industry=IndustryRef(gbt_code="C1713"),
        employees=210,
        problems=(ProblemRow(text="排缸靠一个老师傅，急单一插全乱", priority=1),),
    ),
    EnterpriseRow(
        ref="K2",
        name="柯桥示例染整有限公司",
        county="柯桥区",
        city="绍兴市",
        industry=IndustryRef(gbt_code="C1713"),
        problems=(ProblemRow(text="蒸汽用了多少算不出来，水电也是一块总表", priority=1),),
    ),
)
NEW_PROVIDER = ProviderRow(
    ref="L1",
    name="柯桥示例本地软件有限公司",
    city="绍兴市",
    county="柯桥区",
    kind=ProviderKindName.SAAS,
    modules=(ModuleRow(ref="M1", name="车间看板", summary="产量看板。", scenarios=("计件工资",)),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Ids of what was written, and the addresses under which people sign in."""

    dye_house: int
    machine_shop: int
    dyeing_software: int
    owner: str
    officer: str
    operator: str
    auditor: str
    provider: str


def build_world(database: Database) -> World:
    """Write reference data, plants, providers and one person of each role that journeys need."""
    with database.transaction() as session:
        store_counties(session, counties=[County.model_validate(fields) for fields in COUNTIES])
        store_library(session, actor=SYSTEM, library=SPOKEN_LIBRARY, now=NOW)
    dye_house = add_enterprise(database, DYE_HOUSE, county_code="330603")
    machine_shop = add_enterprise(database, MACHINE_SHOP, county_code="331081")
    dyeing_software = add_provider(database, DYEING_SOFTWARE)
    for row in (ENERGY_SERVICE, TOOL_SOFTWARE, VAT_PLANNING, WAGES):
        add_provider(database, row)
    return World(
        dye_house=dye_house,
        machine_shop=machine_shop,
        dyeing_software=dyeing_software,
        owner=make_member(database, role=Role.ENTERPRISE, organisation_id=dye_house)[1],
        officer=make_member(database, role=Role.COUNTY, area_prefix="330603", county_code="330603")[1],
        operator=make_member(database, role=Role.OPERATOR)[1],
        auditor=make_member(database, role=Role.AUDITOR)[1],
        provider=make_member(database, role=Role.PROVIDER, organisation_id=dyeing_software)[1],
    )


def write_workbooks(folder: Path) -> list[Path]:
    """Write the officer's two workbooks: one of enterprises, one of providers."""
    enterprises, providers = folder / "企业.xlsx", folder / "服务商.xlsx"
    write_workbook(enterprises, enterprises=NEW_PLANTS, providers=())
    write_workbook(providers, enterprises=(), providers=[NEW_PROVIDER])
    return [enterprises, providers]
