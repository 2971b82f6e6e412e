"""Figures that are read when Prometheus asks: the jobs that wait, and how far the followers of the change log are."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from marketplace.core.changes import load_last_seq
from marketplace.core.jobs import load_backlog
from marketplace.core.journal import load_head
from marketplace.notify.webhooks import load_lowest_cursor
from marketplace.search.node import SearchNode

NO_INDEX = -1  # An index that is not there is no number of changes behind.


class Standing(Collector):
    """What the database and this node's index say now; a database that is away is a figure too, not an error."""

    def __init__(self, session: Session, *, node: SearchNode, now: datetime) -> None:
        self.session, self.node, self.now = session, node, now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give every figure, or only that the database does not answer."""
        try:
            figures = list(self._figures())
        except SQLAlchemyError:
            figures = [_gauge("database_up", "Whether the database answers as it should", 0)]
        yield from figures

    def _figures(self) -> Iterator[GaugeMetricFamily]:
        backlog = load_backlog(self.session, now=self.now)
        yield _gauge("database_up", "Whether the database answers as it should", 1)
        yield _gauge("jobs_due", "Jobs that are due and not done", backlog.due)
        yield _gauge("jobs_given_up", "Jobs that failed too often", backlog.given_up)
        yield _gauge("jobs_oldest_seconds", "Wait of the oldest job that is due", backlog.oldest_seconds)
        yield _gauge("journal_entries", "Links of the journal", load_head(self.session).seq)
        last = load_last_seq(self.session)
        told = load_lowest_cursor(self.session)
        yield _gauge("changes", "Numbers that the change log has given", last)
        yield _gauge(
            "webhook_lag_changes",
            "Changes that the slowest webhook was not told",
            last - (last if told is None else told),
        )
        lag = self.node.find_lag(self.session)
        yield _gauge(
            "index_lag_changes",
            f"Changes this node's index is behind; {NO_INDEX} without one",
            NO_INDEX if lag is None else lag,
        )


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"marketplace_{name}", meaning, value)
