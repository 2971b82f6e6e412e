"""The areas of the product and the navigation between them: one place to see what is mounted."""

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.openapi import OpenAPI

from marketplace.accounts.api import bp as account_api
from marketplace.accounts.factor_views import bp as factor_bp
from marketplace.accounts.member_views import AREA_OF_BODY
from marketplace.accounts.member_views import bp as members_bp
from marketplace.accounts.merging import MERGE_FOLLOWERS
from marketplace.accounts.oidc_views import bp as oidc_bp
from marketplace.accounts.organisation_views import bp as organisations_bp
from marketplace.accounts.people_views import bp as people_bp
from marketplace.accounts.views import bp as accounts_bp
from marketplace.assessments.api import bp as assessments_api
from marketplace.assessments.fill_views import bp as assessment_form_bp
from marketplace.assessments.papers import SUBJECT as ASSESSMENT
from marketplace.assessments.queries import can_read_assessment
from marketplace.assessments.views import bp as assessments_bp
from marketplace.audit.views import bp as audit_bp
from marketplace.bureaus.queries import find_area
from marketplace.catalog.api import bp as catalog_api
from marketplace.catalog.edit_views import bp as module_form_bp
from marketplace.catalog.review_views import bp as module_review_bp
from marketplace.catalog.services import follow_merge as follow_provider_merge
from marketplace.catalog.views import bp as catalog_bp
from marketplace.directory.industries_views import bp as industry_pages_bp
from marketplace.directory.modules_api import bp as module_directory_api
from marketplace.directory.modules_views import bp as module_pages_bp
from marketplace.directory.providers_api import bp as provider_directory_api
from marketplace.directory.providers_views import bp as provider_pages_bp
from marketplace.directory.scenarios_views import bp as scenario_pages_bp
from marketplace.documents.api import bp as documents_api
from marketplace.documents.process import DESCRIBERS, DOCUMENT_READERS, STANDINGS
from marketplace.documents.views import bp as documents_bp
from marketplace.enterprises.county_api import bp as county_enterprises_api
from marketplace.enterprises.county_views import bp as county_enterprises_bp
from marketplace.enterprises.edit_views import bp as enterprise_edit_bp
from marketplace.enterprises.gap_views import bp as county_gaps_bp
from marketplace.enterprises.link_views import bp as enterprise_links_bp
from marketplace.enterprises.merging import follow_merge as follow_enterprise_merge
from marketplace.enterprises.registration_api import bp as enterprises_api
from marketplace.enterprises.start_account_views import bp as start_account_bp
from marketplace.enterprises.start_views import bp as start_bp
from marketplace.enterprises.views import bp as enterprises_bp
from marketplace.exports.views import bp as exports_bp
from marketplace.files.process import FILE_READERS
from marketplace.files.services import follow_merge as follow_file_merge
from marketplace.files.views import bp as files_bp
from marketplace.imports.api import bp as imports_api
from marketplace.imports.views import bp as imports_bp
from marketplace.insights.api import bp as insights_api
from marketplace.insights.position_api import bp as positions_api
from marketplace.insights.position_views import bp as positions_bp
from marketplace.insights.progress.views import bp as progress_bp
from marketplace.insights.views import bp as insights_bp
from marketplace.lists.application_page import can_read_application
from marketplace.lists.apply_views import bp as list_applications_bp
from marketplace.lists.applying import FILES as APPLICATION_FILES
from marketplace.lists.call_views import bp as list_calls_bp
from marketplace.lists.describing import describe_list, draft_standing, edition_standing
from marketplace.lists.draft_views import bp as list_drafts_bp
from marketplace.lists.keeping_views import bp as list_keeping_bp
from marketplace.lists.merging import follow_merge as follow_list_merge
from marketplace.lists.papers import EDITION_SUBJECT as EDITION
from marketplace.lists.papers import NOTICE_SUBJECT as LIST_DRAFT
from marketplace.lists.process import PILOT_FIRMS
from marketplace.lists.programs import LIST_APIS
from marketplace.lists.public_views import bp as lists_bp
from marketplace.notices.describing import describe_notice
from marketplace.notices.evidence import EVIDENCE
from marketplace.notices.objections import follow_merge as follow_objection_merge
from marketplace.notices.office_views import bp as notice_office_bp
from marketplace.notices.programs import NOTICE_APIS
from marketplace.notices.queries import can_read_evidence
from marketplace.notices.views import bp as notices_bp
from marketplace.notify.api import bp as messages_api
from marketplace.notify.views import bp as notify_bp
from marketplace.notify.webhook_api import bp as webhooks_api
from marketplace.notify.webhook_guide import bp as webhook_guide_bp
from marketplace.notify.webhook_views import bp as webhooks_bp
from marketplace.operations.views import bp as operations_bp
from marketplace.personal.views import bp as personal_bp
from marketplace.portal.operator_operations import OPERATOR_OPERATIONS
from marketplace.portal.styleguide import bp as styleguide_bp
from marketplace.portal.views import bp as portal_bp
from marketplace.programme.describing import describe_round
from marketplace.programme.process import (
    PROGRAMME_APIS,
    PROGRAMME_BLUEPRINTS,
    PROGRAMME_DOCUMENT_READERS,
    PROGRAMME_FILE_READERS,
    follow_pilot_merge,
)
from marketplace.programme.queries.pilots import find_pilot_firms
from marketplace.projects.access import can_read_event, can_read_paper, can_read_project, can_read_report
from marketplace.projects.grounds import GROUNDS
from marketplace.projects.merging import follow_merge as follow_project_merge
from marketplace.projects.papers.contract import SUBJECT as PROJECT
from marketplace.projects.papers.plan import SUBJECT as RENOVATION_PLAN
from marketplace.projects.papers.plan import can_read_plan
from marketplace.projects.programs import PROJECT_APIS
from marketplace.projects.queries.papers import PAPER_FILE
from marketplace.projects.queries.projects import EVENT_FILE, REPORT_FILE
from marketplace.projects.services.contracts import CONTRACT_FILE
from marketplace.projects.views import BLUEPRINTS as PROJECT_BLUEPRINTS
from marketplace.providers.confirm_views import bp as provider_confirmation_bp
from marketplace.providers.profile_views import bp as provider_profile_bp
from marketplace.providers.registration_api import bp as own_provider_api
from marketplace.providers.views import bp as providers_bp
from marketplace.recommendations.api import bp as recommendations_api
from marketplace.recommendations.county_api import bp as county_recommendations_api
from marketplace.recommendations.county_views import bp as county_recommendations_bp
from marketplace.recommendations.describing import describe_run
from marketplace.recommendations.grounds import is_own_run
from marketplace.recommendations.library_views import bp as library_bp
from marketplace.recommendations.rules_views import bp as ranking_rules_bp
from marketplace.recommendations.run_api import bp as runs_api
from marketplace.recommendations.run_views import bp as runs_bp
from marketplace.recommendations.start_views import bp as start_results_bp
from marketplace.recommendations.views import bp as recommendations_bp
from marketplace.recommendations.weight_views import bp as weights_bp
from marketplace.reviews.access import can_read_review
from marketplace.reviews.papers import SUBJECT as REVIEW
from marketplace.reviews.programs import REVIEW_APIS
from marketplace.reviews.run_views import bp as review_office_bp
from marketplace.reviews.views import bp as reviews_bp
from marketplace.samples.describing import describe_sample
from marketplace.samples.grounds import is_own_copy
from marketplace.samples.merging import follow_merge as follow_sample_merge
from marketplace.samples.programs import SAMPLE_APIS
from marketplace.samples.services import PHOTOS as SAMPLE_PHOTOS
from marketplace.samples.services import can_see_photos
from marketplace.samples.views import bp as samples_bp
from marketplace.search.api import bp as search_api
from marketplace.search.saved_api import bp as saved_searches_api
from marketplace.search.saved_views import bp as saved_searches_bp
from marketplace.search.views import bp as search_bp
from marketplace.supervisors.api import bp as supervisors_api
from marketplace.supervisors.views import bp as supervisors_bp
from marketplace.taxonomy.api import bp as taxonomy_api
from marketplace.taxonomy.views import bp as taxonomy_bp
from marketplace.web.api_pages import bp as api_pages_bp
from marketplace.web.apidoc import bp as apidoc_bp
from marketplace.web.apidoc import mount_api

