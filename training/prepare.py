"""Cleans the corpus: normalises, deduplicates, drops what overlaps the evaluation sets, splits.

    python -m training.prepare --data ../shared/data --exclude ../shared/eval -o build/training/corpus.tsv

Writes ``source TAB uk TAB en`` lines to the output and, every 200th pair of ``written`` by hash of its article, to ``….dev``.
"""

from __future__ import annotations

import argparse
import hashlib
import lzma
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.normalisation import normalise

WEIGHTS = Path(__file__).with_name("weights.tsv")
Pair = tuple[str, str, str]  # source, Ukrainian, English
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LETTER = re.compile(r"[^\W\d_]")


def key(text: str) -> str:
    """What two texts have in common that differ in spaces, punctuation and capitals only."""
    return re.sub(r"\W+", "", text.lower())


def read_weights(path: Path) -> dict[str, float]:
    """How often a pair of each source is seen in one pass (``name TAB weight`` lines)."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return {name: float(weight) for name, weight in lines}


def written(folder: Path) -> Iterator[tuple[str, Pair]]:
    """The sentence pairs and headlines of the news articles, each with the title of its article."""
    title = ""
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            parts = line.split("\t")
            if len(parts) != 2 or line.startswith("= "):
                continue
            if line.startswith("@ "):
                parts[0] = title = parts[0][2:]
            yield title, ("written", parts[0], parts[1])


def parallel(path: Path) -> Iterator[Pair]:
    """The pairs of the gathered corpus."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            name, uk, en = line.rstrip("\n").split("\t")
            yield name, uk, en


def excluded_keys(folder: Path) -> set[str]:
    """Keys of every evaluation sentence, in either language, that is long enough to be one."""
    keys = set()
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            keys |= {key(part) for part in line.split("\t") if len(part.split()) > 3}
    return keys


def clean(
    pairs: Iterable[Pair], excluded: set[str], weights: dict[str, float], dropped: Counter[str]
) -> Iterator[Pair]:
    """Normalised pairs that are worth learning from; ``dropped`` counts the others by reason."""
    seen: set[str] = set()
    for name, uk, en in pairs:
        uk, en = normalise(uk), normalise(en)
        reason = (
            "source not used" if not weights.get(name)
            else "too short" if len(en.split()) < (2 if name == "written" else 3)
            else "lengths differ" if not 0.4 < len(uk) / max(1, len(en)) < 2.5
            else "no Ukrainian" if len(_CYRILLIC.findall(uk)) < 0.5 * len(_LETTER.findall(uk))
            else "Cyrillic target" if _CYRILLIC.search(en)
            else "in an evaluation set" if key(uk) in excluded or key(en) in excluded
            else ""
        )  # fmt: skip
        mark = key(uk) + "\t" + key(en)
        reason = reason or ("duplicate" if mark in seen else "")
        if reason:
            dropped[reason] += 1
            continue
        seen.add(mark)
        yield name, uk, en


def is_dev(title: str) -> bool:
    """Whether an article of ``written`` is kept for watching the training: one in fifty."""
    return hashlib.sha256(title.encode()).digest()[0] < 5


def main() -> None:
    """Writes the corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with written/ and parallel.tsv.xz")
    parser.add_argument("--exclude", type=Path, help="folder of evaluation sets whose sentences must not be learned")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    weights = read_weights(options.weights)
    excluded = excluded_keys(options.exclude) if options.exclude else set()
    dropped: Counter[str] = Counter()
    news: list[Pair] = []
    dev: list[Pair] = []
    for title, pair in written(options.data / "written"):
        (dev if is_dev(title) else news).append(pair)
    rows = list(clean(news, excluded, weights, dropped))
    if (options.data / "parallel.tsv.xz").exists():
        rows += clean(parallel(options.data / "parallel.tsv.xz"), excluded, weights, dropped)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    for path, pairs in (
        (options.output, rows),
        (options.output.with_suffix(".dev"), list(clean(dev, excluded, weights, dropped))),
    ):
        path.write_text("".join("\t".join(pair) + "\n" for pair in pairs), "utf-8")
        print(f"{path}: {len(pairs)} pairs")
    for reason, count in dropped.most_common():
        print(f"  left out, {reason}: {count}")


if __name__ == "__main__":
    main()
