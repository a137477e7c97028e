"""SQLite files that survive power cuts and several processes; one that is damaged is set aside, not fatal."""

from __future__ import annotations

import logging
import sqlite3
import time
from pathlib import Path

__all__ = ["open_database"]

_LOG = logging.getLogger("toolkit")


def open_database(path: Path, schema: str, *, durable: bool) -> sqlite3.Connection:
    """Opens a SQLite file in write-ahead mode and creates its tables.

    A damaged file is renamed (``NAME.damaged-TIME``) with a warning in the log, and a new one begun.

    Args:
        path: The file.
        schema: Statements that create what is missing.
        durable: Whether a transaction must survive a power cut. Without, one may be lost, but the file stays sound.

    Raises:
        sqlite3.Error: It can neither be opened nor set aside (no permission, no space).
        OSError: The same, for what is not SQLite's.
    """
    try:
        return _open(path, schema, durable)
    except sqlite3.OperationalError:
        raise  # locked, read-only, no space: nothing is wrong with the file
    except sqlite3.DatabaseError:
        aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
        path.replace(aside)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        _LOG.warning("%s is damaged; it was set aside as %s, and a new one begun", path, aside.name)
        return _open(path, schema, durable)


def _open(path: Path, schema: str, durable: bool) -> sqlite3.Connection:
    # Any thread may use it: the owners hold a lock where there are several.
    database = sqlite3.connect(path, isolation_level=None, timeout=60, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        database.executescript(schema)
    except sqlite3.Error:
        database.close()
        raise
    return database
