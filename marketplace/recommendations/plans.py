"""The renovation plan of an enterprise: its lists and its level with the first way of the bundle, issued as a paper."""

from datetime import datetime

from sqlmodel import Session

from marketplace.assessments.queries import latest_levels
from marketplace.core.actor import Actor
from marketplace.core.errors import ForbiddenError
from marketplace.documents.models import IssuedDocument
from marketplace.documents.services import issue_document
from marketplace.enterprises.queries import load_visible
from marketplace.projects.papers.plan import PlanPart, PlanWay, plan_issue
from marketplace.recommendations.bundles import BundlePage
from marketplace.recommendations.policies import can_keep
from marketplace.taxonomy.queries import industry_names


def issue_plan(
    session: Session, *, actor: Actor, enterprise_id: int, page: BundlePage, base_url: str, now: datetime
) -> IssuedDocument:
    """Issue the plan; the enterprise does, or its county for it."""
    plant = load_visible(session, actor=actor, enterprise_id=enterprise_id)
    if not can_keep(actor, enterprise_id=enterprise_id, county_code=plant.county_code):
        raise ForbiddenError
    ref = plant.row.industry
    names = industry_names(session, gbt_codes=[ref.gbt_code] if ref.gbt_code else [])
    industry = names.get(str(ref.catalog_no or ref.gbt_code), ref.text)
    level = latest_levels(session, enterprise_ids=[enterprise_id]).get(enterprise_id)
    issue = plan_issue(plant=plant, industry=industry, level=level, way=way_of(page))
    return issue_document(session, actor=actor, issue=issue, base_url=base_url, now=now)


def way_of(page: BundlePage) -> PlanWay | None:
    """Return the first way of a bundle as the plan prints it."""
    if not page.ways:
        return None
    way = page.ways[0]
    return PlanWay(
        name=way.name,
        parts=tuple(
            PlanPart(
                module=one.name,
                provider=one.provider,
                needs=one.needs,
                first_year=one.price,
                three_years=one.three_years,
            )
            for one in way.parts
        ),
        first_year=way.first_year,
        three_years=way.three_years,
        uncovered=page.uncovered,
    )
