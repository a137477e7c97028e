"""The tab that puts two models, or two qualities of one, side by side on one article."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from ..errors import ToolkitError
from ..models import DEFAULT
from ..reading import read_text
from ..rendering import environment
from ..resources import resource
from ..types import Sentence
from .article import frame, samples
from .engines import QUALITIES, model_names, toolkit_for
from .limits import check_length, refuse

__all__ = ["Row", "build", "compare_rows"]

Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence with two translations, each in pieces that are (text, differs from the other)."""

    source: Sentence
    one: tuple[Piece, ...]
    other: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return any(changed for _, changed in (*self.one, *self.other))


def compare_rows(sources: Sequence[Sentence], ones: Sequence[str], others: Sequence[str]) -> list[Row]:
    """Marks the words in which two translations of the same sentences differ."""
    return [Row(source, *_pieces(one, other)) for source, one, other in zip(sources, ones, others, strict=True)]


def _pieces(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    left, right = one.split(), other.split()
    found: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        for side, words in ((0, left[a:b]), (1, right[c:d])):
            if words:
                found[side].append((" ".join(words), tag != "equal"))
    return tuple(found[0]), tuple(found[1])


def compare(text: str, sample: str, model_a: str, quality_a: str, model_b: str, quality_b: str) -> tuple[str, str]:
    """A line of facts, and the page that shows both."""
    try:
        one, other = toolkit_for(model_a, quality_a), toolkit_for(model_b, quality_b)
        if text and text.strip():
            check_length([text])
            article = one.read(read_text(text))
        elif sample in samples():
            article = one.read(resource("seeds") / sample)
        else:
            raise refuse("Paste an article, or pick a sample.")
        ones, others = one.translate(article), other.translate(article)
    except ToolkitError as error:
        raise refuse(str(error)) from None
    rows = compare_rows(
        article.sentences, [item.text for item in ones.sentences], [item.text for item in others.sentences]
    )
    differ = sum(row.differs for row in rows)
    names = (f"{model_a}, {quality_a}", f"{model_b}, {quality_b}")
    page = (
        environment().get_template("compare.html").render(rows=rows, names=names, title=article.title or "Comparison")
    )
    return f"{differ} of {len(rows)} sentences differ", frame(
        str(page).encode("utf-8", "backslashreplace"), "Comparison"
    )


def build() -> list[gr.Dropdown]:
    """The tab's components and what they do; returns the two choices of models."""
    with gr.Row():
        with gr.Column(scale=3):
            text = gr.Textbox(
                label="Article to compare", placeholder="Paste a Ukrainian article …", lines=6, max_lines=12
            )
            sample = gr.Dropdown(["", *samples()], value="", label="… or a sample to compare")
        with gr.Column(scale=2):
            names = model_names()
            sides: list[Any] = []
            for side, quality in (("Left", "fast"), ("Right", "best")):
                with gr.Row():
                    sides.append(
                        gr.Dropdown(names, value=DEFAULT if side == "Left" else names[-1], label=f"{side} model")
                    )
                    sides.append(gr.Dropdown(list(QUALITIES), value=quality, label=f"{side} quality"))
    button = gr.Button("Compare", variant="primary")
    facts = gr.Markdown(elem_classes="facts")
    shown = gr.HTML()
    button.click(
        compare,
        [text, sample, *sides],
        [facts, shown],
        api_visibility="private",
        concurrency_limit=3,
        concurrency_id="engine",
        show_progress="minimal",
    )
    return [sides[0], sides[2]]
