"""Commands on models, and the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from .options import ComputeType, Device, flag
from .terminal import say

if TYPE_CHECKING:
    from ..models.catalogue import CatalogueEntry

__all__ = ["app", "demo"]


app = typer.Typer(help="The installed models: what there is, and carrying them to machines with no network.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="Of an installed model.", show_default=False)]


@app.callback(invoke_without_command=True)
def _models(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_models()


@app.command("list")
def list_models() -> None:
    """List the installed models with their measured scores."""
    from rich.console import Console
    from rich.table import Table

    from ..models import installed
    from ..models.catalogue import catalogue

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
    present = {info.name for info in installed()}
    others = [entry for entry in catalogue().values() if entry.name not in present]
    if not others:
        return
    typer.echo()
    table = Table(box=None, pad_edge=False)
    for column in ("models pull …", "for", "disk", "licence", "published scores"):
        table.add_column(column, no_wrap=column not in ("licence", "published scores"))
    for entry in others:
        languages = entry.source_languages
        reads = ", ".join(languages[:3]) + (" and more" if len(languages) > 3 else "")
        table.add_row(
            entry.name,
            entry.use if entry.use == "summaries" else reads,
            f"{entry.megabytes} MB",
            f"{entry.license}, NON-COMMERCIAL" if entry.non_commercial else entry.license,
            ", ".join(f"{test} {score:.1f}" for test, score in entry.published.items()) or "none known",
        )
    Console().print(table)


@app.command()
def info(name: Name, device: Device = "cpu", compute_type: ComputeType = "default") -> None:
    """Tell everything that is known of a model, installed or of the catalogue, and how it would run here."""
    from ..engines.devices import choose
    from ..errors import ModelError
    from ..models import find
    from ..models.catalogue import catalogue

    try:
        found = find(name)
    except ModelError:
        if (entry := catalogue().get(name)) is None:
            raise
        _show_entry(entry)
        return
    rows = {
        "name": found.name,
        "revision": found.revision,
        "languages": f"{', '.join(found.source_languages)} → {found.target_language}",
        "licence": found.license,
        "parameters": f"{found.parameters:,}" if found.parameters else "unknown",
        "disk": f"{found.bytes_on_disk / 1e6:.1f} MB",
        "folder": str(found.path),
    }
    if found.is_instruct:
        rows["languages"] = "an instruct model: translates and summarises"
        rows["context"] = f"{found.positions:,} tokens"
    elif found.is_summarizer:
        rows["languages"] = "a summariser: --summarizer"
    else:
        rows["length penalty"] = f"{found.length_penalty:g}"
    if found.hub:
        rows["from"] = f"{found.hub} at {found.hub_revision}"
    if "-NC" in found.license.upper():
        rows["licence"] += ": NOT FOR COMMERCIAL USE"
    rows["runs on"] = choose(found.layout, device, compute_type).reason
    rows |= {
        f"{test} BLEU / chrF": f"{score['bleu']:.1f} / {score['chrf']:.1f}" for test, score in found.scores.items()
    }
    for key, value in rows.items():
        typer.echo(f"{key:22} {value}")


def _show_entry(entry: CatalogueEntry) -> None:
    rows = {
        "name": f"{entry.name}, not installed: toolkit models pull {entry.name}",
        "from": f"{entry.hub} at {entry.revision}",
        "about": entry.about,
        "licence": entry.license + (": NOT FOR COMMERCIAL USE" if entry.non_commercial else ""),
        "parameters": f"{entry.parameters:,}",
        "disk at int8": f"about {entry.megabytes:,} MB",
        "memory at int8": f"about {entry.memory_megabytes:,} MB",
        "published scores": ", ".join(f"{test} {score:.1f}" for test, score in entry.published.items()) or "none known",
        "source": entry.source,
    }
    if entry.use == "translation":
        rows["languages"] = f"{', '.join(entry.source_languages)} → en"
    for key, value in rows.items():
        typer.echo(f"{key:22} {value}")


@app.command()
def verify(name: Name) -> None:
    """Check the files of one of your own models against their checksums."""
    from ..models import find
    from ..models.store import verify as problems_of

    problems = problems_of(find(name).path)
    for problem in problems:
        say(f"{name}: {problem}")
    if problems:
        raise typer.Exit(1)
    say(f"{name}: every file is as it was installed")


@app.command()
def pull(
    name: Annotated[
        str, typer.Argument(metavar="NAME|OWNER/NAME", help="Of the catalogue, or a Hub id.", show_default=False)
    ],
    revision: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--revision", metavar="NAME", help="Branch, tag or commit.", show_default=False),
    ] = None,
    as_json: Annotated[
        bool, flag("--json", help="Progress as JSON on standard output, in bytes, instead of bars.")
    ] = False,
) -> None:
    """Fetch a model from the Hugging Face Hub, convert it to int8, try it out, and keep it."""
    from ..models.pulling import entry_for
    from ..models.pulling import pull as pull_model

    def report(done: int, total: int) -> None:
        typer.echo(json.dumps({"done": done, "total": total}))

    path = pull_model(name, revision=revision, progress=report if as_json else None)
    say(f"installed in {path}; use it with --model {entry_for(name).name}")


@app.command()
def add(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", help="A checkpoint in Hugging Face layout, safetensors weights.", show_default=False
        ),
    ],
    name: Annotated[str, typer.Option("--name", "-n", metavar="NAME", help="What to call it.", show_default=False)],
    languages: Annotated[
        str,
        typer.Option(
            "--languages", metavar="uk,ru,be", help="What it reads; that of its kind if not given.", show_default=False
        ),
    ] = "",
    license: Annotated[str, typer.Option("--license", metavar="NAME", help="Its licence.")] = "unknown",
) -> None:
    """Convert a checkpoint to int8, try it out, and keep it under a name."""
    from ..models.adding import add as add_model

    codes = tuple(code.strip() for code in languages.split(",") if code.strip())
    path = add_model(folder, name, source_languages=codes, license=license)
    say(f"{name} is installed in {path}")


@app.command()
def remove(name: Name) -> None:
    """Remove one of your own models."""
    from ..models.store import remove as remove_model

    remove_model(name)
    say(f"{name} removed")


@app.command()
def bundle(
    names: Annotated[list[str], typer.Argument(metavar="NAME", help="Installed models.", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The bundle.", show_default=False)],
) -> None:
    """Put models into one file, with checksums, for a machine with no network."""
    from ..models import find
    from ..models.bundles import bundle as write_bundle

    write_bundle([(find(name).path.name, find(name).path) for name in names], output)
    say(f"{', '.join(names)} in {output}, {output.stat().st_size / 1e6:.1f} MB")


@app.command()
def install(file: Annotated[Path, typer.Argument(metavar="FILE", help="A bundle.", show_default=False)]) -> None:
    """Install the models of a bundle, every file checked."""
    from ..models.adding import try_out
    from ..models.bundles import install as install_bundle

    names = install_bundle(file, try_out)
    say(f"installed: {', '.join(names)}")


def demo(
    host: Annotated[
        str,
        typer.Option(
            "--host", metavar="ADDRESS", help="Address to listen on; anything but 127.0.0.1 opens it to others."
        ),
    ] = "127.0.0.1",
    port: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--port", metavar="N", help="Port; a free one from 7860 if not given.", show_default=False),
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
    mcp: Annotated[bool, flag("--mcp", help="Offer detect, translate and summarize as MCP tools too.")] = False,
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
