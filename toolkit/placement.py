"""Where in a translation a source phrase went, by the model's own attention, and putting another wording there.

Knows tokens, words and attention weights; nothing about glossaries or articles. Where the place is not certain it says so, and
nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

__all__ = ["Word", "beside", "gap", "occurrences", "place", "put", "words"]

_MARK = "▁"
# A target word belongs to a source phrase if it gives it this share of its attention, or half of what its best word gives.
# Cross-attention is diffuse in function words and in later pieces of a word: 0.25 is twice what an unrelated word gets.
_SURE = 0.25
_NEXT = 0.5
_RIVAL = 0.7  # another word, apart from the place found, that attends nearly as much makes it uncertain
_FUNCTION = frozenset(
    "the a an of in to by with for from at on and or as into its their his her it he she they this that which who not "
    "is was are were be been has have had will would can could may said says".split()
)
_REGIONS = frozenset("region oblast district raion province county community".split())
_ENDS = re.compile(r"[.,;:!?)\"»”]$")
_EDGES = re.compile(r"^(\W*)(.*?)((?:['’]s)?\W*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a token sequence: its text with the punctuation on it, and its tokens ``start`` to ``end``."""

    text: str
    start: int
    end: int

    @property
    def core(self) -> str:
        """Without punctuation at its ends and without ``'s``."""
        found = _EDGES.match(self.text)
        return found.group(2) if found else self.text


def words(tokens: Sequence[str]) -> list[Word]:
    """SentencePiece tokens as words; special tokens (``</s>``, ``<unk>``) belong to none."""
    found: list[Word] = []
    for index, token in enumerate(tokens):
        if token.startswith(_MARK):
            found.append(Word(token[1:], index, index + 1))
        elif token in ("</s>", "<s>", "<pad>"):
            continue
        elif found and found[-1].end == index:
            last = found[-1]
            found[-1] = Word(last.text + token, last.start, index + 1)
        else:
            found.append(Word(token, index, index + 1))
    return found


def occurrences(target: Sequence[Word], phrase: str, *, case_sensitive: bool = False) -> list[tuple[int, int]]:
    """Where a phrase stands in a translation, in the singular or the plural, whatever the punctuation around its words."""

    def key(text: str) -> str:
        return text if case_sensitive else text.lower()

    wanted = [key(Word(word, 0, 0).core) for word in phrase.split()]
    cores = [key(word.core) for word in target]
    found: list[tuple[int, int]] = []
    if not wanted:
        return found
    for start in range(len(cores) - len(wanted) + 1):
        *heads, last = cores[start : start + len(wanted)]
        if heads == wanted[:-1] and last in (wanted[-1], _plural(wanted[-1])):
            found.append((start, start + len(wanted)))
    return found


def place(
    source: tuple[int, int], target: Sequence[Word], attention: Sequence[Sequence[float]], longest: int
) -> tuple[int, int] | None:
    """The words of a translation that stand for a source phrase.

    Args:
        source: First and one past the last source token of the phrase.
        target: Words of the translation.
        attention: Target tokens by source tokens; each row sums to 1.
        longest: Most words that the place may have.

    Returns:
        First and one past the last word, or None where the attention does not point at one place.
    """
    start, end = source
    mass, elsewhere = [], []
    for word in target:
        rows = [attention[token] for token in range(word.start, word.end)]
        mass.append(max(sum(row[start:end]) for row in rows))
        elsewhere.append(min(max((*row[:start], *row[end:]), default=0.0) for row in rows))
    content = [index for index, word in enumerate(target) if word.core.lower() not in _FUNCTION and word.core]
    if not content:
        return None
    best = max(content, key=lambda index: mass[index])
    if mass[best] < _SURE:
        return None
    bound = max(_SURE, _NEXT * mass[best])
    first = last = best
    for step in (-1, 1):
        index = best + step
        # Only neighbours: whatever stands between two words that attend to the phrase would be lost with them.
        while 0 <= index < len(target) and index in content and mass[index] >= bound and mass[index] > elsewhere[index]:
            if _ENDS.search(target[index - 1 if step > 0 else index].text):
                break
            first, last = min(first, index), max(last, index)
            index += step
    rival = max((mass[index] for index in content if not first <= index <= last), default=0.0)
    if rival >= _RIVAL * mass[best] or last + 1 - first > longest:
        return None
    return first, last + 1


