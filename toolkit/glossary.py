"""Terms and names: how they are to be put in English, found in every case form and applied where the model's attention points.

Never by blind replacement: a term whose place in the translation is not certain is left as the model put it, with the warning
``term-not-applied``. Knows tokens and attention; nothing about articles, files of results or engines.
"""

from __future__ import annotations

import difflib
import functools
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .inflection import forms, is_plural
from .name_stems import stands_for, translates
from .personal_names import english_surname, lone_surname
from .placement import Word, beside, gap, occurrences, place, put, words
from .settlement_names import english_settlement, kinds
from .transliteration import matches as sounds_like

__all__ = ["Glossary", "Match", "Outcome", "Term"]

_VERSION = 2  # raised when the same terms are applied differently
_ALIKE = 0.75
_LETTERS = 2
_SPACES = re.compile(r"\s+")
_AREAS = frozenset("району громади області ради повіту округу волості воєводства".split())
_REGION = re.compile(r"(?:[сцз]ьк(?:а|ої|ого|ій|ому|ою|им)|щин[аиіоу]ю?)\W*$")


@dataclass(frozen=True, slots=True)
class Term:
    """How one source term is put in English.

    Attributes:
        source: In the nominative; one word or several.
        target: Its English.
        accepted: Other wordings that are left as they are.
        case_sensitive: Whether capitals must be as in ``source``.
        required: Whether a reader is told where it could not be applied. Names of the built-in list are not.
        certain: Whether ``target`` is the only right wording. A name that several people spell in several ways («Міллер») is put in
            only where nothing in the translation sounds like it.
    """

    source: str
    target: str
    accepted: tuple[str, ...] = ()
    case_sensitive: bool = False
    required: bool = True
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """A term in a source: its words ``start`` to ``end``.

    Attributes:
        plural: Whether it is in the plural; None if its form may be either.
        certain: Whether ``term.target`` is the only right wording; otherwise one that sounds like the source is as good.
        nouns: English nouns of which one stands beside it, for a name that follows what it is the name of.
    """

    term: Term
    start: int
    end: int
    plural: bool | None = False
    certain: bool = True
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one translation.

    Attributes:
        text: With the terms in it.
        changed: Whether it differs from what the model wrote.
        unplaced: Terms that are not in it and whose place was not certain.
    """

    text: str
    changed: bool
    unplaced: tuple[Match, ...] = ()

    @property
    def not_applied(self) -> tuple[Term, ...]:
        """Those of ``unplaced`` that were required."""
        return tuple(dict.fromkeys(match.term for match in self.unplaced if match.term.required))


class Glossary:
    """Terms ready to be found and applied.

    Args:
        terms: The first of several with the same source counts.
        surnames: Whether Ukrainian surnames after a first name, and settlements after the word for what they are, are checked
            against their transliteration, and put right where the model mangled them.
    """

    def __init__(self, terms: Iterable[Term], *, surnames: bool = False) -> None:
        self._surnames = surnames
        self._terms: dict[str, Term] = {}
        for term in terms:
            self._terms.setdefault(_SPACES.sub(" ", term.source.strip()).lower(), term)
        # First word of a term, in each of its forms, to the terms that may begin there; the longest first.
        self._first: dict[str, list[Term]] = {}
        # The same of those that are not certain, by their first letters: there are thousands, and few occur in a text.
        self._likely: dict[str, list[Term]] = {}
        for term in self._terms.values():
            if not term.certain:
                self._likely.setdefault(_key(term.source[:_LETTERS]), []).append(term)
                continue
            for form in _parts(term.source)[0]:
                self._first.setdefault(form, []).append(term)
        for found in (*self._first.values(), *self._likely.values()):
            found.sort(key=lambda term: -len(term.source.split()))

    def __len__(self) -> int:
        return len(self._terms)

    @property
    def signature(self) -> str:
        """Changes with the terms and with how they are applied."""
        digest = hashlib.sha256()
        for key, term in sorted(self._terms.items()):
            digest.update(repr((key, term)).encode())
        return f"glossary:{_VERSION}-{len(self._terms)}-{digest.hexdigest()[:10]}" + (
            "-surnames" if self._surnames else ""
        )

    def find(self, tokens: Sequence[str]) -> list[Match]:
        """The terms in a sequence of source tokens, in order and without overlap."""
        return list(self._find(words(tokens)))

    def _find(self, source: Sequence[Word]) -> Iterator[Match]:
        cores = [word.core for word in source]
        keys = [_key(core) for core in cores]
        index = 0
        while index < len(source):
            match = self._match(self._first.get(keys[index], ()), cores, keys, index)
            if match is None and self._surnames:
                match = self._surname(cores, index) or self._settlement(source, index)
            # The first word has a capital whatever it is.
            if match is None and index and cores[index][:1].isupper():
                match = self._match(self._likely.get(keys[index][:_LETTERS], ()), cores, keys, index)
            if match is None:
                index += 1
            else:
                yield match
                index = match.end

    @staticmethod
    def _match(terms: Iterable[Term], cores: Sequence[str], keys: Sequence[str], index: int) -> Match | None:
        for term in terms:
            parts = _parts(term.source)
            end = index + len(parts)
            if end > len(keys) or any(key not in part for key, part in zip(keys[index:end], parts, strict=True)):
                continue
            given = term.source.split()
            capitals = [word[:1].isupper() for word in given]
            found = [word[:1].isupper() for word in cores[index:end]]
            if term.case_sensitive and found != capitals:
                continue
            # «львів» in a list of names is not «левів», and abbreviations stand in capitals.
            if capitals[0] and not found[0]:
                continue
            if given[0].isupper() and len(given[0]) > 1 and not cores[index].isupper():
                continue
            return Match(term, index, end, is_plural(cores[end - 1], given[-1]), term.certain)
        return None

    @staticmethod
    def _surname(cores: Sequence[str], index: int) -> Match | None:
        if index == 0:
            return None
        # «Олександра Литвиненка»: of a form that only a surname has, the first name need not be understood.
        alone = lone_surname(cores[index])
        found = (alone, True) if alone else english_surname(cores[index - 1], cores[index])
        if found is None:
            return None
        surname, certain = found
        return Match(Term(cores[index], surname, required=False), index, index + 1, certain=certain)

    @staticmethod
    def _settlement(source: Sequence[Word], index: int) -> Match | None:
        if index == 0:
            return None
        name = source[index]
        following = source[index + 1].text if index + 1 < len(source) else ""
        # «Часів Яр», «Великі Сорочинці»: of two words nothing is said; a region after the name is another thing.
        if name.text == name.core and following[:1].isupper() and not _REGION.search(following):
            return None
        if Word(following, 0, 0).core.lower() in _AREAS:  # «села Лиманської громади»
            return None
        found = english_settlement(source[index - 1].text, name.core)
        if found is None:
            return None
        english, certain = found
        return Match(
            Term(name.core, english, required=False),
            index,
            index + 1,
            certain=certain,
            nouns=kinds(source[index - 1].text),
        )

    def apply(
        self,
        matches: Sequence[Match],
        source: Sequence[str],
        target: Sequence[str],
        attention: Sequence[Sequence[float]] | None,
        text: str,
    ) -> Outcome:
        """Puts the terms found in a source into its translation.

        Args:
            matches: What :meth:`find` found.
            source: Source tokens.
            target: Target tokens.
            attention: Target by source weights; without, nothing is changed.
            text: The target detokenised.
        """
        current, origin = words(target), words(source)
        taken: list[tuple[int, int]] = []  # places that hold a term already, or will
        missing = _missing(matches, current, taken)
        if not missing:
            return Outcome(text, False)
        # With some other tokenisation no word has a place.
        if attention is None or " ".join(word.text for word in current) != text:
            return Outcome(text, False, tuple(missing))
        edits: list[tuple[tuple[int, int], Match, str]] = []
        unplaced: list[Match] = []
        for match in missing:
            length = len(match.term.target.split())
            span = (origin[match.start].start, origin[match.end - 1].end)
            where = place(span, current, attention, longest=length + match.end - match.start + 1)
            if where is not None and not match.term.required:
                where = _names_in(where, current, length)
            wording = match.term.target
            if where is None and match.nouns and sum(bool(other.nouns) for other in matches) == 1:
                where = beside(current, match.nouns)
                missed = gap(current, match.nouns) if where is None and _all_known(current, origin) else None
                if missed is not None:
                    where, wording = missed[0], missed[1].format(wording)
            if where is None or _overlaps(where, taken):
                unplaced.append(match)
            else:
                taken.append(where)
                edits.append((where, match, wording))
        texts = current
        for where, match, wording in sorted(edits, key=lambda edit: -edit[0][0]):
            texts = [Word(word, 0, 0) for word in put(texts, where, wording, plural=match.plural)]
        changed = " ".join(word.text for word in texts)
        return Outcome(changed, changed != text, tuple(unplaced))


def _missing(matches: Sequence[Match], target: Sequence[Word], taken: list[tuple[int, int]]) -> list[Match]:
    """The terms that do not stand in a translation; the places of those that do go into ``taken``."""
    missing = []
    for match in matches:
        term = match.term
        there = [
            span
            for wording in (term.target, *term.accepted)
            for span in occurrences(target, wording, case_sensitive=term.case_sensitive)
            if not _overlaps(span, taken)
        ]
        if not there and not match.certain:
            there = [
                (at, at + 1)
                for at, word in enumerate(target)
                if sounds_like(word.core, term.source)
                or translates(_key(term.source), word.core)
                or (match.nouns and _spelled_like(word.core, term.target))
            ]
        if there:
            taken.append(there[0])
        else:
            missing.append(match)
    return missing


def _spelled_like(word: str, name: str) -> bool:
    """Whether a word differs from a name by a letter or two, as a foreign spelling does (Bircza, Bircha)."""
    return word[:1].isupper() and difflib.SequenceMatcher(None, word.lower(), name.lower()).ratio() >= _ALIKE


def _all_known(target: Sequence[Word], source: Sequence[Word]) -> bool:
    """Whether every name of a translation is recognised in the source, so that none of them can be another name mangled."""
    capitals = [word.core for word in source if word.core[:1].isupper()]
    lower = _key(" ".join(word.core for word in source))
    return all(
        stands_for(word.core, lower) or any(sounds_like(word.core, other) for other in capitals)
        for word in target[1:]
        if word.core[:1].isupper() and word.core != "I"
    )


def _overlaps(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _names_in(where: tuple[int, int], target: Sequence[Word], length: int) -> tuple[int, int] | None:
    """The words of a place that are written as names; None if there are none, or more than ``length`` and one."""
    capitals = [index for index in range(*where) if target[index].core[:1].isupper()]
    if not capitals or capitals[-1] + 1 - capitals[0] > length + 1:
        return None
    return capitals[0], capitals[-1] + 1


def _key(word: str) -> str:
    return word.lower().replace("’", "'").replace("ʼ", "'")


@functools.lru_cache(maxsize=10_000)
def _parts(source: str) -> tuple[frozenset[str], ...]:
    """The forms of each word of a term."""
    given = source.split()
    return tuple(_forms_in(word, len(given) > 1) for word in given)


def _forms_in(word: str, of_several: bool) -> frozenset[str]:
    """The forms of a word of a term; in a term of several words it may be an adjective («Верховна Рада»)."""
    adjective = of_several and word[-1:] in "аеяіє" and len(word) > 3
    return forms(word) | (forms(word[:-1] + "ий") if adjective else frozenset())
