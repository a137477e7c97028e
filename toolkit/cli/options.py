"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Optional

import typer


def flag(*names: str, help: str) -> Any:
    """An option that takes no value: typer's help would show ``<bool>`` after it."""
    return typer.Option(*names, help=help, metavar="")


def stdout_or(path: Path | None) -> Path | None:
    """``-o -`` is standard output, as no ``-o`` is: not a folder called ``-``."""
    return None if path == Path("-") else path


Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH", help="Files or folders; - for standard input.", show_default=False),
]
MaxMb = Annotated[float, typer.Option("--max-mb", metavar="MB", help="Largest file that is read.", min=0.001)]
Quiet = Annotated[bool, flag("--quiet", "-q", help="Say nothing but errors.")]


Output = Annotated[
    Optional[Path],  # noqa: UP045 - typer reads this at run time, on Python 3.10 too
    typer.Option(
        "-o",
        "--output",
        metavar="DIR|FILE",
        help="Where the results go; standard output if not given, or -.",
        callback=stdout_or,
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
Device = Annotated[
    str,
    typer.Option("--device", metavar="cpu|cuda|mps|auto", help="Where models run; mps for Hugging Face folders only."),
]
ComputeType = Annotated[
    str,
    typer.Option(
        "--compute-type", metavar="TYPE", help="Numeric type, like int8 or float16; the best one if not given."
    ),
]
Prompts = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        "--prompts",
        metavar="DIR",
        help="Prompts to use instead of the built-in ones of the same names.",
        show_default=False,
    ),
]
Dial = Annotated[str, typer.Option("--quality", metavar="fast|balanced|best", help="Speed against quality.")]
WithSummary = Annotated[bool, flag("--summary", help="Also write a cited summary of each article, beside it.")]
SummarySentences = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option(
        "--summary-sentences", metavar="N", min=1, help="Length of each --summary; 3 if not given.", show_default=False
    ),
]
Glossary = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        "--glossary",
        metavar="FILE",
        help="Terms to use: a CSV, TSV, YAML or TBX file, source and target.",
        show_default=False,
    ),
]
NoNames = Annotated[
    bool, flag("--no-names", help="Leave names as the model writes them, without the built-in spellings.")
]
