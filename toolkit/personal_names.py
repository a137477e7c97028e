"""Ukrainian surnames after a first name, and some without: the nominative behind a case form, and its official English spelling.

Only families of surnames whose declension is certain are known; of any other nothing is said. Precision before recall.
"""

from __future__ import annotations

import functools
import re

from .inflection import forms
from .transliteration import transliterate

__all__ = ["english_surname", "lone_surname", "nominative_address"]

_MEN = (
    "Олександр Андрій Володимир Сергій Іван Микола Віктор Олексій Дмитро Юрій Михайло Василь Петро Ігор Олег "
    "Роман Павло Максим Віталій Анатолій Богдан Тарас Степан Григорій Євген Артем Денис Антон Руслан Ярослав "
    "Валерій Леонід Вадим Станіслав Костянтин Кирило Данило Назар Остап Мирослав Святослав Борис Геннадій "
    "Едуард Ростислав Арсен Арсеній Ілля Лев Матвій Федір Яків Захар Тимофій Зіновій Любомир Орест Маркіян "
    "Нестор Олесь Северин Устим Валентин В'ячеслав Владислав Всеволод Гліб Давид Ізяслав Кузьма Лука Марко "
    "Тимур Мар'ян Йосип Пилип Семен Георгій Аркадій Альберт Мирон Панас Омелян Левко Лук'ян Дем'ян Юліан Гнат Хома "
    "Трохим Корній Радим Радислав Данил Клим Мартин Никифор Пантелеймон Савелій Серафим Тадей Теодор Феофан Юхим"
).split()
_WOMEN = (
    "Олена Наталія Ірина Тетяна Оксана Марія Юлія Ольга Анна Людмила Світлана Катерина Вікторія Анастасія "
    "Галина Лариса Надія Віра Любов Дарина Дарія Софія Валентина Інна Алла Ганна Яна Христина Соломія Уляна "
    "Леся Олеся Лілія Лідія Ніна Раїса Маргарита Аліна Діана Єлизавета Зоя Жанна Злата Іванна Мирослава "
    "Олександра Поліна Роксолана Руслана Тамара Таїсія Владислава Наталя Марина Неля Віталія Євгенія Емілія Стефанія Богдана "
    "Ярослава Анжела Каріна Ілона Римма Орися Зінаїда Євдокія Мар'яна Мілана Влада Альона Вероніка Антоніна Валерія Ксенія "
    "Меланія Наталка Леонтина Мелітина Оленка Софійка Ярина"
).split()
_CASES = r"(?:а|у|ові|ом|і)?"
# Ending of a form, what to put there, and whose: men's (m), women's (w) or both (b).
_PATRONYMIC = ("ович", "йович", "овича", "овичу", "овичем", "івна", "ївна", "івни", "івні", "івну", "івною")
_NOMINATIVES = frozenset(name.lower() for name in (*_MEN, *_WOMEN))
_C = "[бвгґджзклмнпрстфхцчшщ]"
_FAMILIES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(
            rf"(?<={_C}{{2}})к(?:о|а|у|ові|ом)$|(?<=[еіоуай]{_C})к(?:о|а|у|ові|ом)$|(?<=[еаоуи]й)к(?:о|а|у|ові|ом)$"
        ),
        "ко",
        "m",
    ),
    (re.compile(rf"(?<={_C})ко$|(?<=й)ко$"), "ко", "w"),
    (re.compile(rf"(?<={_C})(?:ий|ого|ому|(?<![оеє]в|[иі]н)им)$"), "ий", "m"),
    (re.compile(r"(?<=[сцз]ьк)(?:а|ої|ій|у|ою)$"), "а", "w"),
    (re.compile(rf"(?<={_C}[уюая]к){_CASES}$"), "", "m"),
    (re.compile(rf"(?<={_C}[уюаяи]к)$|(?<={_C}ич)$|(?<={_C}ець)$"), "", "w"),
    (re.compile(rf"(?<={_C})(?<![Шш]ев)ц(?:я|ю|ем|еві|і)$"), "ець", "m"),
    (re.compile(r"(?<=[аоуиі])йц(?:я|ю|ем|еві|і)$"), "єць", "m"),
    (re.compile(rf"(?<={_C}[ие]ч)(?:а|у|ем|еві|і)?$"), "", "m"),
    (re.compile(rf"(?<={_C}[оеє]в)(?:а|у|им|ові|і)?$|(?<={_C}[иі]н)(?:а|у|им|ові|і)?$"), "", "m"),
    (re.compile(rf"(?<={_C}[оеє]в)(?:а|ої|ій|у|ою)$|(?<={_C}[иі]н)(?:а|ої|ій|у|ою)$"), "а", "w"),
)


