"""What the application mounts of the programme: pages, and who may read which papers and files."""

from flask import Blueprint

from marketplace.documents.process import Reader
from marketplace.programme.queries.applications import OPINION_FILES, can_read_application, can_read_opinion
from marketplace.programme.queries.applications import SUBJECT as APPLICATION
from marketplace.programme.queries.records import can_read_acceptance, can_read_report
from marketplace.programme.services.acceptance import SUBJECT as ACCEPTANCE
from marketplace.programme.services.pilots import follow_merge as follow_pilot_merge
from marketplace.programme.views.applications import bp as applications_bp
from marketplace.programme.views.industry_lists import bp as work_bp
from marketplace.programme.views.pilots import bp as pilots_bp
from marketplace.programme.views.province import bp as office_bp
from marketplace.programme.views.records import bp as records_bp
from marketplace.programme.views.rounds import bp as rounds_bp

PROGRAMME_BLUEPRINTS: tuple[Blueprint, ...] = (rounds_bp, applications_bp, office_bp, pilots_bp, work_bp, records_bp)
PROGRAMME_FILE_READERS: dict[str, Reader] = {OPINION_FILES: can_read_opinion}
PROGRAMME_DOCUMENT_READERS: dict[str, Reader] = {
    APPLICATION: can_read_application,
    ACCEPTANCE: can_read_acceptance,
    "pilot_report": can_read_report,
}

__all__ = ["PROGRAMME_BLUEPRINTS", "PROGRAMME_DOCUMENT_READERS", "PROGRAMME_FILE_READERS", "follow_pilot_merge"]
