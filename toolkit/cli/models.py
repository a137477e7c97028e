"""Commands on models, and the page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from .terminal import say

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
        Optional[int],  # noqa: UP045
        typer.Option("--port", help="Port; a free one from 7860 if not given.", show_default=False),
    ] = None,
    auth: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--auth",
            metavar="USER:FILE",
            help="Ask for this user and the password in the first line of the file.",
            show_default=False,
        ),
    ] = None,
    mcp: Annotated[bool, typer.Option("--mcp", help="Offer detect, translate and summarize as MCP tools too.")] = False,
) -> None:
    """Open the page in which articles are read beside their translation."""
    import importlib.util

    from ..resources import resource

    credentials = _credentials(auth) if auth is not None else None
    if mcp and importlib.util.find_spec("mcp") is None:
        raise typer.BadParameter("needs the extra mcp: pip install 'toolkit-uk-en[mcp]'", param_hint="--mcp")
    if host not in ("127.0.0.1", "localhost", "::1") and credentials is None:
        say(f"toolkit: anybody who can reach {host} can use this page; --auth asks for a password")
    spec = importlib.util.spec_from_file_location("toolkit_app", resource("app.py"))
    assert spec is not None and spec.loader is not None  # noqa: S101 - the file exists
    page = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(page)
    page.main(host, port, auth=credentials, mcp=mcp)


def _credentials(auth: str) -> tuple[str, str]:
    """User and password, the latter from a file: what stands on a command line, others can read."""
    user, colon, file = auth.partition(":")
    if not user or not colon or not file:
        raise typer.BadParameter("give USER:FILE, the password being in the file", param_hint="--auth")
    try:
        lines = Path(file).expanduser().read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{file} cannot be read ({error})", param_hint="--auth") from None
    if not lines or not lines[0].strip():
        raise typer.BadParameter(f"{file} has no password in its first line", param_hint="--auth")
    return user, lines[0].strip()
