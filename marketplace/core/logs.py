"""Structured logs: static events with fields apart; request ids are bound at the edges, personal data never."""

import logging
import sys

import structlog


def configure_logs(*, as_json: bool, level: str = "INFO") -> None:
    """Set up structlog once per process, as JSON lines in production and as readable lines elsewhere."""
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def bound_request_id() -> str:
    """Return the id that the log lines of this request or job bear, empty outside of both."""
    found: str = structlog.contextvars.get_contextvars().get("request_id", "")
    return found
