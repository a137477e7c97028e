"""Ukrainian abbreviations spelled out, as a small model needs them: «у м. Києві» as «у місті Києві», «2025 р.» as «2025 року».

Models learn words from many sentences and abbreviations from few; the embedded one takes «м.» for "me" and «рр.» for nothing. The
case form follows the preposition before; where several would do, the model does not mind which.
"""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["spell_out"]

# Nominative, locative, genitive, instrumental.
_PLACES = {
    "м": ("місто", "місті", "міста", "містом"),
    "с": ("село", "селі", "села", "селом"),
    "смт": ("селище", "селищі", "селища", "селищем"),
    "сел": ("селище", "селищі", "селища", "селищем"),
    "хут": ("хутір", "хуторі", "хутора", "хутором"),
    "вул": ("вулиця", "вулиці", "вулиці", "вулицею"),
    "просп": ("проспект", "проспекті", "проспекту", "проспектом"),
    "пр": ("проспект", "проспекті", "проспекту", "проспектом"),
    "пр-т": ("проспект", "проспекті", "проспекту", "проспектом"),
    "пл": ("площа", "площі", "площі", "площею"),
    "пров": ("провулок", "провулку", "провулка", "провулком"),
    "бул": ("бульвар", "бульварі", "бульвару", "бульваром"),
    "бульв": ("бульвар", "бульварі", "бульвару", "бульваром"),
    "б-р": ("бульвар", "бульварі", "бульвару", "бульваром"),
    "наб": ("набережна", "набережній", "набережної", "набережною"),
    "оз": ("озеро", "озері", "озера", "озером"),
    "р": ("річка", "річці", "річки", "річкою"),
}
_UNDOTTED = ("смт", "пр-т", "б-р")  # which are written without a full stop, too
_MEASURES = {
    "т": "тонн",
    "га": "гектарів",
    "л": "літрів",
    "г": "грамів",
    "м": "метрів",
    "см": "сантиметрів",
    "мм": "міліметрів",
}
# Acronyms that readers of news know and small models do not, in the same four forms.
_ACRONYMS = {
    "ВПО": ("переселенці", "переселенцях", "переселенців", "переселенцями"),
    "ТОВ": ("компанія", "компанії", "компанії", "компанією"),
    "ФОП": ("підприємець", "підприємці", "підприємця", "підприємцем"),
    "ДТП": ("аварія", "аварії", "аварії", "аварією"),
    "АЗС": ("заправка", "заправці", "заправки", "заправкою"),
    "ЦНАП": ("центр адміністративних послуг", "центрі адміністративних послуг", "центру адміністративних послуг",
             "центром адміністративних послуг"),
    "ТЦК": ("військкомат", "військкоматі", "військкомату", "військкоматом"),
    "ВЛК": ("військово-лікарська комісія", "військово-лікарській комісії", "військово-лікарської комісії",
            "військово-лікарською комісією"),
    "СЗЧ": ("самовільне залишення частини",) * 4,
    # «бригада ТрО»: mostly in the genitive
    "ТрО": ("територіальної оборони", "територіальній обороні", "територіальної оборони", "територіальною обороною"),
    "БпЛА": ("безпілотник", "безпілотнику", "безпілотника", "безпілотником"),
    "БПЛА": ("безпілотник", "безпілотнику", "безпілотника", "безпілотником"),
    "РСЗВ": ("реактивна артилерія", "реактивній артилерії", "реактивної артилерії", "реактивною артилерією"),
    "БМП": ("бронемашина", "бронемашині", "бронемашини", "бронемашиною"),
    "БТР": ("бронетранспортер", "бронетранспортері", "бронетранспортера", "бронетранспортером"),
    "ДБР": ("Державне бюро розслідувань", "Державному бюро розслідувань", "Державного бюро розслідувань",
            "Державним бюро розслідувань"),
    "МВС": ("Міністерство внутрішніх справ", "Міністерстві внутрішніх справ", "Міністерства внутрішніх справ",
            "Міністерством внутрішніх справ"),
    "ЦВК": ("Центральна виборча комісія", "Центральній виборчій комісії", "Центральної виборчої комісії",
            "Центральною виборчою комісією"),
    "КСУ": ("Конституційний суд", "Конституційному суді", "Конституційного суду", "Конституційним судом"),
    "НАЗК": ("агентство із запобігання корупції", "агентстві із запобігання корупції", "агентства із запобігання корупції",
             "агентством із запобігання корупції"),
    "ВАКС": ("Антикорупційний суд", "Антикорупційному суді", "Антикорупційного суду", "Антикорупційним судом"),
    "САП": ("Антикорупційна прокуратура", "Антикорупційній прокуратурі", "Антикорупційної прокуратури",
            "Антикорупційною прокуратурою"),
    "ГУР": ("воєнна розвідка", "воєнній розвідці", "воєнної розвідки", "воєнною розвідкою"),
    "КМВА": ("Київська міська військова адміністрація", "Київській міській військовій адміністрації",
             "Київської міської військової адміністрації", "Київською міською військовою адміністрацією"),
    "РВА": ("районна військова адміністрація", "районній військовій адміністрації", "районної військової адміністрації",
            "районною військовою адміністрацією"),
    "ГО": ("громадська організація", "громадській організації", "громадської організації", "громадською організацією"),
    "БФ": ("благодійний фонд", "благодійному фонді", "благодійного фонду", "благодійним фондом"),
    "ОТГ": ("громада", "громаді", "громади", "громадою"),
    **dict.fromkeys(("НЕК", "НАК", "АТ", "ПАТ", "ПрАТ"), ("компанія", "компанії", "компанії", "компанією")),
    "ДП": ("державне підприємство", "державному підприємстві", "державного підприємства", "державним підприємством"),
    "КП": ("комунальне підприємство", "комунальному підприємстві", "комунального підприємства", "комунальним підприємством"),
    "ОСББ": ("об'єднання мешканців", "об'єднанні мешканців", "об'єднання мешканців", "об'єднанням мешканців"),
}  # fmt: skip
_SCIENCES = {
    "пед": "педагогічних", "мед": "медичних", "техн": "технічних", "юрид": "юридичних", "екон": "економічних", "іст": "історичних",
    "філол": "філологічних", "філос": "філософських", "політ": "політичних", "біол": "біологічних", "психол": "психологічних",
}  # fmt: skip
_DAYS = {
    "пн": "понеділок", "вт": "вівторок", "чт": "четвер", "пт": "п'ятниця", "сб": "субота", "нд": "неділя",
}  # fmt: skip
# From … to …; «ср.» alone may stand for "cf.".
_FROM_DAY = {
    "пн": "понеділка",
    "вт": "вівторка",
    "ср": "середи",
    "чт": "четверга",
    "пт": "п'ятниці",
    "сб": "суботи",
    "нд": "неділі",
}
_TO_DAY = {**_DAYS, "ср": "середу", "пт": "п'ятницю", "сб": "суботу", "нд": "неділю"}
# The case that a preposition asks for, as an index into these forms; after all others the nominative, which may be wrong, is taken.
_LOCATIVE, _GENITIVE, _INSTRUMENTAL = 1, 2, 3
_CASES = {
    **dict.fromkeys("у в на при по".split(), _LOCATIVE),
    **dict.fromkeys("до з із зі від біля поблизу коло для навколо вздовж".split(), _GENITIVE),
    **dict.fromkeys("над під за між перед".split(), _INSTRUMENTAL),
}
_PREPOSITION = rf"(?:(?<!\w)(?P<preposition>(?i:{'|'.join(_CASES)})) )?"
_NAME = r"(?=[A-ZА-ЯІЇЄҐ\"])"  # what follows begins a name
_SHORT = "|".join(sorted(map(re.escape, _PLACES), key=len, reverse=True))
_ROMAN = r"[IVXІХ]+"
_POWERS = {"²": "квадратних", "2": "квадратних", "³": "кубічних", "3": "кубічних"}
_CENTURY = str.maketrans("ІХ", "IX")  # Cyrillic letters as the Roman numerals they stand for
_VALUES = {"I": 1, "V": 5, "X": 10}


