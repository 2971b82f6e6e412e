"""Which handler does which kind of job; the worker and tests take them from here."""

from collections.abc import Mapping

from marketplace.core.jobs import Handler
from marketplace.notify.mailer import mail_handler
from marketplace.notify.services import MAIL_JOB
from marketplace.settings import Settings


def job_handlers(settings: Settings) -> Mapping[str, Handler]:
    """Return the handler of every kind of job that the areas enqueue."""
    return {MAIL_JOB: mail_handler(settings)}
