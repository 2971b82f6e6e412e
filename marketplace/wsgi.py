"""The entry point of web servers: ``gunicorn marketplace.wsgi:app``."""

from marketplace.app import create_app
from marketplace.core.logs import configure_logs
from marketplace.recommendations.process import warm_up
from marketplace.search.process import warm_up as warm_up_search
from marketplace.settings import Settings
from marketplace.taxonomy.knowledge import FITTED_FOLDER, KNOWLEDGE
from marketplace.web.warming import TEMPLATES_FOLDER, compile_templates, settle

settings = Settings()
configure_logs(as_json=settings.log_json, level=settings.log_level)
KNOWLEDGE.keep_in(settings.data_dir / FITTED_FOLDER)
app = create_app(settings)
# Compiling and fitting take seconds: do it once, before the server forks.
compile_templates(app, settings.data_dir / TEMPLATES_FOLDER)
warm_up(app)
warm_up_search(app)
settle()
