"""The tab in which articles are read: original and translation side by side, with a cited summary above."""

from __future__ import annotations

import html
import itertools
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from ..api import Toolkit
from ..assembly import assemble
from ..errors import ToolkitError
from ..models import DEFAULT
from ..output import name_for
from ..reading import SUFFIXES, read, read_text
from ..rendering import environment, render
from ..resources import resource
from ..summarization import summarize
from ..summary_rendering import render_summary
from ..types import Article, TranslatedSentence, Translation
from .downloads import new_folder
from .engines import QUALITIES, model_names, toolkit_for
from .limits import Deadline, check_length, refuse

__all__ = ["build", "frame"]

FORMATS = ("html", "docx", "md", "json")
LANGUAGES = {"uk": "Ukrainian", "ru": "Russian", "be": "Belarusian", "en": "English", "und": "no language"}
_SHOWN_LIVE = 60  # sentences of the article in work that are shown meanwhile

# The address holds the settings, never the text.
_REMEMBER = """(quality, summary, model) => {
  const url = new URL(location.href);
  url.searchParams.set('quality', quality);
  url.searchParams.set('summary', summary ? '1' : '0');
  url.searchParams.set('model', model);
  history.replaceState(null, '', url);
}"""


def samples() -> list[str]:
    """The names of the sample articles."""
    return sorted(path.name for path in resource("seeds").iterdir())


def frame(page: bytes, title: str = "Article") -> str:
    """A page in a sandboxed frame: its scripts may highlight sentences, and reach neither this page nor any other."""
    return (
        f'<iframe class="article" title="{html.escape(title)}" sandbox="allow-scripts" '
        f'srcdoc="{html.escape(page.decode())}"></iframe>'
    )


def _given(text: str, uploads: Sequence[str] | None, sample: str | None, tk: Toolkit) -> list[Article]:
    """What the reader gave: uploaded files, pasted text, or a sample, in this order."""
    if uploads:
        # Under their own names, not those of the temporary folder.
        documents = [document for path in uploads for document in read(Path(path).read_bytes(), name=Path(path).name)]
        check_length(document.text for document in documents)
        return [tk.read(document) for document in documents]
    if text and text.strip():
        check_length([text])
        return [tk.read(read_text(text, "Pasted article"))]
    if sample in samples():
        return [tk.read(resource("seeds") / str(sample))]
    raise refuse("Paste an article, upload files, or pick a sample.")


def read_articles(
    text: str,
    uploads: list[str] | None,
    sample: str | None,
    quality: str,
    with_summary: bool,
    model: str = DEFAULT,
) -> Iterator[tuple[Any, ...]]:
    """Translates what was given, showing paragraphs as they are finished.

    Yields:
        A line of facts, the page to show, files to download, and the texts to copy.
    """
    deadline, begun = Deadline(), time.monotonic()
    nothing = (gr.skip(), gr.skip(), gr.skip())
    try:
        tk = toolkit_for(model, quality)
        articles = _given(text, uploads, sample, tk)
        total = sum(len(article.sentences) for article in articles)
        yield f"{_language(articles[0])}. Translating {total:,} sentences …", "", *nothing
        finished: list[Translation] = []
        done = 0
        for article in articles:
            sentences: list[TranslatedSentence] = []
            for part in tk.translator.stream(article):
                deadline.check()
                sentences += part
                done += len(part)
                if done < total:
                    yield _progress(done, total, begun), _live(article, sentences), *nothing
            finished.append(assemble(article, sentences, tk.translator.signature))
        yield _result(finished, with_summary, time.monotonic() - begun)
    except ToolkitError as error:
        raise refuse(str(error)) from None


def _language(article: Article) -> str:
    found = article.language
    return f"{LANGUAGES.get(found.language, found.language)} ({found.confidence:.0%} sure)"


def _progress(done: int, total: int, begun: float) -> str:
    elapsed = time.monotonic() - begun
    left = elapsed / max(done, 1) * (total - done)
    return (
        f'<progress value="{done}" max="{total}" aria-label="Sentences translated"></progress> '
        f"{done:,} of {total:,} sentences, about {left:.0f} s left"
    )


