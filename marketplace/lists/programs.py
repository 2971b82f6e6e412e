"""Every operation of lists for programs, in the order of the description."""

from flask_openapi3.blueprint import APIBlueprint

from marketplace.lists.api import bp as lists_api
from marketplace.lists.appeal_api import bp as list_appeals_api
from marketplace.lists.application_api import bp as applications_api
from marketplace.lists.call_api import bp as calls_api
from marketplace.lists.call_office_api import bp as list_calls_api
from marketplace.lists.draft_api import bp as list_drafts_api
from marketplace.lists.draft_steps_api import bp as list_draft_steps_api
from marketplace.lists.keeping_api import bp as kept_lists_api
from marketplace.lists.screening_api import bp as list_applications_api

LIST_APIS: tuple[APIBlueprint, ...] = (
    lists_api,
    calls_api,
    applications_api,
    list_calls_api,
    list_applications_api,
    list_drafts_api,
    list_draft_steps_api,
    kept_lists_api,
    list_appeals_api,
)
