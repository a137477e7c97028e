"""The numbers, dates and links of a sentence, so that a source and its translation can be compared.

A number is a number in any writing: 12,5 = 12.5, 380 тис. = 380,000, два = two.
"""

from __future__ import annotations

import re

__all__ = ["links", "missing_links", "missing_numbers", "numbers", "shown", "word_numbers"]

_NUMBER = re.compile(r"(?<![\w])\d+(?:[ \u00a0\u202f]\d{3}(?!\d))+(?:,\d+)?|\d+(?:[.,:]\d+)*")
_SCALES = (
    (re.compile(r"[ \u00a0-]?(?:тис\.?(?!\w)|тисяч|thousand|k\b)", re.IGNORECASE), 10**3),
    (re.compile(r"[ \u00a0-]?(?:млн\.?(?!\w)|мільйон|million|mln\b|m\b)", re.IGNORECASE), 10**6),
    (re.compile(r"[ \u00a0-]?(?:млрд\.?(?!\w)|мільярд|billion|bln\b|bn\b)", re.IGNORECASE), 10**9),
    (re.compile(r"[ \u00a0-]?(?:трлн\.?(?!\w)|трильйон|trillion|trn\b)", re.IGNORECASE), 10**12),
)
_MONTHS_UK = ("січ", "лют", "берез", "квіт", "трав", "черв", "лип", "серп", "верес", "жовт", "листопад", "груд")
_MONTHS_EN = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
              "december")  # fmt: skip
_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty""".split()
_ORDINALS = """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TENS_ORDINAL = ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"]
_WORDS: dict[str, float] = {word: float(value) for value, word in enumerate(_UNITS)} | {
    word: value for value, word in enumerate(_ORDINALS)
}
_WORDS |= {word: 10 * value for value, word in enumerate(_TENS, 2)} | {
    word: 10 * value for value, word in enumerate(_TENS_ORDINAL, 2)
}
_WORDS |= {"hundred": 100, "hundredth": 100, "dozen": 12, "once": 1, "twice": 2, "half": 0.5}
_COMPOUND = re.compile(rf"\b({'|'.join(_TENS)})[- ]({'|'.join([*_UNITS[1:10], *_ORDINALS[1:10]])})\b", re.IGNORECASE)
_ROMAN = re.compile(r"\b[IVXІХ]{1,6}\b")
_LINK = re.compile(
    r"https?://[^\s<>\"'«»()]+[^\s<>\"'«»().,;:!?]|www\.[^\s<>\"'«»()]+[^\s<>\"'«»().,;:!?]|"
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w{3,}"
)


def links(text: str) -> list[str]:
    """The URLs, e-mail addresses and @handles of a text."""
    return _LINK.findall(text)


def missing_links(source: str, target: str) -> list[str]:
    """Links of the source that do not stand in the target, letter for letter."""
    return [link for link in links(source) if link not in target]


def numbers(text: str) -> list[float]:
    """The numbers written with digits, scaled by the word that follows them (``2,5 млн`` is 2,500,000)."""
    return [value for values in _readings(_LINK.sub(" ", text)) for value in values[:1]]


def _readings(text: str) -> list[tuple[float, ...]]:
    """For each number the values it may be read as, the likeliest first: 1,500 is 1500 in English and 1.5 in Ukrainian."""
    found = []
    for match in _NUMBER.finditer(text):
        raw = match.group()
        values = _values(raw)
        scale = next((factor for pattern, factor in _SCALES if pattern.match(text, match.end())), 1)
        scaled = [value * scale for value in values]
        found.append(tuple(dict.fromkeys([*scaled, *values])))
    return found


def _values(raw: str) -> list[float]:
    raw = re.sub(r"[ \u00a0\u202f]", "", raw)
    parts = re.split(r"[.,:]", raw)
    if len(parts) == 1:
        return [float(raw)]
    grouped = all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3
    joined = float("".join(parts))
    if len(parts) == 2 and ":" not in raw:
        decimal = float(f"{parts[0]}.{parts[1]}")
        return [joined, decimal] if grouped else [decimal]
    return [joined] if grouped else [float(part) for part in parts]