NAVIGATION = [
    ("找服务商", "/providers"),
    ("解决方案", "/modules"),
    ("推荐名单", "/lists"),
    ("企业样本", "/samples"),
    ("场景库", "/scenarios"),
    ("细分行业", "/industries"),
    ("数据", "/insights"),
    ("试点县", "/programme"),
]

BLUEPRINTS = (
    accounts_bp,
    members_bp,
    factor_bp,
    oidc_bp,
    people_bp,
    organisations_bp,
    notify_bp,
    documents_bp,
    files_bp,
    notices_bp,
    notice_office_bp,
    reviews_bp,
    review_office_bp,
    webhooks_bp,
    webhook_guide_bp,
    operations_bp,
    portal_bp,
    styleguide_bp,
    apidoc_bp,
    api_pages_bp,
    exports_bp,
    taxonomy_bp,
    enterprises_bp,
    enterprise_edit_bp,
    enterprise_links_bp,
    assessments_bp,
    assessment_form_bp,
    county_enterprises_bp,
    county_gaps_bp,
    start_bp,
    start_account_bp,
    imports_bp,
    providers_bp,
    provider_profile_bp,
    provider_confirmation_bp,
    catalog_bp,
    module_form_bp,
    module_review_bp,
    provider_pages_bp,
    module_pages_bp,
    scenario_pages_bp,
    industry_pages_bp,
    insights_bp,
    progress_bp,
    positions_bp,
    recommendations_bp,
    runs_bp,
    start_results_bp,
    county_recommendations_bp,
    ranking_rules_bp,
    lists_bp,
    list_applications_bp,
    list_calls_bp,
    list_drafts_bp,
    list_keeping_bp,
    weights_bp,
    library_bp,
    audit_bp,
    personal_bp,
    search_bp,
    saved_searches_bp,
    supervisors_bp,
    *PROJECT_BLUEPRINTS,
    *PROGRAMME_BLUEPRINTS,
    samples_bp,
)
API_BLUEPRINTS: tuple[APIBlueprint, ...] = (
    taxonomy_api,
    enterprises_api,
    county_enterprises_api,
    assessments_api,
    provider_directory_api,
    supervisors_api,
    own_provider_api,
    module_directory_api,
    catalog_api,
    insights_api,
    positions_api,
    recommendations_api,
    county_recommendations_api,
    runs_api,
    documents_api,
    *NOTICE_APIS,
    *LIST_APIS,
    *REVIEW_APIS,
    search_api,
    saved_searches_api,
    *OPERATOR_OPERATIONS,
    *PROGRAMME_APIS,
    *PROJECT_APIS,
    *SAMPLE_APIS,
    messages_api,
    webhooks_api,
    account_api,
    imports_api,
)


