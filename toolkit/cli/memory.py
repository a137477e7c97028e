"""Commands on the translation memory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from .options import flag
from .terminal import say

__all__ = ["app"]

app = typer.Typer(help="The translation memory that batches use: what it holds, TMX in and out.", no_args_is_help=True)

File = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--file", metavar="FILE", help="The memory; your own if not given.", show_default=False),
]


@app.command()
def stats(file: File = None) -> None:
    """Tell how many translations it holds, and of what."""
    from ..memory import Memory

    found = Memory(file).stats()
    typer.echo(f"{found.path}, {found.bytes / 1e6:.1f} MB")
    typer.echo(f"{found.translators:10}  by translators (imported)")
    for signature, count in found.models.items():
        typer.echo(f"{count:10}  {signature}")


@app.command("export")
def export_tmx(
    output: Annotated[
        Path, typer.Argument(metavar="FILE.tmx", help="Where they go; - for standard output.", show_default=False)
    ],
    file: File = None,
) -> None:
    """Write all translations to a TMX file, for translators' tools."""
    from ..memory import Memory
    from ..output import write_whole
    from ..tmx import render_tmx

    pairs = [(entry.source, entry.target) for entry in Memory(file).entries()]
    data = render_tmx(pairs)
    if output == Path("-"):
        typer.echo(data, nl=False)
        return
    write_whole(output, data)
    say(f"{len(pairs)} {'translation' if len(pairs) == 1 else 'translations'} in {output}")


@app.command("import")
def import_tmx(
    source: Annotated[Path, typer.Argument(metavar="FILE.tmx", help="What to add.", show_default=False)],
    file: File = None,
) -> None:
    """Add Ukrainian-English pairs from a TMX file; they are used before any model is asked."""
    from ..memory import Memory
    from ..segments import prepare
    from ..tmx import read_tmx

    count = Memory(file).add_translators((prepare(uk, "text/plain"), en) for uk, en in read_tmx(source))
    say(f"{count} {'translation' if count == 1 else 'translations'} added")


@app.command()
def clear(
    file: File = None,
    yes: Annotated[bool, flag("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Forget everything."""
    from ..memory import Memory

    memory = Memory(file)
    if not yes:
        typer.confirm(f"Forget all translations in {memory.path}?", abort=True)
    say(f"{memory.clear()} forgotten")