def _place(match: re.Match[str]) -> str:
    preposition = match["preposition"] or ""
    short = match["short"].lower()
    word = _PLACES[short][_CASES.get(preposition.lower(), 0)]
    if match["short"][0].isupper():
        word = word.capitalize()
    return f"{preposition} {word} " if preposition else f"{word} "


def _power(match: re.Match[str]) -> str:
    return f" {_POWERS[match['power']]} {'метрів' if match['measure'] == 'м' else 'кілометрів'}"


def _acronym(match: re.Match[str]) -> str:
    """The words of an acronym; in the genitive plural or so after a number, which most of them are counted with."""
    preposition = match["preposition"] or ""
    forms = _ACRONYMS[match["acronym"]]
    if match["number"]:
        return f"{match['number']} {forms[_GENITIVE]}"
    words = forms[_CASES.get(preposition.lower(), 0)]
    if not preposition:
        return words[0].upper() + words[1:] if match.start() == 0 else words
    return f"{preposition} {words}"


def _century(match: re.Match[str]) -> str:
    noun = ("століття", "столітті", "століття", "століттям")[_CASES.get((match["preposition"] or "").lower(), 0)]
    before = f"{match['preposition']} " if match["preposition"] else ""
    return f"{before}{_arabic(match['roman'])} {noun}{match['end'] or ''}"