def _live(article: Article, sentences: Sequence[TranslatedSentence]) -> str:
    """The last paragraphs that are finished, as a fragment of this page (everything escaped)."""
    rows = [list(group) for _, group in itertools.groupby(sentences[-_SHOWN_LIVE:], key=lambda item: item.source.block)]
    roles = [article.blocks[row[0].source.block].role.value for row in rows]
    return str(
        environment()
        .get_template("live.html")
        .render(rows=list(zip(roles, rows, strict=True)), hidden=max(0, len(sentences) - _SHOWN_LIVE))
    )


def _result(translations: list[Translation], with_summary: bool, seconds: float) -> tuple[Any, ...]:
    summary = summarize(translations) if with_summary or len(translations) > 1 else None
    page = render(translations[0], "html") if summary is None else render_summary(summary, "html")
    folder = new_folder()
    files: list[str] = []
    taken: set[str] = set()
    for translation in translations:
        for format in FORMATS:
            name = name_for(Path(translation.article.document.source).name, format, taken)
            taken.add(name)
            (folder / name).write_bytes(render(translation, format))
            files.append(os.fspath(folder / name))
    if summary is not None:
        for format in FORMATS:
            path = folder / f"summary.{format}"
            path.write_bytes(render_summary(summary, format))
            files.append(os.fspath(path))
    count = sum(len(item.sentences) for item in translations)
    flagged = sum(bool(sentence.warnings) for item in translations for sentence in item.sentences)
    facts = (
        (f"{len(translations)} articles" if len(translations) > 1 else _language(translations[0].article))
        + f", {count:,} {'sentence' if count == 1 else 'sentences'} in {seconds:.1f} s"
        + (f", {flagged} to check (marked ⚠)" if flagged else "")
    )
    texts = "\n\n* * *\n\n".join(item.text for item in translations)
    claims = summary.text if summary is not None else ""
    return (
        facts,
        frame(page),
        gr.Files(files, visible=True),
        gr.Textbox(texts, visible=True),
        gr.Textbox(claims, visible=bool(claims)),
    )


def build() -> gr.Dropdown:
    """The tab's components and what they do; returns the choice of models."""
    with gr.Row():
        with gr.Column(scale=3):
            text = gr.Textbox(label="Article", placeholder="Paste a Ukrainian article …", lines=8, max_lines=16)
        with gr.Column(scale=2):
            uploads = gr.File(
                label="… or upload files; several are summarised together",
                file_count="multiple",
                file_types=sorted(SUFFIXES),
                height=120,
            )
            sample = gr.Dropdown(["", *samples()], value="", label="… or pick a sample")
    with gr.Row(equal_height=True):
        quality = gr.Radio(list(QUALITIES), value="balanced", label="Quality", scale=3)
        with_summary = gr.Checkbox(value=True, label="Summary with citations", scale=2)
        model = gr.Dropdown(model_names(), value=DEFAULT, label="Model", scale=2, visible=len(model_names()) > 1)
        button = gr.Button("Translate", variant="primary", scale=2)
        stop = gr.Button("Stop", scale=1)
    facts = gr.Markdown(elem_classes="facts")
    shown = gr.HTML()
    with gr.Accordion("Copy or download", open=False):
        english = gr.Textbox(
            label="English text", lines=6, max_lines=12, buttons=["copy"], visible=False, elem_id="english"
        )
        claims = gr.Textbox(label="Summary text", lines=3, max_lines=8, buttons=["copy"], visible=False)
        files = gr.Files(label="Download", interactive=False, visible=False)
    running = button.click(
        read_articles,
        [text, uploads, sample, quality, with_summary, model],
        [facts, shown, files, english, claims],
        api_visibility="private",
        concurrency_limit=3,
        concurrency_id="engine",
        show_progress="minimal",
    )
    stop.click(lambda: "Stopped.", None, facts, cancels=[running], api_visibility="private", queue=False)
    settings = [quality, with_summary, model]
    for setting in settings:
        setting.change(None, settings, None, js=_REMEMBER, api_visibility="private")
    blocks = gr.context.Context.root_block
    if blocks is not None:
        blocks.load(_from_address, None, settings, api_visibility="private")
    return model


def _from_address(request: gr.Request) -> tuple[Any, Any, Any]:
    """The settings that the address of the page asks for."""
    asked = dict(request.query_params)
    quality, summary, model = asked.get("quality"), asked.get("summary"), asked.get("model")
    return (
        quality if quality in QUALITIES else gr.skip(),
        summary == "1" if summary in ("0", "1") else gr.skip(),
        model if model in model_names() else gr.skip(),
    )
