"""The command line: arguments, progress and exit codes; no logic of its own.

Exit codes: 0, or 1 if some sources failed, or 2 if the command cannot be carried out as it was given.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from .._version import __version__
from ..errors import ReadingError, ToolkitError
from . import articles, memory, models
from .batch import batch
from .terminal import fail

__all__ = ["app", "main"]

app = typer.Typer(
    name="toolkit",
    help="Ukrainian articles in, faithful English and cited summaries out, on your own machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"toolkit {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.", metavar="")
    ] = False,
) -> None:
    pass


app.command()(articles.detect)
app.command()(articles.translate)
app.command()(articles.summarize)
app.command()(batch)
app.add_typer(memory.app, name="memory")
app.add_typer(models.app, name="models")
app.command()(models.demo)


def main() -> None:
    """Runs the command line; every :class:`ToolkitError` becomes one line."""
    try:
        app()
    except ReadingError as error:
        fail(error)
        sys.exit(1)
    except ToolkitError as error:
        fail(error)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has enough
        sys.stderr.close()
        sys.exit(0)
