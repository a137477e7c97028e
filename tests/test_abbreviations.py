"""Abbreviations of Ukrainian news spelled out for the model, and nothing else touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import Toolkit
from toolkit.abbreviations import spell_out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Він мешкає у м. Києві.", "Він мешкає у місті Києві."),
        ("Пожежа сталася біля с.Вербове Чернігівської обл.", "Пожежа сталася біля села Вербове Чернігівської області."),
        ("Школа у смт Козова.", "Школа у селищі Козова."),
        ("Адреса: вул. Садова, буд. 5, кв. 12.", "Адреса: вулиця Садова, будинок 5, квартира 12."),
        ("Рух на просп. Перемоги та пл. Ринок.", "Рух на проспекті Перемоги та площа Ринок."),
        ("Закон ухвалили 2025 р.", "Закон ухвалили 2025 року."),
        ("Закон (2019 р.) діє.", "Закон (2019 року) діє."),
        ("Завод працював у 2014—2019 рр.", "Завод працював у 2014—2019 роках."),
        ("У 1990-х рр. було важко.", "У 1990-х роках було важко."),
        ("Замок збудували в ХІХ ст.", "Замок збудували в 19 столітті."),
        ("На початку XVI ст. тут жили.", "На початку 16 століття тут жили."),
        ("Почнеться о 14 год. 30 хв.", "Почнеться о 14:30."),
        ("О 9 год. чекали ще 2 год. 5 хв.", "О 9 годині чекали ще 2 години 5 хвилин."),
        ("Площа 56 кв. м і 3 куб. м води.", "Площа 56 квадратних метрів і 3 кубічних метрів води."),
        ("Йому закидають ч. 2 ст. 368 КК.", "Йому закидають частини 2 статті 368 КК."),
        ("Театр ім. Шевченка, проф. Коваль та ін.", "Театр імені Шевченка, професор Коваль та інші."),
        ("Він канд. пед. наук, д-р мед. наук.", "Він кандидат педагогічних наук, доктор медичних наук."),
        ("Телефонуйте за тел. 102.", "Телефонуйте за телефоном 102."),
        ("Горіли хати, сараї і т. д.", "Горіли хати, сараї тощо."),
    ],
)
def test_spelled_out(text: str, expected: str) -> None:
    assert spell_out(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Відстань 5 м. Потім дорога.",
        "Книга має 200 с. і обкладинку.",
        "Про це сказав І. П. Коваленко.",
        "Премія 10 тис. грн і 2 млн доларів.",
        "Швидкість 25 м/с, потужність 300 МВт.",
        "Він поїхав до моря.",
        "The U.S. ambassador met Mr. Brown.",
    ],
)
def test_left_alone(text: str) -> None:
    assert spell_out(text) == text


PIECES = [
    "у м. Києві",
    "у 2025 р.",
    "на вул. Садовій",
    "Львівської обл.",
    "слово",
    "у ХХ ст.",
    "площею 5 кв. м",
    "та ін.",
    "о 9 год.",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
def test_nothing_is_lost_and_once_is_enough(pieces: list[str]) -> None:
    text = " ".join(pieces)
    once = spell_out(text)
    assert spell_out(once) == once
    for word in ("Києві", "2025", "Садовій", "Львівської", "слово", "площею 5", " 9"):
        assert once.count(word) == text.count(word)
    assert not any(short in once for short in ("м. ", "вул.", "обл.", " р.", "ст.", "кв.", "ін.", "год."))


def test_the_model_sees_words(tk: Toolkit) -> None:
    for short, long in (
        ("Він живе у м. Полтаві.", "Він живе у місті Полтаві."),
        ("Завод працював у 2014–2019 рр. без перерви.", "Завод працював у 2014–2019 роках без перерви."),
    ):
        (item,) = tk.translate(short).sentences
        assert item.text == tk.translate(long).text
        assert item.source.text == short
