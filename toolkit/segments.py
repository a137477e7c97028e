"""A sentence as what a model takes: normalised, tokenised, and cut at clause boundaries where it is too long.

However many segments a sentence has, it stays one sentence with one translation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .function_words import FUNCTION_WORDS
from .models.tokenizer import Tokenizer
from .normalisation import normalise, strip_markdown
from .numbers import links

__all__ = ["capitalise_like", "join", "needs_model", "prepare", "segment"]

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
_WORD = re.compile(r"[^\W\d_]{2,}")
_CAPITAL, _SMALL = re.compile(r"[\"'(]*[A-ZА-ЯІЇЄҐ\d]"), re.compile(r"([\"'(]*)([a-z])")


def prepare(text: str, media_type: str) -> str:
    """The text of a sentence as the model should see it."""
    return normalise(strip_markdown(text) if media_type == "text/markdown" else text)


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
