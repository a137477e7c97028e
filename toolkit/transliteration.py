"""Ukrainian letters in Latin script, by the rules of the Cabinet of Ministers (resolution 55 of 27 January 2010), and whether a
name in Latin letters can be a Ukrainian word in any of its case forms.
"""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata

__all__ = ["begins_like", "matches", "transliterate"]

_LETTERS = dict(
    zip(
        "абвгґдежзиійклмнопрстуфцчшьюя'’ʼхщїє",
        ("a b v h g d e zh z y i i k l m n o p r s t u f ts ch sh _ iu ia _ _ _ kh shch i ie").split(),
        strict=True,
    )
)
_LETTERS = {letter: latin.strip("_") for letter, latin in _LETTERS.items()}
_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
# Spellings of the same sound in names that did not come from Ukrainian: Trump, Washington, Reuters, Cole.
_SOUNDS = (
    ("zgh", "zh"), ("dzh", "c"), ("shch", "s"), ("sch", "s"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("zh", "z"),
    ("kh", "h"), ("ts", "c"), ("tz", "c"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("gh", "h"), ("wh", "v"), ("qu", "kv"),
    ("x", "ks"), ("w", "v"), ("j", "c"), ("q", "k"), ("g", "h"), ("y", "i"), ("ee", "i"), ("oo", "u"), ("ou", "u"),
    ("ea", "i"), ("c", "k"), ("z", "s"), ("ii", "i"), ("ie", "e"), ("ia", "a"), ("iu", "u"),
)  # fmt: skip

_LETTERS_WITHOUT_ACCENT = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "e", "ı": "i", "å": "o"})
_READINGS = (
    (re.compile("^j"), ("y", "h", "zh")),
    (re.compile("c(?=[eiy])"), ("s",)),
    (re.compile("ch"), ("sh", "k")),
    (re.compile("g(?=[eiy])"), ("j", "zh")),
    (re.compile("^z"), ("ts",)),
    (re.compile("(?<=[ae])u"), ("v",)),
)


def transliterate(word: str) -> str:
    """A Ukrainian word in Latin letters, lower-cased."""
    lower = word.lower().replace("зг", "zgh")
    start = _INITIAL.get(lower[:1], "")
    return start + "".join(_LETTERS.get(char, char) for char in (lower[1:] if start else lower))


@functools.lru_cache(maxsize=50_000)
def _sound(latin: str) -> str:
    """A rough key of how a Latin spelling sounds: consonants kept apart, vowels and doublings evened out."""
    key = latin.lower()
    for spelling, sound in _SOUNDS:
        key = key.replace(spelling, sound)
    return re.sub(r"(.)\1+", r"\1", re.sub("[^a-z]", "", key))


@functools.lru_cache(maxsize=50_000)
def _spellings(name: str) -> frozenset[str]:
    """The sounds that an English spelling may have: the ``j`` of John, Jakob, José and Jean, the ``c`` of Barcelona, …"""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS_WITHOUT_ACCENT))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    found = {plain}
    for pattern, others in _READINGS:
        found |= {pattern.sub(other, spelling) for spelling in found for other in others}
    return frozenset(_sound(spelling) for spelling in found)


@functools.lru_cache(maxsize=50_000)
def _forms(word: str) -> frozenset[str]:
    """The sounds of a Ukrainian word, with its last consonant also as it is in the nominative: «Ризі» is from «Рига»."""
    lower = word.lower()
    stem, before = lower[:-2], {"зі": "га", "ці": "ка", "сі": "ха"}.get(lower[-2:])
    return frozenset(_sound(transliterate(form)) for form in ({lower, stem + before} if before else {lower}))


def matches(name: str, word: str) -> bool:
    """Whether an English ``name`` can be the Ukrainian ``word``: the same beginning, whatever the case ending.

    ``Lukashenko`` matches «Лукашенка», ``Reuters`` «Рейтер»; ``Minsk`` does not match «Москва».
    """
    return any(_match(one, other) for one in _spellings(name) for other in _forms(word))


def begins_like(name: str, word: str) -> bool:
    """Whether the first five sounds of an English name, or all of a shorter one, begin a Ukrainian word."""
    return any(
        len(one) >= 4 and other.startswith(one[: max(5, len(one) - 3)])
        for one in _spellings(name)
        for other in _forms(word)
    )


def _match(one: str, other: str) -> bool:
    if min(len(one), len(other)) < 3:
        return one == other
    if len(one) == len(other) == 3 and one[2] in "aeiou" and other[2] in "aeiou":
        return one[:2] == other[:2]  # Inna, «Інні»
    if one[0] != other[0] and not (one[0] in "aeiou" and other[0] in "aeiou"):
        return False
    shorter = min(len(one), len(other))
    stem = max(3, shorter - (1 if shorter <= 5 else 2))
    if one[:stem] == other[:stem] and abs(len(one) - len(other)) <= 5:
        return True
    # Vowels differ most between the two ways of spelling a foreign name.
    bare, bare_other = one[0] + re.sub("[aeiou]", "", one[1:]), other[0] + re.sub("[aeiou]", "", other[1:])
    if len(bare) >= 3 and bare[: len(bare_other)] == bare_other[: len(bare)] and abs(len(bare) - len(bare_other)) <= 2:
        return True
    return min(len(one), len(other)) >= 5 and difflib.SequenceMatcher(None, one, other[: len(one) + 1]).ratio() >= 0.8
