"""A translation memory in a SQLite file: a sentence that was translated once is not translated again.

Two kinds of entries live in it. What a model wrote is kept under the signature of everything that changes its output, so that an
answer from here is the one the model would give. What translators wrote (imported from TMX) answers for every model, and counts
as a change of the output: :attr:`Memory.signature` tells one state of those entries from another. Knows sentences; nothing about
articles or files.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .database import open_database
from .errors import OutputError
from .locations import cache_folder

__all__ = ["Entry", "Memory", "Stats", "default_path"]

_LOG = logging.getLogger("toolkit")
_HUMAN = ""  # the signature of what translators wrote
_CHUNK = 500  # parameters of one query; SQLite takes no more than 999 in old versions
_SCHEMA = """
CREATE TABLE IF NOT EXISTS signatures (id INTEGER PRIMARY KEY, signature TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS entries (
    signature INTEGER NOT NULL REFERENCES signatures,
    source TEXT NOT NULL,    -- normalised
    target TEXT NOT NULL,
    score REAL,              -- of the model's
    origin TEXT NOT NULL,    -- as in TranslatedSentence
    warnings TEXT NOT NULL,  -- JSON list
    PRIMARY KEY (signature, source)
) WITHOUT ROWID;
"""


def default_path() -> Path:
    """Where the user's memory is: in the cache folder of the system, or of ``TOOLKIT_CACHE``."""
    return cache_folder() / "memory.sqlite"


@dataclass(frozen=True, slots=True)
class Entry:
    """One remembered translation.

    Attributes:
        source: The sentence as models see it (``toolkit.segments.prepare``).
        target: Its English.
        score: Length-normalised log-probability; None for what translators wrote.
        origin: ``model`` or ``glossary``; ``memory`` for what translators wrote.
        warnings: As in ``TranslatedSentence``.
    """

    source: str
    target: str
    score: float | None = None
    origin: str = "model"
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stats:
    """What a memory holds.

    Attributes:
        path: Its file.
        translators: Entries that translators wrote.
        models: Signature of a model with its options, to the number of its entries.
        bytes: Size on disk.
    """

    path: Path
    translators: int
    models: dict[str, int]
    bytes: int


class Memory:
    """A translation memory; several processes and threads may use one file at once.

    Args:
        path: The SQLite file; the user's own by default.

    Raises:
        OutputError: It cannot be opened. One that is damaged is set aside with a warning.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = default_path() if path is None else Path(path)
        self._lock = threading.Lock()
        self._writable = True
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._database = open_database(self.path, _SCHEMA, durable=False)
        except (sqlite3.Error, OSError) as error:
            raise OutputError(
                os.fspath(self.path),
                f"cannot be opened ({error})",
                "Check the folder and the space left, or go without a memory (--no-memory)",
            ) from error

    @property
    def signature(self) -> str:
        """Of the entries that translators wrote; empty if there are none."""
        digest, count = hashlib.sha256(), 0
        for entry in self.entries(_HUMAN):
            digest.update(f"{entry.source}\t{entry.target}\n".encode())
            count += 1
        return f"memory:{count}-{digest.hexdigest()[:12]}" if count else ""

    def find(self, signature: str, sources: Sequence[str]) -> dict[str, Entry]:
        """What is known of ``sources``: translators' entries first, then those of the model with this signature."""
        found: dict[str, Entry] = {}
        for wanted in (signature, _HUMAN):  # the second overrides the first
            for start in range(0, len(sources), _CHUNK):
                chunk = sources[start : start + _CHUNK]
                found.update((entry.source, entry) for entry in self._select(wanted, chunk))
        return found

    def _select(self, signature: str, sources: Sequence[str]) -> list[Entry]:
        marks = ",".join("?" * len(sources))
        query = (
            "SELECT source, target, score, origin, warnings FROM entries JOIN signatures ON entries.signature = signatures.id "  # noqa: S608
            f"WHERE signatures.signature = ? AND source IN ({marks})"
        )
        try:
            with self._lock:
                return [_entry(row) for row in self._database.execute(query, (signature, *sources))]
        except sqlite3.Error as error:
            self._give_up(error)
            return []

    def add(self, signature: str, entries: Iterable[Entry]) -> None:
        """Remembers translations, replacing what was known of the same sentences.

        A memory that cannot be written (full disk, no permission) warns once in the log; nothing else depends on it.
        """
        if not self._writable:
            return
        try:
            with self._lock, self._database:
                self._database.execute("BEGIN IMMEDIATE")
                self._database.execute("INSERT OR IGNORE INTO signatures (signature) VALUES (?)", (signature,))
                self._database.executemany(
                    "INSERT OR REPLACE INTO entries SELECT id, ?, ?, ?, ?, ? FROM signatures WHERE signature = ?",
                    (
                        (
                            entry.source,
                            entry.target,
                            entry.score,
                            entry.origin,
                            json.dumps(list(entry.warnings)),
                            signature,
                        )
                        for entry in entries
                    ),
                )
        except sqlite3.Error as error:
            self._writable = False
            self._give_up(error)

    def _give_up(self, error: sqlite3.Error) -> None:
        _LOG.warning("the translation memory %s cannot be used (%s); going on without it", self.path, error)

    def add_translators(self, pairs: Iterable[tuple[str, str]]) -> int:
        """Adds pairs of source and target that people wrote, and returns how many.

        Raises:
            OutputError: They cannot be written.
        """
        entries = [Entry(source, target, origin="memory") for source, target in pairs]
        self.add(_HUMAN, entries)
        if not self._writable:
            raise OutputError(os.fspath(self.path), "cannot be written", "Check its permissions and the space left")
        return len(entries)

    def entries(self, signature: str | None = None) -> Iterator[Entry]:
        """All entries in order of source, or those of one signature (``""`` for what translators wrote)."""
        query = (
            "SELECT source, target, score, origin, warnings FROM entries JOIN signatures ON entries.signature = signatures.id "
            "WHERE ? IS NULL OR signatures.signature = ? ORDER BY source, signatures.signature"
        )
        last: tuple[str, str] | None = None
        for row in self._database.execute(query, (signature, signature)):
            entry = _entry(row)
            if (entry.source, entry.target) != last:  # the same from two models is one
                yield entry
            last = (entry.source, entry.target)

    def stats(self) -> Stats:
        """What it holds."""
        counts = dict(
            self._database.execute(
                "SELECT signatures.signature, count(*) FROM entries JOIN signatures ON entries.signature = signatures.id "
                "GROUP BY signatures.signature ORDER BY count(*) DESC"
            )
        )
        size = sum(
            file.stat().st_size
            for suffix in ("", "-wal")
            if (file := self.path.with_name(self.path.name + suffix)).exists()
        )
        return Stats(self.path, counts.pop(_HUMAN, 0), counts, size)

    def clear(self) -> int:
        """Forgets everything, and returns how many entries that was.

        Raises:
            OutputError: It cannot be written.
        """
        try:
            with self._lock:
                count = int(self._database.execute("DELETE FROM entries").rowcount)
                self._database.execute("DELETE FROM signatures")
                self._database.execute("VACUUM")
        except sqlite3.Error as error:
            raise OutputError(
                os.fspath(self.path), f"cannot be written ({error})", "Check its permissions, and what else uses it"
            ) from error
        return count

    def close(self) -> None:
        """Closes the file."""
        self._database.close()


def _entry(row: tuple[str, str, float | None, str, str]) -> Entry:
    source, target, score, origin, warnings = row
    return Entry(source, target, score, origin, tuple(json.loads(warnings)))
