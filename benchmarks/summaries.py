"""Extractive summaries against the gold ones: our selection, lead-1 to lead-3 and sumy's methods, with as many sentences each.

    pip install rouge-score sumy
    python -m benchmarks.summaries --data ../shared/data/written

On the tenth of the corpus that nothing was learned from. Sentences are chosen in Ukrainian (sumy: with a plain tokeniser, as it
has no Ukrainian). ``toolkit`` is the summariser as it ships, which also keeps out what cannot stand alone and what fails
verification; ``salience`` is its ranking of sentences without those rules. Columns: precision, recall and F1 of the chosen
sentences against those the gold summary cites; ROUGE-1, -2 and -L F1 against the gold summary with the sentences in their gold
English; and the same three in the embedded model's translation. 95 % bootstrap intervals of F1 and ROUGE-1.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from toolkit import Toolkit
from toolkit.salience import salience
from toolkit.summarization import summarize
from toolkit.types import (
    Article,
    Block,
    Detection,
    Document,
    Role,
    Sentence,
    Span,
    TranslatedSentence,
    Translation,
)
from training.salience import CitedArticle, held_out, read_articles

Chooser = Callable[[CitedArticle, int], set[int]]


def ranked(article: CitedArticle, count: int) -> set[int]:
    """The most salient sentences."""
    values = salience(article.sentences, article.title)
    return {index + 1 for index in sorted(range(len(values)), key=lambda i: -values[i])[:count]}


def shipped(article: CitedArticle, count: int) -> set[int]:
    """What ``summarize`` cites first in each claim, given the gold translations."""
    text = "\n\n".join((article.title, *article.sentences))
    spans, start = [], 0
    for part in (article.title, *article.sentences):
        spans.append(Span(start, start + len(part)))
        start += len(part) + 2
    blocks = tuple(Block(span, Role.PARAGRAPH if number else Role.TITLE) for number, span in enumerate(spans))
    sentences = tuple(Sentence(number + 1, span, span.of(text), number, "uk") for number, span in enumerate(spans))
    document = Document(text, "article", "")
    parsed = Article(document, article.title, None, Detection("uk", 1.0), blocks, sentences)
    english = (article.title_en, *article.sentences_en)
    translated = tuple(TranslatedSentence(sentence, english[sentence.number - 1]) for sentence in sentences)
    summary = summarize([Translation(parsed, translated, "", article.title_en, "")], sentences=count)
    return {claim.citations[0].sentence - 1 for claim in summary.claims}


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
    methods: dict[str, Chooser] = {"toolkit": shipped, "salience": ranked, "lead": lead}
    methods |= {f"sumy {name}": sumy_chooser(name) for name in ("lex_rank", "text_rank", "lsa", "luhn")}
    sources = [sentence for article in articles for sentence in article.sentences]
    translated = iter([found.text for found in Toolkit().translate_many(sources)])
    machine = [[next(translated) for _ in article.sentences] for article in articles]
    print(
        f"{len(articles)} articles; precision, recall, F1 of citations | ROUGE-1, -2, -L, gold English | own translation"
    )
    for count in (1, 2, 3):
        print(f"{count} sentence{'s' * (count > 1)}:")
        for name, choose in methods.items():
            counts, rouge = [], []
            for article, mine in zip(articles, machine, strict=True):
                chosen = choose(article, count)
                counts.append((len(chosen & article.cited), len(chosen), len(article.cited)))
                row = []
                for english in (article.sentences_en, mine):
                    text = " ".join(english[number - 1] for number in sorted(chosen))
                    scores = scorer.score(" ".join(claim for claim, _ in article.summary), text)
                    row += [scores[key].fmeasure for key in ("rouge1", "rouge2", "rougeL")]
                rouge.append(row)
            right, picked, wanted = (sum(column) for column in zip(*counts, strict=True))
            means = [sum(column) / len(rouge) for column in zip(*rouge, strict=True)]
            spread = interval([row[0] for row in rouge], lambda values: sum(values) / len(values))
            gold, own = (" ".join(f"{mean:.3f}" for mean in part) for part in (means[1:3], means[3:]))
            print(f"  {name:15} {right / picked:.3f} {right / wanted:.3f} {f1(counts):.3f} ± {interval(counts, f1):.3f} | "
                  f"{means[0]:.3f} ± {spread:.3f} {gold} | {own}")  # fmt: skip


if __name__ == "__main__":
    main()
