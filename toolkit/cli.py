"""The command line: arguments, progress and exit codes; no logic of its own.

Exit codes: 0, or 1 if some sources failed, or 2 if the command cannot be carried out as it was given.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from ._version import __version__
from .errors import ReadingError, ToolkitError

if TYPE_CHECKING:
    from .api import Toolkit
    from .translation import Progress
    from .types import Translation

__all__ = ["app", "main"]

app = typer.Typer(
    name="toolkit",
    help="Ukrainian articles in, faithful English and cited summaries out, on your own machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH", help="Files or folders; - for standard input.", show_default=False),
]
MaxMb = Annotated[float, typer.Option("--max-mb", metavar="MB", help="Largest file that is read.", min=0.001)]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]


Output = Annotated[
    Optional[Path],  # noqa: UP045 - typer reads this at run time, on Python 3.10 too
    typer.Option(
        "-o",
        "--output",
        metavar="DIR|FILE",
        help="Where the results go; standard output if not given.",
        show_default=False,
    ),
]
Format = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--format",
        "-f",
        metavar="md|txt|html|json|docx",
        help="Format of the results; md if not told by -o.",
        show_default=False,
    ),
]
ModelName = Annotated[str, typer.Option("--model", "-m", metavar="NAME|DIR", help="An installed model, or a folder.")]
Dial = Annotated[str, typer.Option("--quality", metavar="fast|balanced|best", help="Speed against quality.")]
WithSummary = Annotated[bool, typer.Option("--summary", help="Also write a cited summary of each article, beside it.")]


def _version(value: bool) -> None:
    if value:
        typer.echo(f"toolkit {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def _say(message: str) -> None:
    typer.echo(message, err=True)


def _fail(error: ToolkitError | str) -> None:
    _say(f"toolkit: {error}")


@app.command()
def detect(
    paths: Paths,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    max_mb: MaxMb = 50,
) -> None:
    """Tell the language of each article."""
    from .api import Toolkit

    toolkit = Toolkit(max_bytes=int(max_mb * 1e6))
    failed: list[ToolkitError] = []

    def on_error(error: ToolkitError) -> None:
        failed.append(error)
        _fail(error)

    for article in toolkit.articles(paths, on_error=on_error):
        found = article.language
        if as_json:
            typer.echo(json.dumps({"source": article.document.source, **found.to_dict()}, ensure_ascii=False))
        else:
            typer.echo(f"{found.language}\t{found.confidence:.2f}\t{article.document.source}")
    if failed:
        raise typer.Exit(1)


@app.command()
def translate(
    paths: Paths,
    output: Output = None,
    format: Format = None,
    model: ModelName = "uk-en-small",
    quality: Dial = "balanced",
    summary: WithSummary = False,
    max_mb: MaxMb = 50,
    quiet: Quiet = False,
) -> None:
    """Translate articles to English."""
    from .rendering import FORMATS

    format = _format(format, output, FORMATS)
    toolkit = _toolkit(model, quality, max_mb)
    failed: list[ToolkitError] = []

    def on_error(error: ToolkitError) -> None:
        failed.append(error)
        _fail(error)

    writer = _Writer(output, format, paths, summary)
    with _progress(quiet) as progress:
        for translation in toolkit.translate_many(paths, progress=progress, on_error=on_error):
            try:
                writer.write(translation)
            except ToolkitError as error:
                on_error(error)
    if not quiet and output is not None:
        flagged = writer.flagged
        note = f"; {flagged} {'sentence' if flagged == 1 else 'sentences'} to check" if flagged else ""
        _say(f"{writer.count} {'article' if writer.count == 1 else 'articles'} translated to {output}{note}")
    if failed:
        raise typer.Exit(1)


@app.command()
def summarize(
    paths: Paths,
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "-o", "--output", metavar="FILE", help="Where it goes; standard output if not given.", show_default=False
        ),
    ] = None,
    sentences: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            "--sentences",
            "-n",
            min=1,
            help="Length; 3 for one article and 5 for several if not given.",
            show_default=False,
        ),
    ] = None,
    words: Annotated[
        int | None, typer.Option("--words", min=1, help="Length in words instead.", show_default=False)
    ] = None,
    format: Format = None,
    keep_unsupported: Annotated[
        bool, typer.Option("--keep-unsupported", help="Show sentences that fail verification, marked.")
    ] = False,
    model: ModelName = "uk-en-small",
    quality: Dial = "balanced",
    max_mb: MaxMb = 50,
    quiet: Quiet = False,
) -> None:
    """Summarise articles together in English, every sentence with its sources."""
    from .output import write_whole
    from .summarization import summarize as summarize_translations
    from .summary_rendering import FORMATS, render_summary

    if sentences is not None and words is not None:
        raise typer.BadParameter("give --sentences or --words, not both", param_hint="--words")
    format = _format(format, output, FORMATS)
    toolkit = _toolkit(model, quality, max_mb)
    failed: list[ToolkitError] = []

    def on_error(error: ToolkitError) -> None:
        failed.append(error)
        _fail(error)

    with _progress(quiet) as progress:
        translations = list(toolkit.translate_many(paths, progress=progress, on_error=on_error))
    if not translations:
        raise typer.Exit(1)
    summary = summarize_translations(translations, sentences=sentences, words=words, keep_unsupported=keep_unsupported)
    data = render_summary(summary, format)
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_whole(output, data)
    if failed:
        raise typer.Exit(1)


@app.command()
def batch(
    source: Annotated[Path, typer.Argument(metavar="IN", help="The folder to read.", show_default=False)],
    output: Annotated[
        Path, typer.Argument(metavar="OUT", help="The folder to write; it mirrors IN.", show_default=False)
    ],
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="md|txt|html|json|docx", help="Format of the results.")
    ] = "md",
    summary: WithSummary = False,
    include: Annotated[
        list[str], typer.Option("--include", metavar="GLOB", help="Only these files.", show_default=False)
    ] = [],  # noqa: B006
    exclude: Annotated[
        list[str], typer.Option("--exclude", metavar="GLOB", help="Not these files.", show_default=False)
    ] = [],  # noqa: B006
    force: Annotated[bool, typer.Option("--force", help="Do again what is done.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list the files that IN holds.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file on standard output.")] = False,
    model: ModelName = "uk-en-small",
    quality: Dial = "balanced",
    max_mb: MaxMb = 50,
    quiet: Quiet = False,
) -> None:
    """Translate a whole folder; stop it whenever you like, the same command goes on.

    OUT mirrors IN: a/b.txt becomes a/b.txt.en.md. A file is done again if it, the options or the model have changed, if it failed,
    or if its output is gone. What failed is listed in OUT/errors.jsonl.
    """
    import signal

    from .batch import pending
    from .rendering import FORMATS

    format = _format(format, None, FORMATS)
    if dry_run:
        for path in pending(source, output, include=include, exclude=exclude):
            typer.echo(path)
        return
    toolkit = _toolkit(model, quality, max_mb, load=False)
    stopping: list[int] = []

    def interrupt(number: int, frame: object) -> None:
        if stopping:
            raise KeyboardInterrupt
        stopping.append(number)
        _say("\nFinishing what is in flight; press Ctrl-C again to stop at once.")

    previous = signal.signal(signal.SIGINT, interrupt)
    counts = {"done": 0, "skipped": 0, "failed": 0}
    flagged = 0
    try:
        with _progress(quiet) as progress:
            results = toolkit.translate_folder(
                source, output, format=format, summary=summary, include=include, exclude=exclude, force=force,
                progress=progress, stop=lambda: bool(stopping),
            )  # fmt: skip
            for result in results:
                counts[result.status] += 1
                flagged += result.warnings
                if as_json:
                    typer.echo(
                        json.dumps(dataclasses.asdict(result), ensure_ascii=False)
                        .encode("utf-8", "backslashreplace")
                        .decode()
                    )
                if result.status == "failed":
                    _fail(result.error)
    finally:
        signal.signal(signal.SIGINT, previous)
    if not quiet:
        _say(
            f"{counts['done']} translated, {counts['skipped']} unchanged, {counts['failed']} failed"
            + (f"; {flagged} sentences to check" if flagged else "")
            + (f"; failures in {output / 'errors.jsonl'}" if counts["failed"] else "")
        )
        if stopping:
            _say("Stopped before the end. The same command goes on from here.")
    if counts["failed"] or stopping:
        raise typer.Exit(1)


def _format(format: str | None, output: Path | None, formats: Iterable[str]) -> str:
    """The format that was asked for, or that the output's name tells."""
    ending = output.suffix[1:].lower() if output is not None else ""
    format = format or (ending if ending in formats else "md")
    if format not in formats:
        raise typer.BadParameter(f"{format!r} is none of {', '.join(formats)}", param_hint="--format")
    if format == "docx" and output is None and sys.stdout.isatty():
        raise typer.BadParameter("a Word file cannot be shown in a terminal; give -o", param_hint="--format")
    return format


