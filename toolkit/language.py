"""Which language a text is in.

Cyrillic text is decided here, between Ukrainian, Russian and Belarusian, by the letters that only some of them have, their
commonest words, and n-gram costs; langdetect decides between the languages written in other scripts (and has no Belarusian at
all), with English as the likely one. The same text always gets the same answer. Knows nothing about documents.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .function_words import FUNCTION_WORDS
from .types import Detection

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory

__all__ = ["GRAM", "detect", "in_favour_of_ukrainian", "is_plainly_ukrainian", "ngrams"]

_CYRILLIC = ("uk", "ru", "be")
# Letters that a language does not have. One of them is nearly proof; a foreign name or a quotation may still bring one in.
_FOREIGN = {"uk": frozenset("ыэёъў"), "ru": frozenset("іїєґў"), "be": frozenset("ищъїєґ")}
_FOREIGN_COST = 10.0
_WORD_GAIN = 5.0
_BIAS = {"uk": 0.0, "ru": 0.3, "be": 0.0}  # evens out the error rates on three-word texts
_MAX_GRAM = 4
_SLICE = 250  # characters of the beginning, the middle and the end of a long text; more changes nothing
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
#: What a row of the table may stand for.
GRAM = re.compile("[ а-яіїєґёўъыэ']+")
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
# Any East Slavic text of some length has one of these; Bulgarian, Macedonian and Serbian have none.
_EAST_SLAVIC = re.compile("[ыэёіїєґў]", re.IGNORECASE)
_BALKAN = re.compile(r"\b(?:се|са|ще|е|бе|беше|че|със|във|след|който|която|което|които)\b", re.IGNORECASE)
_UKRAINIAN = re.compile("[їєґ]|и.*і|і.*и", re.IGNORECASE | re.DOTALL)
_NOT_UKRAINIAN = re.compile("[ыэёъў]", re.IGNORECASE)
# The last are letters of languages that neither we nor langdetect know; љ, њ, ј and џ are Serbian as well as Macedonian.
_SURE, _SURE_OF_FEW, _FEW = 0.95, 0.999, 25  # confidence; that of a text with fewer letters than the last
_SERBIAN = re.compile("[ђћ]", re.IGNORECASE)
_SERBIAN_OR_MACEDONIAN = re.compile("[ђћѓѕќјљњџ]", re.IGNORECASE)
_UNKNOWN_CYRILLIC = re.compile("[ұқғңөүһәҳҷӣӯ]", re.IGNORECASE)
# Spellings common in English and rare in its neighbours.
_ENGLISH = re.compile(
    r"th|wh|ck|sh|gh|ough|ee|oo|ou|ow|aw|ay|ly$|ing$|ed$|tion|'s$|n't$|ies$|y$|ity$|ful$|ness$|ment$|^un|ers?$",
    re.IGNORECASE,
)
_LATIN = ("en", "de", "fr", "es", "it", "pt", "pl", "cs", "sk", "hu", "ro", "nl", "sv", "da", "no", "fi", "et", "lv", "lt",
          "tr", "hr", "sl", "sq", "id", "vi", "ca")  # fmt: skip
Script = Literal["latin", "cyrillic", "any"]
#: The profiles of langdetect for each script; all of them where none is named.
_SCRIPTS: dict[Script, tuple[str, ...]] = {"latin": _LATIN, "cyrillic": ("bg", "mk", "ru", "uk")}


def detect(text: str) -> Detection:
    """The language of ``text``.

    Args:
        text: Any length; three words are usually enough.

    Returns:
        The language with its confidence, ``und`` where the text has no letters.
    """
    text = _sample(text)
    letters = sum(char.isalpha() for char in text)
    if not letters:
        return Detection("und", 0.0)
    cyrillic = len(_CYRILLIC_LETTER.findall(text))
    # Foreign names keep their Latin letters in Cyrillic text, much more often than the other way round.
    if cyrillic >= 0.2 * letters:
        few = 0.01 * cyrillic + 1  # a name or two
        if len(_UNKNOWN_CYRILLIC.findall(text)) > few:
            return Detection("und", 0.0)
        if len(_SERBIAN_OR_MACEDONIAN.findall(text)) > few:
            return Detection("sr", 1.0) if _SERBIAN.search(text) else _langdetect(text, "cyrillic")
        if _is_balkan(text):
            return _langdetect(text, "cyrillic")
        return _cyrillic(text)
    return _langdetect(text, "latin" if all(ord(char) < 0x250 for char in text if char.isalpha()) else "any")


def _sample(text: str) -> str:
    """A long text's beginning, middle and end, cut at spaces."""
    if len(text) <= 4 * _SLICE:
        return text
    parts = []
    for start in (0, (len(text) - _SLICE) // 2, len(text) - _SLICE):
        part = text[start : start + _SLICE]
        _, space, tail = part.partition(" ")
        parts.append(tail if start and space else part)
    return " ".join(part.rpartition(" ")[0] or part for part in parts)


def _is_balkan(text: str) -> bool:
    """Whether Cyrillic text has no letter that an East Slavic text of some length has, and words that Bulgarian has.

    One such word is too little, as some are Ukrainian too (ще), unless ъ, which is rare in Russian, comes with it.
    """
    words = {word.lower() for word in _BALKAN.findall(text)}
    return not _EAST_SLAVIC.search(text) and len(words) + ("ъ" in text.lower()) > 1


def is_plainly_ukrainian(text: str) -> bool:
    """Whether the letters alone settle it: some that only Ukrainian has together, none that it has not.

    True saves the full detection, which costs as much as parsing all the rest of an article.
    """
    return bool(_UKRAINIAN.search(text)) and not _NOT_UKRAINIAN.search(text)


def in_favour_of_ukrainian(found: Detection, text: str) -> Detection:
    """The language of a text that somebody wants to have translated from Ukrainian.

    A few words may have neither a letter nor a word that settles it («Рада ухвалила закон»). Where what was ``found`` is in doubt
    and no letter speaks against Ukrainian, the text is Ukrainian.
    """
    shares = dict(found.alternatives)
    sure = _SURE if len(_CYRILLIC_LETTER.findall(text)) >= _FEW else _SURE_OF_FEW
    doubtful = found.language in ("ru", "be") and found.confidence < sure and "uk" in shares
    if not doubtful or _NOT_UKRAINIAN.search(text):
        return found
    others = [(code, share) for code, share in found.alternatives if code != "uk"]
    return Detection("uk", shares["uk"], ((found.language, found.confidence), *others))


def ngrams(text: str) -> Counter[str]:
    """Counts of the 1- to 4-grams of the words of ``text``, lower-cased, with a space at both ends of each word."""
    counts: Counter[str] = Counter()
    for word in _WORD.findall(text.lower().replace("’", "'").replace("ʼ", "'")):
        padded = f" {word} "
        for size in range(1, _MAX_GRAM + 1):
            for start in range(len(padded) - size + 1):
                counts[padded[start : start + size]] += 1
    return counts


@functools.cache
def _profiles() -> dict[str, tuple[int, ...]]:
    """N-gram to its cost (minus ten times the log-probability) in each of the three languages."""
    rows = Path(__file__).with_name("language_profiles.tsv").read_text("utf-8").splitlines()
    table = {}
    for row in rows:
        gram, *costs = row.split("\t")
        table[gram] = tuple(map(int, costs))
    return table


def _cyrillic(text: str) -> Detection:
    score = dict(_BIAS)
    for word in _WORD.findall(text.lower()):
        for code, gain in zip(_CYRILLIC, _word_gains(word), strict=True):
            score[code] += gain
    return _detection(score)


@functools.lru_cache(maxsize=30_000)
def _word_gains(word: str) -> tuple[float, ...]:
    """What one lower-cased word says for each of the three languages."""
    if not _CYRILLIC_LETTER.search(word):
        return (0.0,) * len(_CYRILLIC)
    table = _profiles()
    costs = [0.0] * len(_CYRILLIC)
    for gram, count in ngrams(word).items():
        for index, cost in enumerate(table.get(gram, ())):
            costs[index] += count * cost / (10 * _MAX_GRAM)
    return tuple(
        _WORD_GAIN * (word in FUNCTION_WORDS[code])
        - cost
        - _FOREIGN_COST * sum(char in _FOREIGN[code] for char in word)
        for code, cost in zip(_CYRILLIC, costs, strict=True)
    )


def _detection(score: dict[str, float]) -> Detection:
    top = max(score.values())
    weights = {code: math.exp(max(value - top, -50.0)) for code, value in score.items()}
    total = sum(weights.values())
    ranked = sorted(((code, weight / total) for code, weight in weights.items()), key=lambda item: (-item[1], item[0]))
    (language, confidence), *rest = ranked
    return Detection(
        language, round(confidence, 4), tuple((code, round(share, 4)) for code, share in rest if share >= 0.0001)
    )


@functools.cache
def _factory(script: Script) -> DetectorFactory:
    """Langdetect with the languages of one script: all 55 of its profiles take 60 MB, the Latin ones 15 and the Cyrillic ones 3."""
    import langdetect
    from langdetect.detector_factory import DetectorFactory

    factory = DetectorFactory()
    profiles = sorted((Path(langdetect.__file__).parent / "profiles").iterdir())
    factory.load_json_profile(
        [
            path.read_text("utf-8")
            for path in profiles
            if path.is_file() and path.name in _SCRIPTS.get(script, (path.name,))
        ]
    )
    factory.set_seed(0)  # langdetect draws samples: without a seed its answers differ from call to call
    return factory


def _langdetect(text: str, script: Script) -> Detection:
    from langdetect.lang_detect_exception import LangDetectException

    factory = _factory(script)
    detector = factory.create()
    if script == "latin":
        known = factory.get_lang_list()
        detector.set_prior_map({code: 0.9 if code == "en" else 0.1 / (len(known) - 1) for code in known})
    detector.append(text)
    try:
        found = [(item.lang.split("-")[0], item.prob) for item in detector.get_probabilities()]
    except LangDetectException:
        return Detection("und", 0.0)
    if not found:
        return Detection("und", 0.0)
    if script != "latin":
        (language, confidence), *rest = found
        return Detection(language, round(confidence, 4), tuple((code, round(share, 4)) for code, share in rest))
    return _weigh_english(text, dict(found))


def _weigh_english(text: str, found: dict[str, float]) -> Detection:
    """Langdetect's answer corrected for short English, which it takes for Afrikaans, Danish or Italian."""
    score = {code: math.log(max(share, 1e-6)) for code, share in found.items()}
    score.setdefault("en", math.log(1e-6))
    words = _WORD.findall(text.lower().replace("’", "'"))
    # langdetect is as sure of three words as of three hundred; our own evidence is capped by length all the same.
    score["en"] += 4.0 * sum(word in FUNCTION_WORDS["en"] for word in words)
    score["en"] += 2.0 * sum(bool(_ENGLISH.search(word)) for word in words if word not in FUNCTION_WORDS["en"])
    score["en"] -= 8.0 * sum(char.isalpha() and ord(char) > 127 for char in text)
    score["en"] += 9.0 - 2.0 * max(0, len(words) - 4)
    return _detection(score)
