"""Commands on models, and the page."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["demo", "models"]


def models() -> None:
    """List the installed models with their measured scores."""
    from rich.console import Console
    from rich.table import Table

    from ..models import installed

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

    from ..resources import resource

    spec = importlib.util.spec_from_file_location("toolkit_app", resource("app.py"))
    assert spec is not None and spec.loader is not None  # noqa: S101 - the file exists
    page = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(page)
    page.main(host, port)