# Endings that only surnames have, so that they need no first name before them; and girls' names that look like one.
_ALONE = (
    (re.compile(rf"(?<={_C}ен)к(?:о|а|у|ом|ові)$"), "ко"),
    (re.compile(r"(?<=\w{3}(?:[чщш]у|[бвдлмнптр]ю))к(?:а|у|ом|ові)?$"), "к"),
)
_NO_SURNAME = re.compile(r"(?:Олен|Ксен|Зден)\w*$")


@functools.cache
def _first_names() -> dict[str, str]:
    """A first name in any of its forms to ``m``, ``w`` or both."""
    found: dict[str, str] = {}
    for names, gender in ((_MEN, "m"), (_WOMEN, "w")):
        for name in names:
            for form in forms(name):
                if gender not in found.setdefault(form, ""):
                    found[form] += gender
    return found


# The vocative of a first name after «пане» or «пані»: its ending, and that of the nominative.
_VOCATIVE = re.compile(r"(?<!\w)([Пп]ан[еі]) ([А-ЩЮЯЄІЇҐ][а-щьюяєіїґ'’ʼ]+?)(е|у|ю|о|є)(?![\w'’ʼ])")
_NOMINATIVE_ENDINGS = {"е": ("", "о", "ь"), "у": ("", "о"), "ю": ("й", "ь", "я"), "о": ("а",), "є": ("я",)}


def nominative_address(text: str) -> str:
    """«Пане Вікторе» as «Пане Віктор»: a model that knows the name hardly knows its vocative."""

    def nominative(match: re.Match[str]) -> str:
        stem = match[2]
        for ending in _NOMINATIVE_ENDINGS[match[3]]:
            name = stem + ending
            if name.lower().replace("’", "'").replace("ʼ", "'") in _NOMINATIVES:
                return f"{match[1]} {name}"
        return match.group()

    return _VOCATIVE.sub(nominative, text)


def english_surname(first: str, surname: str) -> tuple[str, bool] | None:
    """The official English spelling of a surname in any case form.

    Args:
        first: The word before it.
        surname: As it stands.

    Returns:
        Its transliteration (KMU 2010) in the nominative, and whether it certainly is a Ukrainian name: of one whose family is
        not known, only a nominative can be told, by the nominative of the first name. None where neither is known.
    """
    if not (first[:1].isupper() and surname[:1].isupper()) or surname.isupper() or "-" in surname:
        return None
    given = first.lower().replace("’", "'").replace("ʼ", "'")
    genders = _first_names().get(given)
    if not genders or surname.endswith(_PATRONYMIC):
        return None
    if genders == "mw" and given in _NOMINATIVES:  # «Богдана»: she, or of Bohdan
        readings = {
            transliterate(surname[: found.start()] + ending).capitalize()
            for pattern, ending, _ in _FAMILIES
            if (found := pattern.search(surname))
        }
        return (readings.pop(), True) if len(readings) == 1 else None
    if given in _NOMINATIVES:
        known = any(pattern.search(surname) for pattern, _, gender in _FAMILIES if gender in genders)
        return transliterate(surname).capitalize(), known
    for pattern, ending, gender in _FAMILIES:
        found = pattern.search(surname)
        if found and gender in genders:
            return transliterate(surname[: found.start()] + ending).capitalize(), True
    return None


def lone_surname(word: str) -> str | None:
    """The official English spelling of a surname in -енко, -чук or -юк, in any case form and without a first name, or None."""
    if not word[:1].isupper() or word.isupper() or "-" in word or len(word) < 6 or _NO_SURNAME.match(word):
        return None
    for pattern, ending in _ALONE:
        found = pattern.search(word)
        if found:
            return transliterate(word[: found.start()] + ending).capitalize()
    return None
