"""The entry point of web servers: ``gunicorn marketplace.wsgi:app``."""

from marketplace.loading import load_app, warm_app
from marketplace.settings import Settings

app = load_app(Settings())
warm_app(app)
