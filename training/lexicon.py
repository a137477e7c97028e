"""The lexicon that tells how much of a source a hypothesis covers (toolkit.coverage), by IBM model 1 over stems.

    python -m training.lexicon build/training/corpus.tsv -o toolkit/models/uk-en-small

Learns from the pairs of the corpus that were not made of others, and a quarter of those of documentation.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from toolkit.coverage import FILE, stems

from .alignment import learn
from .prepare import Pair

MADE = frozenset(("substitutes", "compounds", "neighbours", "names", "name_lists"))
PROSE = frozenset(
    "written news press press_new sy_talks resistinua_speeches asp_stories words orders settlements bible_nt_web wesnoth".split()
)
_OTHERS = 0.25
_LEAST = 0.02  # probabilities below say little
_MOST = 8  # translations of a stem
_RARE = 3  # stems that stand in fewer pairs are left out
_LONGEST = 50  # stems; alignment.learn takes no longer pairs


def chosen(rows: Iterable[Pair], rng: random.Random) -> Iterator[tuple[list[str], list[str]]]:
    """The stems of the pairs to learn from."""
    for source, uk, en in rows:
        if source in PROSE or (source not in MADE and rng.random() < _OTHERS):
            pair = stems(uk), stems(en)
            if all(0 < len(side) <= _LONGEST for side in pair):
                yield pair


def table(pairs: Iterable[tuple[list[str], list[str]]]) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Source stems, ascending, with the likeliest target stems and their probabilities in thousandths."""
    uk: dict[str, int] = {}
    en: dict[str, int] = {}
    count: Counter[str] = Counter()
    sources, targets = [], []
    for one, other in pairs:
        count.update(set(one))
        sources.append([uk.setdefault(stem, len(uk)) for stem in one])
        targets.append([en.setdefault(stem, len(en)) for stem in other])
    size = max(len(uk), len(en)) + 1
    lexicon = learn(sources, targets, size, sample=len(sources))
    names = np.array(list(en))
    for stem, number in sorted(uk.items()):
        if count[stem] < _RARE:
            continue
        found, probabilities = lexicon.best(number, _MOST)
        best = [
            (str(names[i]), round(1000 * float(p))) for i, p in zip(found, probabilities, strict=True) if p >= _LEAST
        ]
        if best:
            yield stem, best


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True, help="the folder of the model")
    options = parser.parse_args()
    with options.corpus.open(encoding="utf-8") as file:
        rows = (tuple(line.rstrip("\n").split("\t")[:3]) for line in file)
        pairs = list(chosen(rows, random.Random(0)))
    lines = ["\t".join([stem, *(f"{target} {share}" for target, share in best)]) for stem, best in table(pairs)]
    (options.output / FILE).write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} stems from {len(pairs)} pairs")


if __name__ == "__main__":
    main()
