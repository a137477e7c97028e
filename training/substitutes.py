"""Pairs with other words: a noun or an adjective of a pair is exchanged for another of the lexicon, in the same form.

Of the words of ``written/words.tsv`` most stand in few sentences, and a model that has seen a word only in a list does
not find it in a sentence. Where a Ukrainian word and its English translation are both found in a pair, once each, they are
replaced together; case, number and gender stay. What such a sentence says is odd at times, its words are right. The method is
that of Fadaee, Bisazza and Monz (2017), "Data Augmentation for Low-Resource Neural Machine Translation", with a lexicon and an
analyser in the place of alignments and a language model.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import lemminflect

from .names import GENDERS, Pair, parses
from .words import lexicon

_WORD = re.compile(r"[а-щьюяєіїґ'-]+")
_ENGLISH = re.compile(r"[A-Za-z'-]+")
_FORM = {"nomn", "gent", "datv", "accs", "ablt", "loct", "sing", "plur", "anim", "inan", *GENDERS}
# Nouns of these endings have mostly neither a plural nor an indefinite article.
_UNCOUNTED = re.compile(r"(ism|ness|ity|ance|ence|hood|ship|ing|acy|ery|ion|ics|s)$")
# Letter and sound part: an hour, a union.
_VOWEL = re.compile(r"(?!uni|use|usu|uti|eu|one|once)[aeiou]|hour|honest|honou?r|heir", re.IGNORECASE)
_LEAST_LETTERS = 3
_LONG = 16  # spaces in a pair that gets two other words


class Slot(NamedTuple):
    """A word that a pair has in both languages."""

    start: int
    end: int
    kind: tuple[str, ...]  # what the word that comes in its place must be
    form: frozenset[str]
    english: str


def _kind(tag: str) -> tuple[str, ...] | None:
    """What a word must share with another to stand in its place; None for words that are not exchanged."""
    part = tag.split(",")[0].split()[0]
    if part == "ADJF" and "COMP" not in tag and "Supr" not in tag:
        return ("ADJF",)
    gender = next((gender for gender in GENDERS if gender in tag), None)
    alive = next((alive for alive in ("anim", "inan") if alive in tag), None)
    if (
        part != "NOUN"
        or not gender
        or not alive
        or any(mark in tag for mark in ("Pltm", "Name", "Surn", "Patr", "Geox", "Fixd"))
    ):
        return None
    return part, gender, alive


def _number(english: str) -> str:
    forms = lemminflect.getInflection(english, "NNS")
    return str(forms[0]) if forms else english


class Substitutes:
    """Words to put in, and what it takes to find those that are there."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._english: dict[tuple[str, str], str] = {}  # of a part of speech and a dictionary form
        self._words: dict[tuple[str, ...], list[tuple[Any, str]]] = {}
        self._next: dict[tuple[str, ...], list[tuple[Any, str]]] = {}
        for uk, en in lexicon():
            if (
                " " in uk
                or not re.fullmatch("[a-z]+", en)
                or min(len(uk), len(en)) < _LEAST_LETTERS
                or uk != uk.lower()
            ):
                continue
            parse = next((parse for parse in parses(uk) if parse.normal_form == uk and _kind(str(parse.tag))), None)
            if parse is None or (kind := _kind(str(parse.tag))) is None:
                continue
            self._english.setdefault((kind[0], uk), en)
            self._words.setdefault(kind, []).append((parse, en))

    def find(self, ukrainian: str, english: str) -> list[Slot]:
        """Words that stand in both, once each, in the order of the Ukrainian sentence."""
        there = Counter(word.lower() for word in _ENGLISH.findall(english))
        found = []
        for match in _WORD.finditer(ukrainian):
            if match.start() and ukrainian[match.start() - 1].isalnum():  # the rest of a word with a capital
                continue
            slot = next((slot for slot in self._readings(match) if there[slot.english] == 1), None)
            if slot is not None:
                found.append(slot)
        once = Counter(slot.english for slot in found)
        return [slot for slot in found if once[slot.english] == 1]

    def _readings(self, match: re.Match[str]) -> Iterator[Slot]:
        known = parses(match[0])
        for parse in known:
            if (parse.normal_form, parse.tag.POS) != (known[0].normal_form, known[0].tag.POS):
                continue  # «краще» is seldom a noun
            kind = _kind(str(parse.tag))
            if kind is None or (english := self._english.get((kind[0], parse.normal_form))) is None:
                continue
            form = frozenset(_FORM & set(parse.tag.grammemes))
            if kind[0] == "NOUN":
                english = _number(english) if "plur" in form else english
                form -= {*GENDERS, "anim", "inan"}
            yield Slot(match.start(), match.end(), kind, form, english)

    def _another(self, kind: tuple[str, ...]) -> tuple[Any, str]:
        """The next word of a kind: each comes once before any comes again."""
        if not self._next.get(kind):
            self._next[kind] = self._rng.sample(self._words[kind], len(self._words[kind]))
        return self._next[kind].pop()

    def exchanged(self, ukrainian: str, english: str) -> Pair | None:
        """The pair with another word, a long one with two, or ``None`` where it has none that can be exchanged."""
        slots = self.find(ukrainian, english)
        changed = False
        chosen = self._rng.sample(slots, min(1 + (english.count(" ") >= _LONG), len(slots)))
        for slot in sorted(chosen, key=lambda slot: -slot.start):
            parse, new = self._another(slot.kind)
            form = parse.inflect(set(slot.form))
            old = re.search(rf"\b{re.escape(slot.english)}\b", english, re.IGNORECASE)
            if form is None or old is None or re.search(rf"\b{new}s?\b", english):
                continue
            before = re.search(r"\b(an?) $", english[: old.start()], re.IGNORECASE)
            if slot.kind[0] == "NOUN" and ("plur" in slot.form or before) and _UNCOUNTED.search(new):
                continue
            if "plur" in slot.form and slot.kind[0] == "NOUN":
                new = _number(new)
            if old[0][0].isupper():
                new = new.capitalize()
            start = old.start()
            if before:
                article = (
                    ("an" if _VOWEL.match(new) else "a")
                    if before[1][0] == "a"
                    else ("An" if _VOWEL.match(new) else "A")
                )
                new, start = f"{article} {new}", before.start(1)
            ukrainian = ukrainian[: slot.start] + form.word + ukrainian[slot.end :]
            english = english[:start] + new + english[old.end() :]
            changed = True
        return (ukrainian, english) if changed else None
