"""What a process has counted and may tell again while nothing of it has changed.

Every change that matters writes into the journal. Memory follows it by its last row, as other caches follow the change
log, and forgets whatever an event can have touched; an event that nobody has placed here makes it forget everything.
So what is told is never older than the database.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlmodel import Session, col, select

from marketplace.core.journal import Head, JournalEntry, load_head, parse_event

Value = TypeVar("Value")
Part = str
FIRMS, ASSESSED, WORKS, SAMPLES, MODULES = "firms", "assessed", "works", "samples", "modules"
PARTS: frozenset[Part] = frozenset({FIRMS, ASSESSED, WORKS, SAMPLES, MODULES})
_WORKS = "acceptance change contract milestone pilot_selection project supervision"
_NOTHING = (
    "application calendar call document enquiry expert file identity invitation list membership meter need notice "
    "objection partnership pilot_application pilot_opinion pilot_paper pilot_report pilot_screening pilot_task "
    "problem progress quotation review run second_factor session survey token user webhook weights"
)
# What an event touches, by the word before the point of its action: nothing, or one part.
TOUCHES: dict[str, frozenset[Part]] = {
    "assessment": frozenset({ASSESSED}),
    **dict.fromkeys(_WORKS.split(), frozenset({WORKS})),
    **dict.fromkeys(("replication", "sample"), frozenset({SAMPLES})),
    **dict.fromkeys(("module", "provider"), frozenset({MODULES})),
    **dict.fromkeys(_NOTHING.split(), frozenset[Part]()),
}
MOST_EVENTS, MOST_KEPT = 500, 1000


class Memory:
    """Figures by part and by what they were counted for, of one database as of one row of its journal."""

    def __init__(self, head: Head) -> None:
        """Begin with nothing."""
        self.head = head
        self._kept: dict[Part, dict[Hashable, Any]] = {part: {} for part in PARTS}

    def tell(self, part: Part, key: Hashable, count: Callable[[], Value]) -> Value:
        """Return what was counted for a key, and count it when it was not."""
        known = self._kept[part]
        if key not in known:
            if len(known) >= MOST_KEPT:
                known.clear()
            known[key] = count()
        kept: Value = known[key]
        return kept

    def follow(self, session: Session, head: Head) -> None:
        """Forget what the events since the last look have touched."""
        events = _events(session, after=self.head, until=head)
        touched = PARTS if events is None else {part for action in events for part in touched_by(action)}
        # Where firms stand decides how all of them are counted.
        for part in PARTS if FIRMS in touched else touched:
            self._kept[part].clear()
        self.head = head


def touched_by(action: str) -> frozenset[Part]:
    """Return the parts that an event can have changed; everything, unless it is known better."""
    return TOUCHES.get(action.partition(".")[0], PARTS)


def _events(session: Session, *, after: Head, until: Head) -> list[str] | None:
    """Return the actions since a head, None where it is not known any more or they are too many to go through."""
    if not 0 <= until.seq - after.seq <= MOST_EVENTS:
        return None
    rows = session.exec(
        select(JournalEntry).where(col(JournalEntry.seq) >= after.seq).order_by(col(JournalEntry.seq))
    ).all()
    known = rows[0].digest == after.digest if after.seq and rows else not after.seq
    return [str(parse_event(row)["action"]) for row in rows if row.seq > after.seq] if known else None


_MEMORIES: WeakKeyDictionary[Engine | Connection, Memory] = WeakKeyDictionary()


def memory_of(session: Session) -> Memory:
    """Return what is remembered of a database, as of now: one statement, two once its journal has grown."""
    head, bind = load_head(session), session.get_bind()
    found = _MEMORIES.setdefault(bind, Memory(head))
    if found.head != head:
        found.follow(session, head)
    return found
