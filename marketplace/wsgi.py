"""The entry point of web servers: ``gunicorn marketplace.wsgi:app``."""

from marketplace.app import create_app
from marketplace.core.logs import configure_logs
from marketplace.settings import Settings

settings = Settings()
configure_logs(as_json=settings.log_json, level=settings.log_level)
app = create_app(settings)
