"""What programs may call: the same values that the Python interface returns, as JSON; over HTTP, ``gradio_client`` and MCP."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ..errors import ToolkitError
from ..language import detect as detect_text
from ..reading import read_text
from .engines import toolkit_for
from .limits import check_length, refuse

__all__ = ["build", "detect", "summarize", "translate"]


def detect(text: str) -> dict[str, Any]:
    """Tells which language a text is in.

    Args:
        text: The text; three words are usually enough.

    Returns:
        ``Detection.to_dict()``: language (ISO 639-1, or "und"), confidence from 0 to 1, alternatives.
    """
    check_length([text])
    return detect_text(text).to_dict()


def translate(text: str, quality: str = "balanced") -> dict[str, Any]:
    """Translates a Ukrainian article to English on this machine, sentence by sentence.

    Args:
        text: The article; its first line may be its title, and empty lines separate paragraphs.
        quality: "fast", "balanced" or "best".

    Returns:
        ``Translation.to_dict()``: text, title, the sentences with their place in the source and their warnings, signature.
    """
    check_length([text])
    try:
        return toolkit_for(quality=quality).translate(read_text(text)).to_dict()
    except ToolkitError as error:
        raise refuse(str(error)) from None


def summarize(texts: list[str], sentences: int = 5, quality: str = "balanced") -> dict[str, Any]:
    """Summarises Ukrainian articles together in English; every sentence cites the source sentences that it rests on.

    Args:
        texts: The articles.
        sentences: How many sentences at most.
        quality: "fast", "balanced" or "best".

    Returns:
        ``Summary.to_dict()``: claims with their citations (quote, translation, character span), and the translated articles.
    """
    check_length(texts)
    if not 1 <= sentences <= 100:
        raise refuse("The number of sentences is from 1 to 100.")
    try:
        tk = toolkit_for(quality=quality)
        return tk.summarize([read_text(text) for text in texts if text.strip()], sentences=sentences).to_dict()
    except ToolkitError as error:
        raise refuse(str(error)) from None


def build() -> None:
    """Registers the endpoints."""
    for function in (detect, translate, summarize):
        gr.api(function, api_name=function.__name__, concurrency_limit=3, concurrency_id="endpoints")
