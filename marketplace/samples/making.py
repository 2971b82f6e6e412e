"""How a kit is made from an accepted project: everything is copied as values."""

from typing import Any

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import ModuleVersion
from marketplace.core.clock import shanghai_day
from marketplace.enterprises.models import Enterprise
from marketplace.projects.access import find_acceptance, load_milestones
from marketplace.projects.models import Effect, Project
from marketplace.samples.kits import Kit, KitEffect, KitModule, KitStep, Profile, size_band
from marketplace.taxonomy.industries import entries_holding
from marketplace.taxonomy.queries import county_names, industry_names, load_industries


def load_profile(session: Session, *, enterprise_id: int, needs: tuple[str, ...]) -> Profile:
    """Return what likeness is told by."""
    enterprise = session.get_one(Enterprise, enterprise_id)
    names = industry_names(session, gbt_codes=[enterprise.gbt_code] if enterprise.gbt_code else [])
    entries = entries_holding(load_industries(session), code=enterprise.gbt_code or "")
    key = str(enterprise.catalog_no or enterprise.gbt_code or "")
    return Profile(
        catalog_no=enterprise.catalog_no or (entries[0].catalog_no if entries else None),
        industry=names.get(key, enterprise.industry_text),
        size_band=size_band(enterprise.employees),
        needs=needs,
    )


def make_kit(session: Session, *, project: Project) -> Kit:
    """Return the kit of an accepted project as it stands now."""
    acceptance = find_acceptance(session, project_id=project.id or 0)
    if acceptance is None:
        raise ValueError("a kit is made of an accepted project")
    needs = tuple(line["need"] for line in project.lines)
    names = _names(session, project)
    steps = _steps(session, project)
    effects = session.exec(select(Effect).where(Effect.acceptance_id == acceptance.id).order_by(col(Effect.id)))
    return Kit(
        enterprise=names[project.enterprise_id],
        county=county_names(session).get(project.county_code, ""),
        profile=load_profile(session, enterprise_id=project.enterprise_id, needs=needs),
        employees=session.get_one(Enterprise, project.enterprise_id).employees,
        modules=_modules(session, project, provider=names[project.provider_id]),
        steps=steps,
        effects=tuple(
            KitEffect(
                name=one.name,
                unit=one.unit,
                before_milli=one.before_milli,
                after_milli=one.after_milli,
                proof=one.proof,
            )
            for one in effects
        ),
        price_fen=project.price_fen,
        days=max((step.days for step in steps), default=0),
        level_before=acceptance.level_before,
        level_after=acceptance.level_after,
    )


def _names(session: Session, project: Project) -> dict[int, str]:
    ids = [project.enterprise_id, project.provider_id]
    rows = session.exec(select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(ids)))
    return {key or 0: name for key, name in rows}


def _modules(session: Session, project: Project, *, provider: str) -> tuple[KitModule, ...]:
    ids = [line["module_id"] for line in project.lines if line["module_id"]]
    numbers: dict[int, int] = dict(
        session.exec(
            select(ModuleVersion.module_id, ModuleVersion.number).where(
                col(ModuleVersion.module_id).in_(ids), ModuleVersion.state == VersionState.PUBLISHED
            )
        ).all()
    )
    return tuple(_module(line, project=project, provider=provider, numbers=numbers) for line in project.lines)


def _module(line: dict[str, Any], *, project: Project, provider: str, numbers: dict[int, int]) -> KitModule:
    return KitModule(
        key=line["need_key"],
        need=line["need"],
        module_id=line["module_id"],
        version=numbers.get(line["module_id"] or 0),
        module=line["module_name"],
        provider_id=project.provider_id,
        provider=provider,
        payment=line["payment"],
        price_fen=line["price_fen"],
        days=line["days"],
    )


def _steps(session: Session, project: Project) -> tuple[KitStep, ...]:
    start = shanghai_day(project.running_at or project.created_at)
    return tuple(
        KitStep(title=one.title, days=max(1, ((shanghai_day(one.done_at) if one.done_at else one.due_on) - start).days))
        for one in load_milestones(session, project_id=project.id or 0)
    )
