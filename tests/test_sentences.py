from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.sentences import split

CASES = [
    "О. Лукашенко заявив про це.|Він додав подробиці.",
    "Зустріч відбулася 26 листопада 2025 р. у м. Київ.|Там були президенти.",
    "Це коштує 5 тис. грн.|Потім ціна зросла до 6 млн.|Усе.",
    "Національний університет ім. Т. Г. Шевченка відкрив набір.|Охочих багато.",
    "Там були лікарі, учителі і т. д.|Далі йде текст.",
    "«Ми готові.|Усе буде добре», – сказав він.",
    "«Так!» — сказав він.|«Ні».|Потім він пішов.",
    "«Нам потрібні гроші!» – наголосив він.|Вона мовчала…|Він чекав.",
    "— Хто там?|— Я.|— Заходь.",
    "У 2014 р. Росія анексувала Крим.|Минуло десять років.",
    "Засідання відбудеться 11 грудня 2025 р. о 14:00.",
    "Ціна становить 12,5 млрд грн на 2025 р.|Про це пише видання.",
    "Вулиця Кирилівська, 105, м. Київ.",
    "Він жив у XX ст.|Потім усе змінилося.",
    "Наказ від 26 квітня 2017 р. № 325 чинний.",
    "Схему наведено нижче (мал. 8).|Вона проста.",
    "Мабуть... так воно і є.|А може… ні.",
    "Чому?!|Бо так.",
    "Він сказав: «Прийду завтра».|І прийшов.",
    "Сайт zapovidnyk.example/volunteers працює.|Пишіть на press@school.example.",
    "Mr. Smith met the U.S. Army.|It cost 3.5 percent.",
]


@pytest.mark.parametrize("case", CASES)
def test_boundaries(case: str) -> None:
    text = case.replace("|", " ")
    assert [span.of(text) for span in split(text)] == case.split("|")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300) | st.text(alphabet="Аб .!?«»—…\n1р", max_size=120))
def test_spans_hold_everything_but_white_space(text: str) -> None:
    spans = split(text)
    position = 0
    for span in spans:
        assert position <= span.start < span.end <= len(text)
        assert not text[position : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        position = span.end
    assert not text[position:].strip()


def test_other_languages_go_to_sentencex() -> None:
    text = "Hola mundo. Adiós señor."
    assert [span.of(text) for span in split(text, "es")] == ["Hola mundo.", "Adiós señor."]


def test_boundary_f1(shared: Path) -> None:
    hits = extra = missed = 0
    for line in (shared / "eval/sentences_dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        gold = {end for _, end in row["sentences"]}
        found = {span.end for span in split(row["text"])}
        hits, extra, missed = hits + len(gold & found), extra + len(found - gold), missed + len(gold - found)
    assert 2 * hits / (2 * hits + extra + missed) >= 0.985
