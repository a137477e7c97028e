"""What instruct models answer when asked for numbered lines: which segment got what, and which got nothing that can be trusted."""

from __future__ import annotations

import re

__all__ = ["numbered_lines", "single_line"]

_LINE = re.compile(r"^\s*(?:\*\*)?[\[(【]?(\d{1,3})[\])】.:](?:\*\*)?\s*(.*\S)\s*$")
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_REFUSAL = re.compile(
    r"^(?:i['’]?m sorry|sorry|i (?:can(?:no|['’])t|am (?:not able|unable))|as an ai|unfortunately, i|i apologi[sz]e|"
    r"(?:sure|certainly|of course|here(?:['’]s| is| are))\b.*:?$)",
    re.IGNORECASE,
)


def numbered_lines(answer: str, count: int) -> dict[int, str]:
    """The segments of an answer that can be trusted, by their number from 1.

    A number that is missing, or stands twice, has no line here. Where the numbers do not ascend, or one is larger than there are
    segments, nobody knows which line belongs to what: there is nothing then.

    Args:
        answer: What the model wrote.
        count: How many segments it was given.
    """
    found: list[tuple[int, str]] = []
    trailing: set[int] = set()
    for line in _THINKING.sub("", answer).splitlines():
        if match := _LINE.match(line):
            found.append((int(match.group(1)), match.group(2)))
        elif line.strip() and found:
            trailing.add(found[-1][0])  # a remark, or the rest of a translation: not ours to tell
    order = [number for number, _ in found]
    if not order or order != sorted(order) or order[-1] > count or order[0] < 1:
        return {}
    # After a last line a remark is a remark; between two it may be half a translation.
    trailing.discard(order[-1] if len(order) == count and len(set(order)) == count else -1)
    return {number: text for number, text in found if order.count(number) == 1 and number not in trailing}


def single_line(answer: str) -> str | None:
    """The translation of a segment that was asked for alone, with its number or without; None if it cannot be told."""
    lines = [line.strip() for line in _THINKING.sub("", answer).splitlines() if line.strip()]
    numbered = [match.group(2) for line in lines if (match := _LINE.match(line)) and match.group(1) == "1"]
    if len(numbered) == 1:
        return numbered[0]
    if numbered or len(lines) != 1 or _REFUSAL.match(lines[0]):
        return None
    return lines[0]