DESCRIBED = (describe_notice, describe_list, describe_round, describe_sample, describe_run)


def register_areas(app: OpenAPI) -> None:
    """Mount every area's pages and operations."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for api in API_BLUEPRINTS:
        mount_api(app, api)
    app.extensions["marketplace"].services[AREA_OF_BODY] = find_area
    # What the areas know of each other only through the application: who may read whose files, what digests stand for.
    app.extensions["marketplace"].services[FILE_READERS] = {
        EVIDENCE: can_read_evidence,
        APPLICATION_FILES: can_read_application,
        CONTRACT_FILE: can_read_project,
        EVENT_FILE: can_read_event,
        REPORT_FILE: can_read_report,
        PAPER_FILE: can_read_paper,
        SAMPLE_PHOTOS: can_see_photos,
        **PROGRAMME_FILE_READERS,
    }
    app.extensions["marketplace"].services[DESCRIBERS] = DESCRIBED
    app.extensions["marketplace"].services[PILOT_FIRMS] = find_pilot_firms
    app.extensions["marketplace"].services[STANDINGS] = {EDITION: edition_standing, LIST_DRAFT: draft_standing}
    app.extensions["marketplace"].services[DOCUMENT_READERS] = {
        REVIEW: can_read_review,
        ASSESSMENT: can_read_assessment,
        PROJECT: can_read_project,
        **PROGRAMME_DOCUMENT_READERS,
        RENOVATION_PLAN: can_read_plan,
    }
    app.extensions["marketplace"].services[GROUNDS] = {"run_digest": is_own_run, "origin": is_own_copy}
    app.extensions["marketplace"].services[MERGE_FOLLOWERS] = (
        follow_provider_merge,
        follow_enterprise_merge,
        follow_file_merge,
        follow_objection_merge,
        follow_list_merge,
        follow_pilot_merge,
        follow_project_merge,
        follow_sample_merge,
    )
