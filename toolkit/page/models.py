"""The tab that shows what is installed, and fetches more when it is asked to."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from ..models import installed
from ..models.catalogue import catalogue
from ..rendering import environment
from .engines import model_names
from .limits import refuse

__all__ = ["build", "fetch"]

_ONE_AT_A_TIME = threading.Lock()
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def table() -> str:
    """The installed models, and those that can be fetched, as HTML tables."""
    present = {info.name for info in installed()}
    others = [entry for entry in catalogue().values() if entry.name not in present]
    return str(environment().get_template("models.html").render(models=installed(), others=others))


def _missing() -> list[tuple[str, str]]:
    present = {info.name for info in installed()}
    return [("", "")] + [
        (f"{entry.name}: {entry.about} ({entry.megabytes:,} MB, {entry.license})", entry.name)
        for entry in catalogue().values()
        if entry.name not in present
    ]


def fetch(name: str, request: gr.Request | None = None, *, fetching: bool = True) -> Iterator[str]:
    """Fetches a model of the catalogue in another process, one at a time; yields a line about how far it is.

    Only for who sits at this machine: a download fills its disk.
    """
    if request is not None and request.client is not None and request.client.host not in _LOOPBACK:
        raise refuse("Only at the machine that this page runs on. Ask there for: toolkit models pull")
    if name not in catalogue():
        raise refuse("Choose a model of the list.")
    if not fetching:
        raise refuse("HF_HUB_OFFLINE is set: nothing is fetched. Bring a bundle: toolkit models install")
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise refuse("A model is being fetched already. Wait for it to end.")
    try:
        yield f"Asking the Hub for {name} …"
        variables = {key: value for key, value in os.environ.items() if key != "HF_HUB_OFFLINE"}
        command = [sys.executable, "-m", "toolkit.cli", "models", "pull", name, "--json"]
        # Its complaints go to a file: a pipe that nobody reads meanwhile would fill up and stop it.
        with (
            tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as complaints,
            subprocess.Popen(  # noqa: S603 - a name of the catalogue
                command, stdout=subprocess.PIPE, stderr=complaints, text=True, env=variables, errors="replace"
            ) as process,
        ):
            try:
                for line in process.stdout or ():
                    found = json.loads(line) if line.startswith("{") else {}
                    if found.get("total"):
                        yield _so_far(name, found["done"], found["total"])
            except GeneratorExit:  # the reader has stopped it or gone; the next try goes on from here
                process.terminate()
                raise
            process.wait()
            complaints.seek(0)
            problem = complaints.read().strip().splitlines()[-1:]
        if process.returncode:
            raise refuse((problem or ["It failed without a word."])[0].removeprefix("toolkit: "))
        yield f"**{name} is installed.** Choose it in the other tabs."
    finally:
        _ONE_AT_A_TIME.release()


def _so_far(name: str, done: int, total: int) -> str:
    if done >= total:
        return f"{name} is here. Converting it and trying it out, which takes a minute or some …"
    return f"Fetching {name}: {done / 1e6:,.0f} of {total / 1e6:,.0f} MB, {done / total:.0%}"


def _refreshed(choices: int) -> list[Any]:
    names = model_names()
    return [table(), gr.update(choices=_missing())] + [
        # The first one, on the article's tab, is hidden while there is no choice.
        gr.update(choices=names, **({"visible": len(names) > 1} if index == 0 else {}))
        for index in range(choices)
    ]


def build(choices: Sequence[gr.Dropdown], *, fetching: bool = True) -> None:
    """The tab's components and what they do.

    Args:
        choices: The choices of models on the other tabs, the article's first; they learn of a new one.
        fetching: Whether anything may be fetched at all.
    """
    shown = gr.HTML(table())
    wanted = gr.Dropdown(_missing(), value="", label="Fetch another model from the Hugging Face Hub")
    with gr.Row():
        button = gr.Button("Fetch", variant="primary")
        stop = gr.Button("Stop fetching")
    state = gr.Markdown(elem_classes="facts")

    def run(name: str, request: gr.Request) -> Iterator[str]:
        yield from fetch(name or "", request, fetching=fetching)

    update = functools.partial(_refreshed, len(choices))
    running = button.click(run, wanted, state, api_visibility="private", concurrency_limit=1, show_progress="hidden")
    running.then(update, None, [shown, wanted, *choices], api_visibility="private")
    stop.click(lambda: "Stopped. The next try goes on from here.", None, state, cancels=[running],
               api_visibility="private", queue=False)  # fmt: skip
    blocks = gr.context.Context.root_block
    if blocks is not None:
        blocks.load(update, None, [shown, wanted, *choices], api_visibility="private")
