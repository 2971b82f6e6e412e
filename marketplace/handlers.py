"""Which handler does which kind of job, and what the worker looks after between them."""

from datetime import datetime, time

from marketplace.accounts.jobs import mail_reset_link
from marketplace.accounts.services import RESET_JOB
from marketplace.core.db import Database
from marketplace.core.idempotency import FORGET_KEPT_JOB, forget_kept
from marketplace.core.worker import Handlers
from marketplace.documents.jobs import HEAD_JOB, publish_head_of_day
from marketplace.insights.jobs import POSITION_JOB, SURVEY_JOB, position_errand, survey_errand
from marketplace.insights.progress.keeping import PROGRESS_JOB, progress_errand
from marketplace.lists.upkeep import UPKEEP_JOB, upkeep_handler
from marketplace.notices.jobs import FORGET_JOB, end_notice, forget_objectors
from marketplace.notices.services import END_JOB
from marketplace.notify.mailer import mail_errand
from marketplace.notify.services import MAIL_JOB
from marketplace.notify.webhooks import WEBHOOK_JOB, has_news, tell_of_changes, webhook_errand
from marketplace.recommendations.jobs import REFIT_JOB, refit_errand
from marketplace.recommendations.library_preview import LOOK_JOB, PREVIEW_JOB, look_errand, preview_errand
from marketplace.recommendations.ranker import Ranker
from marketplace.search.saved import ALERT_JOB, alert_handler
from marketplace.settings import Settings

# When the jobs of every night are due, in Asia/Shanghai.
NIGHTLY = {
    HEAD_JOB: time(0, 5),
    UPKEEP_JOB: time(0, 10),
    PROGRESS_JOB: time(0, 20),
    FORGET_JOB: time(2, 30),
    FORGET_KEPT_JOB: time(2, 40),
    REFIT_JOB: time(3, 0),
    SURVEY_JOB: time(3, 20),
}


def job_handlers(settings: Settings) -> Handlers:
    """Return the handler of every kind of job that the areas enqueue."""
    ranker = Ranker()  # The worker's own, followed from job to job.
    return {
        MAIL_JOB: mail_errand(settings),
        RESET_JOB: mail_reset_link,
        WEBHOOK_JOB: webhook_errand(settings),
        ALERT_JOB: alert_handler(settings),
        REFIT_JOB: refit_errand(),
        SURVEY_JOB: survey_errand(ranker),
        PROGRESS_JOB: progress_errand(),
        POSITION_JOB: position_errand(ranker),
        LOOK_JOB: look_errand(),
        PREVIEW_JOB: preview_errand(),
        HEAD_JOB: publish_head_of_day,
        END_JOB: end_notice,
        FORGET_JOB: forget_objectors,
        FORGET_KEPT_JOB: forget_kept,
        UPKEEP_JOB: upkeep_handler(base_url=settings.base_url),
    }


def tell_webhooks(database: Database, *, now: datetime) -> int:
    """Queue messages to addresses that have yet to hear of changes; return how many. Writes only when there are any."""
    with database.session() as session:
        if not has_news(session):
            return 0
    with database.transaction() as session:
        return tell_of_changes(session, now=now)