def _arabic(roman: str) -> int:
    values = [_VALUES[letter] for letter in roman.translate(_CENTURY)]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))


def _years(match: re.Match[str]) -> str:
    before = f"{match['preposition']} " if match["preposition"] else ""
    word = "роках" if before.strip().lower() in ("у", "в") else "роки"
    return f"{before}{match['years']} {word}{match['end'] or ''}"


def _counted(forms: tuple[str, str, str]) -> Callable[[re.Match[str]], str]:
    """The noun as its number wants it: 1 година, 2 години, 5 годин."""

    def replaced(match: re.Match[str]) -> str:
        number = int(match["number"][-2:])  # the last two digits decide, however many there are
        few = 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2
        form = 0 if number % 10 == 1 and number % 100 != 11 else few
        return f"{match['number']} {forms[form]}{match['end'] or ''}"

    return replaced


def _electronic(match: re.Match[str]) -> str:
    ending = {"и": "ої", "і": "ій"}.get(match["ending"], match["ending"])
    return f"{match['first']}лектронн{ending} {match['noun']}{match['ending']}"


def _from_day_to_day(match: re.Match[str]) -> str:
    return f"з {_FROM_DAY[match['first']]} по {_TO_DAY[match['last']]}{match['end'] or ''}"


def _to(word: str) -> Callable[[re.Match[str]], str]:
    """A replacement that keeps the full stop where the abbreviation's was also the sentence's."""
    return lambda match: f"{word}{match.groupdict().get('end') or ''}"


