"""Quotation marks where English has them, and words that a model wrote twice: what can be told from the source's own marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .normalisation import speaker_dash
from .types import Sentence

__all__ = ["close_up", "quote_like", "reopen_quotations", "without_doubles"]

_CLOSED = re.compile(r'(?<!\d)"[.!?…,;:]*$')  # after a figure it stands for inches
_DOUBLE = re.compile(
    r"\b(?!that\b)([A-Za-z][a-z]{3,})(?: (?=[a-z])(?i:\1)\b)+"
)  # "that that" is English, Walla Walla a city
_OPENING = re.compile(r'(?<=\s)"(?=\w)')
_SAYING = re.compile(r'\s"(?:[^"\s]+\s+){3,}[^"\s]+"[.!?…]*$')  # to the end of the sentence, and longer than a title
_SAID_TWICE = re.compile(r"\b(\w{2,})(?:\W{1,3}\1\b)+", re.IGNORECASE)
_ATTRIBUTION = re.compile(r"[,!?…] — ")
_BEFORE_SPEAKER = re.compile(r"(?=, — )|(?<=[!?…])(?= — )")


def reopen_quotations(sentences: Sequence[Sentence], prepared: Sequence[str]) -> list[str]:
    """The prepared sentences, with a quotation mark where a quotation goes on after its speaker.

    There Ukrainian has a dash and no mark: «Так, — сказав він. — Але не зараз». English closes the quotation before the speaker
    and opens it again: "Yes," he said. "But not now." Where the speaker comes in a later sentence of the quotation, which has no
    mark of its own, it gets the closing one too.
    """
    reopened: list[str] = []
    within = False  # a quotation of the same paragraph
    for index, (sentence, text) in enumerate(zip(sentences, prepared, strict=True)):
        before = sentences[index - 1] if index else None
        if before is None or (before.block, before.number) != (sentence.block, sentence.number - 1):
            within = False
        dash, words = speaker_dash(text)
        if within and dash and '"' not in reopened[-1]:
            reopened[-1] = _BEFORE_SPEAKER.sub('"', reopened[-1], count=1)
        reopened.append(f'"{words}' if within and dash else text)
        within ^= text.count('"') % 2 == 1
    return reopened


def quote_like(source: str, text: str) -> str:
    """A translation with the quotation marks at its ends that its source has there.

    A quotation of several sentences has one mark in the first and one in the last; models leave such a mark out, add the other, or
    put one where nothing is quoted.
    """
    opened, closed = source.startswith('"'), _CLOSED.search(source) is not None
    marks, there = source.count('"'), text.count('"')
    if not marks and there == 1:
        return text.replace('"', "")
    if marks == 2 and there == 1 and _SAYING.search(source) and _OPENING.search(text):
        return f'{text}"'
    if marks != opened + closed or _ATTRIBUTION.search(source):
        return text
    if there <= marks - 1:
        if opened and not text.startswith('"'):
            text = f'"{text}'
        if closed and _CLOSED.search(text) is None:
            text = f'{text}"'
    elif marks == 1 and there == 2:
        if opened and text.endswith('"'):
            return text[:-1]
        if closed and text.startswith('"'):
            return text[1:]
    return text


def close_up(text: str) -> str:
    """A translation whose quotation marks stand at what they open and close, not between two spaces."""
    found, *rest = text.split('"')
    opened = False
    for after in rest:
        apart = not found or found[-1].isspace() or found[-1] in "(["
        inches = found.rstrip()[-1:].isdigit() and not opened
        if opened and apart and not after[:1].isalnum():
            found, opened = found.rstrip(), False
        else:
            opened = apart and not (inches and after[:1].isspace())
            after = after.lstrip() if opened else after
        found += f'"{after}'
    return found


def without_doubles(source: str, text: str) -> str:
    """A translation without words that stand twice in a row («military military»), unless the source says something twice."""
    return text if _SAID_TWICE.search(source) else _DOUBLE.sub(r"\1", text)