def _toolkit(model: str, quality: str, max_mb: float, *, load: bool = True) -> Toolkit:
    """The toolkit, with its model loaded: a missing one is reported before any file is read."""
    from .api import Toolkit
    from .translation import QUALITIES

    if quality not in QUALITIES:
        raise typer.BadParameter(f"{quality!r} is none of {', '.join(QUALITIES)}", param_hint="--quality")
    toolkit = Toolkit(model, quality=quality, max_bytes=int(max_mb * 1e6))
    if load:
        toolkit.translator  # noqa: B018
    else:
        toolkit.signature  # noqa: B018 - finds the model without loading it
    return toolkit


class _Writer:
    """Puts each result where ``-o`` says: standard output, one file, or a folder that mirrors the folders given."""

    def __init__(self, output: Path | None, format: str, paths: list[str], summary: bool) -> None:
        self._output, self._format, self._summary = output, format, summary
        self._folders = [Path(path) for path in paths if path != "-" and Path(path).is_dir()]
        single = len(paths) == 1 and not self._folders and not paths[0].lower().endswith((".jsonl", ".ndjson"))
        self._one_file = output is not None and single and not output.is_dir() and bool(output.suffix)
        self._taken: set[str] = set()
        self.count = self.flagged = 0

    def write(self, translation: Translation) -> None:
        from .errors import OutputError
        from .output import name_for, write_whole
        from .rendering import render

        data = render(translation, self._format)
        source = translation.article.document.source
        summary = self._summarized(translation) if self._summary else None
        if self._output is None:
            for part in (summary, data) if summary is not None else (data,):
                sys.stdout.buffer.write(part)
                sys.stdout.buffer.write(b"\n")
            sys.stdout.buffer.flush()
        else:
            if self._one_file:
                target = self._output
            else:
                folder = self._output / self._relative(source)
                names = [Path(name).name for name in self._taken if Path(name).parent == folder]
                target = folder / name_for(source, self._format, names)
                self._taken.add(str(target))
            if target.exists() and Path(source).exists() and target.samefile(source):
                raise OutputError(str(target), "is the source itself", "Give another name with -o")
            write_whole(target, data)
            if summary is not None:
                write_whole(target.with_suffix(f".summary{target.suffix}"), summary)
        self.count += 1
        self.flagged += sum(bool(sentence.warnings) for sentence in translation.sentences)

    def _summarized(self, translation: Translation) -> bytes:
        from .summarization import summarize as summarize_translations
        from .summary_rendering import render_summary

        return render_summary(summarize_translations([translation]), self._format)

    def _relative(self, source: str) -> Path:
        path = Path(source.partition("#")[0])
        for folder in self._folders:
            if path.is_relative_to(folder):
                return path.relative_to(folder).parent
        return Path()


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress | None]:
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