def missing_numbers(source: str, target: str) -> list[float]:
    """Numbers of the source, in digits, that the target has neither in digits nor in words.

    Dates like 26.11.2025 are satisfied by their day and year with the name of the month.
    """
    source, target = _LINK.sub(" ", source), _LINK.sub(" ", target)
    available = {round(value, 6) for values in _readings(target) for value in values}
    lower = target.lower()
    available |= {float(_WORDS[word]) for word in re.findall(r"[a-z]+", lower) if word in _WORDS}
    available |= {float(_WORDS[ten.lower()] + _WORDS[unit.lower()]) for ten, unit in _COMPOUND.findall(target)}
    months = {float(number) for number, name in enumerate(_MONTHS_EN, 1) if name in lower}
    missing = []
    for match, values in zip(_NUMBER.finditer(source), _readings(source), strict=True):
        if any(_has(available, value) for value in values):
            continue
        parts = [float(part) for part in re.split(r"[.,:/]", match.group()) if part.isdigit()]
        if len(parts) >= 3 and all(_has(available | months, part) for part in parts):
            continue
        missing.append(values[0])
    return missing


def _has(available: set[float], value: float) -> bool:
    if round(value, 6) in available:
        return True
    # «1,5 мільярда» and "1,500 million"; or a scale the target put into another word.
    return any(round(value * factor, 6) in available for factor in (1e-3, 1e-6, 1e-9)) and value >= 1000


# Ukrainian number words by stem, in any case form; the longer stems first where one begins another.
_UK_WORDS = (
    ("одинадцят", 11), ("дванадцят", 12), ("тринадцят", 13), ("чотирнадцят", 14), ("п'ятнадцят", 15), ("шістнадцят", 16),
    ("сімнадцят", 17),
    ("вісімнадцят", 18), ("дев'ятнадцят", 19), ("двадцят", 20), ("тридцят", 30), ("сорок", 40), ("п'ятдесят", 50),
    ("шістдесят", 60),
    ("сімдесят", 70), ("вісімдесят", 80), ("дев'яност", 90), ("двіст", 200), ("двохсот", 200), ("трист", 300),
    ("трьохсот", 300),
    ("чотирист", 400), ("п'ятсот", 500), ("шістсот", 600), ("сімсот", 700), ("вісімсот", 800), ("дев'ятсот", 900),
)  # fmt: skip
_UK_SHORT = {
    word: value
    for value, words in {
        1: "один одна одне одного одній одну одним", 2: "два дві двох двом двома двоє обидва обидві удвічі вдвічі",
        3: "три трьох трьом трьома троє утричі втричі третина третину третини", 4: "чотири чотирьох чотирьом чотирма четверо",
        5: "п'ять п'яти п'ятьох п'ятеро", 6: "шість шести шістьох шестеро", 7: "сім семи сімох семеро",
        8: "вісім восьми вісьмох восьмеро",
        9: "дев'ять дев'яти дев'ятьох дев'ятеро", 10: "десять десяти десятьох десятеро десяток",
        100: "сто ста сотня сотні сотню сотень",
        1000: "тисяча тисячу тисячі тисяч", 12: "дюжина дюжину", 0.5: "половина половину половини пів",
    }.items()
    for word in words.split()
}  # fmt: skip
_UK_ORDINALS = (
    ("перш", 1), ("друг", 2), ("трет", 3), ("четверт", 4), ("п'ят", 5), ("шост", 6), ("сьом", 7), ("восьм", 8),
    ("дев'ят", 9), ("десят", 10),
    ("сот", 100),
)  # fmt: skip


def word_numbers(text: str) -> list[float]:
    """The numbers that are written as words in an English or Ukrainian text, compounds joined (``thirty-four``,
    «тридцять чотири»).
    """
    lower = text.lower().replace("’", "'").replace("ʼ", "'")
    found: list[float] = []
    pending = 0.0
    for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", lower):
        value = _value_of(word)
        if word == "and" and pending >= 100:
            continue
        if value is None:
            if pending:
                found.append(pending)
            pending = 0.0
        elif pending >= 100 and value < 100:
            pending += value  # a hundred and fifty
        elif pending >= 20 and value < 10 and value == int(value) and pending % 10 == 0:
            pending += value
        elif value in (100, 1000) and 0 < pending < 100:
            pending *= value
        else:
            if pending:
                found.append(pending)
            pending = value
    return [*found, pending] if pending else found


def shown(value: float) -> str:
    """A number as a reader writes it: ``12.5``, ``125,000,000``."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _value_of(word: str) -> float | None:
    if word in _WORDS:
        return _WORDS[word]
    if word in _UK_SHORT:
        return float(_UK_SHORT[word])
    if word == "thousand":
        return 1000.0
    if word[0] > "z":
        for stem, value in (*_UK_WORDS, *_UK_ORDINALS):
            if word.startswith(stem) and len(word) - len(stem) <= 4:
                return float(value)
    return None
