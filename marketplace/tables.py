"""Import every models.py, so that the metadata is complete for migrations and tests."""

from sqlmodel import SQLModel

import marketplace.accounts.models
import marketplace.assessments.models
import marketplace.bureaus.models
import marketplace.catalog.models
import marketplace.core.changes
import marketplace.core.commits
import marketplace.core.idempotency
import marketplace.core.jobs
import marketplace.core.journal
import marketplace.documents.models
import marketplace.drafts.models
import marketplace.enterprises.models
import marketplace.files.models
import marketplace.imports.models
import marketplace.insights.models
import marketplace.lists.models
import marketplace.notices.models
import marketplace.notify.models
import marketplace.programme.models
import marketplace.projects.models
import marketplace.providers.models
import marketplace.recommendations.models
import marketplace.reviews.models
import marketplace.samples.models
import marketplace.search.models
import marketplace.supervisors.models
import marketplace.taxonomy.models  # noqa: F401 - all of these are imported for their tables

metadata = SQLModel.metadata
