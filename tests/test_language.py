from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import detect
from toolkit.language import in_favour_of_ukrainian
from toolkit.parsing import parse
from toolkit.reading import read_text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Київ — столиця України.", "uk"),
        ("Москва — столица России, это знают все.", "ru"),
        ("Мінск — сталіца Беларусі, гэта ўсе ведаюць.", "be"),
        ("Kyiv is the capital of Ukraine.", "en"),
        ("Warszawa jest stolicą Polski, a Kraków nią był.", "pl"),
        ("Der Bundestag hat das Gesetz am Donnerstag beschlossen.", "de"),
        ("Le président a déclaré mardi que la situation est grave.", "fr"),
        ("Президентът на България заяви, че страната ще продължи.", "bg"),
        ("Владата на Македонија соопшти дека ќе ја продолжи работата.", "mk"),
        ("Ово је реченица на српском језику, а пише је човек који живи у Београду и воли кућу.", "sr"),
        ("Қазақстан Республикасының Президенті бүгін сөз сөйледі.", "und"),
        ("Ще раз про це", "uk"),
        ("Компанія Microsoft Corporation", "uk"),
        ("12 345,67", "und"),
        ("", "und"),
        ("🙂🙂🙂", "und"),
    ],
)
def test_detects(text: str, language: str) -> None:
    assert detect(text).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Рада ухвалила закон.", "uk"),
        ("Добре.", "uk"),
        ("Ціна: 100,50 грн.", "uk"),
        ("У КМДА попередили про затори.", "uk"),
        ("Парламент принял закон об образовании.", "ru"),  # beyond doubt
        ("Мы ждём.", "ru"),
        ("Гэта так.", "be"),
        ("The end of it.", "en"),
    ],
)
def test_a_few_words_are_read_as_ukrainian_where_they_may_be(text: str, language: str) -> None:
    found = in_favour_of_ukrainian(detect(text), text)
    assert found.language == language
    assert 0 < found.confidence <= 1 and found.language not in dict(found.alternatives)
    assert parse(read_text(text)).sentences[0].language == language


@settings(deadline=None)  # the first text of some script loads its profiles
@given(st.text(max_size=200))
def test_any_text_gets_one_answer(text: str) -> None:
    found = detect(text)
    assert found == detect(text)
    assert 0 <= found.confidence <= 1
    assert found.language


def test_same_answer_in_any_order_and_any_process() -> None:
    texts = ["Це є.", "Я не знаю", "The end", "Ja nie wiem", "Не могу", "Гэта так", "A taxi driver"] * 3
    first = {text: detect(text) for text in texts}
    random.Random(1).shuffle(texts)
    assert all(detect(text) == first[text] for text in texts)
    code = "import toolkit; print([(d.language, d.confidence) for d in map(toolkit.detect, ['A taxi driver', 'Ja nie wiem'])])"
    outputs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert outputs == {str([(first[t].language, first[t].confidence) for t in ("A taxi driver", "Ja nie wiem")]) + "\n"}


def test_floors(shared: Path) -> None:
    rows = [line.split("\t") for line in (shared / "eval/language_dev.tsv").read_text("utf-8").splitlines()]
    whole, short, total = Counter[str](), Counter[str](), Counter[str]()
    for language, text in rows:
        total[language] += 1
        whole[language] += detect(text).language == language
        short[language] += detect(" ".join(text.split()[:3])).language == language
    for language in ("uk", "ru", "be", "en"):
        assert whole[language] / total[language] >= 0.995, language
        assert short[language] / total[language] >= 0.93, language
