"""The numbers, dates and links of a sentence, so that a source and its translation can be compared.

A number is a number in any writing: 12,5 = 12.5, 380 тис. = 380,000, два = two.
"""

from __future__ import annotations

import re

__all__ = [
    "implied_numbers",
    "links",
    "misscaled",
    "missing_links",
    "missing_months",
    "missing_numbers",
    "numbers",
    "shares_scale",
    "shown",
    "word_numbers",
]

_NUMBER = re.compile(r"(?<![\w])\d+(?:[ \u00a0\u202f]\d{3}(?!\d))+(?:,\d+)?|\d+(?:[.,:]\d+)*")
_SCALES = (
    (re.compile(r"[ \u00a0-]?(?:тис\.?(?!\w)|тисяч|thousand|k\b)", re.IGNORECASE), 10**3),
    (re.compile(r"[ \u00a0-]?(?:млн\.?(?!\w)|мільйон|million|mln\b|m\b)", re.IGNORECASE), 10**6),
    (re.compile(r"[ \u00a0-]?(?:млрд\.?(?!\w)|мільярд|billion|bln\b|bn\b)", re.IGNORECASE), 10**9),
    (re.compile(r"[ \u00a0-]?(?:трлн\.?(?!\w)|трильйон|trillion|trn\b)", re.IGNORECASE), 10**12),
)
_SQUARED = re.compile(r"(?<=\d)[ \u00a0]?к?м[23](?!\w)")  # 12 км2 is one number
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
    source, target = _SQUARED.sub(" м", _LINK.sub(" ", source)), _LINK.sub(" ", target)
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


_GENITIVES = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split()
_DAY_OF_MONTH = re.compile(rf"(?<![\d.,])\d{{1,2}}(?:-го)? ({'|'.join(_GENITIVES)})(?!\w)", re.IGNORECASE)


def missing_months(source: str, target: str) -> list[str]:
    """Months that a Ukrainian source names with a day, and the target neither by name nor in a date in figures."""
    missing = []
    for month in dict.fromkeys(_DAY_OF_MONTH.findall(source)):
        number = _GENITIVES.index(month.lower()) + 1
        name = _MONTHS_EN[number - 1].capitalize()
        short = name[:3]  # of a headline in capitals, AUG; "may" and "mar" are words
        if not re.search(rf"\b(?:{short}|{short.upper()})|\b0?{number}[./-]\d|\d[./-]0?{number}\b", target):
            missing.append(name)
    return missing


_SCALE_WORDS = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALED = re.compile(rf"[ -]({'|'.join(_SCALE_WORDS)})\b", re.IGNORECASE)
# A number may share the scale of the next: «від 50 до 100 мільйонів».
_SHARED = re.compile(r"\s*(?:[—–-]|до|і|й|та|чи|або|and|or|to)\s*(?=\d)")


