"""Quotation marks where English has them, and no word twice in a row."""

from __future__ import annotations

import re

import pytest

from toolkit import Toolkit
from toolkit.quotations import close_up, quote_like, reopen_quotations, without_doubles
from toolkit.segments import prepare


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«Так, — сказав він. — Але не зараз».", ['"Так, — сказав він.', '"Але не зараз".']),
        (
            "«Так, — сказав він. — Ні. А втім, так». — Гаразд.",
            ['"Так, — сказав він.', '"Ні.', 'А втім, так".', "— Гаразд."],
        ),
        (
            "«Так. Ми йдемо, — сказав він. — Ні! Куди? — спитала вона. — Туди».",
            ['"Так.', 'Ми йдемо", — сказав він.', '"Ні!', 'Куди?" — спитала вона.', '"Туди".'],
        ),
        ("— Так, — сказав він. — Але не зараз.", ["— Так, — сказав він.", "— Але не зараз."]),
        ("«Так.\n\n— Але не зараз.", ['"Так.', "— Але не зараз."]),
    ],
)
def test_a_quotation_goes_on_after_its_speaker(text: str, expected: list[str], tk: Toolkit) -> None:
    sentences = tk.read(text).sentences
    prepared = [prepare(sentence.text, "text/plain") for sentence in sentences]
    assert reopen_quotations(sentences, prepared) == expected


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ('"Так.', "Yes.", '"Yes.'),
        ('"Так.', '"Yes."', '"Yes.'),
        ('Тому так".', "So yes.", 'So yes."'),
        ('Тому так".', '"So yes."', 'So yes."'),
        ('"Тому так".', '"So yes.', '"So yes."'),
        ('"Тому так!"', "So yes!", '"So yes!"'),
        ('"Так, — сказав він.', '"Yes," he said.', '"Yes," he said.'),
        ('"Так, — сказав він.', "Yes, he said.", "Yes, he said."),
        ('Він читав "Кобзар".', "He read Kobzar.", "He read Kobzar."),
        ('Він читав "Кобзар" щодня.', "He read it daily.", "He read it daily."),
        ('Він каже, що "все ще буде добре".', 'He says that "all will be well.', 'He says that "all will be well."'),
        ('Він грав у фільмі "Хліб".', 'In "Bread he played.', 'In "Bread he played.'),
        ("Так.", '"Yes."', '"Yes."'),
        ("Він прийшов.", 'He "came.', "He came."),
        ('Екран має 15".', "The screen is 15 inches.", "The screen is 15 inches."),
    ],
)
def test_quotation_marks_at_the_ends(source: str, text: str, expected: str) -> None:
    assert quote_like(source, text) == expected


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        (
            "Виставка вишиванок.",
            "An exhibition of embroidered embroidered shirts.",
            "An exhibition of embroidered shirts.",
        ),
        ("Дуже, дуже давно.", "A really really long time ago.", "A really really long time ago."),
        ("Навіть невеликий зсув.", "Even even a small shift.", "Even a small shift."),
        ("Це навіть добре.", "It is even even good.", "It is even good."),
        ("Він каже, що то помилка.", "He says that that is a mistake.", "He says that that is a mistake."),
        ("Він мав те, що мав.", "He had had what he had.", "He had had what he had."),
        ("Місто Вала.", "The city of Walla Walla.", "The city of Walla Walla."),
    ],
)
def test_words_that_stand_twice_in_a_row(source: str, text: str, expected: str) -> None:
    assert without_doubles(source, text) == expected


def test_quotation_marks_around_what_follows_the_speaker(tk: Toolkit) -> None:
    text = tk.translate("«Це було страшно, — згадує він. — Але ми вижили». Потім прийшла допомога.").text
    assert re.fullmatch(r'"[^"]+," [^"]+\. "[^"]+\." [^"—]+', text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('In their opinion, " even a step would do."', 'In their opinion, "even a step would do."'),
        ('He said " yes " and left.', 'He said "yes" and left.'),
        ('"We came," he said, " we saw. "', '"We came," he said, "we saw."'),
        ('"Hello ", she said.', '"Hello", she said.'),
        ('("Nature") and the " A "', '("Nature") and the "A"'),
        ('We came," he said, "we saw.', None),  # of a quotation of several sentences
        ('A screen of 15 " and a "phone".', None),
        ('"Yes," he said. "But not now."', None),
        ("It's nothing.", None),
        ('"', None),
    ],
)
def test_marks_stand_at_what_they_open_and_close(text: str, expected: str | None) -> None:
    assert close_up(text) == (text if expected is None else expected)
