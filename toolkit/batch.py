"""A folder in, a folder out: many files at a time, whole outputs only, and a second run does what the first did not.

Sentences of many files share batches, and each file's result is written as soon as it is complete. Knows engines only through
:class:`toolkit.assembly.ArticleTranslator`.
"""

from __future__ import annotations

import fnmatch
import hashlib
import itertools
import json
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .assembly import ArticleTranslator, Progress
from .errors import OutputError, ReadingError
from .file_outputs import FileWork, articles_of, flagged, outputs_of
from .manifest import Entry, Manifest
from .output import write_whole
from .reading import MAX_BYTES, find_files
from .types import Article, Translation

if TYPE_CHECKING:
    from .distributed import RayPool

__all__ = ["Result", "pending", "run_batch"]

MANIFEST = "manifest.sqlite"
ERRORS = "errors.jsonl"
_LOCK = ".lock"

Status = Literal["done", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one source file.

    Attributes:
        path: Relative to the source folder.
        status: ``done``, ``skipped`` (was done before, and nothing has changed) or ``failed``.
        outputs: The files written, relative to the output folder.
        sentences: How many sentences were translated.
        warnings: How many of them carry a warning.
        error: Why it failed.
    """

    path: str
    status: Status
    outputs: tuple[str, ...] = ()
    sentences: int = 0
    warnings: int = 0
    error: str = ""


@dataclass(slots=True)
class _Flight:
    """One source file on its way."""

    path: str
    sha256: str
    begun: float
    articles: int = 0
    translations: list[Translation] = field(default_factory=list)
    errors: list[ReadingError] = field(default_factory=list)


def pending(source: Path, output: Path, *, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Iterator[str]:
    """The files of a folder that a batch works on, relative to it and in order; nothing inside ``output``."""
    inside = output.resolve()
    for path in find_files(source):
        relative = os.fspath(path.relative_to(source))
        if path.resolve().is_relative_to(inside):
            continue
        if include and not any(fnmatch.fnmatch(relative, pattern) for pattern in include):
            continue
        if any(fnmatch.fnmatch(relative, pattern) for pattern in exclude):
            continue
        yield relative


def run_batch(
    source: str | os.PathLike[str],
    output: str | os.PathLike[str],
    translator: Callable[[], ArticleTranslator],
    *,
    signature: str,
    format: str = "md",
    summary: bool | int = False,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    force: bool = False,
    max_bytes: int = MAX_BYTES,
    pool: Callable[[], RayPool] | None = None,
    progress: Progress | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Result]:
    """Translates a folder into another; yields one result for each file, as soon as it is known.

    Args:
        source: The folder to read, with its subfolders.
        output: The folder to write; it mirrors the other, ``a/b.txt`` becoming ``a/b.txt.en.md``.
        translator: Makes the translator, if there is anything to do.
        signature: That translator's signature: with another one, files are done again.
        format: One of ``toolkit.rendering.FORMATS``.
        summary: Also write a cited summary of each article; a number is its sentences at most, True means the usual three.
        include: Patterns (``*.html``) of the files to take; all readable formats if empty.
        exclude: Patterns of files to leave out.
        force: Do again what is done.
        max_bytes: The largest file that is read.
        pool: Makes the actors that do it instead of ``translator``; ``progress`` is not called then.
        progress: Called with the number of sentences finished and begun.
        stop: Asked before each file is begun; once it says so, what is in flight is finished and no more begun.

    Raises:
        ReadingError: ``source`` is not a folder.
        ValueError: ``summary`` is negative.
        OutputError: ``output`` cannot be written, its disk is full, or another batch is writing it. The same call goes on from
            there.
    """
    import filelock

    from .summarization import USUAL_LENGTH

    length = USUAL_LENGTH if summary is True else int(summary)
    if length < 0:
        raise ValueError(f"summary must be True, False or a number of sentences, not {summary}")
    source, output = Path(source), Path(output)
    if not source.is_dir():
        raise ReadingError(
            os.fspath(source),
            "is not a folder" if source.exists() else "no such folder",
            "Name the folder to translate",
        )
    try:
        output.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(output / _LOCK, timeout=0)
        lock.acquire()
    except filelock.Timeout:
        raise OutputError(os.fspath(output), "another batch is writing to it", "Wait until it has finished") from None
    except OSError as error:
        raise OutputError(
            os.fspath(output), f"cannot be written ({error.strerror or error})", "Check the path and its permissions"
        ) from None
    manifest: Manifest | None = None
    try:
        for part in output.rglob(".*.part"):  # what a killed run left half written
            part.unlink(missing_ok=True)
        manifest = Manifest(output / MANIFEST)
        options = f"{signature}|format:{format}|summary:{int(length > 0)}"
        if length not in (0, USUAL_LENGTH):
            options += f"-{length}"
        batch = _Batch(source, output, manifest, options, format, length, force, max_bytes, stop)
        paths = pending(source, output, include=include, exclude=exclude)
        yield from batch.run(paths, translator, progress) if pool is None else batch.run_on(paths, pool)
        _write_errors(output, manifest, source)
    finally:
        if manifest is not None:
            manifest.close()
        lock.release()


class _Batch:
    """The state of one run."""

    def __init__(
        self,
        source: Path,
        output: Path,
        manifest: Manifest,
        signature: str,
        format: str,
        summary: int,
        force: bool,
        max_bytes: int,
        stop: Callable[[], bool],
    ) -> None:
        self._source, self._output, self._manifest, self._signature = source, output, manifest, signature
        self._format, self._summary, self._force, self._max_bytes, self._stop = format, summary, force, max_bytes, stop
        self._flight: deque[_Flight] = deque()
        self._known: deque[Result] = deque()

    def run(
        self, paths: Iterator[str], translator: Callable[[], ArticleTranslator], progress: Progress | None
    ) -> Iterator[Result]:
        """Here, file after file in order, with the sentences of many in each batch."""
        articles = self._articles(paths)
        first = next(articles, None)
        if first is not None:
            articles = itertools.chain([first], articles)
            for translation in translator().translate(articles, progress=progress, read_ahead=True):
                # The translator answers in order: this one belongs to the first file that still waits for some.
                while len(self._flight[0].translations) == self._flight[0].articles:
                    yield self._finish(self._flight.popleft())
                self._flight[0].translations.append(translation)
                while self._flight and self._is_complete(self._flight[0]):
                    yield self._finish(self._flight.popleft())
                yield from self._drain()
        while self._flight:
            yield self._finish(self._flight.popleft())
        yield from self._drain()

    def run_on(self, paths: Iterator[str], pool: Callable[[], RayPool]) -> Iterator[Result]:
        """On actors, which give files back in order."""
        works = self._works(paths)
        first = next(works, None)
        if first is not None:
            actors = pool()
            try:
                for finished in actors.translate(
                    itertools.chain([first], works),
                    format=self._format,
                    summary=self._summary,
                    max_bytes=self._max_bytes,
                ):
                    flight = self._flight.popleft()
                    yield self._record(flight, finished.outputs, finished.sentences, finished.flagged, finished.error)
                    yield from self._drain()
            finally:
                actors.close()
        yield from self._drain()

    def _is_complete(self, flight: _Flight) -> bool:
        # The last file in flight may still be being read: its number of articles is not known yet.
        return len(self._flight) > 1 and len(flight.translations) == flight.articles

    def _drain(self) -> Iterator[Result]:
        while self._known:
            yield self._known.popleft()

    def _works(self, paths: Iterator[str]) -> Iterator[FileWork]:
        """The files that have to be done, in order; they are in flight from then on."""
        for path in paths:
            if self._stop():
                return
            flight = _Flight(path, "", time.monotonic())
            try:
                data = self._read(path)
            except ReadingError as error:
                self._known.append(self._fail(flight, str(error)))
                continue
            flight.sha256 = hashlib.sha256(data).hexdigest()
            if not self._force and self._is_done(flight):
                self._known.append(Result(path, "skipped"))
                continue
            self._flight.append(flight)
            yield FileWork(path, _shown(os.fspath(self._source / path)), data)

    def _articles(self, paths: Iterator[str]) -> Iterator[Article]:
        for work in self._works(paths):
            flight = self._flight[-1]
            for article in articles_of(work, self._max_bytes, flight.errors):
                flight.articles += 1
                yield article

    def _read(self, path: str) -> bytes:
        full = self._source / path
        try:
            with full.open("rb") as file:
                # Never more than the limit, however the file grows meanwhile; a buffer of that size only where it is needed.
                size = os.fstat(file.fileno()).st_size
                data = file.read(min(size, self._max_bytes) + 1)
                if size < len(data) <= self._max_bytes:  # it grows
                    data += file.read(self._max_bytes + 1 - len(data))
        except OSError as error:
            raise ReadingError(
                _shown(path), f"cannot be read ({error.strerror or error})", "Check that it is still there"
            ) from None
        if len(data) > self._max_bytes:
            raise ReadingError(
                _shown(path), f"is larger than {self._max_bytes / 1e6:g} MB", "Split it, or raise the limit (--max-mb)"
            )
        return data

    def _is_done(self, flight: _Flight) -> bool:
        entry = self._manifest.get(flight.path)
        return (
            entry is not None
            and (entry.status, entry.sha256, entry.signature) == ("done", flight.sha256, self._signature)
            and all((self._output / name).is_file() for name in entry.outputs)
        )

    def _finish(self, flight: _Flight) -> Result:
        translations = flight.translations
        return self._record(
            flight,
            outputs_of(flight.path, translations, self._format, self._summary),
            sum(len(item.sentences) for item in translations),
            flagged(translations),
            str(flight.errors[0]) if flight.errors else "",
        )

    def _record(
        self, flight: _Flight, outputs: Iterable[tuple[str, bytes]], sentences: int, warnings: int, error: str
    ) -> Result:
        """Writes the outputs of a file, then the record of it: in this order, a kill between the two does the file again."""
        written: list[str] = []
        try:
            for name, data in outputs:
                write_whole(self._output / name, data)
                written.append(name)
        except OutputError as problem:
            if problem.no_space:  # nothing else could be kept either: better to stop than to work all night for nothing
                raise
            error = str(problem)
        if error:
            return self._fail(flight, error, tuple(written))
        seconds = round(time.monotonic() - flight.begun, 3)
        entry = Entry(flight.path, flight.sha256, self._signature, "done", tuple(written), warnings, "", seconds)
        try:
            self._manifest.put(entry)
        except OutputError as problem:
            return Result(flight.path, "failed", tuple(written), sentences, warnings, str(problem))
        return Result(flight.path, "done", tuple(written), sentences, warnings)

    def _fail(self, flight: _Flight, error: str, outputs: tuple[str, ...] = ()) -> Result:
        try:
            self._manifest.put(Entry(flight.path, flight.sha256, self._signature, "failed", outputs, 0, error))
        except OutputError as problem:
            error = f"{error} ({problem})"
        return Result(flight.path, "failed", outputs, error=error)


def _shown(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _write_errors(output: Path, manifest: Manifest, source: Path) -> None:
    """One line for each file that failed and is still there; no file if none did."""
    rows = [
        json.dumps({"path": _shown(entry.path), "error": entry.error}, ensure_ascii=False)
        for entry in manifest.entries()
        if entry.status == "failed" and (source / entry.path).exists()
    ]
    if rows:
        write_whole(output / ERRORS, ("\n".join(rows) + "\n").encode())
    else:
        (output / ERRORS).unlink(missing_ok=True)
