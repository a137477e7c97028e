"""Adds to a prepared corpus what it lacks: other names, words it hardly has, longer lines, and news of our own.

    python -m training.augment build/training/corpus.tsv

Adds lines of the sources ``news`` (``written/news.tsv``: sentences of world news and everyday speech) and ``press``
(``written/press.tsv``: sentences in the manner of English-language newspapers, English first), both written, with their
translations, for this model; the last of ``press``, which no run has read yet, are the source ``press_new``, to be read more
often); ``settlements`` (training.settlements), ``names`` (training.names: pairs with other names), ``name_lists``, ``words``
(training.words), ``substitutes`` (training.substitutes: pairs with other words), ``neighbours`` (sentences that follow one
another in ``written``, joined), ``compounds`` (training.compounds: long sentences made of short ones), ``orders``
(training.orders: who does what to whom, in one and the other order) and ``titles`` (training.titles: persons with theirs). The same
corpus gives the same lines.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from toolkit.normalisation import normalise

from .compounds import compounds
from .names import WRITTEN, Names
from .orders import sentences
from .prepare import Pair, excluded_keys, key
from .settlements import settlements
from .substitutes import Substitutes
from .titles import titles
from .words import lines

ADDED = (
    "news",
    "press",
    "press_new",
    "settlements",
    "names",
    "name_lists",
    "words",
    "substitutes",
    "neighbours",
    "compounds",
    "orders",
    "titles",
)
NAMED = (
    "written",
    "resistinua_speeches",
    "sy_talks",
    "asp_stories",
    "wesnoth",
    "mozilla-www",
    "news",
    "press",
    "press_new",
)  # whose names are exchanged
EXCHANGED = ("written", "news", "press", "press_new")  # whose words are exchanged
_ENDS = (".", "!", "?", "…", '"', "»")
_LONGEST = 70  # English words in joined neighbours


def neighbours(rows: Sequence[Pair], rng: random.Random) -> Iterator[Pair]:
    """Two or three sentences in a row of ``written``, joined. A headline, which has no full stop, begins a new article."""
    run: list[Pair] = []
    for row in [row for row in rows if row[0] == "written"] + [("", "", "")]:
        if row[1].endswith(_ENDS):
            run.append(row)
            continue
        while len(run) > 1:
            number = rng.choice((2, 2, 3))
            joined, run = run[:number], run[number:]
            english = " ".join(en for _, _, en in joined)
            if len(english.split()) < _LONGEST:
                yield "neighbours", " ".join(uk for _, uk, _ in joined), english
        run = []


def with_other_words(rows: Sequence[Pair], versions: int, rng: random.Random) -> Iterator[Pair]:
    """The written pairs among ``rows`` with words of the lexicon in the place of others, each in up to so many versions."""
    substitutes = Substitutes(rng)
    for _ in range(versions):
        for name, uk, en in rows:
            if name in EXCHANGED and (exchanged := substitutes.exchanged(uk, en)):
                yield "substitutes", *exchanged


def added(
    rows: Sequence[Pair],
    versions: int = 3,
    name_lists: int = 12_000,
    long: int = 20_000,
    fresh: int = 0,
    other_words: int = 1,
    orders: int = 24_000,
    titled: int = 12_000,
    seed: int = 0,
) -> Iterator[Pair]:
    """The lines to add to the corpus ``rows``.

    Args:
        rows: The corpus.
        versions: Of each pair that has names.
        name_lists: Lines of names alone.
        long: Lines made of short ones.
        fresh: How many lines at the end of ``press.tsv`` are ``press_new``.
        other_words: Versions of each pair that has words to exchange.
        orders: Sentences in which only the cases tell who does what.
        titled: Sentences of persons with their titles.
        seed: The same gives the same.
    """
    rng = random.Random(seed)
    own: list[Pair] = []
    for source in ("news", "press"):
        lines_of = (WRITTEN / f"{source}.tsv").read_text("utf-8").splitlines()
        for number, line in enumerate(lines_of):
            uk, en = line.split("\t")
            new = "_new" if source == "press" and number >= len(lines_of) - fresh else ""
            own.append((source + new, normalise(uk), normalise(en)))
    yield from own
    yield from (("settlements", uk, en) for uk, en in settlements(random.Random(seed)))
    names = Names(rng)
    for name, uk, en in [*rows, *own]:
        if name in NAMED:
            for _ in range(versions):
                exchanged = names.exchanged(uk, en)
                if not exchanged:
                    break
                yield "names", *exchanged
    yield from (("name_lists", uk, en) for uk, en in names.lists(name_lists))
    yield from (("words", uk, en) for uk, en in lines(rng))
    yield from with_other_words([*rows, *own], other_words, random.Random(seed))
    yield from neighbours(rows, rng)
    yield from (("compounds", uk, en) for uk, en in compounds([pair[1:] for pair in own], names, long, rng))
    yield from (("orders", uk, en) for uk, en in sentences(orders, random.Random(seed)))
    yield from (("titles", uk, en) for uk, en in titles(names, titled, rng))


def main() -> None:
    """Rewrites the corpus with the lines added; those of an earlier run are replaced."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--versions", type=int, default=3, help="of each pair that has names (default 3)")
    parser.add_argument(
        "--fresh", type=int, default=0, help="lines at the end of press.tsv that are press_new (default 0)"
    )
    parser.add_argument(
        "--other-words", type=int, default=1, help="of each pair that has words to exchange (default 1)"
    )
    parser.add_argument("--exclude", type=Path, help="folder of evaluation sets whose sentences must not be learned")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rows = []
    for line in options.corpus.read_text("utf-8").splitlines():
        name, uk, en = line.split("\t")
        if name not in ADDED:
            rows.append((name, uk, en))
    excluded = excluded_keys(options.exclude) if options.exclude else set()
    new = [
        row for row in added(rows, options.versions, fresh=options.fresh, other_words=options.other_words, seed=options.seed)
        if key(row[1]) not in excluded and key(row[2]) not in excluded
    ]  # fmt: skip
    written = options.corpus.with_suffix(".part")
    written.write_text("".join("\t".join(row) + "\n" for row in [*rows, *new]), "utf-8")
    written.replace(options.corpus)
    for name, count in Counter(row[0] for row in new).items():
        print(f"{name}: {count} pairs")


if __name__ == "__main__":
    main()
