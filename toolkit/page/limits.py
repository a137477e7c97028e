"""How much the page takes, and saying so."""

from __future__ import annotations

import time
from collections.abc import Iterable

import gradio as gr

__all__ = ["MAX_CHARACTERS", "MAX_FILES", "MAX_SECONDS", "Deadline", "check_length", "refuse"]

MAX_CHARACTERS = 1_000_000
MAX_FILES = 2_000
MAX_SECONDS = 3600


def refuse(message: str) -> gr.Error:
    """An error that the reader sees, and nobody's log."""
    return gr.Error(message, print_exception=False)


def check_length(texts: Iterable[str]) -> None:
    """Refuses more text than :data:`MAX_CHARACTERS`, and none at all."""
    count = 0
    for text in texts:
        count += len(text.strip())
    if not count:
        raise refuse("There is no text.")
    if count > MAX_CHARACTERS:
        raise refuse(
            f"This is {count:,} characters; the page takes {MAX_CHARACTERS:,}. Use the command: toolkit translate."
        )


class Deadline:
    """Ends work that takes longer than :data:`MAX_SECONDS`."""

    def __init__(self) -> None:
        self._end = time.monotonic() + MAX_SECONDS

    def check(self) -> None:
        """Refuses to go on after the end."""
        if time.monotonic() > self._end:
            raise refuse(f"Stopped after {MAX_SECONDS // 60} minutes. Use the command for so much: toolkit batch.")
