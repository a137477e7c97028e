"""The tab for many files: a zip or a pile of uploads in, one zip out; the same batch as ``toolkit batch``."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from ..batch import Result, pending
from ..errors import ToolkitError
from ..reading import SUFFIXES
from ..rendering import FORMATS
from .archives import pack, unpack
from .downloads import new_folder
from .engines import QUALITIES, toolkit_for
from .limits import MAX_FILES, Deadline, refuse

__all__ = ["build"]

_HEADERS = ["File", "Status", "Sentences", "To check", "Error"]
_EVERY = 0.5  # seconds between two states of the table


def translate_uploads(
    uploads: Sequence[str] | None, format: str, with_summary: bool, quality: str
) -> Iterator[tuple[Any, ...]]:
    """Translates uploaded files and zips.

    Yields:
        A line of facts, the table of files, and the zip once it is ready.
    """
    if not uploads:
        raise refuse("Upload files, or a zip of files.")
    if format not in FORMATS:
        raise refuse(f"The format is one of {', '.join(FORMATS)}.")
    tk, deadline = toolkit_for(quality=quality), Deadline()
    folder = new_folder()
    source, output = folder / "in", folder / "out"
    source.mkdir()
    rows: dict[str, list[Any]] = {}
    try:
        others = _collect([Path(path) for path in uploads], source, rows)
        for path in pending(source, output):
            rows[path] = [path, "waiting", "", "", ""]
        if len(rows) > MAX_FILES:
            raise refuse(
                f"These are {len(rows):,} files; the page takes {MAX_FILES:,}. Use the command: toolkit batch."
            )
        yield f"{len(rows)} files", list(rows.values()), gr.skip()
        shown = time.monotonic()
        for result in tk.translate_folder(source, output, format=format, summary=with_summary, memory=False):
            deadline.check()
            rows[result.path] = _row(result, source)
            if time.monotonic() - shown > _EVERY:
                shown = time.monotonic()
                yield _facts(rows, others), list(rows.values()), gr.skip()
        archive = folder / "translations.zip"
        pack(output, archive)
        yield _facts(rows, others), list(rows.values()), gr.File(os.fspath(archive), visible=True)
    except ToolkitError as error:
        raise refuse(str(error)) from None
    finally:
        shutil.rmtree(source, ignore_errors=True)
        shutil.rmtree(output, ignore_errors=True)


def _collect(uploads: Sequence[Path], source: Path, rows: dict[str, list[Any]]) -> int:
    """Puts uploads where the batch reads them, each zip in a folder of its own; one bad zip does not stop the others."""
    others = 0
    for upload in uploads:
        name, number = upload.name, 2
        while (source / name).exists():
            name, number = f"{upload.stem}-{number}{upload.suffix}", number + 1
        if upload.suffix.lower() != ".zip":
            shutil.copyfile(upload, source / name)
            continue
        try:
            others += unpack(upload, source / Path(name).stem)
        except ToolkitError as error:
            shutil.rmtree(source / Path(name).stem, ignore_errors=True)
            rows[name] = [name, "failed", "", "", str(error)]
    return others


def _row(result: Result, source: Path) -> list[Any]:
    status = {"done": "done", "failed": "failed", "skipped": "unchanged"}[result.status]
    return [result.path, status, result.sentences, result.warnings, result.error.replace(f"{source}{os.sep}", "")]


def _facts(rows: dict[str, list[Any]], others: int) -> str:
    counts = {status: sum(row[1] == status for row in rows.values()) for status in ("done", "failed", "waiting")}
    text = f"{counts['done']} done, {counts['failed']} failed, {counts['waiting']} waiting"
    return text + (f"; {others} files of other types were left out" if others else "")


def build() -> None:
    """The tab's components and what they do."""
    with gr.Row():
        with gr.Column(scale=3):
            uploads = gr.File(
                label="Files, or a zip of them",
                file_count="multiple",
                file_types=[*sorted(SUFFIXES), ".zip"],
                height=150,
            )
        with gr.Column(scale=2):
            format = gr.Radio(list(FORMATS), value="md", label="Format of the results")
            quality = gr.Radio(list(QUALITIES), value="balanced", label="Quality of all")
            with_summary = gr.Checkbox(value=True, label="A cited summary of each article")
    with gr.Row():
        button = gr.Button("Translate all", variant="primary", scale=3)
        stop = gr.Button("Stop all", scale=1)
    facts = gr.Markdown(elem_classes="facts")
    archive = gr.File(label="Translations, summaries, manifest and errors", interactive=False, visible=False)
    table = gr.Dataframe(
        headers=_HEADERS,
        interactive=False,
        wrap=True,
        label="Files",
        show_label=False,
        column_widths=["34%", "12%", "14%", "14%", "26%"],
    )
    running = button.click(
        translate_uploads,
        [uploads, format, with_summary, quality],
        [facts, table, archive],
        api_visibility="private",
        concurrency_limit=3,
        concurrency_id="engine",
        show_progress="minimal",
    )
    stop.click(lambda: "Stopped.", None, facts, cancels=[running], api_visibility="private", queue=False)
