"""The case forms of Ukrainian nouns, adjectives and names, from the ending of the form a dictionary gives.

More forms come out than exist: no lexicon says which declension a word follows, whether its vowel is fleeting or its о turns into
і. A form that does not exist does no harm where words of running text are looked up. Rules: the Ukrainian orthography of 2019,
sections on nouns and adjectives (https://mon.gov.ua/osvita-2/zagalna-serednya-osvita/ukrainskiy-pravopis-2019).
"""

from __future__ import annotations

import functools
import re

__all__ = ["forms", "is_plural"]

_VOWELS = "аеиіоуюяєї"
_HARD = "а у ові ом і е и ів ам ами ах ою о".split()
_SOFT = "я ю еві ем і е ів ям ями ях ь ею ей ьми".split()
_IOTATED = "я ю єві єм ї є їв ям ями ях й єю".split()
_ADJECTIVE = "ий ого ому им ім ій а ої у ою е і их ими".split()
_SOFT_ADJECTIVE = "ій ього ьому ім я ьої ю ьою є і іх іми".split()
_PALATAL = {"к": ("ц", "ч"), "г": ("з", "ж"), "х": ("с", "ш")}
_HUSHING = "жчшщц"
_IRREGULAR = {
    "людина": "люди людей людям людьми людях",
    "дитина": "діти дітей дітям дітьми дітях",
    "ім'я": "імені іменем імена імен іменам іменами іменах",
    "мати": "матері матір матір'ю матерів матерям матерями матерях",
    "боєць": "бійця бійцю бійцеві бійцем бійці бійців бійцям бійцями бійцях",
    "третій": "третього третьому третім третя третьої третю третьою третє треті третіх третіми",
}


@functools.lru_cache(maxsize=50_000)
def forms(word: str) -> frozenset[str]:
    """The forms of one word, lower-cased, the word itself among them.

    Args:
        word: In the nominative, singular or plural. Abbreviations in capitals have no other forms.
    """
    lower = word.lower().replace("’", "'").replace("ʼ", "'")
    if word.isupper() and len(word) > 1:
        return frozenset({lower})
    if "-" in lower:
        first, second = lower.rsplit("-", 1)
        # Both parts of «прем'єр-міністр» or «Івано-Франківськ» keep the first; of «лікар-терапевт» each declines.
        firsts = {first} if first.endswith("о") else forms(first)
        return frozenset(f"{one}-{other}" for one in firsts for other in forms(second))
    return frozenset(_forms(lower) | {lower})


def _forms(word: str) -> set[str]:
    if word in _IRREGULAR:
        return set(_IRREGULAR[word].split()) | _with(word[:-1], _HARD)
    if len(word) < 3:
        return set()
    if word.endswith(("ий", "ській", "цькій")):
        return _with(word[:-2], _ADJECTIVE)
    if word.endswith("ій") and len(word) > 4 and word[-3] in "нжчшщ":
        return _with(word[:-2], _SOFT_ADJECTIVE) | _noun_stem(word[:-1], _IOTATED)
    if word.endswith(("ська", "цька", "зька")):
        return _with(word[:-1], _ADJECTIVE)
    if word.endswith("сть"):  # незалежність, область
        open_stem = re.sub("іст$", "ост", word[:-1])
        return _with(word[:-1], ["ь", "ю", "тю"]) | _with(open_stem, ["і", "ей", "ям", "ями", "ях", "ю"])
    if word[-1] in "аео":
        return _vowel_final(word)
    if word[-1] == "я":
        return _vowel_final(word)
    if word[-1] in "иії":
        return _plural(word)
    return _consonant_final(word)


def _with(stem: str, endings: list[str]) -> set[str]:
    return {stem + ending for ending in endings}


def _noun_stem(stem: str, endings: list[str]) -> set[str]:
    """A stem with its endings; к, г, х soften before і and е."""
    found = _with(stem, endings)
    if stem[-1] in _PALATAL:
        found |= {stem[:-1] + soft + ending for soft in _PALATAL[stem[-1]] for ending in ("і", "е")}
    return found


