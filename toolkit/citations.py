"""Which source sentences support a claim, and how well.

Hard checks come first: every number, date and name of the claim has to be in the cited sentences,
in whatever script or case form,
and negation has to agree. Then the share of the claim's content words that the cited sentences cover. Sources are looked at in both
languages, the original and its translation, so that a weak translation does not hide what the original says. Knows no models.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .name_stems import stands_for, stem, translates
from .numbers import implied_numbers, misscaled, missing_numbers, numbers, shares_scale, shown, word_numbers
from .transliteration import begins_like, matches
from .types import Support

__all__ = ["Evidence", "Verdict", "attribute", "lost_names", "verify"]

#: Least share of content words covered: chosen on the articles that ``training.salience`` learns from
#: (``benchmarks.verification --all``).
SUPPORTED, PARTLY = 0.34, 0.2
MOST_CITATIONS = 4

_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_UK_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
# After a dash somebody begins to speak.
_SENTENCE_START = re.compile(r"(?:^(?:[—–-]\s+)?|[.!?:]\s+(?:[—–-]\s+)?|[\"“«(]\s*)$")
_STOP = frozenset(
    """a an the and or but if of to in on at by for with from about into over after before between under during without against
    among through is are was were be been being am has have had do does did will would shall should can could may might must not
    no he she it they we you i his her its their our your my him them us me this that these those who whom whose which what when
    where why how there here then than as so such too very more most less least all any both each every some many much few other
    another own same only just also even still yet already now up down off out because while until since although however per via
    one mr mrs ms dr said says say saying told tell new year years day days says according amid near nearly around including
    least once first two""".split()
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|without|denied|denies|deny|refused|refuses|refuse|"
    r"rejected|rejects|"
    r"failed|fails|unable|banned|bans)\b|n['’]t\b",
    re.IGNORECASE,
)
_UK_NEGATION = re.compile(
    r"\b(?:не|ні|ніколи|жод\w+|нема\w*|без|ніхто|ніщо|нічого|неможлив\w+|відмови\w+|запереч\w+|спростува\w+|заборон\w+|"
    r"відхили\w+|невда\w+|провали\w+|бракує|незрозуміл\w+|невідом\w+)\b",
    re.IGNORECASE,
)
# Contractions, Roman numerals and ages: I'll, XVI, Eight-year-old.
_NOT_A_NAME = re.compile(r"I['’]|[IVXL]{2,}$|.*-year-old$")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ADJECTIVE = re.compile(r"(?:ськ|цьк|зьк)\w{1,3}$")
# What Ukrainian news leaves unsaid because its readers live there.
_HOME = ("Ukraine", "Ukrainian", "Ukrainians", "Kyiv")
_MONTHS = {
    "january": "січ", "february": "лют", "march": "берез", "april": "квіт", "may": "трав", "june": "черв", "july": "лип",
    "august": "серп", "september": "верес", "october": "жовт", "november": "листопад", "december": "груд", "monday": "понеділ",
    "tuesday": "вівтор", "wednesday": "серед", "thursday": "четвер", "friday": "п'ятниц", "saturday": "субот",
    "sunday": "неділ",
}  # fmt: skip
#: The probability (0 to 1) that an English premise entails an English hypothesis.
Entails = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One source sentence: the original and its translation."""

    quote: str
    translation: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim follows from what it cites.

    Attributes:
        support: ``supported``, ``partly`` or ``unsupported``.
        score: Share of the claim's content words that the cited sentences cover, 0 to 1.
        problems: What failed: ``number:52``, ``date:June``, ``name:Cole``, ``context:Cole`` (elsewhere in the article),
            ``negation``, ``entailment``, ``coverage``, ``no-citation``.
    """

    support: Support
    score: float
    problems: tuple[str, ...] = ()


def _content(text: str) -> list[str]:
    """The content words of an English text."""
    return [
        word
        for word in _WORD.findall(text)
        if word.lower().rstrip(".") not in _STOP and not word[0].isdigit() and len(word) > 1
    ]


def _names(claim: str) -> list[str]:
    """The proper names of a claim: capitalised words that do not merely begin a sentence or a quotation."""
    found = []
    for match in _WORD.finditer(claim):
        word = match.group()
        plain = re.sub(r"['’]s$", "", word)
        if not plain[0].isupper() or plain.lower().rstrip(".") in _STOP - {"us"} or plain.lower() in _MONTHS:
            continue
        if _NOT_A_NAME.match(plain) or word_numbers(plain.lower()):
            continue
        starts = _SENTENCE_START.search(claim[: match.start()]) is not None
        following = claim[match.end() : match.end() + 2]
        if (
            starts
            and not (plain.isupper() and len(plain) > 1)
            and not (following[:1] == " " and following[1:2].isupper())
        ):
            continue
        found.append(plain)
    return found


class _Source:
    """The cited sentences, ready to be asked."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        self.quotes = " ".join(item.quote for item in evidence)
        self.english = " ".join(item.translation for item in evidence)
        self.stems = {stem(word) for word in _WORD.findall(self.english)}
        self.lower = self.quotes.lower().replace("’", "'").replace("ʼ", "'")
        # Ukrainian writes names with a capital, and what is made from them (київський) without.
        words = [part for word in _UK_WORD.findall(self.quotes) for part in {word, *word.split("-")} if part]
        self.names = {word for word in words if word[0].isupper() or _ADJECTIVE.search(word)}
        self.others = set(words) - self.names
        self.initials = _initials(self.english)

    def has_name(self, name: str) -> bool:
        # Of a compound only its capitalised words are names: Soviet-era, Swiss-made, Zenit-3.
        parts = [part for part in name.rstrip(".").split("-") if len(part) > 1 and part[0].isupper() and part != "Anti"]
        return all(self._has_part(part) for part in parts)

    def _has_part(self, part: str) -> bool:
        lower = part.lower()
        if stem(part) in self.stems or part.upper().replace(".", "") in self.initials:
            return True
        if len(lower) >= 5 and any(
            other[: max(4, len(lower) - 3)] == lower[: max(4, len(lower) - 3)] for other in self.stems
        ):
            return True
        if stands_for(part, self.lower):
            return True
        if any(matches(part, word) for word in self.names if len(word) > 2 or len(part) <= 3):
            return True
        # What a name became in Ukrainian is in lower case: «телеграм», «харків'янка», «кримськотатарський».
        return any(begins_like(part, word) for word in self.others)

    def covers(self, word: str) -> bool:
        found = stem(word)
        if found in self.stems:
            return True
        return len(found) >= 6 and any(other[:5] == found[:5] for other in self.stems)


