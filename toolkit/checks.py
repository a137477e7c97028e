"""What may be wrong with a translation, seen from its source and its text alone."""

from __future__ import annotations

import re

from .numbers import misscaled, missing_links, missing_months, missing_numbers

__all__ = ["has_loop", "is_untranslated", "says_twice", "warnings_for"]

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_TOKEN = re.compile(r"\w+|\.{2,}|[^\w\s]")
# Ukrainian news to English: 5th and 95th percentile of target over source characters are about 0.75 and 1.35.
_SHORT, _LONG = 0.4, 2.5
_MIN_LENGTH = 25  # characters; below it lengths say nothing


def _longest_run(tokens: list[str]) -> tuple[int, int]:
    """The most times in a row that an n-gram (n up to 8) stands, and the tokens that this run covers."""
    best, cover = 1, 0
    for size in range(1, min(8, len(tokens) // 2) + 1):
        run = 1
        index = size
        while index + size <= len(tokens):
            if tokens[index : index + size] == tokens[index - size : index]:
                run += 1
                if run > best or (run == best and run * size > cover):
                    best, cover = run, run * size
                index += size
            else:
                run = 1
                index += 1
    return best, cover


def has_loop(source: str, target: str) -> bool:
    """Whether the target repeats itself as the source does not.

    «Дуже, дуже» may come out as "very, very": an n-gram may stand as often in a row as one does in the source, and twice in any
    case if it is short.
    """
    run, cover = _longest_run(_TOKEN.findall(target.lower()))
    if run < 2:
        return False
    own, _ = _longest_run(_TOKEN.findall(source.lower()))
    if run <= max(own, 1):
        return False
    return run >= 3 or cover >= 6


def says_twice(source: str, target: str) -> bool:
    """Whether four words stand twice in the target, anywhere, while no two do in the source."""

    def repeated(text: str, size: int) -> bool:
        words = re.findall(r"\w+", text.lower())
        runs = [tuple(words[start : start + size]) for start in range(len(words) - size + 1)]
        return len(set(runs)) < len(runs)

    return repeated(target, 4) and not repeated(source, 2)


def is_untranslated(source: str, target: str) -> bool:
    """Whether the target is empty, or still in Cyrillic, while the source has words."""
    letters = sum(char.isalpha() for char in target)
    if not letters:
        return any(char.isalpha() for char in source)
    return len(_CYRILLIC.findall(target)) > 0.2 * letters


def warnings_for(source: str, target: str) -> tuple[str, ...]:
    """The warnings that a translated sentence carries (see :class:`toolkit.types.TranslatedSentence`)."""
    found = []
    if missing_numbers(source, target) or misscaled(source, target) or missing_months(source, target):
        found.append("number-mismatch")
    if missing_links(source, target):
        found.append("link-mismatch")
    if has_loop(source, target):
        found.append("repetition")
    if is_untranslated(source, target):
        found.append("untranslated")
    elif len(source) >= _MIN_LENGTH and len(target) < _SHORT * len(source):
        found.append("too-short")
    elif len(target) > max(_LONG * len(source), _MIN_LENGTH):
        found.append("too-long")
    return tuple(found)
