"""A sentence as what a model takes: normalised, tokenised, and cut at clause boundaries where it is too long.

However many segments a sentence has, it stays one sentence with one translation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .function_words import FUNCTION_WORDS
from .models.tokenizer import Tokenizer
from .normalisation import normalise, speaker_dash, strip_markdown
from .numbers import links
from .types import Sentence

__all__ = [
    "capitalise_like",
    "join",
    "needs_model",
    "prepare",
    "quote_like",
    "reopen_quotations",
    "segment",
    "without_doubles",
]

# Where a long sentence may be cut, the best place first: before the speaker of a quotation, whose dash English has not; after a
# semicolon, colon or dash, a comma before a conjunction, any comma, any space.
_CUTS = (
    re.compile(r"(?<=[\",]) — (?=[а-яіїєґ])"),
    re.compile(r"(?<=[;:])\s+|\s+(?=— )"),
    re.compile(
        r"(?<=,)\s+(?=(?:а|але|і|й|та|або|що|щоб|який|яка|яке|які|якого|якої|яких|де|коли|бо|проте|однак|хоча|тоді|якщо)\b)"
    ),
    re.compile(r"(?<=[,.!?…])\s+"),
    re.compile(r"\s+"),
)
_CLOSED = re.compile(r'(?<!\d)"[.!?…,;:]*$')  # after a figure it stands for inches
_DOUBLE = re.compile(r"\b([a-z]{5,})(?: \1\b)+")
_SAID_TWICE = re.compile(r"\b(\w{2,})(?:\W{1,3}\1\b)+", re.IGNORECASE)
_ATTRIBUTION = re.compile(r"[,!?…] — ")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CAPITAL, _SMALL = re.compile(r"[\"'(]*[A-ZА-ЯІЇЄҐ\d]"), re.compile(r"([\"'(]*)([a-z])")


def prepare(text: str, media_type: str) -> str:
    """The text of a sentence as the model should see it."""
    return normalise(strip_markdown(text) if media_type == "text/markdown" else text)


def reopen_quotations(sentences: Sequence[Sentence], prepared: Sequence[str]) -> list[str]:
    """The prepared sentences, with a quotation mark where a quotation goes on after its speaker.

    There Ukrainian has a dash and no mark: «Так, — сказав він. — Але не зараз». English closes the quotation before the speaker
    and opens it again: "Yes," he said. "But not now."
    """
    reopened = []
    within = False  # a quotation of the same paragraph
    for index, (sentence, text) in enumerate(zip(sentences, prepared, strict=True)):
        before = sentences[index - 1] if index else None
        if before is None or (before.block, before.number) != (sentence.block, sentence.number - 1):
            within = False
        dash, words = speaker_dash(text)
        reopened.append(f'"{words}' if within and dash else text)
        within ^= text.count('"') % 2 == 1
    return reopened


def needs_model(text: str) -> bool:
    """Whether a prepared sentence has words; numbers, signs and links are copied."""
    for link in links(text):
        text = text.replace(link, " ")
    return _WORD.search(text) is not None


def segment(text: str, tokenizer: Tokenizer, max_tokens: int, language: str | None = None) -> list[list[str]]:
    """The tokens of a prepared sentence, in as many pieces as ``max_tokens`` asks for."""
    tokens = tokenizer.encode(text, language)
    if len(tokens) <= max_tokens:
        return [tokens]
    for place in _CUTS:
        cuts = [match.span() for match in place.finditer(text)]
        if not cuts:
            continue
        middle = len(text) / 2
        start, end = min(cuts, key=lambda cut: abs(cut[0] - middle))
        # A cut far from the middle helps little: try the next kind of place first, unless there is none.
        if place is not _CUTS[-1] and not 0.2 * len(text) < start < 0.8 * len(text):
            continue
        return segment(text[:start], tokenizer, max_tokens, language) + segment(
            text[end:], tokenizer, max_tokens, language
        )
    # One word longer than the model takes: nothing a model could translate, but nothing is dropped.
    half = len(text) // 2
    if half == 0:
        return [tokens]
    return segment(text[:half], tokenizer, max_tokens, language) + segment(text[half:], tokenizer, max_tokens, language)


def join(parts: Sequence[str]) -> str:
    """The translations of the segments of one sentence as one sentence."""
    kept = [part for part in parts if part]
    joined = []
    for index, part in enumerate(kept):
        if index < len(kept) - 1 and part.endswith(".") and not part.endswith(".."):
            part = part[:-1]  # models end every segment as if it were a sentence
        if index < len(kept) - 1 and part.endswith('"') and part[-2:-1].isalnum():
            part = part[:-1] + ',"'  # a quotation before its speaker
        first, *rest = part.split(" ", 1)
        if index and first.lower() in FUNCTION_WORDS["en"] and first != "I":
            part = " ".join([first.lower(), *rest])
        joined.append(part)
    return " ".join(joined)


def capitalise_like(source: str, text: str) -> str:
    """A translation that begins with a capital where its source does; models write headings and labels small."""
    if _CAPITAL.match(source) is None or (first := _SMALL.match(text)) is None:
        return text
    return first[1] + first[2].upper() + text[first.end() :]


def quote_like(source: str, text: str) -> str:
    """A translation with the quotation marks at its ends that its source has there.

    A quotation of several sentences has one mark in the first and one in the last; models leave such a mark out, add the other, or
    put one where nothing is quoted.
    """
    opened, closed = source.startswith('"'), _CLOSED.search(source) is not None
    marks, there = source.count('"'), text.count('"')
    if not marks and there == 1:
        return text.replace('"', "")
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


def without_doubles(source: str, text: str) -> str:
    """A translation without words that stand twice in a row («military military»), unless the source says something twice."""
    return text if _SAID_TWICE.search(source) else _DOUBLE.sub(r"\1", text)