def misscaled(source: str, target: str) -> list[float]:
    """Numbers that the target has in thousands, millions or more, and the source only by themselves: «640 м²», 640 million."""
    if _SCALED.search(target) is None:
        return []
    source, target = _LINK.sub(" ", source), _LINK.sub(" ", target)
    right: set[float] = set()  # with their scale, or as large in digits
    bare: set[float] = set()
    scale = 1
    for match in reversed(list(_NUMBER.finditer(source))):
        own = next((factor for pattern, factor in _SCALES if pattern.match(source, match.end())), 1)
        scale = own if own > 1 or _SHARED.match(source, match.end()) is None else scale
        values = _values(match.group())
        right |= {round(value * factor, 6) for value in values for factor in {1, scale}}
        bare |= set(values) if scale == 1 else set()
    found = []
    for match in _NUMBER.finditer(target):
        word = _SCALED.match(target, match.end())
        if word is not None:
            values = [value for value in _values(match.group()) if value in bare]
            large = [value * _SCALE_WORDS[word[1].lower()] for value in _values(match.group())]
            if values and not any(round(value, 6) in right for value in large):
                found.append(large[0])
    said = set(word_numbers(source)) if found else set()  # «п'ять тисяч людей, 5 машин»
    return [value for value in found if value not in said]


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
    ("чотирьохсот", 400), ("п'ятисот", 500), ("шестисот", 600), ("семисот", 700), ("восьмисот", 800), ("дев'ятисот", 900),
)  # fmt: skip
_UK_SHORT = {
    word: value
    for value, words in (
        (0.5, "половина половину половини пів"),
        (1, "один одна одне одного одній одну одним"),
        (1.5, "півтора півтори"),
        (2, "два дві двох двом двома двоє обидва обидві удвічі вдвічі двічі вдвох удвох"),
        (3, "три трьох трьом трьома троє утричі втричі тричі втретє утретє втрьох утрьох третина третину третини"),
        (4, "чотири чотирьох чотирьом чотирма четверо вчетверте вчотирьох учотирьох"),
        (5, "п'ять п'яти п'ятьох п'ятьом п'ятьма п'ятеро вп'ятьох"),
        (6, "шість шести шістьох шістьом шістьма шестеро вшістьох"),
        (7, "сім семи сімох сімом сьома сімома семеро"),
        (8, "вісім восьми вісьмох вісьмом вісьма вісьмома восьмеро"),
        (9, "дев'ять дев'яти дев'ятьох дев'ятьом дев'ятьма дев'ятеро"),
        (
            10,
            "десять десяти десятьох десятьом десятьма десятеро десяток вдесятьох десятка десятки десятків десяткам десятками",
        ),
        (12, "дюжина дюжину"),
        (100, "сто ста сотня сотні сотню сотень сотнями"),
        (500, "півтисячі"),
        (1000, "тисяча тисячу тисячі тисяч тисячами тисячам"),
    )
    for word in words.split()
}
_UK_ORDINALS = (
    ("перш", 1), ("друг", 2), ("трет", 3), ("четверт", 4), ("п'ят", 5), ("шост", 6), ("сьом", 7), ("восьм", 8),
    ("дев'ят", 9), ("десят", 10),
    ("сот", 100),
)  # fmt: skip


# Numbers inside words: шестиденний, сорокавосьмирічний, дев'ятикласник, двомільйонний.
_UK_PREFIXES = (
    {"сто": 100, "двохсот": 200, "трьохсот": 300, "чотирьохсот": 400, "п'ятисот": 500, "шестисот": 600, "семисот": 700,
     "восьмисот": 800, "дев'ятисот": 900},
    {"двадцяти": 20, "тридцяти": 30, "сорока": 40, "п'ятдесяти": 50, "шістдесяти": 60, "сімдесяти": 70, "вісімдесяти": 80,
     "дев'яносто": 90, "дев'яности": 90},
    {"одинадцяти": 11, "дванадцяти": 12, "тринадцяти": 13, "чотирнадцяти": 14, "п'ятнадцяти": 15, "шістнадцяти": 16,
     "сімнадцяти": 17, "вісімнадцяти": 18, "дев'ятнадцяти": 19, "десяти": 10, "одно": 1, "двох": 2, "дво": 2, "трьох": 3,
     "три": 3, "чотирьох": 4, "чотири": 4, "п'яти": 5, "шести": 6, "семи": 7, "восьми": 8, "дев'яти": 9},
)  # fmt: skip
_UK_COMPOUND = re.compile(
    "".join(f"({'|'.join(sorted(part, key=len, reverse=True))})?" for part in _UK_PREFIXES)
    + r"(?:річ|літ|ден|доб|годин|хвилин|секунд|місяч|тижн|клас|поверх|відсотк|метр|кілометр|кімнат|етап|сторон|том|ядер|коліс|"
    r"квартир|зірк|вимір|бал|процент|тон|градус|крат|раз|(?P<million>мільйон)|(?P<thousand>тисяч)|(?P<billion>мільярд))"
)
_UK_TIMES = {
    "вчетверо": 4,
    "учетверо": 4,
    "вп'ятеро": 5,
    "уп'ятеро": 5,
    "вшестеро": 6,
    "вдесятеро": 10,
    "удесятеро": 10,
}


