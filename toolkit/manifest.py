"""What a batch has done, in a SQLite file of the output folder: durable at every moment, whatever kills the process.

Knows paths, hashes and signatures; nothing about articles.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .database import open_database
from .errors import OutputError

__all__ = ["Entry", "Manifest"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    path BLOB PRIMARY KEY,      -- relative to the source folder, as the file system has it
    sha256 TEXT NOT NULL,       -- of the source file
    signature TEXT NOT NULL,    -- of everything that changes the outputs
    status TEXT NOT NULL,       -- done or failed
    outputs TEXT NOT NULL,      -- JSON list, relative to the output folder
    warnings INTEGER NOT NULL,  -- sentences with a warning
    error TEXT NOT NULL,        -- of a failed file
    seconds REAL NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one source file (see the columns above)."""

    path: str
    sha256: str
    signature: str
    status: str
    outputs: tuple[str, ...] = ()
    warnings: int = 0
    error: str = ""
    seconds: float = 0.0


class Manifest:
    """The record of one output folder.

    Args:
        path: The SQLite file.

    Raises:
        OutputError: It cannot be opened. One that is damaged is set aside, and everything is done again.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()  # files are read by one thread and recorded by another
        try:
            self._database = open_database(path, _SCHEMA, durable=True)
        except (sqlite3.Error, OSError) as error:
            raise OutputError(
                os.fspath(path), f"cannot be opened ({error})", "Check the folder and the space left"
            ) from error

    def get(self, path: str) -> Entry | None:
        """What is known of a source file."""
        with self._lock:
            row = self._database.execute("SELECT * FROM files WHERE path = ?", (os.fsencode(path),)).fetchone()
        return None if row is None else _entry(row)

    def put(self, entry: Entry) -> None:
        """Records a source file, replacing what was known of it.

        Raises:
            OutputError: The disk is full or the file system failed.
        """
        row = (os.fsencode(entry.path), entry.sha256, entry.signature, entry.status, json.dumps(list(entry.outputs)),
               entry.warnings, entry.error, entry.seconds)  # fmt: skip
        try:
            with self._lock:
                self._database.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            raise OutputError(
                "manifest", f"cannot be written ({error})", "Check the space left, and run the batch again"
            ) from error

    def entries(self) -> Iterator[Entry]:
        """Everything that is known, in order of path."""
        for row in self._database.execute("SELECT * FROM files ORDER BY path"):
            yield _entry(row)

    def close(self) -> None:
        """Closes the file."""
        self._database.close()


def _entry(row: tuple[bytes, str, str, str, str, int, str, float]) -> Entry:
    path, sha256, signature, status, outputs, warnings, error, seconds = row
    return Entry(os.fsdecode(path), sha256, signature, status, tuple(json.loads(outputs)), warnings, error, seconds)
