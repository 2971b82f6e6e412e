"""What the application mounts of the programme: pages, and who may read which papers and files."""

from flask import Blueprint
from flask_openapi3.blueprint import APIBlueprint

from marketplace.documents.process import Reader
from marketplace.programme.acceptance_api import bp as acceptance_api
from marketplace.programme.api import bp as connector_api
from marketplace.programme.application_api import bp as application_api
from marketplace.programme.firm_api import bp as firm_api
from marketplace.programme.office_api import bp as office_api
from marketplace.programme.queries.applications import OPINION_FILES, can_read_application, can_read_opinion
from marketplace.programme.queries.applications import SUBJECT as APPLICATION
from marketplace.programme.queries.records import can_read_acceptance, can_read_report
from marketplace.programme.record_api import bp as record_api
from marketplace.programme.round_api import bp as rounds_api
from marketplace.programme.screening_api import bp as screening_api
from marketplace.programme.services.acceptance import SUBJECT as ACCEPTANCE
from marketplace.programme.services.pilots import follow_merge as follow_pilot_merge
from marketplace.programme.views.applications import bp as applications_bp
from marketplace.programme.views.industry_lists import bp as work_bp
from marketplace.programme.views.pilots import bp as pilots_bp
from marketplace.programme.views.province import bp as office_bp
from marketplace.programme.views.records import bp as records_bp
from marketplace.programme.views.rounds import bp as rounds_bp
from marketplace.programme.warning_api import bp as warning_api
from marketplace.programme.work_api import bp as work_api

PROGRAMME_BLUEPRINTS: tuple[Blueprint, ...] = (rounds_bp, applications_bp, office_bp, pilots_bp, work_bp, records_bp)
PROGRAMME_APIS: tuple[APIBlueprint, ...] = (
    connector_api,
    rounds_api,
    application_api,
    screening_api,
    office_api,
    firm_api,
    work_api,
    warning_api,
    record_api,
    acceptance_api,
)
PROGRAMME_FILE_READERS: dict[str, Reader] = {OPINION_FILES: can_read_opinion}
PROGRAMME_DOCUMENT_READERS: dict[str, Reader] = {
    APPLICATION: can_read_application,
    ACCEPTANCE: can_read_acceptance,
    "pilot_report": can_read_report,
}

__all__ = [
    "PROGRAMME_APIS",
    "PROGRAMME_BLUEPRINTS",
    "PROGRAMME_DOCUMENT_READERS",
    "PROGRAMME_FILE_READERS",
    "follow_pilot_merge",
]
