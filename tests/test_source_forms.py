"""Dates, sums, letters and signs as sources write them, in the form that the model is given."""

from __future__ import annotations

import time

import pytest

from toolkit import Toolkit
from toolkit.abbreviations import spell_out
from toolkit.figures import write_out
from toolkit.letters import in_capitals, lower_capitals, repair_letters
from toolkit.verbatim import latin_names, put_back, set_aside, strip_signs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Договір підписали 13.10.2025 у Полтаві.", "Договір підписали 13 жовтня 2025 року у Полтаві."),
        ("Народився 05.02.1956 р. у Львові.", "Народився 5 лютого 1956 р. у Львові."),
        ("Версія 13.14.2025 і 3.10.20251.", "Версія 13.14.2025 і 3.10.20251."),
        ("Залучили $500 млн і €3,2 млрд.", "Залучили 500 млн доларів і 3,2 млрд євро."),
        ("Штраф – ₴3 400, або 85$.", "Штраф – 3 400 гривень, або 85 доларів."),
        ("Резерви сягнули 46,6 млрд доларів США.", "Резерви сягнули 46,6 млрд доларів."),
        ("Курс — 41,28 грн/$ та 48,15 грн. / €.", "Курс — 41,28 грн за долар та 48,15 грн. за євро."),
        ("Удень +5…+7°C, уночі -3°.", "Удень +5…+7 градусів, уночі -3 градусів."),
        ("У ІІІ кварталі та ІV кварталу", "У третьому кварталі та четвертого кварталу"),
        ("Під час ІІ світової війни", "Під час Другої світової війни"),
        ("Карл ІІІ і Людовік XIV", "Карл III і Людовік XIV"),
        ("І він пішов. Х сказав.", "І він пішов. Х сказав."),
    ],
)
def test_figures(text: str, expected: str) -> None:
    assert write_out(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cьогодні yряд і Мiнiстр", "Сьогодні уряд і Міністр"),
        ("Компанія Microsoft і IT-фахівці", "Компанія Microsoft і IT-фахівці"),
        ("кава-latte, COVIDу", "кава-latte, COVIDу"),
    ],
)
def test_letters(text: str, expected: str) -> None:
    assert repair_letters(text) == expected


@pytest.mark.parametrize("piece", ["a", "аb", "1", "1 ", "м.", "😀 ", "(", "в ", "a.", "0,", "X1 "])
def test_no_text_takes_long(piece: str) -> None:
    text = piece * 5000
    begun = time.perf_counter()
    for rewrite in (repair_letters, write_out, spell_out, lower_capitals, strip_signs, set_aside, in_capitals):
        rewrite(text)
    set_aside(text, names=latin_names(text), numbers=True)
    assert time.perf_counter() - begun < 5  # seconds; a pattern that backtracks takes minutes


def test_numbers_of_any_length() -> None:
    digits = "1" * 5000
    assert spell_out(f"Чекали {digits} год. і {digits} ВПО.") == f"Чекали {digits} годин і {digits} переселенців."
    assert put_back(f"X{digits}", ["a"]) is None


def test_capitals() -> None:
    assert in_capitals("ПРЕЗИДЕНТ ПІДПИСАВ ЗАКОН") and in_capitals("УВАГА!")
    assert not in_capitals("США І НАТО") and not in_capitals("СБУ затримала агента ФСБ.") and not in_capitals("НАБУ")
    assert lower_capitals("УКРАЇНА ВСТУПИТЬ ДО НАТО, А КИЇВ ЧЕКАЄ") == "Україна вступить до НАТО, а Київ чекає"
    assert lower_capitals("«УРЯД» ІДЕ") == "«Уряд» іде"


def test_signs() -> None:
    assert strip_signs("👍 Дуже дякую ❤️") == ("👍 ", "Дуже дякую", " ❤️")
    assert strip_signs("Так скучила(((") == ("", "Так скучила", "(((")
    assert strip_signs("Уряд (нарешті) зібрався.") == ("", "Уряд (нарешті) зібрався.", "")
    text, kept = set_aside("Рахунок UA213223130000026007233566001, картка 4441 1144 1234 5678, їду 🚗 додому")
    assert text == "Рахунок X1, картка X2, їду X3 додому"
    assert put_back(text, kept) == "Рахунок UA213223130000026007233566001, картка 4441 1144 1234 5678, їду 🚗 додому"


def test_numbers_set_aside_are_written_in_english() -> None:
    text, kept = set_aside("Із 46 500 людей 15,5 % поїхали о 14:30, рахунок 2:1, у 1990-х, №5.", numbers=True)
    assert text == "Із X1 людей X2 % поїхали о 14:30, рахунок 2:1, у 1990-х, №5."
    assert kept == ["46,500", "15.5"]


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("Договір підписали 13.10.2025 у Полтаві.", "October"),
        ("Борг сягнув €3,2 млрд.", "euro"),
        ("👍 Дуже дякую! ❤️", "👍"),
        ("Рахунок: UA213223130000026007233566001.", "UA213223130000026007233566001"),
    ],
)
def test_in_translations(tk: Toolkit, text: str, needed: str) -> None:
    translation = tk.translate(text)
    assert needed in translation.text and not {"number-mismatch", "link-mismatch"} & set(translation.warnings)


def test_a_headline_in_capitals_is_the_headline_in_capitals(tk: Toolkit) -> None:
    assert tk.translate("ПРЕЗИДЕНТ ПІДПИСАВ ЗАКОН").text == tk.translate("Президент підписав закон").text.upper()


def test_mixed_letters_make_no_difference(tk: Toolkit) -> None:
    assert tk.translate("Cьогодні yряд ухвалив рішення.").text == tk.translate("Сьогодні уряд ухвалив рішення.").text
