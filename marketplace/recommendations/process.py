"""The ranker of the running process, and its warming up before a server takes requests."""

from typing import cast

import structlog
from flask import Flask

from marketplace.core.errors import NotFoundError
from marketplace.core.kept import Answers
from marketplace.exchange.rows import EnterpriseRow, IndustryRef, ProblemRow, ScenarioRow
from marketplace.recommendations.queries import K
from marketplace.recommendations.ranked import rank_row
from marketplace.recommendations.ranker import Ranker
from marketplace.web.state import state

log = structlog.get_logger(__name__)
_NAME = "ranker"
MOST_WRITTEN = 500  # Of some 60 KB each.
# An invented firm: its text touches the dictionary, every table of terms and every kind of need.
FIRST = EnterpriseRow(
    ref="示例",
    name="示例企业",
    industry=IndustryRef(text="印染"),
    description="染整加工",
    problems=(ProblemRow(text="急单一插后面全乱套，排缸全凭老师傅"),),
    scenarios=(ScenarioRow(name="质量追溯"),),
)


def ranker() -> Ranker:
    """Return the process's one ranker."""
    found: Ranker = state().services.setdefault(_NAME, Ranker())
    return found


def written_results() -> Answers:
    """Return the lists of offers as this process wrote them out last."""
    return cast("Answers", state().services.setdefault("written_results", Answers(most=MOST_WRITTEN)))


def warm_up(app: Flask) -> None:
    """Fit the linker, lay out the candidates and rank once, so that processes forked later share it; takes seconds.

    What is laid out at the first ranking would else be laid out by the first reader's page of every process.
    Without a library in the database there is nothing to warm. The database's connections are closed again:
    a forked process must open its own.
    """
    with app.app_context():
        try:
            with state().database.session() as session:
                rank_row(FIRST, ranker().current(session), k=K)
        except NotFoundError:
            log.info("ranker_not_warmed")
        finally:
            state().database.dispose()
