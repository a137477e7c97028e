"""Long sentences made of short ones: written sentences joined by a conjunction, or told by somebody, in both languages.

What was written for this model has eleven words a sentence, newspapers have more than twenty, and a model that reads short
sentences only loses its way in long ones (loss per token of NTREX by length in LOG.md). What the halves say of one another
makes no sense, but a translation has to keep every part of it in its place all the same.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from .names import Names, Pair

__all__ = ["compounds"]

# Between two clauses.
_BETWEEN: tuple[Pair, ...] = (
    (", і ", ", and "), (", а ", ", and "), (", але ", ", but "), (", проте ", ", but "), (", однак ", ", however, "),
    (", тоді як ", ", while "), (", хоча ", ", although "), (", хоча ", ", though "), (", бо ", ", because "),
    (", тому що ", ", because "), (", оскільки ", ", as "), (", оскільки ", ", since "), (", тож ", ", so "),
    ("; ", "; "), (" — ", " – "), (" — ", " — "), (", зокрема ", ", in particular "), (", адже ", ", since "),
    (", причому ", ", and "), (", отже, ", ", so "), (", тому ", ", so "), (", натомість ", ", whereas "),
)  # fmt: skip
# Before the first of two clauses, with what stands between them.
_BEFORE: tuple[tuple[Pair, Pair], ...] = (
    (("Хоча ", "Although "), (", ", ", ")), (("Хоча ", "Though "), (", ", ", ")), (("Попри те що ", "Even though "), (", ", ", ")),
    (("Оскільки ", "Because "), (", ", ", ")), (("Оскільки ", "Since "), (", ", ", ")), (("Якщо ", "If "), (", то ", ", then ")),
    (("Тоді як ", "While "), (", ", ", ")), (("Поки ", "While "), (", ", ", ")),
)  # fmt: skip
# Who tells it: masculine, feminine or plural; nominative, genitive, English.
_TELLERS: tuple[tuple[str, str, str, str], ...] = (
    ("masc", "речник поліції", "речника поліції", "a police spokesman"),
    ("femn", "речниця поліції", "речниці поліції", "a police spokeswoman"),
    ("masc", "представник компанії", "представника компанії", "a company representative"),
    ("femn", "речниця міністерства", "речниці міністерства", "a spokeswoman for the ministry"),
    ("masc", "один із очевидців", "одного з очевидців", "one witness"),
    ("plur", "очевидці", "очевидців", "witnesses"),
    ("plur", "дослідники", "дослідників", "researchers"),
    ("plur", "науковці", "науковців", "scientists"),
    ("plur", "чиновники", "чиновників", "officials"),
    ("plur", "експерти", "експертів", "experts"),
    ("plur", "рятувальники", "рятувальників", "rescuers"),
    ("plur", "аналітики", "аналітиків", "analysts"),
    ("plur", "критики", "критиків", "critics"),
    ("plur", "лікарі", "лікарів", "doctors"),
    ("plur", "місцеві ЗМІ", "місцевих ЗМІ", "local media"),
    ("plur", "слідчі", "слідчих", "investigators"),
    ("plur", "прокурори", "прокурорів", "prosecutors"),
    ("masc", "мер міста", "мера міста", "the city's mayor"),
    ("masc", "адвокат сім'ї", "адвоката сім'ї", "the family's lawyer"),
    ("masc", "його тренер", "його тренера", "his coach"),
    ("femn", "її мати", "її матері", "her mother"),
    ("femn", "поліція", "поліції", "police"),
    ("masc", "суд", "суду", "the court"),
    ("femn", "влада", "влади", "the authorities"),
)
_VERBS: tuple[tuple[str, str], ...] = (
    ("сказати", "said"), ("заявити", "said"), ("заявити", "stated"), ("повідомити", "reported"), ("додати", "added"),
    ("пояснити", "explained"), ("зазначити", "noted"), ("підтвердити", "confirmed"), ("наголосити", "stressed"),
    ("визнати", "admitted"), ("розповісти", "said"), ("стверджувати", "claimed"), ("попередити", "warned"),
)  # fmt: skip
_PAST = {"masc": "в", "femn": "ла", "plur": "ли"}
_SENTENCE = re.compile(r"[^\"«»„“”()\[\]:;!?…—–]+\.")
_NAME = re.compile(r"(New|North|South|East|West|United|Great) [A-Z]")  # begins with a word that elsewhere is small
_LEAST, _MOST = 3, 15  # English words of a clause


def compounds(pairs: Sequence[Pair], names: Names, count: int, rng: random.Random) -> Iterator[Pair]:
    """``count`` pairs of two or three of the sentences of ``pairs`` joined, half of them told by somebody."""
    small = (_small([uk for uk, _ in pairs]), _small([en for _, en in pairs]))
    clauses = [
        (uk[:-1], en[:-1])
        for uk, en in pairs
        if _SENTENCE.fullmatch(uk) and _SENTENCE.fullmatch(en) and _LEAST <= len(en.split()) <= _MOST
        and _first(uk).lower() in small[0] and _first(en).lower() in small[1] and not _NAME.match(en)
    ]  # fmt: skip
    if not clauses:
        return

    def inner(clause: Pair) -> Pair:
        return tuple(text[:1].lower() + text[1:] if text[:2] != "I " else text for text in clause)  # type: ignore[return-value]

    for _ in range(count):
        first, second = rng.choice(clauses), inner(rng.choice(clauses))
        told = rng.random() < 0.5
        if rng.random() < 0.2:
            before, between = rng.choice(_BEFORE)
            first = inner(first)
            uk, en = (before[i] + first[i] + between[i] + second[i] for i in (0, 1))
        elif rng.random() < 0.75:
            between = rng.choice(_BETWEEN)
            uk, en = (first[i] + between[i] + second[i] for i in (0, 1))
        else:
            uk, en = first
            told = True
        if told:
            uk, en = _told((uk, en), inner((uk, en)), names, rng)
        if len(en.split()) < 22 and rng.random() < 0.4:
            between, third = rng.choice(_BETWEEN), inner(rng.choice(clauses))
            uk, en = uk + between[0] + third[0], en + between[1] + third[1]
        yield uk + ".", en + "."


def _small(texts: Sequence[str]) -> set[str]:
    """Words that have a small letter within a sentence, more often than not."""
    counts = Counter(word for text in texts for word in re.findall(r"(?<= )[^\W\d_][\w'’-]*", text))
    return {word for word, number in counts.items() if word[0].islower() and number >= counts[word.capitalize()]}


def _first(text: str) -> str:
    return re.match(r"[\w'’-]*", text)[0]  # type: ignore[index]


def _told(outer: Pair, inner: Pair, names: Names, rng: random.Random) -> Pair:
    gender, nominative, genitive, english = rng.choice(_TELLERS)
    if rng.random() < 0.5:
        gender = rng.choice(("masc", "femn"))
        person = [names.another(kind, gender, "nomn") for kind in ("Name", "Surn")]
        if all(person):
            nominative, english = (" ".join(part[i] for part in person if part) for i in (0, 1))
            genitive = ""
    verb, said = rng.choice(_VERBS)
    past = verb[:-2] + _PAST[gender]
    begun = english[:1].upper() + english[1:]
    way = rng.random()
    if way < 0.2 and genitive:
        return f"За словами {genitive}, {inner[0]}", f"According to {english}, {inner[1]}"
    if way < 0.35:
        return f"{outer[0]}, — {past} {nominative}", f"{outer[1]}, {english} {said}"
    if way < 0.45:
        return f"{outer[0]}, {past} {nominative}", f"{outer[1]}, {english} {said}"
    that = " that" if said not in ("said",) or rng.random() < 0.6 else ""
    return f"{nominative[:1].upper()}{nominative[1:]} {past}, що {inner[0]}", f"{begun} {said}{that} {inner[1]}"
