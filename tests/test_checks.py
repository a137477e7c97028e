from __future__ import annotations

import pytest

from toolkit.checks import has_loop, is_untranslated, says_twice, warnings_for
from toolkit.numbers import misscaled, missing_links, missing_months, missing_numbers, numbers


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Ставка 15,5% річних", "The rate is 15.5%"),
        ("Понад 380 тис. людей", "More than 380,000 people"),
        ("2,5 млн гривень", "2.5 million hryvnias"),
        ("1,5 млрд", "1,500 million"),
        ("46 600 будинків", "46,600 houses"),
        ("3 400 грн", "UAH 3,400"),
        ("о 14:00 11 грудня 2025 р.", "at 14:00 on December 11, 2025"),
        ("26.11.2025", "November 26, 2025"),
        ("у 1940-х роках", "in the 1940s"),
        ("52 людей", "fifty-two people"),
        ("14 осіб", "fourteen people"),
        ("на 5-му місці", "in fifth place"),
        ("2 рази", "twice"),
        ("без чисел", "no numbers"),
        ("Озеро площею 12 км2", "A lake of 12 square kilometres"),
        ("https://a.example/2024/05 пише", "https://a.example/2024/05 writes"),
    ],
)
def test_numbers_that_agree(source: str, target: str) -> None:
    assert missing_numbers(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "missing"),
    [
        ("100 в'язнів", "52 prisoners", [100.0]),
        ("21 червня 2025", "June 2025", [21.0]),
        ("12,5%", "125%", [12.5]),
        ("380 тис. людей", "38,000 people", [380_000.0]),
        ("5 і 7", "5", [7.0]),
    ],
)
def test_numbers_that_are_missing(source: str, target: str, missing: list[float]) -> None:
    assert missing_numbers(source, target) == missing


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Площа 640 м², ціна 18,4 млн грн.", "It has 640 million and cost 18.4 million hryvnias.", [640e6]),
        ("Прийшло 12 людей.", "Some 12 thousand people came.", [12e3]),
        ("Від 50 до 100 мільйонів.", "From 50 million to 100 million.", []),
        ("Це 1 500 000 людей.", "That is 1.5 million people.", []),
        ("Зібрали 5–7 тис. підписів.", "They gathered 5 thousand to 7 thousand signatures.", []),
        ("У 1932–1933 роках мільйони померли.", "In 1932 and 1933 millions died.", []),
        ("Два мільйони з 40.", "Two million of 40.", []),
        ("Прийшли п'ять тисяч людей, 5 загинули.", "Some 5 thousand people came, 5 died.", []),
    ],
)
def test_a_number_that_got_a_scale(source: str, target: str, expected: list[float]) -> None:
    assert misscaled(source, target) == expected
    assert ("number-mismatch" in warnings_for(source, target)) == bool(expected)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("21 червня – 14 осіб, 11 вересня – 51 особа.", "On 21 June, 14 people, on 11, 51 people.", ["September"]),
        ("Зустріч 3-го Березня.", "The meeting is on March 3.", []),
        ("У травні було 5 зустрічей, 9 травня ще одна.", "There were 5 meetings in May and another on May 9.", []),
        ("Це сталося 9 лютого.", "It happened on 9 Feb.", []),
        ("24 СЕРПНЯ СВЯТКУЮТЬ", "ON AUGUST 24 THEY CELEBRATE", []),
        ("Це буде 9 травня.", "It may be on the 9th.", ["May"]),
        ("Це сталося 9 лютого.", "It happened on 09.02.", []),
        ("Це сталося в лютому.", "It happened.", []),  # not a date
    ],
)
def test_a_date_that_lost_its_month(source: str, target: str, expected: list[str]) -> None:
    assert missing_months(source, target) == expected
    assert "number-mismatch" in warnings_for(source, target) or not expected


def test_scaled_values() -> None:
    assert numbers("46,6 млрд доларів, 37 фахівців і 1 200 ліжок") == [46.6e9, 37, 1200]


def test_links() -> None:
    source = "Пишіть на press@school.example або @kyiv_news, сайт https://a.example/x?y=1."
    assert missing_links(source, "Write to press@school.example or @kyiv_news, site https://a.example/x?y=1.") == []
    assert missing_links(source, "Write to press@school, site https://a.example/x") == [
        "press@school.example", "@kyiv_news", "https://a.example/x?y=1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "target", "loop"),
    [
        ("Салат готують просто", "Salad salad salad salad", True),
        ("Це дуже, дуже багато", "It is very, very much", False),
        ("Так, так, так!", "Yes, yes, yes!", False),
        ("Він сказав", "He said that he said that he said that", True),
        ("Уряд схвалив план", "The government of the government of the government approved", True),
        ("Уряд схвалив план", "The government approved the plan", False),
        ("Так само, як і раніше", "He had had enough", False),
        ("Точної цифри немає…", "There is no exact figure...", False),
    ],
)
def test_loops(source: str, target: str, loop: bool) -> None:
    assert has_loop(source, target) is loop


def test_untranslated_and_lengths() -> None:
    assert is_untranslated("Привіт", "") and is_untranslated("Привіт", "Привіт") and not is_untranslated("123", "")
    long = "Довге речення про роботу уряду в складних умовах."
    assert warnings_for(long, "Long.") == ("too-short",)
    assert warnings_for(long, "word " * 10 + "and many more different things " * 4)[-1:] in [
        ("too-long",),
        ("repetition",),
    ]
    assert warnings_for(long, "A long sentence about the work of the government in hard times.") == ()


def test_what_is_said_twice() -> None:
    source = "Насамперед ідеться про стан енергетики, наголосив голова банку."
    assert says_twice(source, "First, the head of the bank stressed energy, the head of the bank stressed.")
    assert not says_twice(source, "First of all it is about the state of energy, the head of the bank stressed.")
    assert not says_twice(
        "Дай, будь ласка, хліба, будь ласка, і солі.", "Give me some bread please, give me some salt please."
    )