_STOP = r"(?P<end>\.(?=\"*$))?\.?"  # the full stop of an abbreviation; at the end of the text it ends the sentence too
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # places: м. Київ, вул. Садова, смт Козова
        (rf"{_PREPOSITION}(?<![\w.])(?<!\d )(?P<short>{_SHORT})\. ?{_NAME}", _place),
        (rf"{_PREPOSITION}(?<![\w.])(?P<short>{'|'.join(_UNDOTTED)}) {_NAME}", _place),
        (r"(?<![\w.])(?P<short>Вул|Просп|Пл|Пров|Бул|Бульв|Наб)\. ?(?P<preposition>)(?=[A-ZА-ЯІЇЄҐ])", _place),
        (rf"(?<=а )обл{_STOP}(?!\w)", _to("область")),
        (rf"(?<=[ую] )обл{_STOP}(?!\w)", _to("область")),
        (rf"(?<=\w )обл{_STOP}(?!\w)", _to("області")),
        (r"(?<!\w)р-н(?=[ауіом]*\b)", _to("район")),
        (r"(?<!\w)буд\. ?(?=\d)", _to("будинок ")),
        (r"(?<!\w)кв\. ?(?=\d)", _to("квартира ")),
        (r"(?<=\d)[ \u00a0]?(?P<measure>к?м)(?P<power>[²³23])(?!\w)", _power),
        (rf"(?<=\d )кв{_STOP} ?(?=к?м\b)", _to("квадратних ")),
        (rf"(?<=\d )куб{_STOP} ?(?=м\b)", _to("кубічних ")),
        (r"(?<=квадратних )м\b(?:\.(?!\s*[\")]*$))?", _to("метрів")),
        (r"(?<=квадратних )км\b(?:\.(?!\s*[\")]*$))?", _to("кілометрів")),
        (r"(?<=кубічних )м\b(?:\.(?!\s*[\")]*$))?", _to("метрів")),
        # time: 2025 р., 2014–2019 рр., ХІХ ст., 14 год. 30 хв.
        (rf"{_PREPOSITION}(?P<years>\d{{4}} ?[—-] ?\d{{2,4}}|\d{{4}}(?:, \d{{4}})* (?:і|та|й) \d{{4}}) ?рр{_STOP}(?!\w)", _years),
        (rf"(?<=\b[уУвВ] \d{{4}}-х) рр{_STOP}(?!\w)", _to(" роках")),
        (rf"(?<=\d{{4}}-х) рр{_STOP}(?!\w)", _to(" років")),
        (rf"(?<=\d{{4}}) ?р{_STOP}(?!\w)", lambda match: f" року{match['end'] or ''}"),
        (rf"{_PREPOSITION}(?<!\w)(?P<roman>{_ROMAN}) ст{_STOP}(?!\w)", _century),
        (rf"(?<!\w)(\d{{1,2}}) год\.? ?(\d{{2}}) хв{_STOP}(?!\w)", lambda match: f"{match[1]}:{match[2]}{match['end'] or ''}"),
        (rf"(?<=\b[оО] )(?P<hour>\d\d?) ?год{_STOP}(?!\w)", lambda match: f"{match['hour']} годині{match['end'] or ''}"),
        (rf"(?<!\d)(?P<number>\d+)[ \u00a0]?год{_STOP}(?!\w)", _counted(("година", "години", "годин"))),
        (rf"(?<!\d)(?P<number>\d+)[ \u00a0]?хв{_STOP}(?!\w)", _counted(("хвилина", "хвилини", "хвилин"))),
        (rf"(?<!\d)(?P<number>\d+)[ \u00a0]?сек{_STOP}(?!\w)", _counted(("секунда", "секунди", "секунд"))),
        (r"(?<=\d )(?P<scale>млн|млрд|трлн)\.(?= )", lambda match: match["scale"]),
        *((rf"(?<=(?:лн |рд |с\. )){short}(?![\w/.²³])", _to(word)) for short, word in (("т", "тонн"), ("га", "гектарів"))),
        (rf"(?<!\d)(?P<number>\d+)[ \u00a0]?шт{_STOP}(?!\w)", _counted(("штука", "штуки", "штук"))),
        (r"(?<=\d )ккал(?!\w)", _to("кілокалорій")),
        (r"(?<=кілокалорій)/(?=\d)", _to(" на ")),
        (r"(?<!\w)р/р(?!\w)", _to("за рік")),
        # measures: 1,5 т, 20 га
        *((rf"(?<=\d) {short}(?![\w/.²³])", _to(f" {word}")) for short, word in _MEASURES.items()),
        (rf"(?<![\w.])(?P<first>{'|'.join(_FROM_DAY)})\.? ?[—-] ?(?P<last>{'|'.join(_TO_DAY)}){_STOP}(?!\w)", _from_day_to_day),
        (r"(?<![\d:])(?P<before>(?i:\b(?:з|від) )?)(?P<from>\d?\d:\d\d) ?[—-] ?(?P<to>\d?\d:\d\d)(?![\d:])",
         lambda match: f"{match['before'] or 'з '}{match['from']} до {match['to']}"),
        *((rf"(?<![\w.]){short}{_STOP}(?!\w)", _to(word)) for short, word in _DAYS.items()),
        # ВПО, ДТП; in brackets after its own words an acronym stays one (toolkit.verbatim)
        (rf"(?:(?<!\d)(?P<number>\d+) )?{_PREPOSITION}(?<!\w)(?!(?<=\()\w+\))(?P<acronym>{'|'.join(_ACRONYMS)})(?!\w|-)", _acronym),
        (r"(?<!\w)ст\. ?л\.", _to("столові ложки")),
        (r"(?<!\w)ч\. ?л\.", _to("чайні ложки")),
        # degrees: канд. пед. наук
        *((rf"(?<!\w){short}\. ?(?=наук)", _to(f"{word} ")) for short, word in _SCIENCES.items()),
        (r"(?<!\w)канд\. ?(?=[а-яіїєґ])", _to("кандидат ")),
        # laws: ч. 2 ст. 368
        (r"(?<!\w)ст\. ?(?=\d)", _to("статті ")),
        (r"(?<!\w)ч\. ?(?=\d)", _to("частини ")),
        (r"(?<!\w)п\. ?(?=\d)", _to("пункт ")),
        # the rest
        (r"(?<!\w)ім\. ?(?=[A-ZА-ЯІЇЄҐ])", _to("імені ")),
        (r"(?<!\w)(?P<first>[Ее])л\. ?(?P<noun>(?:пошт|адрес))(?P<ending>а|у|ою|и|і)(?!\w)", _electronic),
        (r"(?<=\bза )тел\. ?(?=[+(\dX])", _to("телефоном ")),
        (r"(?<!\w)[Тт]ел\.:? ?(?=[+(\dX])", lambda match: "Телефон: " if match[0][0] == "Т" else "телефон "),
        (rf"(?<=\b(?:та|ті|й) )ін{_STOP}(?!\w)".replace("(?:та|ті|й) ", "та "), _to("інші")),
        (rf"(?<=\bі )ін{_STOP}(?!\w)", _to("інші")),
        (rf"(?<!\w)(?:і|та|й) т\. ?[дп]{_STOP}(?!\w)", _to("тощо")),
        (r"(?<!\w)у т\. ?ч\. ?", _to("зокрема ")),
        (r"(?<!\w)т\. ?зв\. ?", _to("так званий ")),
        (r"(?<!\w)напр\. ?", _to("наприклад ")),
        (r"(?<!\w)див\. ?", _to("дивіться ")),
        (r"(?<!\w)д-р(?=[ау]?\b)", _to("доктор")),
        (r"(?<!\w)ст\. ?(?=лейтенант|сержант|солдат)", _to("старший ")),
        (r"(?<!\w)мол\. ?(?=лейтенант|сержант)", _to("молодший ")),
        (rf"(?<=\d )дол{_STOP}(?!\w)", _to("доларів")),
        (rf"(?<=\d )коп{_STOP}(?!\w)", _to("копійок")),
        (rf"(?<=млн |лрд |рлн )дол{_STOP}(?!\w)", _to("доларів")),
        (r"(?<!\w)проф\. ?(?=[A-ZА-ЯІЇЄҐ])", _to("професор ")),
        (r"(?<!\w)акад\. ?(?=[A-ZА-ЯІЇЄҐ])", _to("академік ")),
        (r"(?<!\w)доц\. ?(?=[A-ZА-ЯІЇЄҐ])", _to("доцент ")),
        (r"(?<!\w)св\. ?(?=[A-ZА-ЯІЇЄҐ])", _to("святого ")),
    )
)  # fmt: skip


# Without any of these there is nothing to spell out: most sentences are done with after one look.
_ANY = re.compile(
    r"[А-ЯІЇЄҐ]{2}|БпЛА|ТрО|\.\S|[ІХIVX] ст|\. |\d|ін\.|обл|р-н|смт|пр-т|б-р|(?<!\w)(?:пн|вт|чт|пт|сб|нд)(?!\w)"
)


def spell_out(text: str) -> str:
    """A prepared Ukrainian sentence with its usual abbreviations as words; all other text as it is."""
    if _ANY.search(text) is None:
        return text
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
