"""Translations in, a summary out: sentences that stand alone, each with the source sentences it rests on.

Extractive: the sentences that matter most (``salience``), merged where several articles report the same, kept apart from what they
repeat, and each checked against its sources (``citations``) before it is shown. What models write is ``abstractive``'s. Knows no
models and no files.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ._version import __version__
from .citations import Entails, Evidence, lost_names, verify
from .normalisation import speaker_dash
from .numbers import numbers, shown
from .salience import is_attribution, is_dangling, salience, similarity, stems
from .types import Citation, Claim, Role, Summary, TranslatedSentence, Translation

__all__ = ["UNUSABLE", "USUAL_LENGTH", "in_words", "summarize"]

METHOD = 2  # raised when the same translations are summarised differently
#: Sentences in the summary of one article, unless another number is asked for.
USUAL_LENGTH = 3

SAME_FACT = 0.36  # cosine of stems, rare ones weighing more, above which sentences of two articles report the same
_REPEATS = 0.5  # … above which a second sentence adds nothing
_MIN_WORDS = 4
_DANGLING_COST, _SOURCE_GAIN, _DOUBT_COST = 0.7, 0.25, 0.15
#: Warnings of sentences that no summary may be made from.
UNUSABLE = {"repetition", "untranslated", "language-not-supported"}
_CONNECTIVE = re.compile(
    r"^(?:however|meanwhile|moreover|furthermore|in addition|besides|at the same time|also|thus|therefore|so|and|but|instead|"
    r"for (?:his|her|its|their) part|in turn|nevertheless|nonetheless|on the other hand|accordingly)\b,?\s+(?=\S)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Candidate:
    """A sentence that may be chosen."""

    article: int
    sentence: TranslatedSentence
    bag: Counter[str]
    value: float
    dangling: bool
    partners: list[_Candidate]

    @property
    def order(self) -> tuple[int, int]:
        return self.article, self.sentence.source.number


def summarize(
    translations: Sequence[Translation],
    *,
    sentences: int | None = None,
    words: int | None = None,
    keep_unsupported: bool = False,
    entails: Entails | None = None,
) -> Summary:
    """Summarises one article, or several together.

    Args:
        translations: The articles, translated.
        sentences: How many sentences at most; by default three for one article and five for several.
        words: How many words at most, instead of a number of sentences.
        keep_unsupported: Show sentences that fail verification, marked, instead of leaving them out.
        entails: An entailment model (see :func:`toolkit.citations.verify`).
    """
    limit = (
        sentences
        if sentences is not None
        else (len(translations) + 1_000 if words else USUAL_LENGTH if len(translations) == 1 else 5)
    )
    most = max(30, 400 // max(1, len(translations)))
    candidates = [
        item for index, translation in enumerate(translations) for item in _candidates(index, translation, most)
    ]
    _find_partners(candidates, len(translations))
    chosen: list[tuple[_Candidate, Claim]] = []
    left_out = total = 0
    pool = list(candidates)
    while pool and len(chosen) < limit:
        best = max(
            pool,
            key=lambda item: (_gain(item, [other for other, _ in chosen]), -item.article, -item.sentence.source.number),
        )
        pool.remove(best)
        if any(similarity(best.bag, other.bag) > _REPEATS or best in other.partners for other, _ in chosen):
            continue
        claim = _claim(best, translations, entails)
        if claim.support == "unsupported" and not keep_unsupported:
            left_out += 1
            continue
        length = len(claim.text.split())
        if words is not None and total + length > words and chosen:
            break
        total += length
        chosen.append((best, claim))
    chosen.sort(key=lambda item: item[0].order)
    signature = f"toolkit:{__version__}|summary:extractive-{METHOD}|" + (
        translations[0].signature if translations else ""
    )
    return Summary(
        tuple(claim for _, claim in chosen),
        tuple(translations),
        left_out,
        signature,
        () if candidates else ("no-content",),
    )


def _candidates(index: int, translation: Translation, most: int) -> list[_Candidate]:
    """The most salient sentences of an article that may be shown, in order."""
    article = translation.article
    usable = [
        item
        for item in translation.sentences
        if article.blocks[item.source.block].role in (Role.PARAGRAPH, Role.LIST_ITEM)
    ] or list(translation.sentences)  # a headline alone is its own summary
    values = salience([item.source.text for item in usable], article.title)
    found = []
    for place, (item, value) in enumerate(zip(usable, values, strict=True)):
        text = item.source.text
        if UNUSABLE & set(item.warnings) or not any(char.isalpha() for char in item.text):
            continue
        if len(usable) > 2 and (len(text.split()) < _MIN_WORDS or text.rstrip('»" ').endswith("?")):
            continue
        dangling = is_dangling(text) and place > 0
        value -= _DOUBT_COST * bool(item.warnings) + _DANGLING_COST * is_attribution(text)
        found.append(_Candidate(index, item, stems(text), value, dangling, []))
    ranked = sorted(found, key=lambda item: -item.value + _DANGLING_COST * item.dangling)
    return sorted(ranked[:most], key=lambda item: item.order)


def _find_partners(candidates: Sequence[_Candidate], articles: int) -> None:
    """Joins sentences of different articles that report the same fact."""
    if articles < 2:
        return

    occurs = Counter(stem for item in candidates for stem in item.bag)
    rarity = {stem: math.log(1 + len(candidates) / count) for stem, count in occurs.items()}
    # Only sentences that share a rare stem are compared: what every sentence has says nothing.
    holders: dict[str, list[int]] = {}
    for place, item in enumerate(candidates):
        for stem in item.bag:
            if occurs[stem] <= 3 * articles:
                holders.setdefault(stem, []).append(place)
    pairs = {
        (one, other)
        for places in holders.values()
        for one, other in itertools.combinations(places, 2)
        if candidates[one].article != candidates[other].article
    }
    for first, second in sorted(pairs):
        one, other = candidates[first], candidates[second]
        if similarity(one.bag, other.bag, rarity) >= SAME_FACT:
            one.partners.append(other)
            other.partners.append(one)


def _gain(item: _Candidate, chosen: Sequence[_Candidate]) -> float:
    """Salience, more if other articles say the same, less the more of it has been said.

    A sentence that points back ("He also said") costs, unless the one it points to is in the summary, right before it.
    """
    sources = len({other.article for other in item.partners})
    said = max((similarity(item.bag, other.bag) for other in chosen), default=0.0)
    same_article = sum(other.article == item.article for other in chosen)
    before = (item.article, item.sentence.source.number - 1)
    hanging = item.dangling and all(other.order != before for other in chosen)
    return item.value + _SOURCE_GAIN * min(2, sources) - said - 0.05 * same_article - _DANGLING_COST * hanging


def _claim(item: _Candidate, translations: Sequence[Translation], entails: Entails | None) -> Claim:
    text = _standing_alone(item.sentence.text)
    best: dict[int, _Candidate] = {}
    for partner in item.partners:
        known = best.get(partner.article)
        if known is None or similarity(item.bag, partner.bag) > similarity(item.bag, known.bag):
            best[partner.article] = partner
    cited = sorted([item, *best.values()], key=lambda other: other.order)
    evidence = [Evidence(other.sentence.source.text, other.sentence.text) for other in cited]
    verdict = verify(text, evidence, against_original=True, entails=entails)
    citations = tuple(
        Citation(
            translations[other.article].article.document.source,
            other.article,
            other.sentence.source.number,
            other.sentence.source.span,
            other.sentence.source.text,
            other.sentence.text,
            1.0 if other is item else round(similarity(item.bag, other.bag), 3),
        )
        for other in cited
    )
    support, notes = verdict.support, in_words(verdict.problems)
    doubts = [_DOUBTS[warning] for warning in item.sentence.warnings if warning in _DOUBTS]
    if item.sentence.origin == "model" and (lost := lost_names(item.sentence.source.text, text)):
        doubts.append(f"names of the original that are not in the translation: {', '.join(lost)}")
    if doubts and support == "supported":
        support = "partly"
    notes += doubts
    notes += [note for other in best.values() if (note := _disagreement(item, other)) is not None]
    return Claim(text, citations, support, verdict.score, 1 + len(best), tuple(dict.fromkeys(notes)))


def _standing_alone(text: str) -> str:
    """A sentence without the connective or dash that ties it to what is before, and without half a quotation."""
    text = _CONNECTIVE.sub("", speaker_dash(text)[1])
    if text.count('"') == 1:
        text = text.replace('"', "")
    return text[:1].upper() + text[1:]


def _disagreement(one: _Candidate, other: _Candidate) -> str | None:
    """A note if two articles give the same fact with different numbers of the same thing."""
    left, right = (_counted(item.sentence.source.text) for item in (one, other))
    for thing in left.keys() & right.keys():
        if left[thing].isdisjoint(right[thing]):
            mine, theirs = (
                ", ".join(shown(value) for value in sorted(values)) for values in (left[thing], right[thing])
            )
            return f"sources disagree: {mine} or {theirs}"
    return None


def _counted(text: str) -> dict[str, set[float]]:
    """What is counted in a text: the stem after each number, with the numbers."""
    found: dict[str, set[float]] = {}
    for match in re.finditer(r"(\d[\d\u00a0 ]*(?:[.,]\d+)?)\s*(?:тис\.?|млн|млрд)?\s*([^\W\d_]{3,})", text):
        values = numbers(match.group())
        if values and not re.match(
            r"січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листоп|груд|рок|рік|року", match.group(2).lower()
        ):
            found.setdefault(match.group(2).lower()[:4], set()).update(values)
    return found


_DOUBTS = {
    "number-mismatch": "a number or date of the original is not in the translation as it is",
    "link-mismatch": "a link or address of the original is not in the translation",
    "too-short": "the translation is much shorter than the original",
    "too-long": "the translation is much longer than the original",
}
_PROBLEMS = {
    "number": "numbers that are not in the cited sentences: {}",
    "date": "dates that are not in the cited sentences: {}",
    "name": "names that are not in the cited sentences: {}",
    "context": "names that are not recognised in the original: {}",
    "negation": "a negation that is not in the cited sentences",
    "entailment": "the cited sentences do not entail it",
    "coverage": "the cited sentences cover it only in part",
    "no-citation": "nothing is cited",
}


def in_words(problems: Sequence[str]) -> list[str]:
    """The problems of a verdict for a reader, those of a kind together."""
    kinds: dict[str, list[str]] = {}
    for problem in problems:
        kind, _, what = problem.partition(":")
        kinds.setdefault(kind, []).append(what)
    return [_PROBLEMS[kind].format(", ".join(what)) for kind, what in kinds.items()]
