"""Commands on articles: ``detect``, ``translate``, ``summarize``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from ..errors import ToolkitError
from .options import (
    ComputeType,
    Device,
    Dial,
    Format,
    Glossary,
    MaxMb,
    ModelName,
    NoNames,
    Output,
    Paths,
    Prompts,
    Quiet,
    SummarySentences,
    WithSummary,
    flag,
    stdout_or,
)
from .terminal import Failures, chosen_format, make_toolkit, progress_bar, say, summary_length
from .writer import Writer

__all__ = ["detect", "summarize", "translate"]


def detect(
    paths: Paths,
    as_json: Annotated[bool, flag("--json", help="One JSON object a line.")] = False,
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
    summary_sentences: SummarySentences = None,
    device: Device = "cpu",
    compute_type: ComputeType = "default",
    prompts: Prompts = None,
    max_mb: MaxMb = 50,
    quiet: Quiet = False,
) -> None:
    """Translate articles to English."""
    from ..rendering import FORMATS

    format = chosen_format(format, output, FORMATS)
    length = summary_length(summary, summary_sentences)
    toolkit = make_toolkit(
        model, quality, max_mb, glossary=glossary, names=not no_names, device=device, compute_type=compute_type,
        prompts=prompts,
    )  # fmt: skip
    failures = Failures()
    writer = Writer(output, format, paths, length)
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
            "-o",
            "--output",
            metavar="FILE",
            help="Where it goes; standard output if not given, or -.",
            callback=stdout_or,
            show_default=False,
        ),
    ] = None,
    sentences: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            "--sentences",
            "-n",
            metavar="N",
            min=1,
            help="Length; 3 for one article and 5 for several if not given.",
            show_default=False,
        ),
    ] = None,
    words: Annotated[
        int | None, typer.Option("--words", metavar="N", min=1, help="Length in words instead.", show_default=False)
    ] = None,
    format: Format = None,
    method: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--method",
            metavar="extractive|abstractive",
            help="Chosen sentences, or sentences that a model writes; the latter if there is a --summarizer or --writer.",
            show_default=False,
        ),
    ] = None,
    summarizer: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--summarizer",
            metavar="NAME|DIR",
            help="An installed instruct model, or mT5, that writes the summary.",
            show_default=False,
        ),
    ] = None,
    style: Annotated[
        str, typer.Option("--style", metavar="summary|key-points|headline", help="What a model is asked to write.")
    ] = "summary",
    writer: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--writer",
            metavar="COMMAND",
            help="The same by another program: a command that reads a prompt and writes an answer, like 'ollama run qwen3:4b'.",
            show_default=False,
        ),
    ] = None,
    keep_unsupported: Annotated[
        bool, flag("--keep-unsupported", help="Show sentences that fail verification, marked.")
    ] = False,
    model: ModelName = "uk-en-small",
    quality: Dial = "balanced",
    glossary: Glossary = None,
    no_names: NoNames = False,
    device: Device = "cpu",
    compute_type: ComputeType = "default",
    prompts: Prompts = None,
    max_mb: MaxMb = 50,
    quiet: Quiet = False,
) -> None:
    """Summarise articles together in English, every sentence with its sources."""
    from ..abstractive import PROMPTS
    from ..output import write_whole
    from ..summary_rendering import FORMATS, render_summary

    if sentences is not None and words is not None:
        raise typer.BadParameter("give --sentences or --words, not both", param_hint="--words")
    writes = writer is not None or summarizer is not None
    if method not in (None, "extractive", "abstractive"):
        raise typer.BadParameter(f"{method!r} is none of extractive, abstractive", param_hint="--method")
    if writer is not None and summarizer is not None:
        raise typer.BadParameter("give --summarizer or --writer, not both", param_hint="--writer")
    if method is not None and (method == "abstractive") != writes:
        raise typer.BadParameter("abstractive goes with --summarizer or --writer", param_hint="--method")
    if writes and words is not None:
        raise typer.BadParameter("an abstractive summary takes --sentences", param_hint="--words")
    if style not in PROMPTS:
        raise typer.BadParameter(f"{style!r} is none of {', '.join(PROMPTS)}", param_hint="--style")
    if style != "summary" and not writes:
        raise typer.BadParameter("is written by a model: give --summarizer or --writer", param_hint="--style")
    format = chosen_format(format, output, FORMATS)
    toolkit = make_toolkit(
        model, quality, max_mb, glossary=glossary, names=not no_names, device=device, compute_type=compute_type,
        prompts=prompts, summarizer=summarizer,
    )  # fmt: skip
    if summarizer is not None:
        from ..models import find_summarizer

        find_summarizer(summarizer)  # better said before the translation than after it
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
        style=style,
        writer=writer,
    )
    data = render_summary(summary, format)
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_whole(output, data)
    failures.exit()
