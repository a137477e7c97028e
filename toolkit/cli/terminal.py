"""What commands say, and how they show that they are at work."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..errors import ToolkitError

if TYPE_CHECKING:
    from ..api import Toolkit
    from ..assembly import Progress

__all__ = ["Failures", "chosen_format", "fail", "make_toolkit", "progress_bar", "say", "summary_length"]


def say(message: str) -> None:
    """A line on standard error."""
    typer.echo(message, err=True)


def fail(error: ToolkitError | str) -> None:
    """An error as one line."""
    say(f"toolkit: {error}")


class Failures:
    """Reports sources that fail, as they do, and remembers that there were some."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: ToolkitError) -> None:
        self.count += 1
        fail(error)

    def exit(self) -> None:
        """Ends the command with 1 if anything failed."""
        if self.count:
            raise typer.Exit(1)


def chosen_format(format: str | None, output: Path | None, formats: Iterable[str]) -> str:
    """The format that was asked for, or that the output's name tells."""
    ending = output.suffix[1:].lower() if output is not None else ""
    format = format or (ending if ending in formats else "md")
    if format not in formats:
        raise typer.BadParameter(f"{format!r} is none of {', '.join(formats)}", param_hint="--format")
    if format == "docx" and output is None and sys.stdout.isatty():
        raise typer.BadParameter("a Word file cannot be shown in a terminal; give -o", param_hint="--format")
    return format


def summary_length(summary: bool, sentences: int | None) -> int:
    """How many sentences each summary gets at most; 0 if none are wanted."""
    from ..summarization import USUAL_LENGTH

    if sentences is not None and not summary:
        raise typer.BadParameter("goes with --summary", param_hint="--summary-sentences")
    return (sentences or USUAL_LENGTH) if summary else 0


def make_toolkit(
    model: str,
    quality: str,
    max_mb: float,
    *,
    glossary: Path | None = None,
    names: bool = True,
    workers: int | None = None,
    device: str = "cpu",
    compute_type: str = "default",
    prompts: Path | None = None,
    summarizer: str | None = None,
    load: bool = True,
) -> Toolkit:
    """The toolkit, with its model loaded: a missing one is reported before any file is read."""
    from ..api import Toolkit
    from ..translation import QUALITIES

    if quality not in QUALITIES:
        raise typer.BadParameter(f"{quality!r} is none of {', '.join(QUALITIES)}", param_hint="--quality")
    toolkit = Toolkit(
        model, quality=quality, max_bytes=int(max_mb * 1e6), glossary=glossary, names=names, workers=workers, device=device,
        compute_type=compute_type, prompts=prompts, summarizer=summarizer,
    )  # fmt: skip
    if load:
        toolkit.translator  # noqa: B018
    else:
        toolkit.signature  # noqa: B018 - finds the model and the glossary without loading them
    return toolkit


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Progress | None]:
    """A bar on a terminal; nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Translating"), BarColumn(), MofNCompleteColumn(), TextColumn("sentences, {task.fields[rate]}/s"),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, rate="…")

        def report(done: int, begun: int) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            bar.update(task, completed=done, total=begun, rate=f"{done / elapsed:.0f}" if elapsed > 0.2 else "…")

        yield report
