"""Every operation of enquiries and projects for programs, in the order of the description."""

from flask_openapi3.blueprint import APIBlueprint

from marketplace.projects.acceptance_api import bp as acceptance_api
from marketplace.projects.api import bp as projects_api
from marketplace.projects.contracts_api import bp as contracts_api
from marketplace.projects.enquiries_api import bp as enquiries_api
from marketplace.projects.evidence_api import bp as evidence_api
from marketplace.projects.meters_api import bp as meters_api
from marketplace.projects.sides_api import bp as sides_api
from marketplace.projects.terms_api import bp as terms_api
from marketplace.projects.works_api import bp as works_api

PROJECT_APIS: tuple[APIBlueprint, ...] = (
    projects_api,
    contracts_api,
    works_api,
    evidence_api,
    sides_api,
    meters_api,
    acceptance_api,
    terms_api,
    enquiries_api,
)
