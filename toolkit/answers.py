"""What instruct models answer when asked for cited sentences: parses the citation marks they really write.

``[1]``, ``[1,2]``, ``[1-3]``, ``[1][2]``, ``【1】``, ``(1)``, in front of or behind a sentence, before or after its full stop.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .sentences import split

__all__ = ["CitedSentence", "parse_answer", "whole_sentences"]

_NUMBERS = r"\s*(?:sentences?\s+|source\s+)?\d{1,4}(?:\s*(?:,|;|and|&|-|–|—|to)\s*\^?\d{1,4})*\s*"
_MARK = re.compile(rf"[\[【]\^?({_NUMBERS})(?:†[^\]】]*)?[\]】]|\(({_NUMBERS})\)", re.IGNORECASE)
_LEADING = re.compile(r"^\s*(?:[-*•]|\d{1,3}[.)])\s+")
_CHATTER = re.compile(
    r"^(?:sure|certainly|of course|here(?:'s| is| are)|okay|ok|summary|the summary|in summary|note|i hope|"
    r"let me know|as an ai)\b.*:?\s*$",
    re.IGNORECASE,
)
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
# A full stop or a mark with a blank or a line's end behind it; a mark at the very end may lack a digit, and then has no bracket.
_FINISHED = re.compile(r"[.!?…\]】][\"”»]?(?=\s)|\n|[\]】]\Z")
_LONGEST_RANGE = 20


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """One sentence of an answer.

    Attributes:
        text: Without its marks.
        numbers: The sentence numbers it cites, in ascending order, those that exist.
        rejected: The numbers it cites that do not exist.
    """

    text: str
    numbers: tuple[int, ...]
    rejected: tuple[int, ...] = ()


def parse_answer(answer: str, count: int) -> list[CitedSentence]:
    """The sentences of an answer with the numbers that they cite.

    Args:
        answer: What the model wrote.
        count: How many numbered sentences it was given; other numbers are rejected.
    """
    found: list[CitedSentence] = []
    for line in _THINKING.sub("", answer).splitlines():
        line = _LEADING.sub("", line.strip().strip("*#").strip())
        if not line or (_CHATTER.match(line) and not _MARK.search(line)):
            continue
        found += _sentences(line, count)
    return [item for item in found if any(char.isalpha() for char in item.text)]


def whole_sentences(answer: str) -> str:
    """An answer that was cut off, without its last, unfinished sentence."""
    ends = [match.end() for match in _FINISHED.finditer(answer)]
    return answer[: ends[-1]].rstrip() if ends else ""


def _sentences(line: str, count: int) -> list[CitedSentence]:
    """Marks become placeholders of letters, so that splitting into sentences is not misled by them."""
    groups: list[list[int]] = []

    def hide(match: re.Match[str]) -> str:
        # A year or a sum in brackets is no citation: (2025).
        numbers = _expand(match.group(1) or match.group(2))
        if match.group(2) is not None and all(number > count for number in numbers):
            return match.group()
        groups.append(numbers)
        return f"\ue000{len(groups) - 1}\ue001"

    hidden = _MARK.sub(hide, line)
    # A mark behind the full stop belongs to the sentence before it.
    hidden = re.sub(r"([.!?…][\"”»]?)((?:\s*\ue000\d+\ue001)+)", r"\2\1", hidden)
    result = []
    for span in split(hidden, "en"):
        piece = span.of(hidden)
        cited = sorted({number for index in re.findall(r"\ue000(\d+)\ue001", piece) for number in groups[int(index)]})
        text = re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"\s*\ue000\d+\ue001\s*", " ", piece)).strip()
        result.append(
            CitedSentence(
                text, tuple(n for n in cited if 1 <= n <= count), tuple(n for n in cited if not 1 <= n <= count)
            )
        )
    return result


def _expand(marks: str) -> list[int]:
    numbers: list[int] = []
    for first, last in re.findall(r"(\d+)(?:\s*(?:-|–|—|to)\s*\^?(\d+))?", marks):
        low, high = int(first), int(last or first)
        numbers += range(low, high + 1) if low <= high <= low + _LONGEST_RANGE else [low, high]
    return numbers