@app.command()
def models() -> None:
    """List the installed models with their measured scores."""
    from rich.console import Console
    from rich.table import Table

    from .models import installed

    table = Table(box=None, pad_edge=False)
    for column in ("model", "languages", "parameters", "disk", "licence", "BLEU / chrF"):
        table.add_column(column, no_wrap=column != "BLEU / chrF")
    for info in installed():
        scores = ", ".join(f"{name} {score['bleu']:.1f} / {score['chrf']:.1f}" for name, score in info.scores.items())
        table.add_row(
            info.name,
            f"{', '.join(info.source_languages)} → {info.target_language}",
            f"{info.parameters / 1e6:.0f} M",
            f"{info.bytes_on_disk / 1e6:.0f} MB",
            info.license,
            scores or "not measured",
        )
    Console().print(table)


@app.command()
def demo(
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; anything but 127.0.0.1 opens it to others.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option("--port", help="Port; a free one from 7860 if not given.", show_default=False)
    ] = None,
) -> None:
    """Open the page in which articles are read beside their translation."""
    import importlib.util

    from .resources import resource

    spec = importlib.util.spec_from_file_location("toolkit_app", resource("app.py"))
    assert spec is not None and spec.loader is not None  # noqa: S101 - the file exists
    page = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(page)
    page.main(host, port)


def main() -> None:
    """Runs the command line; every :class:`ToolkitError` becomes one line."""
    try:
        app()
    except ReadingError as error:
        _fail(error)
        sys.exit(1)
    except ToolkitError as error:
        _fail(error)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has enough
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