def lost_names(quote: str, translation: str) -> tuple[str, ...]:
    """The names of an original sentence that nothing in its translation can stand for (its first word is not looked at)."""
    english = _WORD.findall(translation)
    lost = []
    for match in _UK_WORD.finditer(quote):
        word = match.group()
        if not word[0].isupper() or len(word) < 3 or _SENTENCE_START.search(quote[: match.start()]):
            continue
        plain = word.lower().replace("’", "'").replace("ʼ", "'")
        if translates(plain, translation):
            continue
        if not any(matches(part, word) for other in english for part in other.split("-") if part):
            lost.append(word)
    return tuple(dict.fromkeys(lost))


def _initials(text: str) -> set[str]:
    """Acronyms that runs of capitalised words may be shortened to."""
    found = set()
    for run in re.findall(r"(?:[A-Z][\w’'-]*(?:\s+(?:of|for|the|and)\s+|\s+)){1,6}[A-Z][\w’'-]*", text):
        capitals = [word[0] for word in run.split() if word[0].isupper()]
        found |= {"".join(capitals[i:j]) for i in range(len(capitals)) for j in range(i + 2, len(capitals) + 1)}
    return found


def verify(
    claim: str,
    cited: Sequence[Evidence],
    context: Sequence[Evidence] = (),
    *,
    against_original: bool = False,
    entails: Entails | None = None,
) -> Verdict:
    """Whether the cited sentences support a claim.

    Args:
        claim: One English sentence.
        cited: The sentences it cites.
        context: The rest of their articles, title included. A name that the cited sentences leave out and the article has
            elsewhere ("the movement" for "the Taliban") makes a claim partly supported rather than unsupported; numbers and dates
            have to be in the cited sentences themselves.
        against_original: The claim is itself one of the translations, so that these prove nothing: its numbers and dates have to be
            in the original, and a name that is not makes it partly supported.
        entails: An entailment model, for those who have one: the probability that a premise entails a hypothesis, both English.
            Below one half it makes a claim partly supported.
    """
    if not cited:
        return Verdict("unsupported", 0.0, ("no-citation",))
    source = _Source(cited)
    original = source
    if against_original:  # an English original is its own translation
        original = _Source([Evidence(item.quote, "" if _CYRILLIC.search(item.quote) else item.quote) for item in cited])
    problems = [f"number:{shown(value)}" for value in _missing_numbers(claim, original)]
    problems += [f"date:{date}" for date in _missing_dates(claim, original)]
    absent = [name for name in dict.fromkeys(_names(claim)) if not original.has_name(name)]
    around = _Source(context) if absent and context else None
    far = [
        name for name in absent if against_original or name in _HOME or (around is not None and around.has_name(name))
    ]
    problems += [f"name:{name}" for name in absent if name not in far]
    words = _content(claim)
    covered = sum(source.covers(word) or (word[0].isupper() and source.has_name(word)) for word in words)
    score = covered / len(words) if words else 1.0
    negated = len(_NEGATION.findall(claim))
    if (
        bool(negated) != (_NEGATION.search(source.english) is not None or _UK_NEGATION.search(source.lower) is not None)
        and negated
    ):
        problems.append("negation")
    if problems and problems != ["negation"]:
        return Verdict("unsupported", round(score, 3), tuple(problems))
    if score < PARTLY:
        return Verdict("unsupported", round(score, 3), (*problems, "coverage"))
    problems += [f"context:{name}" for name in far]
    if entails is not None and entails(source.english, claim) < 0.5:
        problems.append("entailment")
    if score < SUPPORTED:
        problems.append("coverage")
    if problems:
        return Verdict("partly", round(score, 3), tuple(problems))
    return Verdict("supported", round(score, 3))


