"""Every operation of notices for programs, in the order of the description."""

from flask_openapi3.blueprint import APIBlueprint

from marketplace.notices.api import bp as notices_api
from marketplace.notices.calendar_api import bp as calendar_api
from marketplace.notices.objection_api import bp as objections_api

NOTICE_APIS: tuple[APIBlueprint, ...] = (
    notices_api,
    objections_api,
    calendar_api,
)
