"""Words in all their forms: the lexicon ``written/words.tsv`` inflected in both languages, in short phrases.

23,000 words and set phrases, frequent ones (by the Ukrainian frequencies of wordfreq) that the corpus has seldom or in the dress of
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
_OBLIQUE = ("gent", "datv", "ablt", "loct")  # the accusative of an adjective depends on what is alive
_PERSONS = {"masc": ("він", "he"), "femn": ("вона", "she"), "plur": ("вони", "they")}
_LITTLE = {"PREP", "CONJ", "PRCL"}
_OWN = {"he": "his", "she": "her", "they": "their"}


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
            already = last not in lemminflect.getLemma(last, "NOUN")  # «проблематика» is issues, its plural as well
            number = last if already else _first(last, "NNS")
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
            verbs = ["were" if past == "was" and person == "plur" else past]
        elif "3per" in tag and present:
            uk, he = _PERSONS["plur" if "plur" in tag else "masc"]
            plain = "are" if verb == "be" else verb
            verbs = ["will", verb] if "futr" in tag else [plain if he == "they" else present]
        else:
            continue
        yield f"{uk} {form.word}", " ".join([he, *verbs, *(word.replace("one's", _OWN[he]) for word in rest)])


def _with_adjective(first: str, noun: str) -> dict[str, str]:
    """The singular or plural cases of an adjective and its ``noun`` (both nominative); none where they do not agree."""
    for of in parses(first):
        for parse in parses(noun):
            if (
                "ADJF" not in of.tag
                or "NOUN" not in parse.tag
                or not ({"nomn"} <= of.tag.grammemes & parse.tag.grammemes)
            ):
                continue
            if (of.tag.gender, of.tag.number) == (parse.tag.gender, parse.tag.number):
                # The usual locative of an adjective is its dative (на залізничному переїзді); the dictionary gives the rarer one.
                plural = of.tag.number == "plur" or of.tag.gender == "femn"
                forms = {
                    case: (of.inflect({case if plural or case != "loct" else "datv"}), parse.inflect({case}))
                    for case in _OBLIQUE
                }
                return {case: f"{one.word} {other.word}" for case, (one, other) in forms.items() if one and other}
    return {}


def _phrase(uk: str, en: str, rng: random.Random) -> Iterator[Pair]:
    """The forms of a set phrase: a verb with what follows, an adjective with its noun, a noun with what depends on it."""
    first, *rest = uk.split()
    after = "".join(f" {word}" for word in rest)
    known = parses(first)
    cases = _with_adjective(first, rest[0]) if len(rest) == 1 else {}
    parse = next((parse for parse in known if parse.normal_form == first), None)
    if not parse or any(parse.tag.POS in _LITTLE for parse in known):  # «під» is a floor, too, «раз» a time
        return
    if "VERB" in parse.tag:
        yield from ((form + after, english) for form, english in _verb(en, parse))
        return
    oblique = any("nomn" not in one.tag for one in parses(rest[0]))
    if not cases and oblique and {"NOUN", "nomn"} in parse.tag:
        cases = {case: form.word + after for case in _OBLIQUE if (form := parse.inflect({case}))}
    for case, form in cases.items():
        phrase, translation = rng.choice(_PHRASES[case])
        article = "" if en.startswith(("a ", "an ", "the ")) else rng.choice(("the ", ""))
        yield phrase.format(form), translation.format(article + en)


def forms(rng: random.Random, phrases: int = 12_000) -> Iterator[Pair]:
    """Every word in its forms, and ``phrases`` of an adjective with a noun."""
    nouns, adjectives = [], []
    for uk, en in lexicon():
        known = parses(uk.lower())
        parse = next((parse for parse in known if parse.normal_form == uk.lower()), known[0])
        tag = str(parse.tag)
        yield uk, en
        if " " in uk:
            yield from _phrase(uk, en, rng)
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