def _missing_numbers(claim: str, source: _Source) -> list[float]:
    available = f"{source.quotes} {source.english}"
    known = set(numbers(available)) | set(word_numbers(source.english)) | set(word_numbers(source.lower))
    known |= set(implied_numbers(source.quotes))
    missing = missing_numbers(claim, available) + [value for value in word_numbers(claim) if value > 2]
    missing = [value for value in missing if value not in known and not shares_scale(value, known, available)]
    return missing + misscaled(source.quotes, claim)


def _missing_dates(claim: str, source: _Source) -> list[str]:
    """Months and weekdays of the claim that the source does not name, and days of a month that it does not put beside it."""
    missing = []
    for match in re.finditer(r"(?:\b(\d{1,2}) )?\b([A-Z][a-z]+)\b(?: (\d{1,2})\b(?![\d,]\d))?", claim):
        before, name, after = match.groups()
        stem, day = _MONTHS.get(name.lower()), after or before
        if name == "March" and re.search(r"[a-z] [A-Z]\w+ $", claim[: match.start(2)]):
            continue  # the Independence March
        if stem is None or (
            name == "May" and not day and not re.search(r"\b(?:in|of|since|until|by|early|late|last) May\b", claim)
        ):
            continue
        if not re.search(rf"\b{name}\b", source.english) and not re.search(rf"(?<!\w)(?:що)?{stem}", source.lower):
            missing.append(name)
        elif day and not (
            re.search(rf"\b{name}\b[^.]{{0,25}}?\b{day}\b|\b{day}\b[^.]{{0,25}}?\b{name}\b", source.english)
            or re.search(rf"\b{day}\b[^.]{{0,25}}?(?<!\w){stem}", source.lower)
            or any(
                float(day) in word_numbers(match.group())  # «першого вересня»
                for match in re.finditer(rf"(?:[\w']+\s+){{1,2}}{stem}", source.lower)
            )
        ):
            missing.append(f"{name} {day}")
    return list(dict.fromkeys(missing))


def attribute(claim: str, sentences: Sequence[Evidence], *, most: int = MOST_CITATIONS) -> tuple[int, ...]:
    """Indices of the fewest sentences that support a claim best; empty if none does.

    Greedy: the sentence that covers most of what is still uncovered is added as long as it adds something,
    names and numbers first.
    """
    sources = [_Source([item]) for item in sentences]
    wanted = [("word", word) for word in _content(claim)] + [("name", name) for name in _names(claim)]
    has = [
        {
            index
            for index, (kind, word) in enumerate(wanted)
            if (source.has_name(word) if kind == "name" else source.covers(word))
        }
        for source in sources
    ]
    chosen: list[int] = []
    covered: set[int] = set()
    while len(chosen) < most:
        gains = [len(found - covered) for found in has]
        best = max(range(len(gains)), key=lambda index: (gains[index], -index), default=None)
        if best is None or gains[best] < (1 if not chosen else max(2, 0.15 * len(wanted))):
            break
        chosen.append(best)
        covered |= has[best]
        if verify(claim, [sentences[index] for index in chosen]).support == "supported" and len(covered) >= 0.8 * len(
            wanted
        ):
            break
    if chosen and verify(claim, [sentences[index] for index in chosen]).support == "unsupported":
        return ()
    return tuple(sorted(chosen))
