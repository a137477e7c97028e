"""What no model translates: links, addresses, handles, telephone and account numbers, acronyms in brackets.

Small models change their letters and digits (``benchmarks.links``: the embedded one copies 5 of 24 whole), but copy a short
stand-in like X1, so that is what they see; what it stands for is put back into the translation. «(ООН)» after the name of the
organisation is its English acronym there, or the Ukrainian one in Latin letters where English has none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from .numbers import links
from .transliteration import transliterate

__all__ = ["latin_names", "lost_names", "next_stand_in", "put_back", "set_aside", "strip_signs"]

_PHONE = re.compile(r"(?<![\w.,/-])(?:\+\d{1,3}|\(\d{2,5}\)|0)[\d ()-]{6,18}\d(?!\w)")
# IBAN and the number of a card
_ACCOUNT = re.compile(
    r"(?<!\w)(?:[A-Z]{2}\d{2}[A-Z0-9]{11,30}|[A-Z]{2}\d{2}(?: [A-Z0-9]{2,4}){4,8}|\d{4}(?: ?\d{4}){3})(?!\w)"
)
_DIGITS = range(9, 16)  # of a telephone number with its area code: nine in Ukraine, at most fifteen (ITU-T E.164)
_EMOJI = "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u20e3\ufe0f\u200d]"
_EMOJIS = re.compile(f"{_EMOJI}+")
# Emoji and the brackets that stand for them, with the spaces between them, at the beginning and the end of a sentence.
_SIGNS_BEFORE, _SIGNS_AFTER = re.compile(rf"(?:{_EMOJI}+\s*)+"), re.compile(rf"(?:\s*{_EMOJI}+)+\s*$|\s*[)(]{{2,}}$")
# A name in Latin letters, of one word or several: Bloomberg, Boeing 737 MAX.
_LATIN = re.compile(r"(?<![\w@/.-])[A-Za-z][A-Za-z0-9&'+-]*(?: [A-Z0-9][A-Za-z0-9&'+-]*)*(?![\w-])")
# A number that stands alone, in the Ukrainian way of writing: 46 500, 15,5. No scores, times, ranges, dates or 1990-х.
_NUMBER = re.compile(r"(?<![\w.,:/№-])\d+(?: \d{3})*(?:,\d+)?(?![\w:/-]|[.,]\d)")
_STAND_IN = re.compile(r"\bX(\d{1,4})\b")
_ACRONYM = re.compile(r"(?<=\()[А-ЯІЇЄҐ]{2,7}(?=\))")
_ACRONYMS = dict(
    pair.split("=")
    for pair in """
    АЕС=NPP ВВП=GDP ВІЛ=HIV ВООЗ=WHO ГМО=GMO ДНК=DNA ЄБРР=EBRD ЄС=EU ЄСПЛ=ECHR КНДР=DPRK КНР=PRC ЛГБТ=LGBT МАГАТЕ=IAEA МВФ=IMF
    МКС=ISS МКЧХ=ICRC МОК=IOC МОП=ILO МОМ=IOM НАТО=NATO НЛО=UFO ОАЕ=UAE ОБСЄ=OSCE ОЕСР=OECD ООН=UN ПАР=RSA ПАРЄ=PACE ПДВ=VAT ПЛР=PCR
    РНК=RNA СНД=CIS СНІД=AIDS СОТ=WTO СРСР=USSR США=US УЄФА=UEFA ФБР=FBI ФІФА=FIFA ФРН=FRG ЦВК=CEC ЦРУ=CIA ШІ=AI ЮНЕСКО=UNESCO
    ЮНІСЕФ=UNICEF
    """.split()
)


def _verbatim(text: str) -> list[str]:
    found = [link for link in links(text) if any(char.isalnum() for char in link)]
    for link in found:
        text = text.replace(link, " " * len(link))
    phones = [match for match in _PHONE.findall(text) if sum(char.isdigit() for char in match) in _DIGITS]
    return [*found, *_ACCOUNT.findall(text), *phones, *_EMOJIS.findall(text)]


def latin_names(text: str) -> list[str]:
    """The names in Latin letters of a prepared sentence: Bloomberg, Boeing 737 MAX."""
    runs = [run.rstrip("-'+&") for run in _LATIN.findall(text)]
    return [run for run in runs if sum(map(str.isalpha, run)) > 1]


def lost_names(source: str, target: str) -> list[str]:
    """The names in Latin letters in a prepared sentence that do not stand in its translation, letter for letter."""
    there = target.casefold()
    return [name for name in latin_names(source) if name.casefold() not in there]


def set_aside(text: str, *, names: Collection[str] = (), numbers: bool = False) -> tuple[str, list[str]]:
    """The text of a prepared sentence with stand-ins, and what they stand for in English.

    Nothing is set aside where the text has stand-ins of its own.

    Args:
        text: The sentence.
        names: Names in Latin letters to set aside, too.
        numbers: Set numbers that stand alone aside, too.
    """
    parts = {*_verbatim(text), *names}
    patterns = [_ACRONYM.pattern] if _ACRONYM.search(text) else []
    patterns += [re.escape(part) for part in sorted(parts, key=len, reverse=True)]  # one may begin like another
    if numbers:
        patterns.append(_NUMBER.pattern)
    if not patterns or _STAND_IN.search(text):
        return text, []
    kept: list[str] = []

    def stand_in(match: re.Match[str]) -> str:
        kept.append(match.group() if match.group() in parts else _in_english(match.group()))
        return f"X{len(kept)}"

    return re.sub("|".join(patterns), stand_in, text), kept


def _in_english(part: str) -> str:
    """46 500 as 46,500, 15,5 as 15.5, ООН as UN, ДСНС as DSNS."""
    if part.isalpha():
        return _ACRONYMS.get(part) or transliterate(part).upper()
    return part.replace(",", ".").replace(" ", ",")


def next_stand_in(text: str) -> int:
    """The number of the first stand-in that a text may get besides those that it has."""
    return max(map(int, _STAND_IN.findall(text)), default=0) + 1


def put_back(text: str, kept: Sequence[str], first: int = 1) -> str | None:
    """The translation with everything that was set aside; None if not every stand-in is there, and once.

    Stand-ins below ``first`` are others, and stay.
    """
    numbers = [number for number in map(int, _STAND_IN.findall(text)) if number >= first]
    if sorted(numbers) != list(range(first, first + len(kept))):
        return None
    return _STAND_IN.sub(lambda match: kept[int(match[1]) - first] if int(match[1]) >= first else match.group(), text)


def strip_signs(text: str) -> tuple[str, str, str]:
    """The emoji and brackets for smiles before the words of a prepared sentence, the words, and those after them."""
    before = match.group() if (match := _SIGNS_BEFORE.match(text)) is not None else ""
    words = text[len(before) :]
    match = _SIGNS_AFTER.search(words)
    after = match.group() if match is not None and match.start() else ""
    return before, words[: len(words) - len(after)], after
