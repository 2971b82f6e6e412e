"""The whole small world: two counties with bodies, people of every role, and the objects of every area."""

import fcntl
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marketplace.core.db import Database
from tests.permissions.matrix import row_modules
from tests.permissions.world import World, begin_world, new_app, sign_everybody_in


@contextmanager
def whole_world(template: Path, *, folder: Path, kept: Path) -> Iterator[World]:
    """Open a copy of it in a folder; ``kept`` is where all processes of a run find the one that the first has built."""
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _build(template, folder=kept.with_suffix(".part")).rename(kept)
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    made = _open(folder)
    made.freeze()
    yield made
    made.beside.close()
    made.database.dispose()


def _build(template: Path, *, folder: Path) -> Path:
    """Build it from the rows of every area, with everybody signed in, and write down what is in it."""
    folder.mkdir()
    made = begin_world(template, folder=folder)
    for module in row_modules():
        if hasattr(module, "build"):
            module.build(made)
    sign_everybody_in(made)
    with made.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    made.database.dispose()
    (folder / "world.pickle").write_bytes(pickle.dumps((made.people, made.strangers, made.ids)))
    return folder


def _open(folder: Path) -> World:
    people, strangers, ids = pickle.loads((folder / "world.pickle").read_bytes())
    path = folder / "marketplace.db"
    database = Database(f"sqlite:///{path}")
    return World(
        app=new_app(folder=folder, database=database),
        database=database,
        path=path,
        snapshot=folder / "snapshot.db",
        people=people,
        strangers=strangers,
        ids=ids,
    )