def _vowel_final(word: str) -> set[str]:
    """Рада, закупівля, рішення, місто, поле, Гончаренко, Тихановська's nouns; and adjectives as feminine or neuter nouns."""
    stem = word[:-1]
    if stem[-1] in _VOWELS:  # комісія, Азія
        return _with(stem, _IOTATED) | {stem + "ї"}
    soft = word[-1] == "я"
    found = _noun_stem(stem, _SOFT if soft else _HARD)
    if stem[-1] in _HUSHING or word[-1] == "е":
        found |= _with(stem, [*_SOFT, *_HARD])
    if stem[-1] == "'":  # сім'я
        found |= _with(stem, ["ю", "ї", "єю", "ям", "ями", "ях", "я"])
    # Genitive plural without an ending: рад, шкіл, закупівель, рішень.
    bare = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
    tail = "ь" if soft else ""
    found |= {bare + tail, bare, stem}
    found |= {re.sub(r"[ое]([^аеиіоуюяєї'ь]+)$", r"і\1", bare) + tail}
    if len(bare) > 2 and bare[-1] not in _VOWELS and bare[-2] not in _VOWELS:
        head = bare[:-2] if bare[-2] in "ь'" else bare[:-1]
        found |= {head + vowel + bare[-1] + tail for vowel in "оеє"}
    return found


def _plural(word: str) -> set[str]:
    """Вибори, санкції, переговори, війська has its singular: words given in the plural."""
    stem = word[:-1]
    if word[-1] == "ї" or stem[-1] in _VOWELS:
        return _with(stem, ["ї", "й", "їв", "ям", "ями", "ях"])
    found = _with(stem, ["и", "і", "ів", "ам", "ами", "ах", "ей", "ям", "ями", "ях", "их", "им", "ими", ""])
    return found | _vowel_final(stem + "а")


def _consonant_final(word: str) -> set[str]:
    """Уряд, президент, Київ, Харків, ринок, українець, політв'язень, край, Львів."""
    if word[-1] == "й":
        stem = word[:-1]
        return _with(stem, _IOTATED)
    soft = word[-1] == "ь"
    bare = word[:-1] if soft else word
    stems = {bare}
    if len(bare) > 2 and bare[-1] not in _VOWELS:
        before, vowel, last = bare[:-2], bare[-2], bare[-1]
        if vowel == "і":  # Харків, Харкова; Київ, Києва; ніч, ночі
            stems |= {before + "о" + last, before + "е" + last}
        if vowel == "ї":
            stems.add(before + "є" + last)
        if vowel in "ое" and before and before[-1] not in _VOWELS:  # ринок, ринку; день, дня; заєць
            stems |= {before + last, before + "ь" + last, re.sub("жд$", "ж", before) + last}
        if vowel == "є":
            stems |= {before + "й" + last, before + last}
    found: set[str] = {word}
    for stem in stems:
        if soft or stem[-1] in _HUSHING or stem[-1] == "р":
            found |= _noun_stem(stem, _SOFT)
        if not soft:
            found |= _noun_stem(stem, _HARD)
            if stem.endswith(("ин", "їн", "ов", "ев", "єв", "ів", "їв")):
                found.add(stem + "им")  # Путіним, Будановим
        if stem.endswith("н") and len(stem) > 4:  # громадянин, громадяни
            found |= _with(stem[:-2], [*_HARD, ""]) if stem.endswith(("анин", "янин")) else set()
    return found


def is_plural(form: str, lemma: str) -> bool | None:
    """Whether a form is plural, the lemma being singular; None for one that may be either (пенсії, виставки)."""
    lower, base = form.lower(), lemma.lower()
    if base[-1:] in "иії" or lower == base:
        return False
    if lower.endswith(("ами", "ями", "ах", "ях", "ам", "ям")):
        return not base.endswith(("ам", "ям", "ах", "ях"))
    if base.endswith(("ий", "а", "е", "я")) and lower.endswith(("их", "ими")):
        return True
    if base[-1:] not in _VOWELS and lower.endswith(("и", "ів", "їв", "ей")):
        return not base.endswith(("ів", "їв", "ей"))
    if base[-1:] in "ая" and not base.endswith("ння") and lower.endswith(("и", "і", "ї")):
        return None
    # Genitive plural without an ending: закупівель, рад.
    return base[-1:] in "аяо" and lower[-1:] not in _VOWELS
