"""The form of a text that models see: one kind of apostrophe, quotation mark, dash and space.

Applied on the way into the model; training uses the same function, so that both see the same text.
"""

from __future__ import annotations

import re

__all__ = ["normalise", "short_ranges", "speaker_dash", "strip_markdown"]

_TABLE = str.maketrans(
    {
        "’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "—", "−": "-", "\u00a0": " ",
        "\u00ad": None,  # soft hyphen
        "\u0301": None,  # stress mark
        "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None, "\u2060": None,
    }
)  # fmt: skip
_SPACE = re.compile(r"\s+")
_SPEAKER = re.compile(r"[—-] +(?=\S)")
_RANGE = re.compile(r"(?<=\d)—(?=\d)")
# A word that a printed line broke: «розра-\nхунок». Nothing but a line break tells it from a real hyphen.
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\r?\n[ \t]*(?=[a-zа-яіїєґ])")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|___|__|~~|`)(?=\S)(.+?)(?<=\S)\1")


def normalise(text: str) -> str:
    """``text`` as models are trained to see it."""
    return _SPACE.sub(" ", _BROKEN_WORD.sub("", text).translate(_TABLE)).strip()


def short_ranges(text: str) -> str:
    """A translation with the en dash that ranges of numbers have in English (2023–2025); models know one dash only."""
    return _RANGE.sub("–", text)


def speaker_dash(text: str) -> tuple[str, str]:
    """The dash that begins a line of a dialogue, and the words after it.

    Models see the words only: in what they learn from, hardly a line begins with a dash, and one that does comes out as a
    quotation that nothing ends.
    """
    dash = match.group() if (match := _SPEAKER.match(text)) is not None else ""
    return dash, text[len(dash) :]


def strip_markdown(text: str) -> str:
    """The words of a Markdown line: link targets and emphasis marks removed."""
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))
