"""Extractive summaries against the gold ones: our selection, lead-1 to lead-3 and sumy's methods, with as many sentences each.

    pip install rouge-score sumy
    python -m benchmarks.summaries --data ../shared/data/written

On the tenth of the corpus that nothing was learned from. Sentences are chosen in Ukrainian (sumy: with a plain tokeniser, as it
has no Ukrainian) and shown in their gold English. Columns: precision, recall and F1 of the chosen sentences against those the gold
summary cites, and ROUGE-1, -2 and -L F1 against the gold summary; 95 % bootstrap intervals of F1 and ROUGE-1.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from toolkit.salience import is_dangling, salience
from training.salience import CitedArticle, held_out, read_articles

Chooser = Callable[[CitedArticle, int], set[int]]


def ours(article: CitedArticle, count: int) -> set[int]:
    """The most salient sentences, as ``toolkit.summarization`` ranks those of one article."""
    values = salience(article.sentences, article.title)
    order = sorted(range(len(values)), key=lambda i: -values[i] + 0.15 * (i > 0 and is_dangling(article.sentences[i])))
    return {index + 1 for index in order[:count]}


def lead(article: CitedArticle, count: int) -> set[int]:
    """The first sentences."""
    return set(range(1, min(count, len(article.sentences)) + 1))


def sumy_chooser(name: str) -> Chooser:
    """One of sumy's summarisers."""
    import importlib

    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    class Words:
        """What sumy asks of a tokeniser."""

        def to_words(self, sentence: Any) -> tuple[str, ...]:
            return tuple(re.findall(r"[^\W_]+", str(sentence).lower()))

        def to_sentences(self, paragraph: Any) -> tuple[str, ...]:
            return (str(paragraph),)

    module = importlib.import_module(f"sumy.summarizers.{name}")
    summarizer: Any = getattr(module, {"lex_rank": "LexRankSummarizer", "text_rank": "TextRankSummarizer", "lsa": "LsaSummarizer",
                                       "luhn": "LuhnSummarizer"}[name])()  # fmt: skip

    def choose(article: CitedArticle, count: int) -> set[int]:
        sentences = [Sentence(text, Words()) for text in article.sentences]
        chosen = [str(sentence) for sentence in summarizer(ObjectDocumentModel([Paragraph(sentences)]), count)]
        return {index for index, text in enumerate(article.sentences, 1) if text in chosen}

    return choose


def interval(values: Sequence[Any], statistic: Callable[[Sequence[Any]], float], rounds: int = 500) -> float:
    """Half the width of a 95 % bootstrap interval."""
    rng = random.Random(0)
    found = sorted(statistic(rng.choices(values, k=len(values))) for _ in range(rounds))
    return (found[int(0.975 * rounds)] - found[int(0.025 * rounds)]) / 2


def f1(counts: Sequence[tuple[int, int, int]]) -> float:
    """F1 of (right, chosen, wanted) counts taken together."""
    right, chosen, wanted = (sum(column) for column in zip(*counts, strict=True))
    return float(2 * right / (chosen + wanted))


def main() -> None:
    """Prints a table for one, two and three sentences."""
    from rouge_score import rouge_scorer

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    articles = [article for article in read_articles(options.data) if held_out(article.title)]
    scorer = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)
    methods: dict[str, Chooser] = {"ours": ours, "lead": lead}
    methods |= {f"sumy {name}": sumy_chooser(name) for name in ("lex_rank", "text_rank", "lsa", "luhn")}
    print(f"{len(articles)} articles; precision, recall, F1 of citations | ROUGE-1, -2, -L")
    for count in (1, 2, 3):
        print(f"{count} sentence{'s' * (count > 1)}:")
        for name, choose in methods.items():
            counts, rouge = [], []
            for article in articles:
                chosen = choose(article, count)
                counts.append((len(chosen & article.cited), len(chosen), len(article.cited)))
                text = " ".join(article.sentences_en[number - 1] for number in sorted(chosen))
                scores = scorer.score(" ".join(claim for claim, _ in article.summary), text)
                rouge.append([scores[key].fmeasure for key in ("rouge1", "rouge2", "rougeL")])
            right, picked, wanted = (sum(column) for column in zip(*counts, strict=True))
            means = [sum(column) / len(rouge) for column in zip(*rouge, strict=True)]
            spread = interval([row[0] for row in rouge], lambda values: sum(values) / len(values))
            print(f"  {name:15} {right / picked:.3f} {right / wanted:.3f} {f1(counts):.3f} ± {interval(counts, f1):.3f} | "
                  f"{means[0]:.3f} ± {spread:.3f} {means[1]:.3f} {means[2]:.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
