"""Pages of enquiries and projects, one file a step."""

from marketplace.projects.views.acceptance_views import bp as acceptances_bp
from marketplace.projects.views.contract_views import bp as contracts_bp
from marketplace.projects.views.delivery_views import bp as delivery_bp
from marketplace.projects.views.enquiry_views import bp as enquiries_bp
from marketplace.projects.views.project_views import bp as projects_bp
from marketplace.projects.views.quotation_views import bp as quotations_bp
from marketplace.projects.views.settlement_views import bp as settlements_bp
from marketplace.projects.views.terms_views import bp as terms_bp

BLUEPRINTS = (
    enquiries_bp,
    quotations_bp,
    projects_bp,
    contracts_bp,
    delivery_bp,
    settlements_bp,
    acceptances_bp,
    terms_bp,
)

__all__ = ["BLUEPRINTS"]
