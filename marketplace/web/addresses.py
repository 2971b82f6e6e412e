"""Numbers in addresses: an id that no database could hold is an address that leads nowhere."""

from flask import Flask
from werkzeug.routing import IntegerConverter


class IdConverter(IntegerConverter):
    """Match ids only; a longer number would reach the database, whose ids have 32 bits, and fail there."""

    regex = "[0-9]{1,9}"


def init_addresses(app: Flask) -> None:
    """Take over every ``<int:…>`` of routes; comes before the first route."""
    app.url_map.converters["int"] = IdConverter
