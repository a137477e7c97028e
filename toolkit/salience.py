"""How much each sentence of an article matters for its summary: a logistic model over what can be seen in the source.

The weights were learned by ``python -m training.salience`` on news articles whose summaries name the sentences they rest on.
Knows nothing about translations.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

__all__ = ["FEATURES", "features", "is_attribution", "is_dangling", "salience", "similarity", "stems"]

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_NUMBER = re.compile(r"\d")
_STEM = 5  # characters; Ukrainian inflects at the end of words, and a news sentence is short enough that this is not too rough
_FUNCTION = frozenset(
    """і й та а але або чи що як не ні на у в з із зі до від за про під над між при без для по о об це цей ця ці він вона
    воно вони його її їх який яка яке які також ще вже лише тільки якщо щоб бо де тут там так було був була були бути є
    коли після через щодо серед проте однак тим час року років того цього тому своїх свою свої
    the a an and or but of to in on at by for with from is are was were be been has have had it its he she they this that as not
    will would who which their his her after before""".split()
)
_DANGLING = re.compile(
    r"^[«\"“—–\s]*(?:he|she|it|they|this|these|those|his|her|its|their|also|however|meanwhile|moreover|but|and|"
    r"earlier|in addition|at the same time|як (?:запевни|зазнач|пиш|повідомля|стверджу|додa|каж|поясни)\w+|"
    r"він|вона|воно|вони|це|цей|ця|ці|його|її|їх|їхн\w+|там|тут|тоді|такий|така|таке|такі|також|крім того|"
    r"окрім того|водночас|тим часом|натомість|однак|проте|але|а|і|й|та|тож|отже|утім|втім|при цьому|до того ж|зокрема|"
    r"своєю чергою|обидв\w+|сам\w?|останн\w+|решта|перш\w+ з них|інш\w+|про це|про те|серед них|крім них|після цього|"
    r"до цього|за потреби|зазначається|йдеться|так само|"
    r"як \w+ видання|на їхню думку|на його думку|на її думку|за (?:його|її|їхніми) словами)\b",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"^[«\"“—–\s]*про (?:це|таке) (?:йдеться|ідеться|повідом\w+|заяви\w+|сказа\w+|розпові\w+|пиш\w+|стало відомо|свідч\w+)",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(
    r"\b(?:раніше|нагада\w+|торік|минулого року|востаннє|як відомо|історі\w+|традиційно|колись)\b", re.IGNORECASE
)
_SPEECH = re.compile(
    r"\b(?:сказа\w+|каже|кажуть|заяви\w+|зазначи\w+|наголоси\w+|додa\w+|додав|додала|поясни\w+|розповi\w+|розповів|розповіла|"
    r"вважа\w+|переконан\w+|за (?:його|її|їхніми) словами|за словами|на думку|пригаду\w+|жарту\w+|визна\w+)\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:планує\w*|має намір|очікує\w*|обіцяє\w*|запланован\w+|відбудеться|триватиме|наступн\w+|до кінця)\b",
    re.IGNORECASE,
)


def stems(text: str) -> Counter[str]:
    """The content words of a text, cut to stems, with their counts; numbers stay whole."""
    words = (word.lower().replace("’", "'").replace("ʼ", "'") for word in _WORD.findall(text))
    found = Counter(word[:_STEM] for word in words if word not in _FUNCTION)
    found.update(re.findall(r"\d+(?:[.,]\d+)?", text))
    return found


def similarity(one: Counter[str], other: Counter[str], weight: dict[str, float] | None = None) -> float:
    """Cosine of two texts' stems, each stem weighed."""

    def dot(a: Counter[str], b: Counter[str]) -> float:
        return sum(
            count * b[stem] * (weight.get(stem, 1.0) ** 2 if weight else 1.0) for stem, count in a.items() if stem in b
        )

    norm = math.sqrt(dot(one, one) * dot(other, other))
    return dot(one, other) / norm if norm else 0.0


def _unit(bag: Counter[str], weight: dict[str, float]) -> dict[str, float]:
    norm = math.sqrt(sum((count * weight[stem]) ** 2 for stem, count in bag.items()))
    return {stem: count * weight[stem] / norm for stem, count in bag.items()} if norm else {}


#: The names of the features, in the order of their weights.
FEATURES = (
    "bias", "first", "second", "third", "place", "last", "title", "lead", "centrality", "length", "length2", "numbers", "names",
    "quoted", "speech", "dangling", "background", "plan", "title-new", "follows-lead",
)  # fmt: skip


def features(sentences: Sequence[str], title: str | None) -> list[list[float]]:
    """One row of :data:`FEATURES` for each sentence of an article, in order (title and headings left out)."""
    bags = [stems(text) for text in sentences]
    count = len(sentences)
    occurs = Counter(stem for bag in bags for stem in bag)
    rarity = {stem: math.log((count + 1) / (number + 0.5)) + 0.3 for stem, number in occurs.items()}
    heading = stems(title or "")
    # The mean of a sentence's cosines with all is its product with the sum of their unit vectors: linear in their number.
    units = [_unit(bag, rarity) for bag in bags]
    sums: dict[str, float] = {}
    for unit in units:
        for stem, value in unit.items():
            sums[stem] = sums.get(stem, 0.0) + value
    rows = []
    seen: set[str] = set()
    for index, (text, bag) in enumerate(zip(sentences, bags, strict=True)):
        words = _WORD.findall(text)
        length = len(words)
        names = sum(word[0].isupper() for word in words[1:])
        new_of_title = sum(stem in heading and stem not in seen for stem in bag)
        seen |= set(bag)
        rows.append(
            [
                1.0,
                float(index == 0),
                float(index == 1),
                float(index == 2),
                index / max(1, count - 1),
                float(index == count - 1 and count > 2),
                similarity(bag, heading, rarity) if heading else 0.0,
                similarity(bag, bags[0], rarity) if index else 0.0,
                (sum(value * sums[stem] for stem, value in units[index].items()) - bool(units[index]))
                / max(1, count - 1),
                min(length, 40) / 20,
                (min(length, 40) / 20) ** 2,
                min(3, len(re.findall(r"\d+(?:[.,]\d+)?", text))) / 3,
                min(4, names) / 4,
                float("«" in text or '"' in text),
                float(_SPEECH.search(text) is not None),
                float(_DANGLING.match(text) is not None),
                float(_BACKGROUND.search(text) is not None),
                float(_PLAN.search(text) is not None),
                min(3, new_of_title) / 3,
                similarity(bags[index - 1], bag, rarity) if index else 0.0,
            ]
        )
    return rows


@functools.cache
def _weights() -> tuple[float, ...]:
    return tuple(json.loads(Path(__file__).with_name("salience.json").read_text("utf-8"))["weights"])


def salience(sentences: Sequence[str], title: str | None) -> list[float]:
    """For each sentence the probability (0 to 1) that a summary of the article rests on it."""
    weights = _weights()
    return [
        1 / (1 + math.exp(-sum(w * x for w, x in zip(weights, row, strict=True)))) for row in features(sentences, title)
    ]


def is_attribution(text: str) -> bool:
    """Whether a source sentence only says who reported what stands before it."""
    return _ATTRIBUTION.match(text) is not None


def is_dangling(text: str) -> bool:
    """Whether a source sentence begins with a word that points back: a pronoun, "also", "however"."""
    return _DANGLING.match(text) is not None
