"""What a filled form or a program states about a provider."""

from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import InvalidError
from marketplace.exchange.rows import CaseRow, ProviderRow
from marketplace.providers import services
from marketplace.providers.forms import check_regions
from marketplace.providers.queries import Profile, load_profile
from marketplace.providers.schemas import ProfileIn
from marketplace.taxonomy.queries import county_names, load_places


def state_provider(session: Session, *, actor: Actor, provider_id: int, entered: ProfileIn, now: datetime) -> None:
    """Replace profile and cases; the same statement sent twice stands already and changes nothing.

    Raises InvalidError for a region or a county that the gazetteer doesn't know, VersionMovedError when somebody else
    changed the profile since ``seen_version``.
    """
    check_regions(entered.regions, known=load_places(session).regions)
    if entered.center_county_code and entered.center_county_code not in county_names(session):
        raise InvalidError(fields={"center_county_code": ["没有这个县（市、区），请从列表里选。"]})
    row, extras = entered.to_row(), entered.to_extras()
    if (row, extras) == _stated(load_profile(session, provider_id=provider_id)):
        return
    services.update_provider(
        session,
        actor=actor,
        provider_id=provider_id,
        row=row,
        extras=extras,
        seen_version=entered.version,
        now=now,
    )


def _stated(profile: Profile) -> tuple[ProviderRow, services.ProfileExtras]:
    """Return a stored profile as a statement says it."""
    provider = profile.provider
    row = ProviderRow(
        ref="",
        name="",
        kind=provider.kind,
        city=provider.city,
        county=provider.county,
        description=provider.description,
        regions=tuple(provider.regions),
        industries=tuple(sorted(provider.industries)),
        cases=tuple(
            CaseRow(
                enterprise=case.enterprise,
                industry=case.catalog_no,
                scenarios=tuple(case.scenarios),
                outcome=case.outcome,
            )
            for case in profile.cases
        ),
    )
    return row, services.ProfileExtras(
        qualifications=provider.qualifications,
        service_center=provider.service_center,
        center_place=provider.center_place,
        center_services=provider.center_services,
        center_county_code=provider.center_county_code,
    )
