"""``toolkit batch``."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from .options import (
    ComputeType,
    Device,
    Dial,
    Glossary,
    MaxMb,
    ModelName,
    NoNames,
    Quiet,
    SummarySentences,
    WithSummary,
    flag,
)
from .terminal import chosen_format, fail, make_toolkit, say, summary_length

if TYPE_CHECKING:
    from ..batch import Result

__all__ = ["batch"]


_MOST_SHOWN = 20  # failures in the table; all of them are in errors.jsonl


class _Totals:
    """What has been done so far."""

    def __init__(self) -> None:
        self.counts = {"done": 0, "skipped": 0, "failed": 0}
        self.sentences = self.flagged = 0
        self.begun = time.monotonic()
        self.failures: list[Result] = []

    def add(self, result: Result) -> None:
        self.counts[result.status] += 1
        self.sentences += result.sentences
        self.flagged += result.warnings
        if result.status == "failed" and len(self.failures) < _MOST_SHOWN:
            self.failures.append(result)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun

    @property
    def rate(self) -> float:
        """Sentences a second."""
        return self.sentences / max(self.seconds, 1e-3)


def _no_stream(path: Path) -> Path:
    if path == Path("-"):
        raise typer.BadParameter("a batch writes a folder, not standard output; use toolkit translate for that")
    return path


def batch(
    source: Annotated[Path, typer.Argument(metavar="IN", help="The folder to read.", show_default=False)],
    output: Annotated[
        Path,
        typer.Argument(
            metavar="OUT", help="The folder to write; it mirrors IN.", show_default=False, callback=_no_stream
        ),
    ],
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="md|txt|html|json|docx", help="Format of the results.")
    ] = "md",
    summary: WithSummary = False,
    summary_sentences: SummarySentences = None,
    include: Annotated[
        list[str], typer.Option("--include", metavar="GLOB", help="Only these files.", show_default=False)
    ] = [],  # noqa: B006
    exclude: Annotated[
        list[str], typer.Option("--exclude", metavar="GLOB", help="Not these files.", show_default=False)
    ] = [],  # noqa: B006
    force: Annotated[bool, flag("--force", help="Do again what is done.")] = False,
    dry_run: Annotated[bool, flag("--dry-run", help="Only list the files that IN holds.")] = False,
    model: ModelName = "uk-en-small",
    quality: Dial = "balanced",
    glossary: Glossary = None,
    no_names: NoNames = False,
    no_memory: Annotated[
        bool, flag("--no-memory", help="Neither look up nor keep translations in the memory.")
    ] = False,
    engine: Annotated[
        str, typer.Option("--engine", metavar="local|ray", help="On this machine, or on Ray actors.")
    ] = "local",
    workers: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            "--workers",
            metavar="N",
            min=1,
            help="Threads, or Ray actors; one for each core if not given.",
            show_default=False,
        ),
    ] = None,
    address: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--address", metavar="ADDRESS", help="Of a Ray cluster; for --engine ray.", show_default=False),
    ] = None,
    device: Device = "cpu",
    compute_type: ComputeType = "default",
    as_json: Annotated[bool, flag("--json", help="One JSON object a file on standard output.")] = False,
    max_mb: MaxMb = 50,
    quiet: Quiet = False,
) -> None:
    """Translate a whole folder; stop it whenever you like, the same command goes on.

    OUT mirrors IN: a/b.txt becomes a/b.txt.en.md. A file is done again if it, the options or the model have changed, if it failed,
    or if its output is gone. What failed is listed in OUT/errors.jsonl.
    """
    from ..batch import pending
    from ..rendering import FORMATS

    format = chosen_format(format, None, FORMATS)
    length = summary_length(summary, summary_sentences)
    if engine not in ("local", "ray"):
        raise typer.BadParameter(f"{engine!r} is none of local, ray", param_hint="--engine")
    if address is not None and engine != "ray":
        raise typer.BadParameter("goes with --engine ray", param_hint="--address")
    if dry_run:
        for path in pending(source, output, include=include, exclude=exclude):
            typer.echo(path)
        return
    toolkit = make_toolkit(
        model, quality, max_mb, glossary=glossary, names=not no_names, workers=workers, device=device,
        compute_type=compute_type, load=False,
    )  # fmt: skip
    totals = _Totals()
    with _interruptible() as stopping, _shown(quiet, totals, lambda: _count(source, output, include, exclude)) as show:
        results = toolkit.translate_folder(
            source, output, format=format, summary=length, include=include, exclude=exclude, force=force,
            memory=not no_memory, engine="ray" if engine == "ray" else "local", address=address,
            stop=lambda: bool(stopping),
        )  # fmt: skip
        for result in results:
            totals.add(result)
            show()
            if as_json:
                line = json.dumps(dataclasses.asdict(result), ensure_ascii=False)
                typer.echo(line.encode("utf-8", "backslashreplace").decode())
            if result.status == "failed" and not sys.stderr.isatty():
                fail(result.error)  # on a terminal the bar counts them, and the table tells
    if not quiet:
        _sum_up(totals, output)
        if stopping:
            say("Stopped before the end. The same command goes on from here.")
    if totals.counts["failed"] or stopping:
        raise typer.Exit(1)


@contextmanager
def _interruptible() -> Iterator[list[int]]:
    """The first Ctrl-C only asks to stop, the second stops."""
    stopping: list[int] = []

    def interrupt(number: int, frame: object) -> None:
        if stopping:  # whatever is half done is done again by the next run: nothing to wait for
            os._exit(130)
        stopping.append(number)
        say("\nFinishing what is in flight; press Ctrl-C again to stop at once.")

    previous = signal.signal(signal.SIGINT, interrupt)
    try:
        yield stopping
    finally:
        signal.signal(signal.SIGINT, previous)


def _count(source: Path, output: Path, include: list[str], exclude: list[str]) -> int:
    from ..batch import pending

    return sum(1 for _ in pending(source, output, include=include, exclude=exclude))


@contextmanager
def _shown(quiet: bool, totals: _Totals, count: Callable[[], int]) -> Iterator[Callable[[], None]]:
    """A bar of files on a terminal; nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rate = "files, {task.fields[rate]:.0f} sentences/s, {task.fields[failed]} failed"
    columns = (TextColumn("Translating"), BarColumn(), MofNCompleteColumn(), TextColumn(rate), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=count(), rate=0.0, failed=0)
        yield lambda: bar.update(task, advance=1, rate=totals.rate, failed=totals.counts["failed"])


def _sum_up(totals: _Totals, output: Path) -> None:
    counts = totals.counts
    say(
        f"{counts['done']} translated, {counts['skipped']} unchanged, {counts['failed']} failed; "
        f"{totals.sentences} sentences in {totals.seconds:.1f} s ({totals.rate:.0f}/s)"
    )
    if totals.flagged:
        say(f"{totals.flagged} sentences to check: they carry a warning")
    if not totals.failures:
        return
    if sys.stderr.isatty():  # in a pipe each was reported when it failed
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table("failed", "why", box=None, pad_edge=False)
        for result in totals.failures:
            shown = (text.encode("utf-8", "backslashreplace").decode() for text in (result.path, result.error))
            table.add_row(*(Text(text) for text in shown))  # not markup: a name may have brackets
        Console(stderr=True).print(table)
    say(f"failures are listed in {output / 'errors.jsonl'}")
