"""The page: give it an article, read its translation beside it, and follow each sentence of the summary to its source.

    python app.py            (or: toolkit demo)

Thin: what is shown is what ``toolkit.rendering`` and ``toolkit.summary_rendering`` make, in a frame of its own that may reach
nothing. Binds to 127.0.0.1, asks no other machine for anything, keeps no text.
"""

from __future__ import annotations

import functools
import html
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any, get_args

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr

import toolkit
import toolkit.reading
from toolkit.errors import ToolkitError
from toolkit.output import name_for
from toolkit.reading import SUFFIXES
from toolkit.rendering import render
from toolkit.resources import resource
from toolkit.summarization import summarize
from toolkit.summary_rendering import render_summary
from toolkit.translation import Quality

MAX_CHARACTERS = 1_000_000
KEPT_SECONDS = 3600
FORMATS = ("html", "docx", "md", "json")
LANGUAGES = {"uk": "Ukrainian", "ru": "Russian", "be": "Belarusian", "en": "English", "und": "no language"}
CSS = """
.gradio-container { width: 100% !important; max-width: 1280px !important; margin: 0 auto !important; }
iframe.article { width: 100%; height: 78vh; border: 1px solid var(--border-color-primary); border-radius: 6px; background: Canvas; }
"""


@functools.cache
def _toolkit(quality: Quality) -> toolkit.Toolkit:
    return toolkit.Toolkit(quality=quality)


@functools.cache
def _downloads() -> tempfile.TemporaryDirectory[str]:
    """Where files to download wait; it goes when the page is closed."""
    return tempfile.TemporaryDirectory(prefix="toolkit-")


def _folder() -> Path:
    """A new folder for the files of one article; those of an hour ago go."""
    for old in Path(_downloads().name).iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(dir=_downloads().name))


def _samples() -> list[str]:
    return sorted(path.name for path in resource("seeds").iterdir())


def _source(text: str, upload: str | None, sample: str | None) -> str | Path:
    """What the reader gave: an uploaded file, pasted text, or a sample, in this order."""
    if upload:
        return Path(upload)
    if text and text.strip():
        if len(text) > MAX_CHARACTERS:
            raise gr.Error(
                f"The text has more than {MAX_CHARACTERS:,} characters. Save it as a file and upload that.",
                print_exception=False,
            )
        return text
    if sample in _samples():
        return resource("seeds") / str(sample)
    raise gr.Error("Paste an article, upload a file, or pick a sample.", print_exception=False)


def read_article(
    text: str,
    upload: str | None,
    sample: str | None,
    quality: Quality,
    with_summary: bool,
    progress: gr.Progress | None = None,
) -> tuple[str, str, Any]:
    """Translates what was given; returns a line of facts, the page to show, and files to download."""
    progress = progress or gr.Progress()
    source = _source(text, upload, sample)

    def report(done: int, begun: int) -> None:
        progress((done, begun), unit="sentences")

    try:
        tk = _toolkit(quality)
        article = tk.read(toolkit.reading.read_text(source) if isinstance(source, str) else source)
        translation = tk.translate(article, progress=report)
    except ToolkitError as error:
        raise gr.Error(str(error), print_exception=False) from None
    summary = summarize([translation]) if with_summary else None
    page = render_summary(summary, "html") if summary is not None else render(translation, "html")
    folder = _folder()
    files = []
    for format in FORMATS:
        path = folder / name_for(Path(article.document.source).name, format)
        path.write_bytes(render(translation, format))
        files.append(os.fspath(path))
    if summary is not None:
        path = folder / "summary.html"
        path.write_bytes(page)
        files.append(os.fspath(path))
    found = article.language
    flagged = sum(bool(sentence.warnings) for sentence in translation.sentences)
    facts = (
        f"{LANGUAGES.get(found.language, found.language)} ({found.confidence:.0%} sure), {len(translation.sentences)} sentences"
        + (f", {flagged} to check (marked ⚠)" if flagged else "")
    )
    return facts, _frame(page), gr.Files(files, visible=True)


def _frame(page: bytes) -> str:
    """A page in a sandboxed frame: its scripts may highlight sentences, and reach neither this page nor any other."""
    return f'<iframe class="article" title="Article" sandbox="allow-scripts" srcdoc="{html.escape(page.decode())}"></iframe>'


def detect_language(text: str) -> dict[str, Any]:
    """The language of a text, as ``Detection.to_dict()``."""
    return toolkit.detect(text[:MAX_CHARACTERS]).to_dict()


def translate_text(text: str, quality: str = "balanced") -> dict[str, Any]:
    """The translation of an article given as text, as ``Translation.to_dict()``."""
    return _checked(text, quality).translate(toolkit.reading.read_text(text)).to_dict()


def summarize_texts(texts: list[str], sentences: int = 5, quality: str = "balanced") -> dict[str, Any]:
    """A cited summary of articles given as texts, as ``Summary.to_dict()``."""
    tk = _checked("".join(texts), quality)
    return tk.summarize([toolkit.reading.read_text(text) for text in texts], sentences=sentences).to_dict()


def _checked(text: str, quality: str) -> toolkit.Toolkit:
    if not text.strip():
        raise gr.Error("There is no text.", print_exception=False)
    if len(text) > MAX_CHARACTERS:
        raise gr.Error(f"The text has more than {MAX_CHARACTERS:,} characters.", print_exception=False)
    if quality not in get_args(Quality):
        raise gr.Error(f"Quality is one of {', '.join(get_args(Quality))}.", print_exception=False)
    return _toolkit(quality)


def build() -> gr.Blocks:
    """The page."""
    with gr.Blocks(
        title="Ukrainian articles in English", analytics_enabled=False, delete_cache=(KEPT_SECONDS, KEPT_SECONDS)
    ) as page:
        gr.Markdown(
            "# Ukrainian articles in English\nTranslated and summarised on this machine. Nothing you give it leaves it."
        )
        with gr.Row():
            with gr.Column(scale=3):
                text = gr.Textbox(label="Article", placeholder="Paste a Ukrainian article …", lines=8, max_lines=16)
            with gr.Column(scale=2):
                upload = gr.File(
                    label="… or upload a file", file_types=sorted(set(SUFFIXES) - {".jsonl", ".ndjson"}), height=120
                )
                sample = gr.Dropdown(["", *_samples()], value="", label="… or pick a sample")
        with gr.Row(equal_height=True):
            quality = gr.Radio(["fast", "balanced", "best"], value="balanced", label="Quality", scale=3)
            with_summary = gr.Checkbox(value=True, label="Summary with citations", scale=2)
            button = gr.Button("Translate", variant="primary", scale=2)
            stop = gr.Button("Stop", scale=1)
        facts = gr.Markdown()
        shown = gr.HTML()
        files = gr.Files(label="Download", interactive=False, visible=False)
        running = button.click(
            read_article, [text, upload, sample, quality, with_summary], [facts, shown, files], api_visibility="private"
        )
        stop.click(None, cancels=[running], api_visibility="private")
        gr.api(detect_language, api_name="detect")
        gr.api(translate_text, api_name="translate")
        gr.api(summarize_texts, api_name="summarize")
    return page


def main(host: str = "127.0.0.1", port: int | None = None) -> None:
    """Opens the page until it is interrupted."""
    theme = gr.themes.Default(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    build().queue(max_size=32, default_concurrency_limit=2).launch(
        server_name=host, server_port=port, theme=theme, css=CSS, max_file_size="50mb", footer_links=["api"], share=False,
        ssr_mode=False, show_error=True,
    )  # fmt: skip


if __name__ == "__main__":
    main()
