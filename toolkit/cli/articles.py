"""Commands on articles: ``detect``, ``translate``, ``summarize``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from ..errors import ToolkitError
from .options import Dial, Format, Glossary, MaxMb, ModelName, NoNames, Output, Paths, Quiet, WithSummary
from .terminal import Failures, chosen_format, make_toolkit, progress_bar, say
from .writer import Writer

__all__ = ["detect", "summarize", "translate"]


def detect(
    paths: Paths,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    max_mb: MaxMb = 50,
) -> None:
    """Tell the language of each article."""
    from ..api import Toolkit

    toolkit = Toolkit(max_bytes=int(max_mb * 1e6))
    failures = Failures()
    for article in toolkit.articles(paths, on_error=failures):
        found = article.language
        if as_json:
            typer.echo(json.dumps({"source": article.document.source, **found.to_dict()}, ensure_ascii=False))
        else:
            typer.echo(f"{found.language}\t{found.confidence:.2f}\t{article.document.source}")
    failures.exit()


def translate(
    paths: Paths,
    output: Output = None,
    format: Format = None,
    model: ModelName = "uk-en-small",
    quality: Dial = "balanced",
    glossary: Glossary = None,
    no_names: NoNames = False,
    summary: WithSummary = False,
    max_mb: MaxMb = 50,
    quiet: Quiet = False,
) -> None:
    """Translate articles to English."""
    from ..rendering import FORMATS

    format = chosen_format(format, output, FORMATS)
    toolkit = make_toolkit(model, quality, max_mb, glossary=glossary, names=not no_names)
    failures = Failures()
    writer = Writer(output, format, paths, summary)
    with progress_bar(quiet) as progress:
        for translation in toolkit.translate_many(paths, progress=progress, on_error=failures):
            try:
                writer.write(translation)
            except ToolkitError as error:
                failures(error)
    if not quiet and output is not None:
        flagged = writer.flagged
        note = f"; {flagged} {'sentence' if flagged == 1 else 'sentences'} to check" if flagged else ""
        say(f"{writer.count} {'article' if writer.count == 1 else 'articles'} translated to {output}{note}")
    failures.exit()


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
    method: Annotated[
        str,
        typer.Option(
            "--method", metavar="extractive|abstractive", help="Chosen sentences, or sentences that --writer writes."
        ),
    ] = "extractive",
    writer: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--writer",
            metavar="COMMAND",
            help="An instruct model: a command that reads a prompt and writes an answer, like 'ollama run qwen3:4b'.",
            show_default=False,
        ),
    ] = None,
    keep_unsupported: Annotated[
        bool, typer.Option("--keep-unsupported", help="Show sentences that fail verification, marked.")
    ] = False,
    model: ModelName = "uk-en-small",
    quality: Dial = "balanced",
    glossary: Glossary = None,
    no_names: NoNames = False,
    max_mb: MaxMb = 50,
    quiet: Quiet = False,
) -> None:
    """Summarise articles together in English, every sentence with its sources."""
    from ..output import write_whole
    from ..summary_rendering import FORMATS, render_summary

    if sentences is not None and words is not None:
        raise typer.BadParameter("give --sentences or --words, not both", param_hint="--words")
    if method not in ("extractive", "abstractive"):
        raise typer.BadParameter(f"{method!r} is none of extractive, abstractive", param_hint="--method")
    if (method == "abstractive") != (writer is not None):
        raise typer.BadParameter("--method abstractive and --writer go together", param_hint="--method")
    if method == "abstractive" and words is not None:
        raise typer.BadParameter("an abstractive summary takes --sentences", param_hint="--words")
    format = chosen_format(format, output, FORMATS)
    toolkit = make_toolkit(model, quality, max_mb, glossary=glossary, names=not no_names)
    failures = Failures()
    with progress_bar(quiet) as progress:
        translations = list(toolkit.translate_many(paths, progress=progress, on_error=failures))
    if not translations:
        raise typer.Exit(1)
    summary = toolkit.summarize(
        translations,
        sentences=sentences,
        words=words,
        keep_unsupported=keep_unsupported,
        method="abstractive" if method == "abstractive" else "extractive",
        writer=writer,
    )
    data = render_summary(summary, format)
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_whole(output, data)
    failures.exit()