def beside(target: Sequence[Word], nouns: Collection[str]) -> tuple[int, int] | None:
    """The name beside one of ``nouns``: «the village of **Dubynka**», «**Dubynka** village».

    A word before «region» or «district» is the name of that. None unless one noun stands there, with a name.
    """
    at = [index for index, word in enumerate(target) if word.core.lower() in nouns]
    if len(at) != 1:
        return None
    noun = at[0]
    first = noun + 1
    if first < len(target) and target[first].core.lower() == "of":
        first += 1
    last = first
    if not _ENDS.search(target[noun].text):
        while last < len(target) and target[last].core[:1].isupper():
            last += 1
            if _ENDS.search(target[last - 1].text):
                break
    if (
        last < len(target)
        and last > first
        and target[last].core.lower() in _REGIONS
        and not _ENDS.search(target[last - 1].text)
    ):
        last -= 1
    if last > first:
        return first, last
    if (
        first == noun + 1
        and noun > 1
        and target[noun - 1].core[:1].isupper()
        and not _ENDS.search(target[noun - 1].text)
    ):
        return noun - 1, noun
    return None


def gap(target: Sequence[Word], nouns: Collection[str]) -> tuple[tuple[int, int], str] | None:
    """Where the name of one of ``nouns`` is missing: the words to replace and, with ``{}`` for the name, by what.

    «the village of the Poltava region» becomes «the village of **Dubynka in** the Poltava region», «the village was left» «the
    village **of Dubynka** was left». None unless one noun stands there, with a definite article and without a name.
    """
    at = [index for index, word in enumerate(target) if word.core.lower() in nouns]
    if len(at) != 1 or at[0] == 0 or target[at[0] - 1].core.lower() != "the":
        return None
    noun = at[0]
    following = [word.core.lower() for word in target[noun + 1 : noun + 5]]
    if following[:1] != ["of"]:
        return (noun, noun + 1), f"{target[noun].core} of {{}}"
    the = following[1:2] == ["the"]
    if following[2 + the : 3 + the] and following[2 + the] in _REGIONS:
        return (noun + 1, noun + 2 + the), "of {} in the"
    return None


def put(target: Sequence[Word], where: tuple[int, int], wording: str, *, plural: bool | None = False) -> list[str]:
    """The words of a translation with others at one place: article, plural, possessive, capital and punctuation are kept.

    Args:
        target: Words of the translation.
        where: What :func:`place` found.
        wording: What is to stand there.
        plural: Whether it is to be in the plural; None for whatever the words there are in. Names have no plural.
    """
    first, last = where
    texts = [word.text for word in target]
    opening = _match(texts[first]).group(1)
    old, closing = _match(texts[last - 1]).group(2, 3)
    if (plural or (plural is None and _is_plural(old))) and wording[-1].islower() and not wording[:1].isupper():
        wording = " ".join([*wording.split()[:-1], _plural(wording.split()[-1])])
    if wording.endswith("s") and closing.startswith("'s"):
        closing = "'" + closing[2:]
    if first == 0 and wording[:1].islower():
        wording = wording[:1].upper() + wording[1:]
    before = texts[:first]
    if before and before[-1].lower() in ("a", "an") and not opening:
        article = "an" if re.match(r"[aeio]|u(?!ni|s[eu]|k)|hour|honest", wording, re.IGNORECASE) else "a"
        before[-1] = article.capitalize() if before[-1][0].isupper() else article
    return [*before, *(opening + wording + closing).split(), *texts[last:]]


def _match(text: str) -> re.Match[str]:
    found = _EDGES.match(text)
    if found is None:  # the pattern matches any text
        raise AssertionError(text)
    return found


def _is_plural(word: str) -> bool:
    return word.lower().endswith("s") and not word.lower().endswith(("ss", "us", "is"))


def _plural(word: str) -> str:
    lower = word.lower()
    if lower.endswith(("s", "x", "z", "ch", "sh")):
        return word if _is_plural(word) else word + "es"
    if lower.endswith("y") and lower[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"
