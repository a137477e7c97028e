"""Learns the weights of ``toolkit.salience`` from news articles with cited summaries.

    python -m training.salience --data ../shared/data/written -o toolkit/salience.json

Logistic regression by gradient descent; an article is left out of it, for the benchmarks, if the hash of its title says so
(:func:`held_out`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from toolkit.salience import FEATURES, features


@dataclass(frozen=True)
class CitedArticle:
    """An article of the corpus: its sentences in both languages, and its summary with the numbers (from 1) that it cites."""

    title: str
    title_en: str
    sentences: tuple[str, ...]
    sentences_en: tuple[str, ...]
    summary: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def cited(self) -> set[int]:
        """Every sentence number that the summary cites."""
        return {number for _, numbers in self.summary for number in numbers}


def held_out(title: str) -> bool:
    """Whether an article belongs to the tenth that nothing is learned from: the last tenth by hash of its title."""
    return int(hashlib.sha256(title.encode()).hexdigest()[:8], 16) >= 0.9 * 16**8


def read_articles(folder: Path) -> Iterator[CitedArticle]:
    """The articles of the corpus."""
    for path in sorted(folder.glob("*.txt")):
        for block in path.read_text("utf-8").split("\n\n"):
            lines = block.strip("\n").split("\n")
            if not lines[0].startswith("@ "):
                continue
            title, title_en = lines[0][2:].split("\t")
            pairs = [line.split("\t") for line in lines[1:] if not line.startswith("= ")]
            claims = [line[2:].split("\t") for line in lines[1:] if line.startswith("= ")]
            yield CitedArticle(
                title,
                title_en,
                tuple(pair[0] for pair in pairs),
                tuple(pair[1] for pair in pairs),
                tuple((text, tuple(int(number) for number in numbers.split(","))) for text, numbers in claims),
            )


def learn(articles: list[CitedArticle], *, rounds: int = 4000, rate: float = 0.5, decay: float = 1e-4) -> list[float]:
    """The weights, one for each of ``toolkit.salience.FEATURES``."""
    rows = [(row, float(number in article.cited)) for article in articles
            for number, row in enumerate(features(article.sentences, article.title), 1)]  # fmt: skip
    x, y = np.array([row for row, _ in rows]), np.array([label for _, label in rows])
    scale = x.std(0)
    scale[0] = 1.0
    scale[scale == 0] = 1.0
    x = x / scale
    weights = np.zeros(x.shape[1])
    for _ in range(rounds):
        predicted = 1 / (1 + np.exp(-x @ weights))
        weights -= rate * (x.T @ (predicted - y) / len(y) + decay * weights)
    return [round(float(weight), 4) for weight in weights / scale]


def main() -> None:
    """Writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    articles = [article for article in read_articles(options.data) if not held_out(article.title)]
    weights = learn(articles)
    options.output.write_text(json.dumps({"features": FEATURES, "weights": weights}, indent=1) + "\n", "utf-8")
    print(
        f"{len(articles)} articles; "
        + ", ".join(f"{name} {weight:+.2f}" for name, weight in zip(FEATURES, weights, strict=True))
    )


if __name__ == "__main__":
    main()