def _inside(word: str) -> float | None:
    """The number that a Ukrainian word begins with."""
    found = _UK_COMPOUND.match(word)
    if found is None or not any(found.group(1, 2, 3)) or re.match("столітт|століть|сторіч", word):
        return None
    value = sum(part[text] for part, text in zip(_UK_PREFIXES, found.group(1, 2, 3), strict=True) if text)
    scale = 10**6 if found["million"] else 10**3 if found["thousand"] else 10**9 if found["billion"] else 1
    return float(value * scale)


_IDIOMS = (
    (re.compile(r"на (\d+)-?\w* році життя", re.IGNORECASE), -1),  # in the 91st year of one's life: aged 90
    (re.compile(r"пів на (\w+)", re.IGNORECASE), -1),  # half way to twelve: half past eleven
)
_FIXED = (
    (re.compile(r"\bпіврічн|\bпів ?року\b", re.IGNORECASE), 6.0),  # half a year: six months
    (re.compile(r"\bдоб[аиуі]\b|\bдобов", re.IGNORECASE), 24.0),
    (re.compile(r"\bдесятк|\bкількадесят", re.IGNORECASE), 12.0),  # tens are dozens in English
)
_HALVES = re.compile(
    r"([\w'’ʼ]+) (?:з половиною|and a half) (тисяч|мільйон|мільярд|thousand|million|billion)", re.IGNORECASE
)
_HALF_SCALES = {"тисяч": 1e3, "мільйон": 1e6, "мільярд": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_ROMAN_DIGITS = {"I": 1, "І": 1, "V": 5, "X": 10, "Х": 10}
_ROMAN = re.compile(r"\b([IVXІХ]{2,6}|[IVXІХ](?=\s*(?:століт|ст\.)))\b")


def half_numbers(text: str) -> list[float]:
    """Numbers like «дві з половиною тисячі» and "two and a half thousand"."""
    found = []
    for match in _HALVES.finditer(text):
        value = _value_of(match.group(1).lower().replace("’", "'").replace("ʼ", "'"))
        if value:
            found.append((value + 0.5) * _HALF_SCALES[match.group(2).lower()])
    return found


def implied_numbers(text: str) -> list[float]:
    """Numbers that a Ukrainian text says in other words: Roman digits, ages and hours one below what stands, half a year."""
    found = [value for pattern, value in _FIXED if pattern.search(text)]
    for pattern, step in _IDIOMS:
        for match in pattern.finditer(text):
            value = float(match.group(1)) if match.group(1).isdigit() else _value_of(match.group(1).lower())
            if value:
                found.append(value + step)
    for match in _ROMAN.finditer(text):
        values = [_ROMAN_DIGITS[digit] for digit in match.group(1)]
        pairs = zip(values, [*values[1:], 0], strict=True)
        found.append(float(sum(-value if value < following else value for value, following in pairs)))
    return found


def shares_scale(value: float, known: set[float], text: str) -> bool:
    """Whether a number stands in a text without the thousands or millions that it shares with the next: 50 to 100 million."""
    return any(value / factor in known and pattern.search(text) is not None for pattern, factor in _SCALES)


def word_numbers(text: str) -> list[float]:
    """The numbers that are written as words in an English or Ukrainian text, compounds joined (``thirty-four``,
    «тридцять чотири»).
    """
    found = half_numbers(text)
    lower = _HALVES.sub(" ", text).lower().replace("’", "'").replace("ʼ", "'")
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
        elif value == 10 and word.startswith("десятк") and 1 < pending < 10:
            pending *= 10  # шість десятків
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
    if word in _UK_TIMES:
        return float(_UK_TIMES[word])
    if word[0] > "z":
        if (inside := _inside(word)) is not None:
            return inside
        for stem, value in (*_UK_WORDS, *_UK_ORDINALS):
            if word.startswith(stem) and len(word) - len(stem) <= 4:
                return float(value)
    return None
