"""Words in all their forms: the lexicon ``written/words.tsv`` inflected in both languages, in short phrases.

20,300 words and set phrases, frequent ones (by the Ukrainian frequencies of wordfreq) that the corpus has seldom or in the dress of
documentation, and everyday ones, with one translation each. pymorphy3 inflects the Ukrainian side, lemminflect the English one.
A phrase ties a case to its preposition: «через теракт», because of the terrorist attack.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import lemminflect

from .names import GENDERS, WRITTEN, Pair, parses

_PHRASES: dict[str, tuple[Pair, ...]] = {
    "nomn": (("{}", "{}"),),
    "gent": (("без {}", "without {}"), ("для {}", "for {}"), ("після {}", "after {}"), ("від {}", "from {}"),
             ("біля {}", "near {}"), ("під час {}", "during {}"), ("щодо {}", "regarding {}")),
    "datv": (("завдяки {}", "thanks to {}"),),
    "accs": (("через {}", "because of {}"), ("про {}", "about {}")),
    "ablt": (("з {}", "with {}"), ("перед {}", "before {}"), ("між {}", "between {}")),
    "loct": (("на {}", "on {}"), ("у {}", "in {}"), ("при {}", "at {}")),
}  # fmt: skip
_PERSONS = {"masc": ("він", "he"), "femn": ("вона", "she"), "plur": ("вони", "they")}


def lexicon() -> list[Pair]:
    """The words and their translations."""
    return [
        (uk, en) for uk, en in (line.split("\t") for line in (WRITTEN / "words.tsv").read_text("utf-8").splitlines())
    ]


def _first(word: str, tag: str) -> str | None:
    forms = lemminflect.getInflection(word, tag)
    return str(forms[0]) if forms else None


def _article(english: str, rng: random.Random) -> str:
    if english.endswith(("s", "ism", "ness", "tion")):
        return english
    return rng.choice(("the ", "the ", "an " if english[0].lower() in "aeiou" else "a ")) + english


def _noun(uk: str, en: str, parse: Any, rng: random.Random) -> Iterator[Pair]:
    proper = uk[:1].isupper()
    for form in parse.lexeme:
        tag = str(form.tag)
        case = next((case for case in _PHRASES if case in tag), None)
        plural = "plur" in tag
        if not case or (plural and proper):
            continue
        *before, last = en.split()
        if plural and "plur" not in str(parse.tag):
            number = _first(last, "NNS")
            if not number:
                continue
            english = " ".join([*before, number])
        else:
            english = en if proper or plural else _article(en, rng)
        phrase, translation = rng.choice(_PHRASES[case])
        yield phrase.format(form.word.capitalize() if proper else form.word), translation.format(english)


def _verb(en: str, parse: Any) -> Iterator[Pair]:
    verb, *rest = en.split()
    past, present = ("was", "is") if verb == "be" else (_first(verb, "VBD"), _first(verb, "VBZ"))
    for form in parse.lexeme:
        tag = str(form.tag)
        person = next((person for person in ("plur", *GENDERS) if person in tag and person in _PERSONS), None)
        if "past" in tag and person and past:
            uk, he = _PERSONS[person]
            yield f"{uk} {form.word}", " ".join([he, "were" if past == "was" and person == "plur" else past, *rest])
        elif "3per" in tag and present:
            uk, he = _PERSONS["plur" if "plur" in tag else "masc"]
            perfective = "perf" in str(parse.tag).replace("impf", "")
            plain = "are" if verb == "be" else verb
            verbs = ["will", verb] if perfective else [plain if he == "they" else present]
            yield f"{uk} {form.word}", " ".join([he, *verbs, *rest])


def forms(rng: random.Random, phrases: int = 12_000) -> Iterator[Pair]:
    """Every word in its forms, and ``phrases`` of an adjective with a noun."""
    nouns, adjectives = [], []
    for uk, en in lexicon():
        known = parses(uk.lower())
        parse = next((parse for parse in known if parse.normal_form == uk.lower()), known[0])
        tag = str(parse.tag)
        yield uk, en
        if " " in uk:  # a phrase agrees in itself
            continue
        if tag.startswith("NOUN"):
            nouns.append((uk, en, parse))
            yield from _noun(uk, en, parse, rng)
        elif tag.startswith("ADJF"):
            adjectives.append((en, parse))
            yield from ((form, en) for form in {form.word: None for form in parse.lexeme} if rng.random() < 0.5)
        elif "VERB" in tag or "INFN" in tag:
            yield from _verb(en, parse)
    for _ in range(phrases):
        (adjective, of), (uk, noun, parse) = rng.choice(adjectives), rng.choice(nouns)
        gender = next((gender for gender in GENDERS if gender in str(parse.tag)), None)
        case = rng.choice([case for case in _PHRASES if case != "accs"])  # whose form depends on what is alive
        if uk[:1].isupper() or not gender:
            continue
        first, second = of.inflect({gender, case}), parse.inflect({case})
        if first and second:
            phrase, translation = rng.choice(_PHRASES[case])
            yield phrase.format(f"{first.word} {second.word}"), translation.format(f"{adjective} {noun}")


def lines(rng: random.Random) -> Iterator[Pair]:
    """The forms in random order, one to four in a line: short lines alone fill batches badly."""
    pairs = list(dict.fromkeys(forms(rng)))
    rng.shuffle(pairs)
    while pairs:
        together = [pairs.pop() for _ in range(min(len(pairs), rng.choice((1, 1, 2, 3, 4))))]
        yield ", ".join(uk for uk, _ in together), ", ".join(en for _, en in together)
