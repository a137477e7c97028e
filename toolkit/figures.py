"""Ukrainian dates, sums and numerals in signs, written out for the model: «13.10.2025» as «13 жовтня 2025 року».

A date in figures is ambiguous in English, and a currency sign or a Roman numeral in Cyrillic letters is nothing that a small model
knows. Values stay as they are.
"""

from __future__ import annotations

import re

__all__ = ["write_out"]

_MONTHS = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split()
_DATE = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d{2})(?!\d| ?р\b| рок|\.\d)")
_DATED = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d{2})(?= ?р\b| рок)")
_CURRENCIES = {"$": "доларів", "€": "євро", "£": "фунтів", "₴": "гривень", "¥": "єн"}
_SIGN = "[" + re.escape("".join(_CURRENCIES)) + "]"
_AMOUNT = r"\d+(?:[ ,.]\d{3})*(?:[,.]\d+)?(?: ?(?:тис\.?|млн|млрд|трлн|мільйон\w*|мільярд\w*|тисяч\w*)(?!\w))?"
_BEFORE = re.compile(rf"(?P<sign>{_SIGN}) ?(?P<amount>{_AMOUNT})")
_AFTER = re.compile(rf"(?<![\d,.])(?P<amount>{_AMOUNT}) ?(?P<sign>{_SIGN})")
_RATE = re.compile(rf"(?P<amount>{_AMOUNT} (?:грн\.?|гривень|гривні|гривня)) ?/ ?(?P<sign>{_SIGN})")
_UNITS = {"$": "долар", "€": "євро", "£": "фунт", "₴": "гривню", "¥": "єну"}
_US_DOLLARS = re.compile(r"(?P<dollars>дол(?:ар\w*|\.)) США(?!\w)")  # in English, dollars are those
_DEGREES = re.compile(r"(?<=\d) ?°(?: ?[CС])?(?!\w)")
_ROMAN = re.compile(r"(?<!\w)[ІIVXХ]{2,}(?!\w)")
_LATIN = str.maketrans("ІХ", "IX")
_ORDINAL = re.compile(r"(?<!\w)(?P<roman>[ІI]{1,3}|[ІI]V) (?P<noun>квартал(?:у|і|ом)?|світов(?:а|ої|ій|у|ою))(?!\w)")
_STEMS = {"I": ("перш", "Перш"), "II": ("друг", "Друг"), "III": ("трет", "Трет"), "IV": ("четверт", "Четверт")}
_ENDINGS = {"": "ий", "у": "ого", "і": "ому", "ом": "им"}  # of «квартал» and of the ordinal before it


def _date(match: re.Match[str]) -> str:
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return match.group()
    year = "" if match.re is _DATED else " року"
    return f"{day} {_MONTHS[month - 1]} {match['year']}{year}"


def _sum(match: re.Match[str]) -> str:
    return f"{match['amount']} {_CURRENCIES[match['sign']]}"


def _ordinal(match: re.Match[str]) -> str:
    noun = match["noun"]
    stem, capitalised = _STEMS[match["roman"].translate(_LATIN)]
    if noun.startswith("світов"):
        ending = noun.removeprefix("світов")
        soft = {"а": "я", "ої": "ьої", "ій": "ій", "у": "ю", "ою": "ьою"}
        return f"{capitalised}{soft[ending] if stem == 'трет' else ending} {noun}"
    ending = _ENDINGS[noun.removeprefix("квартал")]
    soft = {"ий": "ій", "ого": "ього", "ому": "ьому", "им": "ім"}
    return f"{stem}{soft[ending] if stem == 'трет' else ending} {noun}"


def write_out(text: str) -> str:
    """A prepared Ukrainian sentence with dates, currency signs, degrees and Roman numerals as words or Latin letters."""
    text = _DATED.sub(_date, _DATE.sub(_date, text))
    text = _RATE.sub(lambda match: f"{match['amount']} за {_UNITS[match['sign']]}", text)
    text = _AFTER.sub(_sum, _BEFORE.sub(_sum, text))
    text = _US_DOLLARS.sub(r"\g<dollars>", text)
    text = _DEGREES.sub(" градусів", text)
    text = _ORDINAL.sub(_ordinal, text)
    return _ROMAN.sub(lambda match: match.group().translate(_LATIN), text)
