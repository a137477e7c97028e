"""Bytes to text: byte order marks, UTF-8, UTF-16 and the single-byte Cyrillic encodings.

``charset-normalizer`` takes over where the bytes are neither UTF nor Cyrillic. It is not asked first: on short Ukrainian
texts it confuses Windows-1251 with KOI8-U and with the Macintosh encoding (``tests/test_encoding.py`` measures both).
"""

from __future__ import annotations

import codecs
import math
import re

from ..errors import ReadingError

__all__ = ["decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Letter frequencies, in per mille, of Ukrainian news text (counted over 3,500 articles, rounded), with small values for
# the letters that only Russian and Belarusian have. Enough to tell one single-byte encoding from another: read in the
# wrong one, a text turns into rare letters and inverted capitals.
_FREQUENCY = dict(
    zip(
        "оанивітерсклудмпязьгйбчхцжюєїфщшґ'ыэёъў",
        (94, 86, 68, 62, 56, 55, 53, 50, 48, 42, 37, 36, 35, 33, 30, 29, 22, 22, 18, 17, 14, 16, 13, 12, 8, 8, 8, 5, 6, 3, 6,
         8, 0.5, 2, 3, 1, 0.3, 0.3, 0.3),
        strict=True,
    )
)  # fmt: skip
_RARE = 0.01
_SINGLE_BYTE = ("windows-1251", "koi8-u", "cp866", "mac-cyrillic", "iso8859-5")
_WORD = re.compile(r"[^\W\d_]+")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Text and the name of its encoding.

    Raises:
        ReadingError: The bytes are not text, or damaged.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding, name), encoding
    if (encoding16 := _utf16_without_bom(data)) is not None:
        return _strict(data, encoding16, name), encoding16
    if _is_binary(data):
        raise ReadingError(
            name, "is not text (it looks like a binary file)", "Give a text, HTML, DOCX, PDF or EPUB file"
        )
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data):
            raise ReadingError(
                name, f"is damaged: not valid UTF-8 at byte {error.start}", "Save or download it again as UTF-8"
            ) from None
    return _single_byte(data, name)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadingError(
            name,
            f"is damaged: not valid {encoding.upper()} at byte {error.start}",
            "Save or download it again as UTF-8",
        ) from None


def _utf16_without_bom(data: bytes) -> str | None:
    """UTF-16 Cyrillic or Latin has 0x04 or 0x00 in every other byte."""
    sample = data[:4000]
    if len(sample) < 4 or len(data) % 2:
        return None
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        high, low = sample[offset::2], sample[1 - offset :: 2]
        if sum(byte in (0, 4) for byte in high) > 0.85 * len(high) and sum(byte in (0, 4) for byte in low) < 0.3 * len(
            low
        ):
            return encoding
    return None


def _is_binary(data: bytes) -> bool:
    if b"\0" in data:
        return True
    sample = data[:20_000]
    control = sum(byte < 32 and byte not in (9, 10, 12, 13, 26, 27) for byte in sample)
    return control > 0.01 * len(sample) + 1


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether data is UTF-8 but for a few bytes: a cut or damaged file rather than another encoding."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    intact = sum(ord(char) > 127 for char in text) - broken
    return intact > 20 * broken


def _single_byte(data: bytes, name: str) -> tuple[str, str]:
    sample = data[:100_000]
    best, best_score = "", -math.inf
    for encoding in _SINGLE_BYTE:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = _cyrillic_score(text)
        if score > best_score:
            best, best_score = encoding, score
    if best and best_score > -6.0:
        return _strict(data, best, name), best
    from charset_normalizer import from_bytes

    match = from_bytes(data).best()
    if match is None or match.encoding.startswith("utf"):
        raise ReadingError(name, "its encoding is not recognised", "Save it again as UTF-8")
    return str(match), match.encoding


def _cyrillic_score(text: str) -> float:
    """Mean log-probability per character above ASCII; capitals inside words and stray symbols cost as rare letters do."""
    total, count = 0.0, 0
    for char in text:
        if ord(char) < 128:
            continue
        count += 1
        if char in "«»“”„’–—…№§°©·\u00a0\u00ad":
            total += math.log(_FREQUENCY["щ"] / 1000)
        else:
            total += math.log(_FREQUENCY.get(char.lower(), _RARE) / 1000)
    for word in _WORD.findall(text):
        inner = word[1:]
        if inner != inner.lower() and word != word.upper():
            total -= 4.0 * sum(char.isupper() for char in inner)
        if not word.isascii() and any(char.isascii() for char in word):
            total -= 4.0
    return total / count if count else -math.inf
