"""The entry point of web servers: ``gunicorn marketplace.wsgi:app``."""

from marketplace.app import create_app
from marketplace.core.logs import configure_logs
from marketplace.recommendations.process import warm_up
from marketplace.search.process import warm_up as warm_up_search
from marketplace.settings import Settings
from marketplace.taxonomy.knowledge import FITTED_FOLDER, KNOWLEDGE

settings = Settings()
configure_logs(as_json=settings.log_json, level=settings.log_level)
KNOWLEDGE.keep_in(settings.data_dir / FITTED_FOLDER)
app = create_app(settings)
# Fitting takes seconds: do it once, before the server forks.
warm_up(app)
warm_up_search(app)
