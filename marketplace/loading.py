"""The application as a server holds it: loaded and compiled before the first page, warmed before the first ranking."""

from flask import Flask

from marketplace.core.loading import garbage_search_paused
from marketplace.settings import Settings


def load_app(settings: Settings) -> Flask:
    """Return the application with its templates compiled; takes seconds, so it is done once, before a server forks."""
    with garbage_search_paused():
        from marketplace.app import create_app
        from marketplace.core.logs import configure_logs
        from marketplace.taxonomy.knowledge import FITTED_FOLDER, KNOWLEDGE
        from marketplace.web.warming import TEMPLATES_FOLDER, compile_templates, settle

        configure_logs(as_json=settings.log_json, level=settings.log_level)
        KNOWLEDGE.keep_in(settings.data_dir / FITTED_FOLDER)
        app = create_app(settings)
        compile_templates(app, settings.data_dir / TEMPLATES_FOLDER)
        settle()
    return app


def warm_app(app: Flask) -> None:
    """Lay out what rankings and searches need, so that processes forked later share it; takes seconds."""
    with garbage_search_paused():
        from marketplace.recommendations.process import warm_up
        from marketplace.search.process import warm_up as warm_up_search
        from marketplace.web.warming import settle

        warm_up(app)
        warm_up_search(app)
        settle()
