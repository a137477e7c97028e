"""Collects marked pieces of text into one document text, so that every mark is a span of it."""

from __future__ import annotations

from ..types import Mark, Role, Span

__all__ = ["TextBuilder"]


class TextBuilder:
    """Joins pieces with empty lines and remembers where each stands."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.marks: list[Mark] = []

    def add(self, text: str, role: Role, *, certain: bool = False, level: int = 0) -> None:
        """Adds a piece; white space around it is left out, and an empty one is nothing."""
        text = text.strip(" \t\r\n\f")
        if not text:
            return
        if self._pieces:
            self._pieces.append("\n\n")
            self._length += 2
        self.marks.append(Mark(Span(self._length, self._length + len(text)), role, certain, level))
        self._pieces.append(text)
        self._length += len(text)

    @property
    def text(self) -> str:
        """Everything added so far."""
        return "".join(self._pieces)
