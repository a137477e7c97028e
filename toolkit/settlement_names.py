"""Ukrainian settlements after the word for what they are («у селі Вербове»): the official English spelling of their names.

Most villages are in no list and no training text, and small models mangle them; their spelling is certain all the same, by
resolution 55, once the nominative is.
"""

from __future__ import annotations

import functools
import re

from .inflection import forms
from .transliteration import transliterate

__all__ = ["english_settlement", "kinds"]

_KINDS = ("село", "селище", "хутір", "місто", "містечко")
_ABBREVIATIONS = ("смт", "с.", "м.", "сел.")
_NOMINATIVE = frozenset((*_KINDS, *_ABBREVIATIONS))
_PLURAL = re.compile(r"(?:[ая]м|[ая]ми|[ая]х|ел|ок|ищ|міст|ів|ори)$")
_AREA = re.compile(r"(?:щин(?:а|и|і|у|ою)|[иі]ї)$")  # Полтавщини, Франції
_C = "[бвгґджзклмнпрстфхцчшщ]"
# An oblique form, and the nominative that it certainly belongs to.
_OBLIQUE = (
    (re.compile(r"(?<=[оеєії]в)(?:ого|ому|им)$"), "е"),  # Вербового
    (re.compile(r"(?<=[сц]ьк)(?:ого|ому|им)$"), "е"),  # Козацькому
    (re.compile(rf"(?<={_C}н)(?:ого|ому|им)$"), "е"),  # Рокитного
    (re.compile(r"(?<=[иії]вк)(?:у|ою)$"), "а"),  # Яблунівку
    (re.compile(r"(?<=[сц]ьк)(?:ої|ою|у)$"), "а"),
    (re.compile(r"(?<=[ия]н)(?:ам|ами|ах)$"), "и"),  # Острожанах
    (re.compile(r"(?<=инц)(?:ів|ям|ями|ях)$"), "і"),  # Сокиринцях
    (re.compile(r"(?<=ич)(?:ам|ами|ах)$"), "і"),  # Хотиничах
)
# Endings of the nominative that no other case of another name has …
_SURE = re.compile(
    r"(?:[оеєії]ве|[сц]ьке|не|инці|ичі|[ая]ни|ище|инка|янка|івка|ївка|ець|ськ|цьк|иця|([лнтджшчзс])\1я|ньке|атка|поле|піль)$"
)
# … and endings of adjectives in another case, whose nominative there is no telling.
_ADJECTIVE = re.compile(r"(?:ого|ому|их|им|ій|ої)$")


_ENGLISH = {
    "сел": ("village", "settlement", "town"),  # also селище
    "смт": ("village", "settlement", "town", "township"),
    "хут": ("hamlet", "village", "farm", "settlement"),
    "міс": ("city", "town"),
    "с.": ("village",),
    "м.": ("city", "town"),
}


def kinds(noun: str) -> tuple[str, ...]:
    """The English words for a settlement noun or its abbreviation; none if it is no such noun."""
    kind = _kind(noun)
    return _ENGLISH.get(kind[:3], _ENGLISH.get(kind[:2], ()))


def _kind(noun: str) -> str:
    """The noun in lower case, or nothing: «А. С. Лиман» is no village."""
    return noun if noun in _ABBREVIATIONS else noun.lower() if noun.lower() in _nouns() else ""


@functools.cache
def _nouns() -> frozenset[str]:
    # Of several settlements (селах, містечок) no single name follows.
    return frozenset(form for kind in _KINDS for form in forms(kind) if not _PLURAL.search(form))


def english_settlement(noun: str, name: str) -> tuple[str, bool] | None:
    """The official English spelling of the name of a settlement.

    Args:
        noun: The word before it, with its full stop if it is an abbreviation.
        name: As it stands.

    Returns:
        Its transliteration (KMU 2010), and whether it certainly is that of the nominative of a Ukrainian name: «села Макарова» may
        be of «Макарів», and «село» may be abroad. None where ``noun`` is no settlement.
    """
    kind = _kind(noun)
    if not kind or not name[:1].isupper() or name.isupper() or len(name) < 3 or _AREA.search(name):
        return None
    for pattern, ending in _OBLIQUE:
        found = pattern.search(name)
        if found:
            return _english(name[: found.start()] + ending), True
    if _SURE.search(name):
        return _english(name), True
    if "-" in name or (_ADJECTIVE.search(name) and kind not in _NOMINATIVE):
        return None
    return _english(name), False


def _english(name: str) -> str:
    return "-".join(transliterate(part).capitalize() for part in name.split("-"))
