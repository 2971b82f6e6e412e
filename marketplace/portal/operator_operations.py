"""What the operator's programs and those of a county's office do, gathered from the areas for the application."""

from flask_openapi3.blueprint import APIBlueprint

from marketplace.accounts.organisation_api import bp as organisations_api
from marketplace.catalog.review_api import bp as module_reviews_api
from marketplace.providers.confirmation_api import bp as provider_confirmations_api
from marketplace.recommendations.proposal_api import bp as ranking_proposals_api
from marketplace.supervisors.confirmation_api import bp as supervisor_confirmations_api
from marketplace.taxonomy.marks_api import bp as scenario_marks_api

OPERATOR_OPERATIONS: tuple[APIBlueprint, ...] = (
    organisations_api,
    provider_confirmations_api,
    supervisor_confirmations_api,
    module_reviews_api,
    scenario_marks_api,
    ranking_proposals_api,
)
