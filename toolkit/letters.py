"""Letters as models know them: Latin ones that stand in Ukrainian words for their Cyrillic doubles, and lines in capitals.

Typing, scanning and copying mix the alphabets («Cьогодні» with a Latin C), and old headlines are in capitals; a small model has
seen neither, and makes no sense of either.
"""

from __future__ import annotations

import re

__all__ = ["in_capitals", "lower_capitals", "repair_letters"]

_DOUBLES = str.maketrans("aceiopxyABCEHIKMOPTXïÏ", "асеіорхуАВСЕНІКМОРТХїЇ")
_TOKEN = re.compile(r"\w+")
_LATIN = re.compile("[A-Za-zïÏ]")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LEAST_LETTERS, _LEAST_SHARE = 12, 0.85  # of letters in a line in capitals
_LONGEST_ACRONYM = 4  # letters, of those that are not listed
_ACRONYMS = frozenset(
    """АЕС АЗС БПЛА ВАКС ВВП ВМС ВНЗ ВООЗ ВР ВРУ ГЕС ДБР ДПС ДСНС ДТП ЄС ЄСПЛ ЗМІ ЗНО ЗСУ КМДА КНДР КНР ЛГБТ МАГАТЕ МВС МВФ
    МЗС МОЗ МОК НАБУ НАЗК НАТО НБУ НМТ ОБСЄ ОВА ООН ОП ПВО ПДВ ППО РНБО РФ САП СБУ СЗР СНД СРСР США ТЕС ТЦК УЄФА УНР УПА
    УПЦ ПЦУ ФБР ФІФА ФОП ФСБ ЦВК ЦРУ ЮНЕСКО ЮНІСЕФ ІТ""".split()
)
# Names that headlines have most, whatever their case form.
_NAMES = re.compile(
    r"україн(?:а|и|і|у|ою)|ки(?:їв|єв[аіу]|євом)|росі(?:я|ї|ю|єю)|європ(?:а|и|і|у|ою)|польщ(?:а|і|у|ею)|крим(?:у|ом)?|донбас(?:у|і|ом)?|"
    r"харк(?:ів|ов[аіу]|овом)|льв(?:ів|ов[аіу]|овом)|одес(?:а|и|і|у|ою)|дніпр(?:о|а|і|у|ом)|москв(?:а|и|і|у|ою)|зеленськ(?:ий|ого|ому|им)|"
    r"пут(?:ін|іна|іну|іном)|трамп(?:а|у|ом)?|байден(?:а|у|ом)?|китай|кита[юєї]|німеччин(?:а|и|і|у|ою)|франці(?:я|ї|ю|єю)|британі(?:я|ї|ю|єю)"
)


def repair_letters(text: str) -> str:
    """``text`` with words of mixed letters in Cyrillic, where every Latin letter in them has a double."""

    def repaired(match: re.Match[str]) -> str:
        word = match.group()
        latin, cyrillic = len(_LATIN.findall(word)), len(_CYRILLIC.findall(word))
        if not latin or cyrillic < latin:
            return word
        doubled = word.translate(_DOUBLES)
        return word if _LATIN.search(doubled) else doubled

    return _TOKEN.sub(repaired, text) if _LATIN.search(text) else text


def in_capitals(text: str) -> bool:
    """Whether a line is written in capitals: more than an acronym or two."""
    letters = [char for char in text if char.isalpha()]
    words = [word for word in _WORD.findall(text) if len(word) > _LONGEST_ACRONYM and word not in _ACRONYMS]
    if not words or sum(map(str.isupper, letters)) < _LEAST_SHARE * len(letters):
        return False
    return len(letters) >= _LEAST_LETTERS or len(words[0]) == len(letters)  # «УВАГА!»


def lower_capitals(text: str) -> str:
    """A line in capitals as other lines are written; acronyms and the commonest names keep theirs."""

    def lowered(match: re.Match[str]) -> str:
        word = match.group()
        if word in _ACRONYMS:
            return word
        small = word.lower()
        return small.capitalize() if _NAMES.fullmatch(small) else small

    text = _WORD.sub(lowered, text)
    first = next((index for index, char in enumerate(text) if char.isalpha()), 0)
    return text[:first] + text[first : first + 1].upper() + text[first + 1 :]
