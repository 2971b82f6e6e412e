"""Who acts: a value handed from the edges to services and policies."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a membership entitles a person to do; labels in Chinese stand in ``ROLE_LABELS``."""

    ENTERPRISE = "enterprise"
    PROVIDER = "provider"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"
    EXPERT = "expert"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    OPERATOR = "operator"


ROLE_LABELS: dict[Role, str] = {
    Role.ENTERPRISE: "企业",
    Role.PROVIDER: "服务商",
    Role.COUNTY: "县（市、区）经信部门",
    Role.CITY: "设区市经信部门",
    Role.PROVINCE: "省级主管部门",
    Role.EXPERT: "评审专家",
    Role.SUPERVISOR: "监理机构",
    Role.AUDITOR: "审计人员",
    Role.OPERATOR: "平台运营",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A signed-in user in one of their memberships; ``county_code`` is that of a bureau's area, else empty.

    For a city bureau ``area_prefix`` holds the four digits of the city, for a county bureau all six, for the
    province the two digits 33; other roles have none.
    """

    user_id: int
    role: Role
    organisation_id: int
    area_prefix: str = ""

    def governs(self, county_code: str) -> bool:
        """Say whether the actor's bureau is responsible for a county, given by its six-digit code."""
        return bool(self.area_prefix) and county_code.startswith(self.area_prefix)


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """The service itself: the loader, the worker, the command line."""

    name: str = "system"


type_of_actor = Actor | System
